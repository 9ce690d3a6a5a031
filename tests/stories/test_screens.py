"""Every screen, in every size of text, in both languages: nothing clipped, nothing too small, axe content."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.domains.importers.files import csv
from tests.stories import hands
from tests.stories.conftest import Stage, start_server
from tests.world import PASSWORD, Somebody, World

MEASURE = Path(__file__).with_name("measure.js").read_text()
AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
TEXTS = ("standard", "large", "larger", "largest")
SIZES = (((320, 640), TEXTS), ((360, 740), TEXTS[:1]), ((1280, 800), TEXTS[:1]))
EXTREMES = (((320, 640), (TEXTS[0], TEXTS[-1])), ((1280, 800), TEXTS[:1]))
LOOKS: tuple[dict[str, str], ...] = (
    {},
    {"light": "dark"},
    {"contrast": "high"},
    {"light": "dark", "contrast": "high"},
)

ROOM = "避難訓練 実行委員会（本部・現地）"
THEIRS = (
    "地図です。https://minato.example.jp/bosai/2026/kunren/shugo-basho?lang=ja を見てください。"
)
MINE = "11月20日（金）8時30分に、県庁の北側の駐車場に集まってください。雨のときは地下です。"
ROLL = (
    "職員番号,氏名,カナ,所属,職名,メール,電話,当番の班",
    "5001,伊藤　健,ｲﾄｳ ｹﾝ,企画部／デジタル戦略課,係長,ito@minato.example,0190-00-5001,青",
    "1003,髙橋　聡,ﾀｶﾊｼ ｻﾄｼ,総務課,課長補佐,,0190-00-1003,赤",
    "5003,,ﾅﾅｼ,総務課,,0190-00-5003,,青",
    "5004,渡辺　翔,渡辺,総務課,,watanabe,,青",
)


@dataclass(frozen=True)
class Screen:
    """One screen: who looks at it, where it is, and what has to be pressed to see it.

    What lies over another screen (``over``) is looked at in the extremes only.
    """

    name: str
    who: str
    path: str
    reach: Callable[[Page], Any] = lambda page: None
    over: bool = False


@dataclass
class Hall:
    """A server with a lively room in it, an empty server, and one open browser for whoever looks."""

    stage: Stage
    bare: Stage
    set_up: str
    people: dict[str, Somebody | None]
    words: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)

    def open(self, screen: Screen) -> Page:
        """Show a screen in Japanese, at the size of a telephone."""
        who = screen.who
        if who not in self.pages:
            stage = self.bare if who == "founder" else self.stage
            self.pages[who] = stage.page(self.people[who], "phone", reduced_motion="reduce")
            self.pages[who].add_init_script(path=AXE)
            self.languages[who] = "ja"
        page = self.pages[who]
        page.set_viewport_size({"width": 360, "height": 740})
        self.speak(who, "ja")
        page.goto(screen.path.format(**self.words))
        screen.reach(page)
        return page

    def speak(self, who: str, language: str) -> None:
        """Change the language of somebody's open page: by the account, or by the button in its corner."""
        page, somebody = self.pages[who], self.people[who]
        if self.languages[who] != language:
            if somebody is None:
                page.locator(f"button[lang={language}]").click()
            else:
                self.stage.settle(somebody, language=language)
            self.languages[who] = language
        expect(page.locator("html")).to_have_attribute("lang", language)


def _choose(lines: tuple[str, ...]) -> FilePayload:
    content = csv([line.split(",") for line in lines], "cp932")
    return {"name": "名簿.csv", "mimeType": "text/csv", "buffer": content}


def _press(*words: str) -> Callable[[Page], None]:
    """Return the presses that lead to a screen."""

    def press(page: Page) -> None:
        for word in words:
            page.get_by_role("button", name=re.compile(f"^{word}")).or_(
                page.get_by_role("link", name=re.compile(f"^{word}"))
            ).last.click()

    return press


def _open_menu(page: Page) -> None:
    hands.message(page, MINE).get_by_role("button", name=re.compile("^ほか")).click()


def _tell(page: Page) -> None:
    hands.choose(page, MINE, "既読の人")
    page.get_by_role("button", name="口頭で伝えました").first.click()


