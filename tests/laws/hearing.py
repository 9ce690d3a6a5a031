"""The law of the stream: everybody hears everything there is for them to hear, once, and nothing else.

Twenty people open streams (or long polls), break off at any moment and come back by the last number they
heard, while four others write and people are added to rooms and removed. Afterwards the log is read from
the file, and what each session heard is compared with what it should have heard.

What should be heard is said here a second time, from the design and not from the server's code: of a room,
what happens while one is inside, about messages from ``from_no`` on, and what happened before a stream was
opened only if one is inside then; what bears one's own name, of rooms only inside, but for one's leaving.
"""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.server import Server
from tests import loops
from tests.laws.commands import Caller
from tests.laws.listeners import Listener, Mistakes, Session
from tests.talk import Talk
from tests.world import Somebody, World

LISTENERS = 20
POLLING = 5
"""Of them, how many use the long poll."""
GUESTS = 4
"""Of them, how many are guests."""
JOINED, LEFT = "rooms.member_joined", "rooms.member_left"


@dataclass(frozen=True)
class Logged:
    """An event as it lies in the file."""

    seq: int
    type: str
    room: str | None
    no: int | None
    topics: frozenset[str]
    account: str | None
    from_no: int


@dataclass(frozen=True)
class Stay:
    """Somebody's time in a room: from a number to before a number (None: it goes on)."""

    room: str
    since: int
    until: int | None
    from_no: int

    def holds(self, seq: int) -> bool:
        return self.since <= seq and (self.until is None or seq < self.until)


@dataclass
class Report:
    """What was found. ``wrong`` says which sessions heard what they should not, or missed something."""

    seed: int
    events: int = 0
    sessions: int = 0
    heard: int = 0
    removals: int = 0
    kills: int = 0
    resets: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.doubled or self.wrong or self.resets)


@dataclass(frozen=True)
class Scene:
    """Who takes part, in which rooms, on which server."""

    server: Server
    listeners: list[Listener]
    writers: list[Somebody]
    rooms: list[str]


def check(world: World, folder: Path, *, seed: int, seconds: float, kills: int = 0) -> Report:
    """Let everybody come and go over a copy of a (closed) world, and return what was found."""
    data, mistakes, report = folder / "data", Mistakes(), Report(seed)
    data.mkdir()
    scene = _scene(world, data, Server(folder), mistakes)
    loops.run(_run(scene, report, seconds, kills))
    report.doubled, report.resets = mistakes.doubled, mistakes.resets
    log = _log(data / "kairan.db", world.cast.minato)
    for listener in scene.listeners:
        _compare(log, listener, report)
    report.events = len(log)
    return report


def _scene(world: World, data: Path, server: Server, mistakes: Mistakes) -> Scene:
    talk, cast = Talk(world.copy(data)), world.cast
    writers = [cast.sato, cast.kobayashi, cast.takahashi, cast.nakamura]
    rooms = [talk.room(*writers), talk.room(*writers, history="from_joining")]
    link = talk.invite(cast.sato, rooms[0], uses=GUESTS)
    people = [talk.enter(link, f"客 {number}") for number in range(GUESTS)]
    people += [talk.newcomer(f"聞き手 {number}") for number in range(LISTENERS - GUESTS)]
    talk.world.close()
    every = LISTENERS // POLLING
    listeners = [
        Listener(who, server, mistakes, polls=index % every == 0)
        for index, who in enumerate(people)
    ]
    return Scene(server, listeners, writers, rooms)


async def _run(scene: Scene, report: Report, seconds: float, kills: int) -> None:
    random, over = Random(report.seed), asyncio.Event()
    await scene.server.start()
    try:
        async with asyncio.TaskGroup() as tasks:
            for listener in scene.listeners:
                tasks.create_task(listener.come_and_go(Random(random.random()), over))
            for index in range(len(scene.writers)):
                tasks.create_task(_write(scene, index, Random(random.random()), over))
            tasks.create_task(_move(scene, Random(random.random()), over, report))
            for _ in range(kills):
                await asyncio.sleep(seconds / (kills + 1))
                await asyncio.to_thread(scene.server.kill)
                await scene.server.start()
                report.kills += 1
            await asyncio.sleep(seconds / (kills + 1))
            over.set()
        await asyncio.sleep(0.5)  # what was read a moment ago is told, too
        head = await Caller(scene.server, scene.writers[0].token).head()
        for listener in scene.listeners:
            if not await listener.catch_up(head):
                report.wrong.append(f"{listener.who.name} came to {listener.last}, not to {head}")
    finally:
        scene.server.stop()


