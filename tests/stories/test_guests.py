"""Guests: somebody from outside sees the room, and nothing but the room."""

import re

from playwright.sync_api import Page, expect

from tests.stories import hands
from tests.stories.conftest import Stage


def test_tanaka_joins_by_the_qr_on_satos_screen_and_sees_nobody_but_the_room(stage: Stage) -> None:
    """The page before joining says who will see what; afterwards there is a room and nobody else."""
    cast = stage.cast
    stage.room(cast.sato, "避難訓練 実行委員会", cast.kobayashi)
    number = {"phone": "090-0000-1001", "phone_visible": "organisation"}
    stage.ask(cast.yamamoto, "PATCH", f"/members/{cast.sato.account}", **number)
    other = stage.room(cast.sato, "防災課 当番", cast.kobayashi)
    sato = stage.page(cast.sato)
    url = _make_link(sato, "避難訓練 実行委員会")

    tanaka = _come_by(stage, url)
    expect(tanaka.get_by_text("佐藤 花子さん（みなと県 防災課）からのお誘いです")).to_be_visible()
    expect(tanaka.get_by_text("この部屋の2人が、あなたのお名前と所属を見ます")).to_be_visible()
    _join(tanaka, "田中 次郎", "北浜商店会")
    tanaka.get_by_role("button", name="標準").click()
    expect(tanaka.get_by_role("heading", name="避難訓練 実行委員会")).to_be_visible()
    # Her screen says at once that somebody from outside is in, and how many.
    expect(sato.get_by_text("この3人だけが読めます")).to_be_visible()
    expect(sato.get_by_role("heading", name="社外 1人", exact=True)).to_have_count(2)

    hands.press(tanaka, "戻る")
    expect(tanaka.get_by_role("button", name="新しいトーク")).to_be_hidden()
    hands.press(tanaka, "連絡先")
    expect(tanaka.get_by_text("同じ部屋にいる人だけが見えます")).to_be_visible()
    people = tanaka.get_by_role("main").get_by_role("listitem")
    expect(people).to_have_count(3)
    expect(tanaka.get_by_text("総務課")).to_be_hidden()
    tanaka.get_by_role("searchbox").fill("髙橋")
    expect(tanaka.get_by_text("「髙橋」の人は見つかりませんでした")).to_be_visible()
    tanaka.get_by_role("searchbox").fill("佐藤")
    tanaka.get_by_role("link", name=re.compile("佐藤 花子")).click()
    expect(tanaka.get_by_role("heading", name="佐藤 花子")).to_be_visible()
    facts = tanaka.get_by_role("term")
    expect(facts).to_have_text(["所属"])
    assert "090-0000-1001" not in hands.text_of(tanaka)
    # What the screen does not show, the server does not tell either.
    assert _status(tanaka, "/units") == 403
    assert _status(tanaka, "/units/counts") == 403
    assert _status(tanaka, f"/members/{cast.takahashi.account}") == 404
    assert _status(tanaka, f"/members/{cast.sato.account}") == 200
    assert _status(tanaka, f"/rooms/{other}") == 404
    tanaka.goto(f"{stage.url}/admin/members")
    expect(tanaka.get_by_text("ここは管理者のページです").last).to_be_visible()


def test_sato_sees_at_every_moment_who_from_outside_reads_and_stops_the_link_in_one_tap(
    stage: Stage,
) -> None:
    """Tag, spine, ribbon and the line over the field come with the guest; a stopped link lets nobody in."""
    cast = stage.cast
    room = stage.room(cast.sato, "避難訓練 実行委員会", cast.kobayashi)
    kobayashi = stage.page(cast.kobayashi)
    hands.enter(kobayashi, "避難訓練 実行委員会")
    expect(kobayashi.get_by_text("社外")).to_be_hidden()
    stage.let_in(room, cast.maeda, by=cast.sato)
    ribbon = kobayashi.get_by_role("link", name=re.compile("社外1人：南浜自治会"))
    expect(ribbon).to_be_visible()
    expect(kobayashi.locator("main .spine")).to_be_visible()
    expect(kobayashi.get_by_text("社外の1人にも届きます")).to_be_visible()
    expect(hands.log(kobayashi)).to_contain_text("社外の 前田 一郎さん（南浜自治会）が参加しました")
    hands.field(kobayashi).fill("駐車場は北側です")
    hands.press(kobayashi, "送信")
    asked = hands.sheet(kobayashi, "社外の人が 1人 います。送りますか？")
    expect(asked).to_contain_text("南浜自治会")
    hands.press(kobayashi, "送る")
    hands.see(kobayashi, "駐車場は北側です")

    ribbon.click()
    expect(kobayashi.get_by_text("この3人だけが読めます")).to_be_visible()
    expect(kobayashi.get_by_text("管理者も、ほかの職員も読めません。")).to_be_visible()
    expect(kobayashi.get_by_role("heading", name="社外 1人", exact=True)).to_have_count(2)
    expect(kobayashi.get_by_role("button", name="止める")).to_be_hidden()

    sato = stage.page(cast.sato)
    url = _make_link(sato, "避難訓練 実行委員会")
    hands.close(sato)
    late = _come_by(stage, url)
    expect(late.get_by_label("お名前")).to_be_visible()
    stops = sato.get_by_role("button", name="止める")
    expect(stops).to_have_count(2)
    stops.last.click()
    stops.first.click()
    expect(stops).to_have_count(0)
    _join(late, "西村 直", "")
    expect(late.get_by_text("この招待は使えません", exact=False).first).to_be_visible()
    expect(kobayashi.get_by_text("招待リンクが使えます")).to_be_hidden()


