"""Two people talk: at once, and read when it has been read."""

import re

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage, look_away


def test_what_sato_writes_stands_on_kobayashis_screen_at_once_and_is_read_when_he_has_looked(
    stage: Stage,
) -> None:
    """既読 counts what was on a screen somebody looked at; a list, and a window behind another, never."""
    stage.room(stage.cast.sato, "防災課 当番", stage.cast.kobayashi, stage.cast.takahashi)
    sato = stage.page(stage.cast.sato)
    kobayashi = stage.page(stage.cast.kobayashi)
    takahashi = stage.page(stage.cast.takahashi)
    hands.enter(sato, "防災課 当番")
    hands.enter(takahashi, "防災課 当番")
    hands.enter(kobayashi, "防災課 当番")
    other = look_away(kobayashi)
    other.goto(stage.url)

    hands.write(sato, "明日は6時に集合です")
    hands.see(kobayashi, "明日は6時に集合です")
    # 髙橋 looks at it and has read it; 小林 has it on a screen behind another one.
    expect(hands.mark(sato, "明日は6時に集合です")).to_contain_text("既読 1")
    expect(hands.row(other, "防災課 当番")).to_contain_text("未読1件")
    expect(takahashi.get_by_text("ここから未読メッセージ")).to_be_hidden()
    expect(kobayashi.get_by_text("ここから未読メッセージ")).to_be_visible()

    kobayashi.bring_to_front()
    expect(hands.mark(sato, "明日は6時に集合です")).to_contain_text("既読 2")
    expect(hands.row(other, "防災課 当番")).not_to_contain_text("未読")
    # The line stays until he leaves the room.
    expect(kobayashi.get_by_text("ここから未読メッセージ")).to_be_visible()


def test_kobayashi_comes_back_to_forty_messages_and_finds_the_first_he_has_not_read(
    stage: Stage,
) -> None:
    """The badge counts, the divider stands, and pills lead up to it and down to what is new."""
    room = stage.room(stage.cast.sato, "防災課 当番", stage.cast.kobayashi)
    for number in range(1, 41):
        stage.write(stage.cast.sato, room, f"記録 {number}")
    kobayashi = stage.page(stage.cast.kobayashi)
    expect(hands.row(kobayashi, "防災課 当番")).to_contain_text("未読40件")
    tab = kobayashi.get_by_role("navigation").get_by_role("link", name=re.compile("トーク"))
    expect(tab).to_contain_text("未読40件")

    hands.enter(kobayashi, "防災課 当番")
    hands.see(kobayashi, "記録 1")
    expect(kobayashi.get_by_text("ここから未読メッセージ")).to_be_in_viewport()
    expect(hands.message(kobayashi, "記録 40")).not_to_be_in_viewport()
    kobayashi.get_by_role("button", name=re.compile("新しいメッセージ")).click()
    hands.see(kobayashi, "記録 40")
    stage.write(stage.cast.sato, room, "記録 41")
    hands.see(kobayashi, "記録 41")
    expect(kobayashi.get_by_role("button", name=re.compile("^未読"))).to_be_hidden()

    hands.press(kobayashi, "戻る")
    expect(hands.row(kobayashi, "防災課 当番")).not_to_contain_text("未読")


def test_what_sato_is_typing_is_said_to_kobayashi_and_gone_when_she_stops(stage: Stage) -> None:
    """Typing appears and goes by itself; and いま見ています as long as the other looks."""
    members = [stage.cast.kobayashi.account]
    room = stage.ask(stage.cast.sato, "POST", "/rooms", kind="direct", members=members)["id"]
    stage.write(stage.cast.sato, room, "少しよろしいですか")
    sato = stage.page(stage.cast.sato)
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(sato, "小林 誠")
    expect(sato.get_by_text("いま見ています")).to_be_hidden()
    hands.enter(kobayashi, "佐藤 花子")
    expect(sato.get_by_text("いま見ています")).to_be_visible()
    expect(kobayashi.get_by_text("いま見ています")).to_be_visible()

    hands.field(sato).press_sequentially("お疲れ")
    expect(kobayashi.get_by_text("佐藤さんが入力中")).to_be_visible()
    hands.write(sato, "お疲れさまです")
    hands.see(kobayashi, "お疲れさまです")
    expect(kobayashi.get_by_text("佐藤さんが入力中")).to_be_hidden()

    hands.field(sato).press_sequentially("やっぱり")
    expect(kobayashi.get_by_text("佐藤さんが入力中")).to_be_visible()
    expect(kobayashi.get_by_text("佐藤さんが入力中")).to_be_hidden(timeout=8_000)
    hands.press(kobayashi, "戻る")
    expect(sato.get_by_text("いま見ています")).to_be_hidden()


def test_at_night_a_row_of_the_list_says_who_wrote_last(stage: Stage) -> None:
    """The list of talks is right without being opened: order, preview, and whose word it was."""
    stage.room(stage.cast.sato, "防災課 当番", stage.cast.kobayashi)
    other = stage.room(stage.cast.sato, "避難所の鍵", stage.cast.kobayashi)
    kobayashi = stage.page(stage.cast.kobayashi)
    lines = kobayashi.get_by_role("listitem").get_by_role("link")
    expect(lines.nth(0)).to_contain_text("避難所の鍵")
    first = stage.ask(stage.cast.kobayashi, "GET", "/rooms")["items"][1]["id"]
    stage.write(stage.cast.sato, first, "宿直の表を貼りました")
    expect(lines.nth(0)).to_contain_text("防災課 当番")
    expect(lines.nth(0)).to_contain_text("佐藤：宿直の表を貼りました")
    stage.write(stage.cast.kobayashi, other, "鍵は警備室です")
    expect(lines.nth(0)).to_contain_text("自分：鍵は警備室です")
