"""The cast on a real server: uvicorn with our protocol on uvloop, on a port of its own, and raw sockets.

``served.listen(who)`` opens a stream and reads its frames as they come; ``served.poll(who)`` is one long
poll; ``served.get`` and the like are ordinary requests. Everything of ``World`` works here, too.
"""

import asyncio
import io
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from kairan.app import HOURLY, open_kairan
from kairan.kernel.settings import load
from kairan.surfaces.http.serve import keep_house, make_server
from tests import loops
from tests.world import Cast, Somebody, World

PATH = "/api/v1/events"
SOON = 10.0
"""Seconds after which what should have come is missing."""


@dataclass(frozen=True)
class Frame:
    """One frame of Server-Sent Events; ``id`` is None where it has none."""

    id: Any
    event: str
    data: Any

    @property
    def message(self) -> Any:
        """Return what the event itself says."""
        return self.data["data"]


@dataclass(frozen=True)
class Answer:
    """An answer to an ordinary request."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Served(World):
    """A world with a server in front of it."""

    def __init__(self, folder: Path, cast: Cast | None = None) -> None:
        self.folder = folder
        self.later = timedelta()
        self.told = []
        self._cast = cast
        self.kairan = open_kairan(load({"KAIRAN_DATA": str(folder)}), now=self.now)
        self.database, self.lane = self.kairan.database, self.kairan.lane
        self.hub = self.kairan.house.hub
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._open: list[Listener] = []
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[started], daemon=True)
        self._thread.start()
        assert started.wait(SOON)

    @classmethod
    def of(cls, world: World, folder: Path) -> "Served":
        """Serve a copy of a world, which has to be closed."""
        shutil.copy(world.folder / "kairan.db", folder / "kairan.db")
        return cls(folder, world.cast)

    def listen(self, who: Somebody | None, since: int | None = None, **more: Any) -> "Listener":
        """Open somebody's stream."""
        listener = Listener(self.port, who, since, **more)
        self._open.append(listener)
        return listener

    def poll(self, who: Somebody | None, since: int | None = None) -> Answer:
        """Ask once for what there is, and wait for the answer."""
        return self.request("GET", PATH + ("" if since is None else f"?since={since}"), who)

    def request(self, method: str, path: str, who: Somebody | None, body: object = None) -> Answer:
        """Send one request on a connection of its own."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            content = b"" if body is None else json.dumps(body).encode()
            fields = {"content-length": len(content), "content-type": "application/json"}
            connection.sendall(head(method, path, who, fields) + content)
            reader = connection.makefile("rb")
            status, headers = read_head(reader)
            return Answer(status, headers, reader.read(int(headers.get("content-length", 0))))

    def on_loop(self, function: Callable[[], Any]) -> Any:
        """Call something on the server's event loop and return what it says."""

        async def call() -> Any:
            return function()

        assert self.kairan.loop is not None
        return asyncio.run_coroutine_threadsafe(call(), self.kairan.loop).result(SOON)

    def streams(self) -> int:
        """Return how many streams are open, as the server sees it."""
        return self.on_loop(self.hub.count)

    def stop(self) -> None:
        """Let the server go down, as on SIGTERM."""
        self.on_loop(lambda: setattr(self.server, "should_exit", True))
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()

    def close(self) -> None:
        for each in self._open:
            each.close()
        if self._thread.is_alive():
            self.stop()
        self.kairan.close()

    def _run(self, started: threading.Event) -> None:
        loops.run(self._serve(started))

    async def _serve(self, started: threading.Event) -> None:
        self.kairan.loop = asyncio.get_running_loop()
        self.server = make_server(self.kairan.house, self.kairan.web(), self.kairan.stream())
        keeping = asyncio.create_task(keep_house(self.kairan.house, HOURLY))
        serving = asyncio.create_task(self.server.serve(sockets=[self._socket]))
        while not self.server.started:
            await asyncio.sleep(0.005)
        started.set()
        await serving
        keeping.cancel()
        self.kairan.loop = None


