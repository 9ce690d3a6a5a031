"""Whoever is put out is out at once: of a room, of a device, of the organisation."""

import re

from playwright.sync_api import Page, expect

from tests.stories import hands
from tests.stories.conftest import Stage
from tests.world import PASSWORD

ROOM = "人事異動の相談"


def test_sato_removes_kobayashi_and_his_open_room_closes(stage: Stage) -> None:
    """Nothing that is written after that reaches him, and what he had is off his screen."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.write(stage.cast.sato, room, "まだ内緒です")
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(kobayashi, ROOM)
    hands.see(kobayashi, "まだ内緒です")
    sato = stage.page(stage.cast.sato)
    hands.enter(sato, ROOM)
    hands.press(sato, "メンバー")
    sato.get_by_role("button", name=re.compile("小林 誠")).click()
    hands.press(sato, "部屋からはずす")
    asked = hands.sheet(sato, "部屋からはずしますか")
    expect(asked).to_contain_text("この部屋をもう読めなくなります")
    asked.get_by_role("button", name="部屋からはずす").click()
    expect(sato.get_by_text("この1人だけが読めます")).to_be_visible()

    expect(kobayashi.get_by_text("この部屋は見られません", exact=False)).to_be_visible()
    expect(kobayashi.locator("body")).not_to_contain_text("まだ内緒です")
    stage.write(stage.cast.sato, room, "小林さんの後任は")
    hands.press(kobayashi, "トークへ")
    expect(kobayashi.get_by_text("まだトークがありません", exact=False)).to_be_visible()
    kobayashi.goto(f"{stage.url}/rooms/{room}")
    expect(kobayashi.get_by_text("この部屋は見られません", exact=False)).to_be_visible()
    assert "小林さんの後任は" not in hands.text_of(kobayashi)
    expect(hands.log(kobayashi)).to_be_hidden()


def test_yamamoto_suspends_takahashi_and_his_open_browser_is_signed_out(stage: Stage) -> None:
    """One button, at once, on every device; and one button to undo it."""
    cast = stage.cast
    stage.room(cast.sato, ROOM, cast.takahashi)
    takahashi = stage.page(cast.takahashi)
    hands.enter(takahashi, ROOM)
    sato = stage.page(cast.sato)
    hands.enter(sato, ROOM)
    yamamoto = stage.page(cast.yamamoto, "desktop", path="/admin/members")
    line = yamamoto.get_by_role("row", name=re.compile("髙橋 聡"))
    line.get_by_role("button", name="停止").click()
    expect(takahashi.get_by_role("heading", name="ログインして入る")).to_be_visible()
    expect(takahashi.get_by_text("このアカウントは、いま使えません", exact=False)).to_be_visible()
    expect(line).to_contain_text("停止")
    # Nothing of the rooms is left on the device.
    assert ROOM not in hands.text_of(takahashi)
    assert hands.stored(takahashi) == {"outbox": [], "rooms": [], "messages": []}
    hands.press(sato, "メンバー")
    expect(sato.get_by_text("停止中")).to_be_visible()

    hands.press(yamamoto, "停止を解除")
    expect(line.get_by_role("button", name="停止")).to_be_visible()
    takahashi.reload()
    # The telephone he had lets him in again: many came by a QR code and have no login.
    expect(takahashi.get_by_role("heading", name=ROOM)).to_be_visible()


def test_yamamoto_takes_a_device_off_the_list_and_it_is_out(stage: Stage) -> None:
    """A telephone left in the train is signed out from the desktop; the desktop stays in."""
    stage.settle(stage.cast.yamamoto)
    phone = _sign_in(stage, stage.device("phone").new_page())
    desktop = _sign_in(stage, stage.device("desktop").new_page())
    desktop.goto(f"{stage.url}/settings/devices")
    expect(desktop.get_by_text("この端末", exact=True)).to_be_visible()
    before = desktop.get_by_role("button", name="この端末をログアウト")
    expect(before).to_have_count(2)
    # The one used last stands first: the telephone, not the session of the cast.
    before.first.click()
    asked = hands.sheet(desktop, "この端末をログアウトしますか")
    asked.get_by_role("button", name="この端末をログアウト").click()
    hands.told(desktop, "端末をログアウトしました")
    expect(before).to_have_count(1)
    expect(phone.get_by_role("heading", name="ログインして入る")).to_be_visible()
    expect(phone.get_by_text("もう一度、確認が必要です", exact=False)).to_be_visible()
    desktop.reload()
    expect(desktop.get_by_role("heading", name="端末とログイン")).to_be_visible()


def test_yamamoto_signs_out_and_every_tab_of_that_browser_is_out(stage: Stage) -> None:
    """Signing out says how one comes in again, and leaves nothing to read behind."""
    stage.room(stage.cast.yamamoto, ROOM, stage.cast.sato)
    first = stage.page(stage.cast.yamamoto)
    second = stage.again(first)
    expect(hands.row(second, ROOM)).to_be_visible()
    hands.press(first, "設定")
    hands.press(first, "ログアウト")
    asked = hands.sheet(first, "ログアウトしますか")
    expect(asked).to_contain_text("ログイン名とパスワード")
    asked.get_by_role("button", name="ログアウト").click()
    for tab in (first, second):
        expect(tab.get_by_role("heading", name="ログインして入る")).to_be_visible()
        assert ROOM not in hands.text_of(tab)


def test_the_last_owner_names_another_before_she_leaves(stage: Stage) -> None:
    """A room is never left without somebody who answers for it."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato)
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(sato, ROOM)
    hands.press(sato, "メンバー")
    hands.press(sato, "退出する")
    asked = hands.sheet(sato, f"「{ROOM}」から退出しますか")
    expect(asked).to_contain_text("あなたがただ一人のオーナーです")
    asked.get_by_role("radio", name=re.compile("小林 誠")).check()
    asked.get_by_role("button", name="退出する").click()
    expect(sato.get_by_text("まだトークがありません", exact=False)).to_be_visible()
    hands.enter(kobayashi, ROOM)
    expect(hands.log(kobayashi)).to_contain_text("小林 誠さんがオーナーになりました")
    expect(hands.log(kobayashi)).to_contain_text("佐藤 花子さんが退出しました")
    hands.press(kobayashi, "メンバー")
    expect(kobayashi.get_by_role("button", name="招待する")).to_be_visible()