def test_ueda_applies_sato_approves_and_uedas_page_opens_by_itself(stage: Stage) -> None:
    """Where an owner wants to decide, whoever applies waits; the page opens without being touched."""
    stage.room(stage.cast.sato, "避難訓練 実行委員会", stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato)
    url = _make_link(sato, "避難訓練 実行委員会", approval=True)
    hands.close(sato)

    ueda = _come_by(stage, url)
    expect(ueda.get_by_text("オーナーの承認が必要です")).to_be_visible()
    _join(ueda, "上田 静", "北浜商店会")
    expect(ueda.get_by_text("承認を待っています").first).to_be_visible()
    hands.press(ueda, "トークへ")
    ueda.get_by_role("button", name="標準").click()
    expect(ueda.get_by_role("heading", name="承認を待っています")).to_be_visible()

    expect(sato.get_by_role("heading", name="参加を待っている人 1人")).to_be_visible()
    expect(sato.get_by_text("上田 静")).to_be_visible()
    hands.press(sato, "承認する")
    expect(sato.get_by_role("heading", name="参加を待っている人")).to_be_hidden()
    expect(hands.row(ueda, "避難訓練 実行委員会")).to_be_visible()
    expect(sato.get_by_text("この3人だけが読めます")).to_be_visible()


def test_maeda_is_not_warned_of_himself(stage: Stage) -> None:
    """A guest is told of the other outsiders only; where there is none, whose people read."""
    cast = stage.cast
    room = stage.room(cast.sato, "避難訓練 実行委員会", cast.kobayashi)
    stage.let_in(room, cast.maeda, by=cast.sato)
    maeda = stage.page(cast.maeda)
    expect(hands.row(maeda, "避難訓練 実行委員会")).not_to_contain_text("社外あり")
    hands.enter(maeda, "避難訓練 実行委員会")
    expect(maeda.get_by_text("みなと県の2人に届きます")).to_be_visible()
    expect(maeda.get_by_role("link", name=re.compile("みなと県2人"))).to_be_visible()
    hands.write(maeda, "駐車場は北側です")
    hands.see(maeda, "駐車場は北側です")
    maeda.get_by_role("link", name=re.compile("3人・社外1人")).click()
    expect(maeda.get_by_text("この3人だけが読めます")).to_be_visible()
    direct = stage.ask(cast.maeda, "POST", "/rooms", kind="direct", members=[cast.sato.account])
    maeda.goto(f"{stage.url}/rooms/{direct['id']}")
    expect(maeda.get_by_text("みなと県の1人に届きます")).to_be_visible()


def test_sato_stops_her_link_although_she_is_an_owner_no_longer(stage: Stage) -> None:
    """The sheet says that a link can be stopped at any time: so can whoever made it."""
    cast = stage.cast
    room = stage.room(cast.sato, "避難訓練 実行委員会", cast.kobayashi)
    stage.ask(cast.sato, "POST", "/invitations", kind="guest", rooms=[room])
    stage.ask(cast.sato, "PUT", f"/rooms/{room}/owners/{cast.kobayashi.account}")
    stage.ask(cast.sato, "DELETE", f"/rooms/{room}/owners/{cast.sato.account}")
    sato = stage.page(cast.sato, path=f"/rooms/{room}/people")
    hands.press(sato, "止める")
    expect(sato.get_by_text("招待リンクが使えます")).to_be_hidden()


def test_kobayashi_follows_a_guests_link_with_his_own_account(stage: Stage) -> None:
    """A member who opens an invitation enters as who he is, and is not asked for a name."""
    stage.room(stage.cast.sato, "避難訓練 実行委員会")
    sato = stage.page(stage.cast.sato)
    url = _make_link(sato, "避難訓練 実行委員会")
    kobayashi = stage.page(stage.cast.kobayashi)
    kobayashi.goto(stage.scan(url))
    expect(kobayashi.get_by_text("小林 誠さんとして参加します")).to_be_visible()
    expect(kobayashi.get_by_label("お名前")).to_be_hidden()
    hands.press(kobayashi, "参加する")
    expect(kobayashi.get_by_role("heading", name="避難訓練 実行委員会")).to_be_visible()
    expect(kobayashi.get_by_text("社外")).to_be_hidden()


def _make_link(owner: Page, room: str, *, approval: bool = False) -> str:
    """Let an owner make a link and a QR for a room; return what both say."""
    hands.enter(owner, room)
    hands.press(owner, "メンバー")
    hands.press(owner, "新しいQRを作る")
    if approval:
        owner.get_by_role("switch", name="入る前に承認する").click()
    hands.press(owner, "リンクとQRを作る")
    expect(owner.get_by_role("img", name=f"「{room}」への招待のQR")).to_be_visible()
    return owner.get_by_text(re.compile(r"^https://\S+/j/\S+$")).inner_text()


def _come_by(stage: Stage, url: str) -> Page:
    """Let somebody nobody knows open a link on a device of his or her own."""
    page = stage.device("phone").new_page()
    page.goto(stage.scan(url))
    return page


def _join(page: Page, name: str, affiliation: str) -> None:
    page.get_by_label("お名前").fill(name)
    page.get_by_label("所属").fill(affiliation)
    hands.press(page, "参加する")


def _status(page: Page, path: str) -> int:
    """Return how the server answers a question of the browser that stands at a page."""
    return int(page.evaluate("path => fetch('/api/v1' + path).then(r => r.status)", path))