class Listener:
    """A stream somebody has opened, read from a raw socket; the framing is checked on the way."""

    def __init__(
        self,
        port: int,
        who: Somebody | None,
        since: int | None = None,
        *,
        last_event_id: object = None,
        receive_buffer: int | None = None,
        accept: str = "text/event-stream",
        method: str = "GET",
    ) -> None:
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(SOON)
        self.socket.connect(("127.0.0.1", port))
        fields: dict[str, object] = {"accept": accept}
        if last_event_id is not None:
            fields["last-event-id"] = last_event_id
        query = "" if since is None else f"?since={since}"
        self.socket.sendall(head(method, PATH + query, who, fields))
        self._raw = b""
        self._text = b""
        self._head: tuple[int, dict[str, str]] | None = None
        self.ended = False
        self.cut = False

    @property
    def status(self) -> int:
        return self._read_head()[0]

    @property
    def headers(self) -> dict[str, str]:
        return self._read_head()[1]

    def body(self) -> bytes:
        """Return the body of an answer that is no stream."""
        length = int(self.headers["content-length"])
        while len(self._raw) < length and self._receive(SOON):
            pass
        return self._raw[:length]

    def next(self, timeout: float = SOON) -> Any:
        """Return the next frame; None when the stream has ended. Raises TimeoutError."""
        until = time.monotonic() + timeout
        self._read_head()
        while b"\n\n" not in self._text:
            if self.ended or self.cut:
                return None
            if not self._take_chunk():
                self._receive(until - time.monotonic())
        raw, _, self._text = self._text.partition(b"\n\n")
        fields = dict(line.split(": ", 1) for line in raw.decode().split("\n"))
        number = int(fields["id"]) if "id" in fields else None
        return Frame(number, fields["event"], json.loads(fields["data"]))

    def until(self, event: str, *, count: int = 1, timeout: float = SOON) -> list[Frame]:
        """Return all frames up to the ``count``-th of a type."""
        found: list[Frame] = []
        until = time.monotonic() + timeout
        while sum(frame.event == event for frame in found) < count:
            frame = self.next(max(0.001, until - time.monotonic()))
            assert frame is not None, f"the stream ended after {[f.event for f in found]}"
            found.append(frame)
        return found

    def upto(self, served: Served, seq: int) -> list[Frame]:
        """Return all frames up to a head that says everything up to ``seq`` was told."""
        wait_until(lambda: served.on_loop(lambda: served.hub._feeds[served.cast.minato].seq) >= seq)
        served.on_loop(served.hub.beat)
        found: list[Frame] = []
        while not found or found[-1].event != "head" or found[-1].id < seq:
            frame = self.next()
            assert frame is not None, f"the stream ended after {[f.event for f in found]}"
            found.append(frame)
        return found

    def rest(self, timeout: float = SOON) -> list[Frame]:
        """Return all frames until the stream ends."""
        found: list[Frame] = []
        until = time.monotonic() + timeout
        while (frame := self.next(max(0.001, until - time.monotonic()))) is not None:
            found.append(frame)
        return found

    def meanwhile(self, seconds: float) -> list[Frame]:
        """Return the frames that come in the next moments; the stream may end, too."""
        found: list[Frame] = []
        until = time.monotonic() + seconds
        try:
            while (left := until - time.monotonic()) > 0 and (frame := self.next(left)):
                found.append(frame)
        except TimeoutError:
            pass
        return found

    def close(self) -> None:
        self.socket.close()

    def _read_head(self) -> tuple[int, dict[str, str]]:
        if self._head is None:
            while b"\r\n\r\n" not in self._raw and self._receive(SOON):
                pass
            raw, _, self._raw = self._raw.partition(b"\r\n\r\n")
            self._head = read_head(io.BytesIO(raw + b"\r\n\r\n"))
        return self._head

    def _receive(self, timeout: float) -> bool:
        """Take what has come; say whether there was anything. Raises TimeoutError."""
        self.socket.settimeout(max(0.001, timeout))
        try:
            data = self.socket.recv(65_536)
        except ConnectionError:
            data = b""
        self.cut = not data and not self.ended
        self._raw += data
        return bool(data)

    def _take_chunk(self) -> bool:
        """Take a whole chunk (RFC 9112, 7.1) out of what has come; say whether there was one."""
        size, found, rest = self._raw.partition(b"\r\n")
        if not found or len(rest) < int(size, 16) + 2:
            return False
        length = int(size, 16)
        assert rest[length : length + 2] == b"\r\n"
        self._text += rest[:length]
        self._raw = rest[length + 2 :]
        self.ended = length == 0
        assert not (self.ended and self._raw)
        return True


def head(method: str, path: str, who: Somebody | None, fields: dict[str, object]) -> bytes:
    """Return the head of a request."""
    lines = [f"{method} {path} HTTP/1.1", "host: localhost"]
    if who is not None:
        lines.append(f"authorization: Bearer {who.token}")
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def read_head(reader: Any) -> tuple[int, dict[str, str]]:
    """Read status and headers of an answer."""
    status = int(reader.readline().split()[1])
    headers = {}
    while line := reader.readline().strip():
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    return status, headers


def seqs(frames: list[Frame]) -> list[int]:
    """Return the numbers of what was told, the heads left out."""
    return [frame.id for frame in frames if frame.event not in {"head", "reset", "end", "signal"}]


def wait_until(condition: Callable[[], bool], seconds: float = SOON) -> None:
    """Return as soon as something is so; fail when it is not in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)
