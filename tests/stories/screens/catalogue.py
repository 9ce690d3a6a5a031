"""Every screen: who looks at it, where it is, and what has to be pressed to see it.

A group has a file of tests of its own, so that two workers share them.
"""

import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from tests.domains.importers.files import csv
from tests.stories import hands
from tests.stories.screens.hall import MINE, NOTE, ROOM, THEIRS, Screen
from tests.world import PASSWORD

REFUSED = {
    "status": 422,
    "code": "rooms.refused",
    "title": "送れませんでした",
    "detail": "理由の文",
}
ROLL = (
    "職員番号,氏名,カナ,所属,職名,メール,電話,当番の班",
    "5001,伊藤　健,ｲﾄｳ ｹﾝ,企画部／デジタル戦略課,係長,ito@minato.example,0190-00-5001,青",
    "1003,髙橋　聡,ﾀｶﾊｼ ｻﾄｼ,総務課,課長補佐,,0190-00-1003,赤",
    "5003,,ﾅﾅｼ,総務課,,0190-00-5003,,青",
    "5004,渡辺　翔,渡辺,総務課,,watanabe,,青",
)


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


def _upload(page: Page, *more: str) -> None:
    page.locator("input[type=file]").set_input_files(_choose((*ROLL, *more)))
    expect(page.get_by_role("heading", name="取り込みの下見")).to_be_visible()


def _import(page: Page, *more: str) -> None:
    _upload(page, *more)
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


def _questions(page: Page) -> None:
    _third_page(page)
    page.get_by_label("部屋の名前").fill("総務課 連絡")
    hands.press(page, "作って始める")
    page.get_by_role("button", name="標準").click()
    page.get_by_label("電話は1週間に何件ありますか").fill("とても多い")
    hands.press(page, "答えて進む")


def _done(page: Page) -> None:
    _questions(page)
    hands.press(page, "あとで答える")


def _seen(text: str) -> Callable[[Page], None]:
    return lambda page: expect(page.get_by_text(text).locator("visible=true").first).to_be_visible()


def _wider(page: Page) -> None:
    hands.write(page, "明日の集合は8時です")
    expect(page.get_by_role("dialog")).to_be_visible()


def _withdraw(page: Page) -> None:
    hands.message(page, THEIRS).get_by_role("button", name=re.compile("了解")).first.click()


def _unit_room(page: Page) -> None:
    _press("新しいトーク", "部署")(page)
    expect(page.get_by_role("button", name="部署の部屋を開く")).to_be_enabled()


def _unit(*words: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.get_by_role("treeitem", name=re.compile("総務課")).click()
        _press(*words)(page)

    return press


def _date(page: Page) -> None:
    """What has scrolled away is not drawn: go up first."""
    hands.see(page, MINE)
    page.mouse.move(180, 400)
    page.mouse.wheel(0, -5_000)
    hands.log(page).get_by_title("日付へ移動").first.click()


def _missing(page: Page) -> None:
    _import(page, "5005,清水　薫,ｼﾐｽﾞ ｶｵﾙ,総務課,,,,赤")
    _press("[0-9]+人を見る", "[0-9]+人を停止する")(page)


def _spoil(page: Page) -> None:
    file: FilePayload = {"name": "壊れた.xlsx", "mimeType": "text/csv", "buffer": b"\x00\x01"}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("alert").first).to_be_visible()


def _fail(page: Page) -> None:
    """What is written is refused for good: it stays, and says so."""
    page.route("**/messages", lambda route: route.fulfill(status=422, json=REFUSED))
    hands.write(page, "送れない文です")
    expect(page.get_by_role("alert")).to_be_visible()


