"""Streams through Caddy and nginx: ten minutes without a word, then under load; nothing is missing."""

import json
import threading
import time
from pathlib import Path

import pytest

from tests.soak.run import COMMIT, soak
from tests.surfaces.stream.proxies import Caddy, Nginx, Proxy
from tests.surfaces.stream.served import Served
from tests.surfaces.stream.test_proxies import client, started, until
from tests.talk import Talk
from tests.world import Somebody, World

IDLE = 600
HEARTBEAT = 20
STREAMS = 16
"""Of each of three people."""
MESSAGES = 500


@soak
@pytest.mark.parametrize("kind", [Caddy, Nginx])
def test_a_stream_stays_open(kind: type[Proxy], first_world: World, tmp_path: Path) -> None:
    served = Served.of(first_world, tmp_path)
    try:
        cast, talk = served.cast, Talk(served)
        room = talk.room(cast.sato, cast.kobayashi, cast.takahashi, cast.nakamura)
        with started(kind, tmp_path, served) as proxy:
            _idle(proxy, talk, room)
            seconds = _load(proxy, talk, room)
    finally:
        served.close()
    figures = {"law": f"streams through {kind.__name__}", "commit": COMMIT, "idle_seconds": IDLE}
    print(
        json.dumps(
            {**figures, "streams": 3 * STREAMS, "messages": MESSAGES, "load_seconds": seconds}
        )
    )


def _idle(proxy: Proxy, talk: Talk, room: str) -> None:
    cast = talk.world.cast
    http = client(proxy, cast.kobayashi.token)
    with http, http.stream("GET", "/api/v1/events") as stream:
        lines = stream.iter_lines()
        until(lines, "event: head")
        for _ in range(IDLE // HEARTBEAT):
            until(lines, "event: head")
        talk.write(cast.sato, room, "十分たちました")
        until(lines, "event: rooms.message_sent")


def _load(proxy: Proxy, talk: Talk, room: str) -> float:
    """Let many listen while one writes; return the seconds until the last has heard all."""
    cast = talk.world.cast
    heard: list[int] = []

    def listen(who: Somebody) -> None:
        http = client(proxy, who.token)
        with http, http.stream("GET", "/api/v1/events") as stream:
            lines = stream.iter_lines()
            until(lines, "event: head")
            ready.wait()
            for _ in range(MESSAGES):
                until(lines, "event: rooms.message_sent")
        heard.append(MESSAGES)

    people = [cast.kobayashi, cast.takahashi, cast.nakamura] * STREAMS
    ready = threading.Barrier(len(people) + 1)
    listeners = [threading.Thread(target=listen, args=[who]) for who in people]
    for each in listeners:
        each.start()
    ready.wait()
    began = time.monotonic()
    for number in range(MESSAGES):
        talk.write(cast.sato, room, f"連絡 {number}")
    for each in listeners:
        each.join(60)
    assert heard == [MESSAGES] * len(people)
    return round(time.monotonic() - began, 1)
