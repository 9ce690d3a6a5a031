"""The client's side of the wire, as lean as it can be: raw sockets, ready-made requests, nothing decoded
that nobody asked for. What generates the load must not disturb what is measured."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

API = "/api/v1"

P = TypeVar("P", bound=asyncio.Protocol)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    def json(self) -> Any:
        """Return the body decoded. Raises RuntimeError where the answer is a refusal."""
        if self.status >= 400:
            raise RuntimeError(f"{self.status} {self.body.decode()}")
        return json.loads(self.body)


class Line(asyncio.Protocol):
    """A connection kept alive for commands. Answers come in the order of the requests."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[Answer]] = deque()
        self._rest = b""
        self.is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.is_open = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        for each in self._waiting:
            if not each.done():
                each.set_exception(ConnectionResetError("the server is gone"))
        self._waiting.clear()

    def data_received(self, data: bytes) -> None:
        self._rest = self._rest + data if self._rest else data
        while self._rest and (answer := self._take()) is not None:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(answer)

    def send(self, request: bytes) -> "asyncio.Future[Answer]":
        """Send a ready-made request; the future raises ConnectionError where the server goes away."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        if self.is_open:
            self._waiting.append(future)
            self._transport.write(request)
        else:
            future.set_exception(ConnectionResetError("not connected"))
        return future

    def write(self, data: bytes) -> None:
        """Send something that is not answered."""
        self._transport.write(data)

    async def ask(self, method: str, path: str, token: str = "", body: object = None) -> Answer:
        """Send a request and wait for its answer."""
        return await self.send(request(method, path, token, body))

    def close(self) -> None:
        self._transport.close()

    def _take(self) -> Answer | None:
        """Cut a whole answer off what has come, if there is one."""
        end = self._rest.find(b"\r\n\r\n") + 4
        if end < 4:
            return None
        head = self._rest[:end]
        whole = end + int(header(head, b"content-length") or 0)
        if len(self._rest) < whole:
            return None
        body, self._rest = self._rest[end:whole], self._rest[whole:]
        return Answer(int(head[9:12]), head, body)


class Stream(asyncio.Protocol):
    """A stream of events. ``heard`` gets whole frames as they come, several at once where they do."""

    def __init__(self, heard: Callable[[bytes], None]) -> None:
        self._heard = heard
        self._raw = b""
        self._begun = b""
        self.head = b""
        self.writes = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._raw = self._raw + data if self._raw else data
        if not self.head:
            end = self._raw.find(b"\r\n\r\n") + 4
            if end < 4:
                return
            self.head, self._raw = self._raw[:end], self._raw[end:]
        while self._raw and (piece := self._take()) is not None:
            self.writes += 1
            text = self._begun + piece if self._begun else piece
            end = text.rfind(b"\n\n") + 2
            self._begun = text[end:] if end >= 2 else text
            if end >= 2:
                self._heard(text[:end])

    def _take(self) -> bytes | None:
        """Cut a whole chunk off what has come (RFC 9112, 7.1), if there is one."""
        at = self._raw.find(b"\r\n") + 2
        if at < 2:
            return None
        end = at + int(self._raw[: at - 2], 16)
        if len(self._raw) < end + 2:
            return None
        piece, self._raw = self._raw[at:end], self._raw[end + 2 :]
        return piece


@dataclass(frozen=True)
class Frame:
    """One frame of a stream: id (None: it has none), type, and the data as it came."""

    id: int | None
    type: str
    data: bytes


def frames(whole: bytes) -> list[Frame]:
    """Take frames apart."""
    found = []
    for block in whole.split(b"\n\n")[:-1]:
        fields = dict(line.split(b": ", 1) for line in block.split(b"\n"))
        id_ = int(fields[b"id"]) if b"id" in fields else None
        found.append(Frame(id_, fields[b"event"].decode(), fields[b"data"]))
    return found


def request(method: str, path: str, token: str = "", body: object = None) -> bytes:
    """Return a request ready to be sent; ``body`` becomes JSON."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {API}{path} HTTP/1.1", "host: localhost", f"content-length: {len(content)}"]
    if token:
        lines.append(f"authorization: Bearer {token}")
    if content:
        lines.append("content-type: application/json")
    return "\r\n".join([*lines, "", ""]).encode() + content


def events_request(token: str, since: int | None = None) -> bytes:
    """Return the request that opens a stream."""
    place = "" if since is None else f"last-event-id: {since}\r\n"
    return (
        f"GET {API}/events HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n"
        f"authorization: Bearer {token}\r\n{place}\r\n"
    ).encode()


def poll_request(token: str, since: int | None = None) -> bytes:
    """Return the request of a long poll."""
    query = "" if since is None else f"?since={since}"
    return (
        f"GET {API}/events{query} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n"
        f"authorization: Bearer {token}\r\n\r\n"
    ).encode()


def header(head: bytes, name: bytes) -> bytes | None:
    """Return a header of an answer; the server writes their names in small letters."""
    at = head.find(b"\r\n" + name + b": ")
    if at < 0:
        return None
    at += len(name) + 4
    return head[at : head.index(b"\r\n", at)]


async def connect(make: Callable[[], P], port: int) -> P:
    """Connect to a port of this machine."""
    loop = asyncio.get_running_loop()
    _, protocol = await loop.create_connection(make, "127.0.0.1", port)
    return protocol


async def open_stream(
    port: int, token: str, heard: Callable[[bytes], None], since: int | None = None
) -> Stream:
    """Open a stream; it has begun when the first frame is heard."""
    stream = await connect(lambda: Stream(heard), port)
    stream.transport.write(events_request(token, since))
    return stream
