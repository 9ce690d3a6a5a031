"""What changes while somebody looks: people, rules, who asks to be let in."""

import re

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage

ROOM = "避難訓練 実行委員会"
QUESTION = "発電機の点検は誰がしますか"


def test_kobayashi_has_another_name_and_satos_open_screens_say_it(stage: Stage) -> None:
    """The row, the message, the reader list and the people of the room: all of them, without a reload."""
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi, cast.takahashi)
    stage.ask(cast.sato, "POST", "/rooms", kind="direct", members=[cast.kobayashi.account])
    stage.write(cast.kobayashi, room, QUESTION)
    stage.write(cast.sato, room, "私がします")
    sato = stage.page(cast.sato, "desktop")
    hands.enter(sato, ROOM)
    hands.choose(sato, "私がします", "既読の人")
    readers = sato.get_by_role("complementary")
    expect(readers).to_contain_text("小林 誠")

    stage.ask(cast.yamamoto, "PATCH", f"/members/{cast.kobayashi.account}", name="大林 誠")
    expect(readers).to_contain_text("大林 誠")
    expect(hands.row(sato, "大林 誠")).to_be_visible()
    expect(hands.log(sato)).to_contain_text("大林 誠")
    expect(hands.log(sato)).not_to_contain_text("小林")

    hands.close(sato)
    hands.press(sato, "メンバー")
    stage.ask(cast.yamamoto, "PATCH", f"/members/{cast.kobayashi.account}", name="中林 誠")
    expect(readers.get_by_role("button", name=re.compile("中林 誠"))).to_be_visible()


def test_takahashi_is_suspended_and_restored_and_the_open_room_counts_anew(stage: Stage) -> None:
    """Who can read is right at every moment, in the row, in the header and on the page of people."""
    cast = stage.cast
    stage.room(cast.sato, ROOM, cast.kobayashi, cast.takahashi)
    sato = stage.page(cast.sato, "desktop")
    hands.enter(sato, ROOM)
    hands.press(sato, "メンバー")
    for method, count in (("PUT", 2), ("DELETE", 3)):
        stage.ask(cast.yamamoto, method, f"/members/{cast.takahashi.account}/suspension")
        expect(sato.get_by_text(f"この{count}人だけが読めます")).to_be_visible()
        expect(hands.row(sato, ROOM)).to_contain_text(f"{count}人")
        expect(sato.get_by_role("link", name=f"{ROOM} {count}人 この部屋にいる人")).to_be_visible()


def test_sato_keeps_the_reader_list_to_the_owners_and_names_go_from_open_screens(
    stage: Stage,
) -> None:
    """Whose seal it is goes from takahashi's screen, and so does the open list; the number stays."""
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi, cast.takahashi)
    no = stage.write(cast.sato, room, QUESTION)
    stage.ask(cast.kobayashi, "PUT", f"/rooms/{room}/messages/{no}/acknowledgement")
    takahashi = stage.page(cast.takahashi, "desktop")
    hands.enter(takahashi, ROOM)
    asked = hands.message(takahashi, QUESTION)
    expect(asked).to_contain_text("小林")
    hands.choose(takahashi, QUESTION, "既読の人")
    expect(takahashi.get_by_role("complementary")).to_contain_text("小林 誠")

    stage.ask(cast.sato, "PATCH", f"/rooms/{room}", reader_list="owners")
    expect(asked).not_to_contain_text("小林")
    expect(asked).to_contain_text("1人が了解")
    expect(takahashi.get_by_role("complementary")).not_to_contain_text("小林")
    stage.ask(cast.sato, "PATCH", f"/rooms/{room}", reader_list="everyone")
    expect(asked).to_contain_text("小林")
    expect(takahashi.get_by_role("complementary")).to_contain_text("小林 誠")


def test_ueda_asks_to_be_let_in_and_sato_finds_the_way_to_decide(stage: Stage) -> None:
    """Talk list and room say it to an owner and nobody else; one press leads to where she decides."""
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi)
    sato, kobayashi = stage.page(cast.sato), stage.page(cast.kobayashi)
    invited = stage.ask(
        cast.sato, "POST", "/invitations", kind="guest", rooms=[room], approval=True
    )
    token = invited["url"].rsplit("/", 1)[1]
    hint = sato.get_by_role("link", name=re.compile("^申請が 1件あります"))
    expect(hands.row(sato, ROOM)).to_be_visible()
    expect(hint).to_be_hidden()
    stage.ask(cast.maeda, "POST", f"/invitations/{token}/accept", name="")
    expect(hint).to_be_visible()

    stage.settle(cast.sato, language="en")
    expect(sato.get_by_role("link", name=re.compile("^1 person asks to be let in"))).to_be_visible()
    stage.settle(cast.sato)
    hands.enter(sato, ROOM)
    hint.click()
    hands.press(sato, "承認する")
    hands.press(sato, "戻る")
    expect(hands.log(sato)).to_contain_text("前田 一郎")
    expect(hint).to_be_hidden()
    hands.enter(kobayashi, ROOM)
    expect(kobayashi.get_by_text("申請が")).to_be_hidden()