def _new_group(page: Page) -> None:
    _press("新しいトーク", "グループ")(page)
    page.get_by_role("dialog").get_by_role("button", name=re.compile("小林 誠")).click()


def _menu(deed: str) -> Callable[[Page], None]:
    return lambda page: hands.choose(page, MINE, deed)


def _upload(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(_choose(ROLL))
    expect(page.get_by_role("heading", name="取り込みの下見")).to_be_visible()


def _import(page: Page) -> None:
    _upload(page)
    page.get_by_role("button", name=re.compile("取り込む（")).click()
    expect(page.get_by_role("heading", name="取り込みました")).to_be_visible()


def _second_page(page: Page) -> None:
    page.get_by_label("組織の名前").fill("みなと県")
    hands.press(page, "つぎへ")


def _third_page(page: Page) -> None:
    _second_page(page)
    page.get_by_label("お名前").fill("山本 玲")
    page.get_by_label("ログイン名").fill("yamamoto")
    hands.password(page).fill(PASSWORD)
    hands.press(page, "つぎへ")


def _done(page: Page) -> None:
    _third_page(page)
    page.get_by_label("部屋の名前").fill("総務課 連絡")
    hands.press(page, "作って始める")
    page.get_by_role("button", name="標準").click()


def _seen(text: str) -> Callable[[Page], None]:
    return lambda page: expect(page.get_by_text(text).locator("visible=true").first).to_be_visible()


SCREENS = (
    Screen("set-up 1", "founder", "{set_up}", _seen("組織の名前")),
    Screen("set-up 2", "founder", "{set_up}", _second_page),
    Screen("set-up 3", "founder", "{set_up}", _third_page),
    Screen("set-up done", "founder", "{set_up}", _done),
    Screen("sign-in", "nobody", "{url}/sign-in", _press("入る")),
    Screen("entry", "nobody", "{entry}", _seen("として入る")),
    Screen("entry gone", "nobody", "{url}/e/gone", _seen("このリンクは使えません")),
    Screen("join", "nobody", "{invitation}", _press("参加する")),
    Screen("join gone", "nobody", "{url}/j/gone", _seen("この招待は使えません")),
    Screen("welcome", "sato", "{url}/welcome", _seen("受付は")),
    Screen("waiting", "ueda", "{url}", _seen("承認を待っています")),
    Screen("talk list", "sato", "{url}", _seen(ROOM)),
    Screen("new talk", "sato", "{url}", _press("新しいトーク"), over=True),
    Screen("new group", "sato", "{url}", _new_group, over=True),
    Screen("room", "sato", "{url}/rooms/{room}", lambda page: hands.see(page, MINE)),
    Screen("message menu", "sato", "{url}/rooms/{room}", _open_menu, over=True),
    Screen("readers", "sato", "{url}/rooms/{room}", _menu("既読の人")),
    Screen("told", "sato", "{url}/rooms/{room}", _tell, over=True),
    Screen("unsend", "sato", "{url}/rooms/{room}", _menu("送信を取り消す"), over=True),
    Screen("forward", "sato", "{url}/rooms/{room}", _menu("転送"), over=True),
    Screen("people", "sato", "{url}/rooms/{room}/people", _seen("だけが読めます")),
    Screen("invite", "sato", "{url}/rooms/{room}/people", _press("招待する"), over=True),
    Screen("link", "sato", "{url}/rooms/{room}/people", _press("QRを見せる"), over=True),
    Screen(
        "made link",
        "sato",
        "{url}/rooms/{room}/people",
        _press("QRを見せる", "リンクとQRを作る"),
        over=True,
    ),
    Screen("rules", "sato", "{url}/rooms/{room}/people", _press("名前と決まりを変える"), over=True),
    Screen("directory", "sato", "{url}/directory", _seen("小林 誠")),
    Screen("profile", "sato", "{url}/directory/{kobayashi}", _seen("0190-00-1002")),
    Screen("settings", "sato", "{url}/settings", _seen("端末とログイン")),
    Screen("look", "sato", "{url}/settings/look", _seen("文字の大きさ")),
    Screen("me", "sato", "{url}/settings/me", _seen("連絡先での自分のページ")),
    Screen("devices", "yamamoto", "{url}/settings/devices", _seen("この端末")),
    Screen("sign out", "sato", "{url}/settings", _press("この端末から出る"), over=True),
    Screen("about", "sato", "{url}/about", _seen("山本 玲")),
    Screen("help", "sato", "{url}/help", lambda page: page.get_by_text("入れない").last.click()),
    Screen("nothing", "sato", "{url}/nothing/here", _seen("ページがありません")),
    Screen("console", "yamamoto", "{url}/admin", _seen("部署ごと")),
    Screen("members", "yamamoto", "{url}/admin/members", _seen("小林 誠")),
    Screen("entry link", "yamamoto", "{url}/admin/members", _press("入口QR"), over=True),
    Screen("units", "yamamoto", "{url}/admin/units", _seen("総務課")),
    Screen(
        "unit",
        "yamamoto",
        "{url}/admin/units",
        lambda page: page.get_by_role("treeitem", name=re.compile("総務課")).click(),
        over=True,
    ),
    Screen("new member", "yamamoto", "{url}/admin/new", _press("たす")),
    Screen("a member", "yamamoto", "{url}/directory/{kobayashi}", _seen("停止する")),
    Screen(
        "edit member",
        "yamamoto",
        "{url}/directory/{kobayashi}",
        _press("名簿の内容を直す"),
        over=True,
    ),
    Screen("import", "yamamoto", "{url}/admin/import", _seen("ファイルをえらぶ")),
    Screen("dry run", "yamamoto", "{url}/admin/import", _upload),
    Screen("imported", "yamamoto", "{url}/admin/import", _import),
)


@pytest.fixture(scope="module")
def hall(
    first_world: World, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Hall]:
    """One server for all screens: looking changes nothing. Beside it one that nobody has set up."""
    folder = tmp_path_factory.mktemp("screens")
    (folder / "kairan.db").write_bytes((first_world.folder / "kairan.db").read_bytes())
    cast = first_world.cast
    full, empty = start_server(folder), start_server(tmp_path_factory.mktemp("empty"))
    stage, bare = Stage(full.url, cast, browser), Stage(empty.url, cast, browser)
    words = {"url": full.url, **_furnish(stage)}
    link = re.search(r"http://\S+/setup/\S+", empty.log)
    assert link
    words["set_up"] = link.group()
    ueda = Somebody(cast.minato, words["ueda"], "上田 静", words["ueda_token"])
    people = {"founder": None, "nobody": None, "ueda": ueda}
    people |= {"sato": cast.sato, "yamamoto": cast.yamamoto}
    yield Hall(stage, bare, link.group(), people, words)
    stage.close()
    bare.close()
    for server in (full, empty):
        server.stop()
        assert "Traceback" not in server.log, server.log


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_everything_on_the_screen_can_be_read_and_pressed(hall: Hall, screen: Screen) -> None:
    """Controls lie inside the window and under a thumb; axe finds nothing, in whatever light."""
    page = hall.open(screen)
    faults = []
    for look in LOOKS:
        _wear(page, look)
        only = None if look == {} else ["color-contrast"]
        faults += [f"{look or 'light'}: {fault}" for fault in _ask_axe(page, only)]
    _wear(page, {})
    for language in ("ja", "en"):
        hall.speak(screen.who, language)
        for (width, height), texts in EXTREMES if screen.over else SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for text in texts:
                _wear(page, {"text": text})
                found = page.evaluate(MEASURE, width)
                faults += [f"{language}, {width} px, {text}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def test_the_ruler_sees_what_is_wrong(hall: Hall) -> None:
    """A small button, one half outside, and one under the edge of its box: each is named."""
    page = hall.open(next(screen for screen in SCREENS if screen.name == "settings"))
    page.evaluate(
        """() => {
            const box = document.createElement('div');
            const style = (el, look) => Object.assign(el.style, look);
            style(box, { position: 'fixed', inset: '100px 100px auto 0', height: '60px', overflow: 'hidden' });
            const add = (text, look) => {
                const button = document.createElement('button');
                button.textContent = text;
                style(button, { position: 'absolute', width: '60px', height: '60px', ...look });
                box.append(button);
            };
            add('small', { width: '30px', left: '10px' });
            add('cut', { left: '240px' });
            add('half', { left: '340px', position: 'fixed' });
            document.body.append(box);
        }"""
    )
    found = " ".join(page.evaluate(MEASURE, 360))
    assert "「small」 is 30 px wide" in found
    assert "「cut」 is cut off by" in found
    assert "「half」 reaches from 340 to 400 of 360" in found


def _wear(page: Page, look: dict[str, str]) -> None:
    """Let the page look as somebody has chosen, as prefs does, and wait until it is drawn."""
    page.evaluate(
        """async (look) => {
            const { dataset } = document.documentElement;
            for (const name of ['text', 'light', 'contrast']) {
                if (look[name] && look[name] !== 'standard') dataset[name] = look[name];
                else delete dataset[name];
            }
            dispatchEvent(new Event('resize'));
            for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
        }""",
        look,
    )


def _ask_axe(page: Page, only: list[str] | None) -> list[str]:
    """Return what axe finds, a line for each kind of fault."""
    found = page.evaluate(
        """async (only) => {
            const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
            const { violations } = await axe.run(document, options);
            return violations.map(({ id, nodes }) =>
                `axe ${id}: ${nodes.map((n) => n.html.slice(0, 160)).slice(0, 4).join(' | ')}`);
        }""",
        only,
    )
    return list(found)


def _furnish(stage: Stage) -> dict[str, str]:
    """Fill a room with people and words; return the names that the addresses need."""
    cast = stage.cast
    kobayashi, sato, takahashi = cast.kobayashi, cast.sato, cast.takahashi
    number = {
        "phone": "0190-00-1002",
        "phone_visible": "organisation",
        "email": "kobayashi.m@minato.example.jp",
    }
    stage.ask(cast.yamamoto, "PATCH", f"/members/{kobayashi.account}", **number)
    new = stage.ask(
        cast.yamamoto,
        "POST",
        "/members",
        name="五十嵐 美代子",
        kana="いからし みよこ",
        employee_no="1010",
        unit=cast.doboku,
        phone="0190-00-1010",
    )
    absent = Somebody(cast.minato, new["id"], "五十嵐 美代子", "")
    room = stage.room(sato, ROOM, kobayashi, takahashi, cast.nakamura, absent)
    stage.let_in(room, cast.maeda, by=sato)
    invited = stage.ask(sato, "POST", "/invitations", kind="guest", rooms=[room], uses=10)
    asking = stage.ask(sato, "POST", "/invitations", kind="guest", rooms=[room], approval=True)
    _accept(stage, invited["url"], "大久保 百合子", "みなと商店街振興組合連合会")
    ueda = _accept(stage, asking["url"], "上田 静", "北浜商店会")
    first = stage.write(kobayashi, room, THEIRS)
    mine = stage.write(sato, room, MINE)
    for who in (kobayashi, takahashi):
        stage.read(who, room, mine)
    stage.ask(kobayashi, "PUT", f"/rooms/{room}/messages/{mine}/acknowledgement")
    stage.ask(
        sato, "PUT", f"/rooms/{room}/messages/{mine}/told/{cast.nakamura.account}", how="telephone"
    )
    stage.ask(sato, "PUT", f"/rooms/{room}/messages/{first}/acknowledgement")
    answer = {"client_id": "answer", "text": "承知しました", "reply_to": mine}
    stage.ask(cast.maeda, "POST", f"/rooms/{room}/messages", **answer)
    stage.ask(sato, "POST", "/rooms", kind="direct", members=[kobayashi.account])
    stage.room(sato, "防災課 当番", kobayashi)
    entry = stage.ask(cast.yamamoto, "POST", f"/members/{absent.account}/entry_link")
    stage.settle(Somebody(cast.minato, ueda["account"], "", ueda["token"]))
    return {
        "room": room,
        "kobayashi": kobayashi.account,
        "invitation": invited["url"],
        "entry": entry["url"],
        "ueda": ueda["account"],
        "ueda_token": ueda["token"],
    }


def _accept(stage: Stage, url: str, name: str, affiliation: str) -> dict[str, str]:
    token = url.rsplit("/", 1)[1]
    body = {"name": name, "affiliation": affiliation, "as": "token"}
    answer = httpx.post(f"{stage.url}/api/v1/invitations/{token}/accept", json=body)
    assert answer.is_success, answer.text
    return dict(answer.json())
