"""Reading a room page by page: forwards, backwards, around a number, from a day on."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.domains.boundary.errors import RoomNotFound


def numbers(talk, who, room, **where):
    return [message.no for message in talk.page(who, room, **where).items]


@pytest.fixture
def room(cast, talk):
    """A room with a system message and 29 others."""
    made = talk.room(cast.sato, cast.kobayashi)
    for _ in range(29):
        talk.write(cast.sato, made)
    return made


def test_without_a_place_one_gets_the_last_page(cast, talk, room):
    page = talk.page(cast.kobayashi, room, limit=10)
    assert [each.no for each in page.items] == list(range(21, 31))
    assert (page.next, page.first_no, page.head) == (None, 1, 30)


def test_backwards_one_reaches_the_first_message(cast, talk, room):
    read: list[int] = []
    before = 31
    while page := talk.page(cast.kobayashi, room, before=before, limit=7).items:
        read = [each.no for each in page] + read
        before = page[0].no
    assert read == list(range(1, 31))


def test_forwards_one_reaches_the_head_by_next(cast, talk, room):
    read, after = [], "0"
    while after is not None:
        page = talk.page(cast.kobayashi, room, after=int(after), limit=7)
        read += [each.no for each in page.items]
        after = page.next
    assert read == list(range(1, 31))


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"before": 1}, []),
        ({"before": 0}, []),
        ({"after": 30}, []),
        ({"after": 2**31 - 1}, []),
        ({"before": 2**31 - 1, "limit": 1}, [30]),
        ({"after": 0, "limit": 1}, [1]),
        ({"around": 15, "limit": 4}, [13, 14, 15, 16]),
        ({"around": 15, "limit": 1}, [15]),
        ({"around": 1, "limit": 4}, [1, 2, 3, 4]),
        ({"around": 30, "limit": 4}, [28, 29, 30]),
        ({"around": 0, "limit": 3}, [1, 2, 3]),
    ],
)
def test_jumps_to_the_edges(cast, talk, room, where, found):
    assert numbers(talk, cast.kobayashi, room, **where) == found


def test_around_a_number_beyond_the_head_one_gets_the_end(cast, talk, room):
    assert numbers(talk, cast.kobayashi, room, around=1_000, limit=4)[-1] == 30


def test_a_newcomer_pages_from_the_first_message_one_may_see(cast, talk):
    room = talk.room(cast.sato, history="from_joining")
    for _ in range(9):
        talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    for _ in range(3):
        talk.write(cast.sato, room)
    for where in (
        {},
        {"after": 0},
        {"before": 99},
        {"around": 2, "limit": 50},
        {"on": date(2020, 1, 1)},
    ):
        assert numbers(talk, cast.kobayashi, room, **where) == [11, 12, 13, 14]
    assert talk.page(cast.kobayashi, room).first_no == 11
    assert numbers(talk, cast.kobayashi, room, before=11) == []


def test_from_a_day_on_in_the_callers_own_time_zone(world, cast, talk):
    now = world.now()
    midnight = now.replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=1)
    world.pass_time(midnight - now - timedelta(minutes=1))
    room = talk.room(cast.sato)
    evening = talk.write(cast.sato, room, "日本では夜の十一時五十九分")
    talk.wait(minutes=2)
    morning = talk.write(cast.sato, room, "日本では次の日")
    day = (midnight + timedelta(hours=9)).date()
    assert numbers(talk, cast.sato, room, on=day, tz=540) == [morning]
    assert numbers(talk, cast.sato, room, on=midnight.date(), tz=0) == [1, evening, morning]


def test_on_a_day_without_messages_one_gets_what_came_next(world, cast, talk):
    room = talk.room(cast.sato)
    talk.wait(days=10)
    later = talk.write(cast.sato, room)
    between = (world.now() - timedelta(days=5)).date()
    assert numbers(talk, cast.sato, room, on=between) == [later]


def test_after_the_last_day_one_gets_the_last_page(world, cast, talk, room):
    tomorrow = (world.now() + timedelta(days=3)).date()
    assert numbers(talk, cast.kobayashi, room, on=tomorrow, limit=3) == [28, 29, 30]


@pytest.mark.parametrize("tz", [-840, 0, 540, 840])
@pytest.mark.parametrize("on", [date.min, date(1, 1, 2), date(1969, 12, 31), date.max])
def test_no_day_is_too_far_away(cast, talk, room, on, tz):
    found = numbers(talk, cast.kobayashi, room, on=on, tz=tz, limit=3)
    assert found == ([28, 29, 30] if on == date.max else [1, 2, 3])


def test_a_page_takes_the_same_few_statements_however_long_it_is(world, cast, talk, room):
    for no in range(2, 12):
        talk.acknowledge(cast.kobayashi, room, no)
        talk.write(cast.kobayashi, room, "返信", reply_to=no)
    counts = []
    for limit in (1, 5, 40):
        with world.statements() as seen:
            talk.page(cast.kobayashi, room, limit=limit)
        counts.append(len(seen))
    assert max(counts) <= 12
    assert counts[1] == counts[2]


def test_a_page_is_for_those_inside(cast, talk, room):
    for who in (cast.takahashi, cast.yamamoto, cast.mikami, cast.maeda):
        with pytest.raises(RoomNotFound):
            talk.page(who, room)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(["before", "after", "around"]),
    no=st.integers(0, 40),
    limit=st.integers(1, 40),
)
def test_every_page_is_a_dense_piece_of_the_room(cast, talk, room, kind, no, limit):
    everything = list(range(1, talk.place(room).head + 1))
    page = talk.page(cast.kobayashi, room, **{kind: no}, limit=limit)
    found = [each.no for each in page.items]
    if kind == "before":
        assert found == [n for n in everything if n < no][-limit:]
    elif kind == "after":
        assert found == [n for n in everything if n > no][:limit]
    else:
        assert len(found) <= limit
        assert found == everything[found[0] - 1 : found[-1]]
        assert min(no, everything[-1]) - found[-1] <= 1
    assert page.next == (str(found[-1]) if found and found[-1] < page.head else None)