def _search(field: str, word: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("searchbox", name=re.compile(field)).fill(word)


DOORS = (
    Screen("set-up 1", "founder", "{founder}", _seen("組織の名前")),
    Screen("set-up 2", "founder", "{founder}", _second_page),
    Screen("set-up 3", "founder", "{founder}", _third_page),
    Screen("set-up questions", "other_founder", "{other_founder}", _questions),
    Screen("set-up done", "founder", "{founder}", _done),
    Screen("sign-in", "nobody", "{url}/sign-in", _press("入る")),
    Screen("entry", "nobody", "{entry}", _seen("として入る")),
    Screen("entry by number", "nobody", "{url}/e", _press("つぎへ")),
    Screen("entry gone", "nobody", "{url}/e/k1.gone", _seen("このリンクは使えません")),
    Screen("join", "nobody", "{invitation}", _press("参加する")),
    Screen("join gone", "nobody", "{url}/j/gone", _seen("この招待は使えません")),
    Screen("join as a member", "yamamoto", "{invitation}", _seen("として参加")),
    Screen("welcome", "sato", "{url}/welcome", _seen("受付は")),
    Screen("waiting", "ueda", "{url}", _seen("承認を待っています")),
)
TALKS = (
    Screen("talk list", "sato", "{url}", _seen(ROOM)),
    Screen("search talks", "sato", "{url}", _press("検索"), over=True),
    Screen("guest's talks", "maeda", "{url}", _seen(ROOM)),
    Screen("new talk", "sato", "{url}", _press("新しいトーク"), over=True),
    Screen("new group", "sato", "{url}", _new_group, over=True),
    Screen("new unit room", "sato", "{url}", _unit_room, over=True),
    Screen("people", "sato", "{url}/rooms/{room}/people", _seen("だけが読めます")),
    Screen("one of them", "sato", "{url}/rooms/{room}/people", _press("小林 誠"), over=True),
    Screen(
        "remove",
        "sato",
        "{url}/rooms/{room}/people",
        _press("小林 誠", "部屋からはずす"),
        over=True,
    ),
    Screen("leave", "sato", "{url}/rooms/{room}/people", _press("退出する"), over=True),
    Screen("invite", "sato", "{url}/rooms/{room}/people", _press("招待する"), over=True),
    Screen("link", "sato", "{url}/rooms/{room}/people", _press("新しいQRを作る"), over=True),
    Screen(
        "made link",
        "sato",
        "{url}/rooms/{room}/people",
        _press("新しいQRを作る", "リンクとQRを作る"),
        over=True,
    ),
    Screen("rules", "sato", "{url}/rooms/{room}/people", _press("名前と決まりを変える"), over=True),
)
MESSAGES = (
    Screen("room", "sato", "{url}/rooms/{room}", lambda page: hands.see(page, MINE)),
    Screen("talk with one", "sato", "{url}/rooms/{direct}", lambda page: hands.see(page, NOTE)),
    Screen("empty room", "sato", "{url}/rooms/{quiet}", _seen("この部屋のはじまりです")),
    Screen("no such room", "sato", "{url}/rooms/gone", _press("トークへ")),
    Screen("guest's room", "maeda", "{url}/rooms/{room}", lambda page: hands.see(page, MINE)),
    Screen("simple room", "takahashi", "{url}/rooms/{room}", lambda page: hands.see(page, MINE)),
    Screen("answer", "sato", "{url}/rooms/{room}", _menu("リプライ")),
    Screen("failed", "kobayashi", "{url}/rooms/{quiet}", _fail),
    Screen("wider", "sato", "{url}/rooms/{room}", _wider, over=True),
    Screen("date", "sato", "{url}/rooms/{room}", _date, over=True),
    Screen("withdraw", "sato", "{url}/rooms/{room}", _withdraw, over=True),
    Screen("message menu", "sato", "{url}/rooms/{room}", _open_menu, over=True),
    Screen("readers", "sato", "{url}/rooms/{room}", _menu("既読の人")),
    Screen("told", "sato", "{url}/rooms/{room}", _tell, over=True),
    Screen("unsend", "sato", "{url}/rooms/{room}", _menu("送信を取り消す"), over=True),
    Screen("forward", "sato", "{url}/rooms/{room}", _menu("転送"), over=True),
)
DIRECTORY_AND_SETTINGS = (
    Screen("directory", "sato", "{url}/directory", _seen("小林 誠")),
    Screen("search people", "sato", "{url}/directory", _search("", "ばや")),
    Screen("guest's directory", "maeda", "{url}/directory", _seen("佐藤 花子")),
    Screen("profile", "sato", "{url}/directory/{kobayashi}", _seen("0190-00-1002")),
    Screen("settings", "sato", "{url}/settings", _seen("端末とログイン")),
    Screen("look", "sato", "{url}/settings/look", _seen("文字の大きさ")),
    Screen("me", "sato", "{url}/settings/me", _seen("連絡先での自分のページ")),
    Screen("guest's me", "maeda", "{url}/settings/me", _seen("部屋の人に")),
    Screen("devices", "yamamoto", "{url}/settings/devices", _seen("この端末")),
    Screen(
        "one more device", "yamamoto", "{url}/settings/devices", _press("別の端末で使う"), over=True
    ),
    Screen("leaving for good", "sato", "{url}/settings", _press("退会する"), over=True),
    Screen(
        "end a device",
        "yamamoto",
        "{url}/settings/devices",
        _press("この端末をログアウト"),
        over=True,
    ),
    Screen("sign out", "sato", "{url}/settings", _press("ログアウト"), over=True),
    Screen("about", "sato", "{url}/about", _seen("山本 玲")),
    Screen("help", "sato", "{url}/help", lambda page: page.get_by_text("入れない").last.click()),
    Screen("nothing", "sato", "{url}/nothing/here", _seen("ページがありません")),
)
CONSOLE = (
    Screen("console", "yamamoto", "{url}/admin", _seen("部署ごと")),
    Screen("forbidden", "maeda", "{url}/admin", _seen("ここは管理者のページです")),
    Screen("entry cards", "yamamoto", "{url}/admin/cards", _seen("まだ入っていない人は")),
    Screen("organisation", "yamamoto", "{url}/admin/organisation", _seen("外の人を何と呼びますか")),
    Screen("members", "yamamoto", "{url}/admin/members", _seen("小林 誠")),
    Screen("entry link", "yamamoto", "{url}/admin/members", _press("入口QR"), over=True),
    Screen("units", "yamamoto", "{url}/admin/units", _seen("総務課")),
    Screen("new unit", "yamamoto", "{url}/admin/units", _press("部署を追加"), over=True),
    Screen(
        "unit",
        "yamamoto",
        "{url}/admin/units",
        _unit(),
        over=True,
    ),
    Screen("rename unit", "yamamoto", "{url}/admin/units", _unit("名前を変える"), over=True),
    Screen("move unit", "yamamoto", "{url}/admin/units", _unit("ほかの部署"), over=True),
    Screen("new member", "yamamoto", "{url}/admin/new", _press("追加する")),
    Screen("a member", "yamamoto", "{url}/directory/{kobayashi}", _seen("停止する")),
    Screen(
        "edit member",
        "yamamoto",
        "{url}/directory/{kobayashi}",
        _press("名簿の内容を直す"),
        over=True,
    ),
    Screen("import", "yamamoto", "{url}/admin/import", _seen("ファイルを選ぶ")),
    Screen("dry run", "yamamoto", "{url}/admin/import", _upload),
    Screen("imported", "yamamoto", "{url}/admin/import", _import),
    Screen("import refused", "yamamoto", "{url}/admin/import", _spoil),
    Screen("missing", "yamamoto", "{url}/admin/import", _missing, over=True),
)
SCREENS = (*DOORS, *TALKS, *MESSAGES, *DIRECTORY_AND_SETTINGS, *CONSOLE)
