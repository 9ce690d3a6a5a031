"""The law of backups: made while people write, one brings back all that was acknowledged before it began.

Members post, some 50 messages a second together; ``kairan backup`` runs through the running server, and
``kairan restore`` into an empty folder. What the copy holds is then compared with what was acknowledged.
"""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench.server import Load, Server
from bench.wire import Line, connect, request
from tests import loops
from tests.talk import Talk
from tests.world import World

A_SECOND = 50
"""Messages a second, of all senders together."""


@dataclass
class Report:
    """What was found; every list names what broke the law."""

    rounds: int = 0
    acknowledged: int = 0
    restored: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.gaps)


def check(world: World, folder: Path, *, rounds: int) -> Report:
    """Back up and restore again and again over a copy of a (closed) world."""
    data = folder / "data"
    data.mkdir()
    talk = Talk(world.copy(data))
    cast = talk.world.cast
    people = [cast.sato, cast.kobayashi, cast.takahashi, cast.maeda]
    load = Load(talk.room(*people), [each.token for each in people])
    talk.world.close()
    return loops.run(_run(Server(folder), load, folder, rounds))


async def _run(server: Server, load: Load, folder: Path, rounds: int) -> Report:
    report, acknowledged = Report(), list[str]()
    try:
        await server.start()
        writing = [
            asyncio.create_task(_write(server, load, number, acknowledged))
            for number in range(len(load.tokens))
        ]
        for number in range(rounds):
            await asyncio.sleep(0.5)
            before = list(acknowledged)
            began = time.perf_counter()
            copy = folder / f"copy-{number}"
            await asyncio.to_thread(_command, folder / "data", "backup", f"{copy}.kairan")
            report.seconds.append(time.perf_counter() - began)
            await asyncio.to_thread(_command, copy, "restore", f"{copy}.kairan")
            _compare(copy / "kairan.db", load.room, before, report)
            report.rounds += 1
        for each in writing:
            each.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
        report.acknowledged = len(acknowledged)
    finally:
        server.stop()
    return report


async def _write(server: Server, load: Load, number: int, acknowledged: list[str]) -> None:
    line, count = await connect(Line, server.port), 0
    while True:
        id_ = f"{number}-{count}"
        body = {"client_id": id_, "text": "明日は九時に集まります"}
        path = f"/rooms/{load.room}/messages"
        answer = await line.send(request("POST", path, load.tokens[number], body))
        assert answer.status == 201, answer
        acknowledged.append(json.loads(answer.body)["id"])
        count += 1
        await asyncio.sleep(len(load.tokens) / A_SECOND)


def _command(data: Path, *words: str) -> None:
    path = os.pathsep.join(
        [str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")]
    )
    done = subprocess.run(
        [sys.executable, "-m", "kairan", *words],
        env={**os.environ, "KAIRAN_DATA": str(data), "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def _compare(database: Path, room: str, before: list[str], report: Report) -> None:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reading:
        assert reading.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = reading.execute("SELECT no, id FROM messages WHERE room_id = ? ORDER BY no", (room,))
        numbers, ids = zip(*rows, strict=True)
        logs = "SELECT head, (SELECT count(*) FROM events e WHERE e.org_id = logs.org_id) FROM logs"
        report.gaps += [head for head, events in reading.execute(logs) if head != events]
    report.gaps += [no for expected, no in enumerate(numbers, start=1) if no != expected]
    report.lost += sorted(set(before) - set(ids))
    report.doubled += sorted(id_ for id_ in set(ids) if ids.count(id_) > 1)
    report.restored += len(ids)
