"""The list of talks: what stands in it, how much of it is seen, and what the tab says meanwhile."""

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage, look_away


def test_a_talk_somebody_opens_begins_for_the_other_with_its_first_message(stage: Stage) -> None:
    """佐藤 presses トークする and says nothing yet: 小林's list stays empty, also after a reload."""
    cast = stage.cast
    sato, kobayashi = stage.page(cast.sato), stage.page(cast.kobayashi)
    expect(kobayashi.get_by_text("まだトークがありません", exact=False).first).to_be_visible()
    sato.goto(f"{stage.url}/directory/{cast.kobayashi.account}")
    hands.press(sato, "トークする")
    expect(sato.get_by_text("ここからトークがはじまります")).to_be_visible()
    kobayashi.reload()
    expect(kobayashi.get_by_text("まだトークがありません", exact=False).first).to_be_visible()
    hands.write(sato, "少しよろしいですか")
    expect(hands.row(kobayashi, "佐藤 花子")).to_contain_text("少しよろしいですか")


def test_the_tab_says_how_much_waits_while_another_window_is_in_front(stage: Stage) -> None:
    """小林 works in another window: the title of the tab counts what came, until it is read."""
    room = stage.room(stage.cast.sato, "防災課 当番", stage.cast.kobayashi)
    kobayashi = stage.page(stage.cast.kobayashi, "desktop")
    expect(hands.row(kobayashi, "防災課 当番")).to_be_visible()
    expect(kobayashi).to_have_title("回覧 Kairan")
    look_away(kobayashi)
    for text in ("鍵は警備室です", "堤防を見てきます"):
        stage.write(stage.cast.sato, room, text)
    expect(kobayashi).to_have_title("(2) 回覧 Kairan")
    stage.read(stage.cast.kobayashi, room, 3)
    expect(kobayashi).to_have_title("回覧 Kairan")


def test_in_simple_mode_and_the_largest_text_two_rooms_and_two_messages_are_seen_whole(
    stage: Stage,
) -> None:
    """かんたん表示 drops the search and the choices above the rooms; ほか and 既読 stand on one line."""
    cast = stage.cast
    names = ("南浜地区 防災連絡", "防災課 当番", "避難訓練 実行委員会")
    rooms = [stage.room(cast.sato, name, cast.kobayashi) for name in names]
    for text in ("電波なし1", "電波なし2", "電波なし3"):
        stage.write(cast.sato, rooms[0], text)
    sato = stage.page(cast.sato, text="largest")
    expect(hands.row(sato, names[0])).to_be_visible()
    stage.ask(cast.sato, "PATCH", "/me", settings={"simple": True})
    expect(sato.locator("html")).to_have_attribute("data-simple", "")
    for name in (names[0], names[2]):
        expect(hands.row(sato, name)).to_be_in_viewport(ratio=1)
    expect(sato.get_by_role("searchbox")).to_be_hidden()
    hands.press(sato, "名前でさがす")
    expect(sato.get_by_role("searchbox")).to_be_focused()
    hands.enter(sato, names[0])
    for text in ("電波なし2", "電波なし3"):
        expect(hands.message(sato, text)).to_be_in_viewport(ratio=0.95)
    last = hands.message(sato, "電波なし3").get_by_role("button")
    tops = {
        box["y"] + box["height"] / 2 for each in last.all()[-2:] if (box := each.bounding_box())
    }
    assert len(tops) == 1 or max(tops) - min(tops) < 6, tops
