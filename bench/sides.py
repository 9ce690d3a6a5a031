"""The two sides that are asked the same things: Kairan, and the reference."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.crowd import Crowd, Witness
from bench.server import ROOT, Load, Server, cpu_of, free_port
from bench.wire import Answer, Line, connect, request

TEXT = "明日の防災訓練は九時から中央公民館で行います。名簿をお持ちください。"


class Readers:
    """A line for commands of each reader, as each has a browser."""

    def __init__(self, port: int, size: int) -> None:
        self._port = port
        self._lines = [Line() for _ in range(size)]

    async def be_ready(self) -> None:
        """Connect those that are not connected (servers close what is idle)."""
        for index, line in enumerate(self._lines):
            if not line.is_open:
                self._lines[index] = await connect(Line, self._port)

    async def send(self, requests: Sequence[bytes], over: float) -> tuple[float, float]:
        """Send a request on each line, spread over some seconds.

        Return when the first was sent and when the last was answered.
        """
        begun = perf_counter()
        answers: list[asyncio.Future[Answer]] = []
        for index, (line, each) in enumerate(zip(self._lines, requests, strict=True)):
            due = begun + over * index / len(requests)
            if due > perf_counter():
                await asyncio.sleep(due - perf_counter())
            answers.append(line.send(each))
        got = await asyncio.gather(*answers)
        ended = perf_counter()
        assert all(answer.status == 200 for answer in got), got[0]
        return begun, ended


@dataclass
class Kairan:
    """The real server with its room: one writes, the others read."""

    server: Server
    room: str
    tokens: Sequence[str]
    writer: Line
    readers: Readers
    crowd: Crowd
    witness: Witness
    no: int = 0
    list: bytes = b""
    """A reader list as it was answered, for the reference to answer."""

    @classmethod
    async def open(cls, server: Server, load: Load) -> "Kairan":
        """Open everybody's streams but the writer's."""
        crowd = Crowd()
        witness = await crowd.open(server.port, load.tokens[1:])
        writer = await connect(Line, server.port)
        readers = Readers(server.port, len(load.tokens) - 1)
        return cls(server, load.room, load.tokens, writer, readers, crowd, witness)

    async def say(self) -> tuple[float, float]:
        """Write a message; return the seconds to the answer, and to the last of all having it."""
        body = {"client_id": f"bench-{self.no}-{perf_counter()}", "text": TEXT}
        sending = request("POST", f"/rooms/{self.room}/messages", self.tokens[0], body)
        if not self.writer.is_open:  # the server closes what is idle
            self.writer = await connect(Line, self.server.port)
        heard, begun = self.crowd.all_hear(), perf_counter()
        answer = await self.writer.send(sending)
        acknowledged = perf_counter()
        self.no = answer.json()["no"]
        last = await asyncio.wait_for(heard, 10)
        return acknowledged - begun, last - begun

    async def read(self, *, over: float = 0.0) -> tuple[float, float]:
        """Let everybody read up to here."""
        path, body = f"/rooms/{self.room}/cursor", {"no": self.no}
        requests = [request("PUT", path, token, body) for token in self.tokens[1:]]
        return await self.readers.send(requests, over)

    async def list_readers(self) -> float:
        """Ask who has read until all have; return the moment of the answer."""
        path = f"/rooms/{self.room}/messages/{self.no}/readers"
        while True:
            answer = await self.writer.ask("GET", path, self.tokens[0])
            moment = perf_counter()
            if len(answer.json()["read"]) == len(self.tokens) - 1:
                self.list = answer.body
                return moment

    def cpu(self) -> float:
        """Return the CPU used so far."""
        return cpu_of(self.server.pid)


class Bare:
    """The reference in its own process; see ``bench.reference`` for what it does."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        command = [sys.executable, "-m", "bench.reference", str(self._port), str(folder / "kept")]
        self._process = subprocess.Popen(command, cwd=ROOT)

    async def open(self, message: bytes, tokens: Sequence[str]) -> None:
        """Open as many streams, and give it the bytes of a message to write."""
        self._writer = await self._connect()
        await self._writer.ask("POST", "/answer", body={"no": 1})
        self._trigger = await self._connect()
        self.crowd = Crowd()
        await self.crowd.open(self._port, tokens)
        await self._writer.send(_post("/chunk", b"%x\r\n%s\r\n" % (len(message), message)))
        self._readers = Readers(self._port, len(tokens))

    async def be_ready(self) -> None:
        await self._readers.be_ready()

    async def tell(self) -> float:
        """Have the bytes written to all; return the seconds to the last of all having them."""
        heard, begun = self.crowd.all_hear(), perf_counter()
        self._trigger.write(b"!")
        return await asyncio.wait_for(heard, 10) - begun

    async def keep(self) -> float:
        """Have something kept; return the seconds to the answer."""
        begun = perf_counter()
        await self._writer.ask("PUT", "/message", body={"text": TEXT})
        return perf_counter() - begun

    async def read(self) -> tuple[float, float]:
        """Have as many small things kept at once."""
        requests = [request("PUT", "/cursor", body={"no": 1})] * len(self.crowd.ears)
        return await self._readers.send(requests, 0.0)

    async def list_readers(self, body: bytes) -> float:
        """Ask for these bytes; return the seconds to the answer."""
        small = (await self._writer.ask("GET", "/answer")).body
        await self._writer.send(_post("/answer", body))
        begun = perf_counter()
        await self._writer.ask("GET", "/answer")
        taken = perf_counter() - begun
        await self._writer.send(_post("/answer", small))
        return taken

    def cpu(self) -> float:
        """Return the CPU used so far."""
        return cpu_of(self._process.pid)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)

    async def _connect(self) -> Line:
        for _ in range(200):
            try:
                return await connect(Line, self._port)
            except OSError:
                await asyncio.sleep(0.02)
        raise RuntimeError("the reference did not start")


def _post(path: str, body: bytes) -> bytes:
    return b"POST %s HTTP/1.1\r\ncontent-length: %d\r\n\r\n" % (path.encode(), len(body)) + body