async def _write(scene: Scene, index: int, random: Random, over: asyncio.Event) -> None:
    """Write, read, and now and then take something back."""
    caller, number = Caller(scene.server, scene.writers[index].token), 0
    while not over.is_set():
        room, number = random.choice(scene.rooms), number + 1
        body = {"client_id": f"{index}-{number}", "text": f"{number} 番目の知らせ"}
        said = await caller.do("POST", f"/rooms/{room}/messages", body)
        if number % 10 == 0:
            await caller.do("DELETE", f"/rooms/{room}/messages/{said['no']}")
        if number % 7 == 0:
            await caller.do("PUT", f"/rooms/{room}/cursor", {"no": said["no"]})
        await asyncio.sleep(random.uniform(0.0, 0.02))


async def _move(scene: Scene, random: Random, over: asyncio.Event, report: Report) -> None:
    """Add people to rooms and remove them; they have read all there was when they go."""
    owner = Caller(scene.server, scene.writers[0].token)
    inside = {(scene.rooms[0], each.who.account) for each in scene.listeners[:GUESTS]}
    while not over.is_set():
        room, who = random.choice(scene.rooms), random.choice(scene.listeners).who
        if (room, who.account) in inside:
            own = Caller(scene.server, who.token)
            await own.do("PUT", f"/rooms/{room}/cursor", {"no": 1_000_000})
            await owner.do("DELETE", f"/rooms/{room}/members/{who.account}")
            inside.discard((room, who.account))
            report.removals += 1
        else:
            await owner.do("POST", f"/rooms/{room}/members", {"members": [who.account]})
            inside.add((room, who.account))
        await asyncio.sleep(random.uniform(0.0, 0.05))


def _log(database: Path, org: str) -> list[Logged]:
    columns = "SELECT seq, type, room_id, no, topics, data FROM events"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reading:
        found = reading.execute(f"{columns} WHERE org_id = ? ORDER BY seq", (org,)).fetchall()
    log = []
    for seq, type_, room, no, topics, text in found:
        data = json.loads(text)
        account, from_no = data.get("account"), data.get("from_no", 0)
        log.append(Logged(seq, type_, room, no, frozenset(topics.split()), account, from_no))
    return log


def _compare(log: list[Logged], listener: Listener, report: Report) -> None:
    """Compare every session of somebody with the log."""
    who, stays = listener.who, _stays(log, listener.who.account)
    is_guest = who.name.startswith("客")
    turns = {turn for stay in stays for turn in (stay.since, stay.until or 0)}
    for session in listener.sessions:
        report.sessions += 1
        report.heard += len(session.heard)
        due = [event for event in log if session.since < event.seq <= session.upto]
        expected = [
            [e.seq for e in due if _hears(e, who.account, stays, head, is_guest=is_guest)]
            for head in _heads(session, turns)
        ]
        if session.heard not in expected:
            report.wrong.append(f"{who.name}: {session}, expected {expected}")


def _heads(session: Session, turns: set[int]) -> list[int]:
    """Return where the snapshot may have lain that a session began with: we know it once a head was
    heard. A stream that broke off before was still replaying; a poll that waited began anywhere."""
    if session.heads:
        return session.heads[:1]
    began = [session.since] if session.polled else []
    return [session.upto, *began, *(turn for turn in turns if turn > session.since)]


def _hears(event: Logged, account: str, stays: list[Stay], head: int, *, is_guest: bool) -> bool:
    at = max(event.seq, head)  # what lies before the snapshot is judged by who was inside then
    inside = any(
        stay.room == event.room
        and stay.holds(at)
        and stay.since <= event.seq
        and (event.no is None or event.no >= stay.from_no)
        for stay in stays
    )
    if "org" in event.topics and not is_guest:
        return True
    if f"account:{account}" in event.topics:
        return inside or event.room is None or event.type == LEFT
    return f"room:{event.room}" in event.topics and inside


def _stays(log: list[Logged], account: str) -> list[Stay]:
    stays: dict[str, list[Stay]] = {}
    for event in log:
        if event.account != account or event.room is None:
            continue
        known = stays.setdefault(event.room, [])
        if event.type == JOINED:
            known.append(Stay(event.room, event.seq, None, event.from_no))
        elif event.type == LEFT:
            begun = known.pop()
            known.append(Stay(event.room, begun.since, event.seq, begun.from_no))
    return [stay for each in stays.values() for stay in each]
