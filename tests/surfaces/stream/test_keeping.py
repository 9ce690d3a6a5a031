"""Keeping the house: what is done again and again goes on, whatever fails once."""

import asyncio
from datetime import timedelta

import pytest

from kairan.domains.accounts import queries as people
from kairan.domains.importers import queries as imports
from kairan.domains.importers.errors import ImportNotFound
from kairan.surfaces.http import serve
from tests.domains.importers.acting import EVERYBODY, run, upload
from tests.kernel.test_lane_failures import read_only
from tests.surfaces.stream.served import SOON, wait_until

OFTEN = timedelta(milliseconds=40)


@pytest.fixture(autouse=True)
def _often(monkeypatch):
    for interval in ("HEARTBEAT", "SEEN_EVERY", "TIDY_EVERY"):
        monkeypatch.setattr(serve, interval, OFTEN)


def last_seen(served, who):
    [own] = served.ask(who, people.list_sessions)
    return own.last_seen_at


def test_a_heartbeat_that_fails_once_is_not_the_last(served, cast, monkeypatch):
    beat = served.hub.beat
    failed: list[bool] = []

    def fails_once() -> None:
        if not failed:
            failed.append(True)
            raise RuntimeError("one bad connection")
        beat()

    monkeypatch.setattr(type(served.hub), "beat", lambda _: fails_once())
    stream = served.listen(cast.sato)
    for _ in range(3):
        stream.until("head")
    assert failed


def test_an_open_stream_is_a_session_in_use(served, cast):
    stream = served.listen(cast.sato)
    stream.until("head")
    wait_until(lambda: not served.kairan.house.seen)
    served.pass_time(timedelta(hours=1))
    later = served.now()
    wait_until(lambda: last_seen(served, cast.sato) >= later)


def test_what_could_not_be_written_is_written_the_next_time(served, cast):
    house, loop = served.kairan.house, served.kairan.loop
    session = served.ask(cast.sato, lambda ctx: ctx.actor.session)
    wait_until(lambda: not house.seen)
    served.pass_time(timedelta(hours=1))
    later = served.now()
    with read_only(served):
        house.seen.add((cast.minato, session))
        asyncio.run_coroutine_threadsafe(serve._remember_seen(house), loop).result(SOON)
    wait_until(lambda: last_seen(served, cast.sato) >= later)


def test_an_import_is_forgotten_after_a_day_while_the_server_runs(served, cast):
    of = run(served, cast.yamamoto, upload(served, cast.yamamoto, EVERYBODY))
    served.pass_time(timedelta(days=1, minutes=1))

    def forgotten() -> bool:
        try:
            served.ask(cast.yamamoto, lambda ctx: imports.get_import(ctx, of.id))
        except ImportNotFound:
            return True
        return False

    wait_until(forgotten)
