"""Instants: whole microseconds in UTC, there and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.kernel import clock

TOKYO = timezone(timedelta(hours=9))


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_an_instant_is_the_same_after_it_was_kept(naive):
    instant = naive.replace(tzinfo=TOKYO)
    assert clock.from_micros(clock.to_micros(instant)) == instant
    assert clock.from_micros(clock.to_micros(instant)).tzinfo is UTC


def test_an_instant_that_does_not_say_where_is_refused():
    with pytest.raises(TypeError):
        clock.to_micros(datetime(2026, 11, 20, 5, 21))


def test_on_the_wire_an_instant_is_in_utc_wherever_it_came_from():
    instant = datetime(2026, 11, 20, 5, 21, 0, 123456, tzinfo=UTC)
    assert clock.on_wire(instant) == "2026-11-20T05:21:00.123456Z"
    assert clock.on_wire(instant.astimezone(TOKYO)) == "2026-11-20T05:21:00.123456Z"
    assert clock.on_wire(instant.replace(microsecond=0)) == "2026-11-20T05:21:00.000000Z"


def test_now_is_aware():
    assert clock.now().tzinfo is UTC