def _sign_in(stage: Stage, page: Page) -> Page:
    """Let 山本 sign in with login and password."""
    page.goto(f"{stage.url}/sign-in")
    page.get_by_label("ログイン名").fill("yamamoto@minato")
    hands.password(page).fill(PASSWORD)
    hands.press(page, "入る")
    expect(page.get_by_role("heading", name="トーク").first).to_be_visible()
    return page


def test_kobayashi_leaves_for_good_and_his_words_stay(stage: Stage) -> None:
    """He is told what stays, asked once more, and then every device of his is out."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.write(stage.cast.kobayashi, room, "後をお願いします")
    desktop = stage.page(stage.cast.kobayashi, "desktop")
    phone = stage.page(stage.cast.kobayashi, path="/settings")
    phone.get_by_role("button", name=re.compile("^退会する")).click()
    asked = hands.sheet(phone, "退会しますか")
    expect(asked.get_by_text("小林 誠さんの名前のまま部屋に残ります", exact=False)).to_be_visible()
    asked.get_by_role("button", name="退会に進む").click()
    expect(asked.get_by_text("みなと県を退会します", exact=False)).to_be_visible()
    asked.get_by_role("button", name="退会する（取り消せません）").click()
    for page in (phone, desktop):
        expect(page.get_by_role("heading", name="ログインして入る")).to_be_visible()
    sato = stage.page(stage.cast.sato)
    hands.enter(sato, ROOM)
    hands.see(sato, "後をお願いします")
    expect(sato.get_by_role("log").get_by_text("小林 誠さんが退出しました")).to_be_visible()


def test_the_last_administrator_cannot_leave(stage: Stage) -> None:
    """The screen says why, and nothing has happened."""
    yamamoto = stage.page(stage.cast.yamamoto, path="/settings")
    yamamoto.get_by_role("button", name=re.compile("^退会する")).click()
    asked = hands.sheet(yamamoto, "退会しますか")
    asked.get_by_role("button", name="退会に進む").click()
    asked.get_by_role("button", name="退会する（取り消せません）").click()
    expect(asked.get_by_role("alert")).to_be_visible()
    assert stage.ask(stage.cast.yamamoto, "GET", "/me")["admin"]
