"""The law of kill -9: what was acknowledged is there, once, with the number it was given.

Four people, one of them a guest, post as fast as they can, each by names of their own; at a random moment
the server is killed with SIGKILL and started again over the same folder; then everybody sends again what
was not acknowledged, and some of what was. (SIGKILL spares what the system has not written to the disk
yet; that ``fsync`` is called is the business of the port's tests.)
"""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.server import Load, Server
from bench.wire import Answer, Line, connect, request
from tests import loops
from tests.talk import Talk
from tests.world import World

AT_ONCE = 4
"""Messages a sender has under way at the same time."""
AGAIN = 25
"""Acknowledged messages each sender sends again after a crash."""
LONGEST = 0.4
"""Seconds of sending at most before the server is killed."""


@dataclass
class Report:
    """What was found; every list names the messages that broke the law."""

    seed: int
    rounds: int = 0
    acknowledged: int = 0
    retried: int = 0
    found: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    answered_otherwise: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        broken = self.lost, self.doubled, self.unanswered, self.answered_otherwise, self.gaps
        return not any(broken)


class Sender:
    """Somebody who remembers what was sent, and what was answered to it."""

    def __init__(self, name: str, token: str, server: Server, room: str) -> None:
        self._name = name
        self._token = token
        self._server = server
        self._path = f"/rooms/{room}/messages"
        self.sent: dict[str, str] = {}
        self.acknowledged: dict[str, bytes] = {}

    async def send_until_killed(self) -> None:
        """Send one after another on several lines until the server is gone."""
        async with asyncio.TaskGroup() as tasks:
            for line in range(AT_ONCE):
                tasks.create_task(self._send_on_a_line(line))

    async def send_again(self, random: Random, report: Report) -> None:
        """Send what was not acknowledged, twice, and some of what was; each has one answer for ever."""
        line = await connect(Line, self._server.port)
        open_ones = [id_ for id_ in self.sent if id_ not in self.acknowledged]
        known = random.sample(sorted(self.acknowledged), min(AGAIN, len(self.acknowledged)))
        for id_ in [*open_ones, *open_ones, *known]:
            answer = await self._post(line, id_)
            report.retried += 1
            if answer.status not in (200, 201):
                report.unanswered.append(f"{id_}: {answer.status}")
            elif self.acknowledged.setdefault(id_, answer.body) != answer.body:
                report.answered_otherwise.append(id_)
        line.close()

    async def _send_on_a_line(self, number: int) -> None:
        line = await connect(Line, self._server.port)
        while line.is_open:
            id_ = f"{self._name}-{number}-{len(self.sent)}"
            self.sent[id_] = f"{id_} 明日は九時に集まります"
            try:
                answer = await self._post(line, id_)
            except ConnectionError:
                return
            assert answer.status == 201, answer
            self.acknowledged[id_] = answer.body

    def _post(self, line: Line, id_: str) -> "asyncio.Future[Answer]":
        body = {"client_id": id_, "text": self.sent[id_]}
        return line.send(request("POST", self._path, self._token, body))


def check(world: World, folder: Path, *, rounds: int, seed: int) -> Report:
    """Kill a server again and again over a copy of a (closed) world, and return what was found."""
    data = folder / "data"
    data.mkdir()
    talk = Talk(world.copy(data))
    cast = world.cast
    people = [cast.sato, cast.kobayashi, cast.takahashi, cast.maeda]
    room = talk.room(*people)
    talk.world.close()
    load = Load(room, [each.token for each in people])
    report = loops.run(_run(Server(folder), load, rounds, seed))
    _look_into(data / "kairan.db", report)
    return report


async def _run(server: Server, load: Load, rounds: int, seed: int) -> Report:
    random, report = Random(seed), Report(seed)
    head = 0
    try:
        report.starts.append(await server.start())
        for number in range(rounds):
            senders = [
                Sender(f"{number}-{index}", token, server, load.room)
                for index, token in enumerate(load.tokens)
            ]
            await _crash(server, senders, random)
            report.starts.append(await server.start())
            async with asyncio.TaskGroup() as tasks:
                for sender in senders:
                    tasks.create_task(sender.send_again(random, report))
            head = await _look(server, load, senders, head, report)
            report.rounds += 1
    finally:
        server.stop()
    return report


async def _crash(server: Server, senders: list[Sender], random: Random) -> None:
    sending = [asyncio.create_task(sender.send_until_killed()) for sender in senders]
    await asyncio.sleep(random.uniform(0.0, LONGEST))
    await asyncio.to_thread(server.kill)
    await asyncio.wait_for(asyncio.gather(*sending), 10)


async def _look(
    server: Server, load: Load, senders: list[Sender], head: int, report: Report
) -> int:
    """Compare what the room holds after ``head`` with what was acknowledged; return the new head."""
    found: dict[str, list[dict[str, Any]]] = {}
    messages = await _messages_after(server, load, head)
    for expected, message in enumerate(messages, start=head + 1):
        found.setdefault(message["client_id"], []).append(message)
        if message["no"] != expected:
            report.gaps.append(expected)
    for sender in senders:
        for id_, body in sender.acknowledged.items():
            here = found.pop(id_, [])
            if json.loads(body) not in here:
                report.lost.append(id_)
            if len(here) > 1:
                report.doubled.append(id_)
        report.acknowledged += len(sender.acknowledged)
    report.found += len(messages)
    report.doubled += [id_ for id_ in found if id_ is not None]  # nobody sent these
    return head + len(messages)


async def _messages_after(server: Server, load: Load, head: int) -> list[dict[str, Any]]:
    line, messages = await connect(Line, server.port), []
    after: str | None = str(head)
    while after is not None:
        path = f"/rooms/{load.room}/messages?limit=200&after={after}"
        page = (await line.ask("GET", path, load.tokens[0])).json()
        messages += page["items"]
        after = page["next"]
    line.close()
    return messages


def _look_into(database: Path, report: Report) -> None:
    """Look at the file itself, closed: it is whole, and its log has no gap."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reading:
        assert reading.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        logs = "SELECT head, (SELECT count(*) FROM events e WHERE e.org_id = logs.org_id) FROM logs"
        report.gaps += [head for head, events in reading.execute(logs) if head != events]
