"""One room, 351 members, 350 streams open: one writes, everybody's screen shows it, everybody reads.

Kairan and the reference (``bench.reference``) take turns, five rounds each, so that what else the machine
does falls on both; figures are medians of messages or rounds, the least is printed beside them. Each
runs in a process of its own and is asked by this one, through the same code.

| figure | Kairan | the reference |
|---|---|---|
| acknowledged | from writing a message's request to having its answer | a request, answered after fsync |
| delivered | from then until the last of 350 streams has the message | the same bytes to 350 streams |
| cpu_per_delivery | all CPU of the server for 50 messages / (50 · 350) | the same; nothing asked or kept |
| read | 350 cursors at once, first request to last answer | 350 requests, answered after fsync |
| cpu_per_cursor | all CPU for that, telling the room included, / 350 | the same, telling nobody |
| reader_list | from the last answer to a list that shows 350 readers | the same bytes, asked for |
| reader_list_live | from the last answer until a stream told of 350 moves | the same bytes to 350 streams |
| frames, writes | most a stream got while 350 read within a second | one for each cursor |
"""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from bench.figures import Figure
from bench.server import Server, raise_open_files
from bench.sides import Bare, Kairan

MEMBERS = 351
READERS = MEMBERS - 1
ROUNDS = 5
MESSAGES = 50
"""Messages of a round that are delivered, and of all rounds together that everybody reads."""
WARM_UP = 20
WITHIN = 0.95
"""Seconds over which 350 people read, for the frames."""

CPU_LIMIT = 2.5
FRAMES_LIMIT = 10


@dataclass
class Samples:
    """What was measured on one side."""

    acknowledged: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)
    cpu_per_delivery: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    cpu_per_cursor: list[float] = field(default_factory=list)
    reader_list: list[float] = field(default_factory=list)
    reader_list_live: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)


def run() -> list[Figure]:
    """Measure, and return the figures."""
    raise_open_files()
    with (
        tempfile.TemporaryDirectory() as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(_run(Path(folder)))


async def _run(folder: Path) -> list[Figure]:
    server, bare = Server(folder), Bare(folder)
    try:
        load = server.furnish(MEMBERS)
        await server.start()
        kairan = await Kairan.open(server, load)
        await _warm_up(kairan, bare)
        ours, reference = Samples(), Samples()
        for _ in range(ROUNDS):
            await _deliver_ours(kairan, ours)
            await _deliver_bare(bare, reference)
            await _read_ours(kairan, ours)
            await _read_bare(kairan, bare, reference)
            await _count_frames(kairan, ours)
        return list(_figures(ours, reference))
    finally:
        server.stop()
        bare.close()


async def _warm_up(kairan: Kairan, bare: Bare) -> None:
    for _ in range(WARM_UP):
        await kairan.say()
    await bare.open(kairan.witness.message, kairan.tokens[1:])
    await kairan.readers.be_ready()
    await kairan.read()
    await kairan.list_readers()
    await asyncio.sleep(0.5)
    for _ in range(WARM_UP):
        await bare.tell()
        await bare.keep()


async def _deliver_ours(kairan: Kairan, samples: Samples) -> None:
    before = kairan.cpu()
    for _ in range(MESSAGES):
        acknowledged, delivered = await kairan.say()
        samples.acknowledged.append(acknowledged * 1e3)
        samples.delivered.append(delivered * 1e3)
    await asyncio.sleep(0.05)
    samples.cpu_per_delivery.append((kairan.cpu() - before) / (MESSAGES * READERS) * 1e6)


async def _deliver_bare(bare: Bare, samples: Samples) -> None:
    before = bare.cpu()
    samples.delivered += [await bare.tell() * 1e3 for _ in range(MESSAGES)]
    await asyncio.sleep(0.05)
    samples.cpu_per_delivery.append((bare.cpu() - before) / (MESSAGES * READERS) * 1e6)
    samples.acknowledged += [await bare.keep() * 1e3 for _ in range(MESSAGES)]


async def _read_ours(kairan: Kairan, samples: Samples) -> None:
    await kairan.readers.be_ready()
    for _ in range(MESSAGES // ROUNDS):
        await kairan.say()
        before, live = kairan.cpu(), kairan.witness.sees_read(kairan.no, READERS)
        begun, ended = await kairan.read()
        listed = await kairan.list_readers()
        samples.read.append((ended - begun) * 1e3)
        samples.reader_list.append((listed - ended) * 1e3)
        samples.reader_list_live.append((await asyncio.wait_for(live, 10) - ended) * 1e3)
        samples.cpu_per_cursor.append((kairan.cpu() - before) / READERS * 1e6)


async def _read_bare(kairan: Kairan, bare: Bare, samples: Samples) -> None:
    await bare.be_ready()
    for _ in range(MESSAGES // ROUNDS):
        before = bare.cpu()
        begun, ended = await bare.read()
        samples.cpu_per_cursor.append((bare.cpu() - before) / READERS * 1e6)
        samples.read.append((ended - begun) * 1e3)
        samples.reader_list.append(await bare.list_readers(kairan.list) * 1e3)
        samples.reader_list_live.append(await bare.tell() * 1e3)


async def _count_frames(kairan: Kairan, samples: Samples) -> None:
    """Let all read one message within a second, evenly, which is the worst for telling it together."""
    await kairan.readers.be_ready()
    await kairan.say()
    before = [(ear.frames, ear.writes) for ear in kairan.crowd.ears]
    live = kairan.witness.sees_read(kairan.no, READERS)
    await kairan.read(over=WITHIN)
    await asyncio.wait_for(live, 10)
    await asyncio.sleep(0.3)
    after = [(ear.frames, ear.writes) for ear in kairan.crowd.ears]
    samples.frames.append(max(new[0] - old[0] for old, new in zip(before, after, strict=True)))
    samples.writes.append(max(new[1] - old[1] for old, new in zip(before, after, strict=True)))


def _figures(ours: Samples, reference: Samples) -> Iterator[Figure]:
    def figure(name: str, unit: str, of: str = "", **more: float) -> Figure:
        values, others = getattr(ours, of or name), getattr(reference, of or name)
        return Figure(f"room_350.{name}", unit, values, others, **more)

    reference.frames = reference.writes = [READERS]
    for what in ("acknowledged", "delivered"):
        yield figure(f"{what}_p50", "ms", what)
        yield figure(f"{what}_p95", "ms", what, at=0.95)
    yield figure("cpu_per_delivery", "µs", most_ratio=CPU_LIMIT)
    yield figure("read", "ms")
    yield figure("cpu_per_cursor", "µs")
    yield figure("reader_list", "ms")
    yield figure("reader_list_live", "ms")
    yield figure("frames", "frames", at=1.0, most=FRAMES_LIMIT)
    yield figure("writes", "writes", at=1.0)
