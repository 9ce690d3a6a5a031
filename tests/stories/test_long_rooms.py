"""A room with 2,000 messages, and somebody who comes into it today."""

import re
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from kairan.domains.rooms import actions
from kairan.domains.rooms.model import SendMessage
from tests.stories import hands
from tests.stories.conftest import Stage, wait_until
from tests.talk import Talk
from tests.world import World

ROOM = "防災課 記録"
DAYS, A_DAY = 40, 50
JAPAN = timezone(timedelta(hours=9))


@pytest.fixture
def folder(first_world: World, tmp_path: Path) -> Path:
    """佐藤 and 小林 have written 2,000 messages in forty days."""
    world = first_world.copy(tmp_path)
    sato, kobayashi = world.cast.sato, world.cast.kobayashi
    world.later = -timedelta(days=DAYS)
    room = Talk(world).room(sato, kobayashi, name=ROOM)
    for day in range(DAYS):
        world.later = timedelta(days=day - DAYS)
        writing = [
            world.begin_to(
                (sato, kobayashi)[no % 2],
                actions.send_message,
                SendMessage(room, f"c{no}", f"記録 {no}"),
            )
            for no in range(day * A_DAY + 1, (day + 1) * A_DAY + 1)
        ]
        for sent in writing:
            sent.result(timeout=30)
    world.later = timedelta()
    world.settle()
    world.close()
    return tmp_path


def test_takahashi_comes_into_a_room_with_2000_messages_and_has_nothing_unread(
    stage: Stage,
) -> None:
    """He stands at the end; what was before can be read by scrolling up and by a date."""
    takahashi = stage.page(stage.cast.takahashi, "desktop")
    expect(takahashi.get_by_text("まだトークがありません", exact=False).first).to_be_visible()
    [room] = stage.ask(stage.cast.sato, "GET", "/rooms")["items"]
    stage.ask(
        stage.cast.sato,
        "POST",
        f"/rooms/{room['id']}/members",
        members=[stage.cast.takahashi.account],
    )
    line = hands.row(takahashi, ROOM)
    expect(line).to_be_visible()
    expect(line).not_to_contain_text("未読")

    line.click()
    hands.see(takahashi, "記録 2000")
    expect(takahashi.get_by_text("ここから未読メッセージ")).to_be_hidden()
    expect(hands.log(takahashi)).to_contain_text("佐藤 花子さんが、髙橋 聡さんを招待しました")
    mine = stage.ask(stage.cast.takahashi, "GET", f"/rooms/{room['id']}")
    assert mine["unread"] == 0

    # A hand that leafs back: what is older comes by itself.
    hands.log(takahashi).hover()
    earlier = takahashi.get_by_role("article", name=re.compile(r"記録 1[78]\d\d$"))
    while not earlier.count():
        takahashi.mouse.wheel(0, -1_500)
        takahashi.evaluate("new Promise(requestAnimationFrame)")
    old = hands.message(
        takahashi, (earlier.first.get_attribute("aria-label") or "").split("、")[-1]
    )
    old.scroll_into_view_if_needed()
    expect(old).to_be_in_viewport()
    stage.write(stage.cast.sato, room["id"], "いま届いたもの")
    # What arrives does not move the list away from what is read.
    expect(takahashi.get_by_role("button", name=re.compile("新しいメッセージ 1件"))).to_be_visible()
    expect(old).to_be_in_viewport()

    hands.press(takahashi, "日付")
    path = f"/rooms/{room['id']}/messages?after=0&limit=100"
    written = [
        each for each in stage.ask(stage.cast.takahashi, "GET", path)["items"] if each["text"]
    ]
    day = _day(next(each for each in written if each["text"] == "記録 75"))
    first = next(each["text"] for each in written if _day(each) == day)
    takahashi.get_by_label("日付", exact=True).last.fill(day)
    hands.press(takahashi, "この日へ移動する")
    hands.see(takahashi, first)
    expect(old).to_be_hidden()
    takahashi.get_by_role("button", name=re.compile("新しいメッセージ|いちばん下へ")).click()
    hands.see(takahashi, "いま届いたもの")


def test_takahashi_reads_only_what_came_after_him_where_the_room_says_so(stage: Stage) -> None:
    """A room made for newcomers to begin at the end shows them nothing from before, and says so."""
    sato, takahashi = stage.cast.sato, stage.cast.takahashi
    room = stage.room(sato, "人事の相談", history="from_joining")
    stage.write(sato, room, "前からの話です")
    page = stage.page(takahashi)
    stage.ask(sato, "POST", f"/rooms/{room}/members", members=[takahashi.account])
    hands.enter(page, "人事の相談")
    expect(page.get_by_text("あなたが読めるのは、ここからです")).to_be_visible()
    stage.write(sato, room, "ここからの話です")
    hands.see(page, "ここからの話です")
    expect(hands.message(page, "前からの話です")).to_have_count(0)


def test_sato_comes_back_into_the_room_after_writing_without_network_and_stands_at_the_end(
    stage: Stage,
) -> None:
    """Written online, written offline, opened again offline, left, opened again online: always the end."""
    room = stage.room(stage.cast.sato, "南浜地区", stage.cast.kobayashi)
    for no in range(90):
        last = stage.write(
            stage.cast.kobayashi, room, f"連絡 {no}。" + "海岸の道を見てきます。" * (no * 7 % 30)
        )
    stage.read(stage.cast.sato, room, last)
    sato = stage.page(stage.cast.sato)
    hands.enter(sato, "南浜地区")
    hands.write(sato, "電波があるとき")
    hands.see(sato, "電波があるとき")
    hands.kept(sato, "電波があるとき")
    sato.route("**/messages?*", _slowly)
    for turn in range(3):
        sato.context.set_offline(True)
        hands.write(sato, f"電波がないとき {turn}")
        expect(hands.log(sato)).to_contain_text(f"電波がないとき {turn}")
        wait_until(lambda: len(hands.stored(sato)["outbox"]) == 1)
        sato.reload()
        expect(hands.log(sato)).to_contain_text(f"電波がないとき {turn}")
        assert _below(sato) < 40
        sato.get_by_role("button", name=re.compile("^戻る")).click()
        sato.context.set_offline(False)
        hands.enter(sato, "南浜地区")
        hands.see(sato, f"電波がないとき {turn}")
        sato.wait_for_timeout(1_000)
        assert _below(sato) < 40, turn
        hands.kept(sato, f"電波がないとき {turn}")


def _slowly(route: Route) -> None:
    """Let what is newest come after what is older, as on a bad connection."""
    if "before=" not in route.request.url:
        time.sleep(0.6)
    route.continue_()


def _below(page: Page) -> float:
    """Return how far the end of the log is below what is seen, in pixels."""
    found: float = hands.log(page).evaluate(
        "el => el.scrollHeight - el.clientHeight - el.scrollTop"
    )
    return found


def _day(message: dict[str, str]) -> str:
    """Return the day of a message, as people in Japan call it."""
    return datetime.fromisoformat(message["sent_at"]).astimezone(JAPAN).date().isoformat()
