"""The reference: the least a server can do for the same answers. ``python -m bench.reference PORT FILE``.

One process, asyncio on uvloop as Kairan has it, no framework, no rules, no database, nothing decoded. It

* writes the same ready-made bytes to every open stream, at the byte ``!`` (a delivery);
* answers ``PUT`` with ready-made bytes after the body was appended to a file and ``fsync`` returned, one
  ``fsync`` for all that came in one turn of the loop (an acknowledgement, a cursor move);
* answers ``GET`` with the same ready-made bytes at once (a reader list).

``POST /chunk`` and ``POST /answer`` give it the bytes. Nobody could use it; it is what remains when
everything Kairan does is taken away, so a ratio says what Kairan's own work costs.
"""

import asyncio
import os
import sys
from typing import cast

import uvloop

_EVENTS = b"GET /api/v1/events"
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n"
_STREAM = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)
_HELLO = b"16\r\nevent: head\ndata: {}\n\n\r\n"


class Bare:
    """What all connections share."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.ears: set[asyncio.Transport] = set()
        self.chunk = b""
        self.answer = b""
        self._kept: list[tuple[asyncio.Transport, bytes]] = []

    def tell(self) -> None:
        """Write the bytes to every stream."""
        for ear in self.ears:
            ear.write(self.chunk)

    def keep(self, transport: asyncio.Transport, body: bytes) -> None:
        """Answer when ``body`` is on the disk, together with all that came in this turn."""
        if not self._kept:
            asyncio.get_running_loop().call_soon(self._sync)
        self._kept.append((transport, body))

    def _sync(self) -> None:
        kept, self._kept = self._kept, []
        os.write(self.file, b"".join(body for _, body in kept))
        os.fsync(self.file)
        for transport, _ in kept:
            transport.write(self.answer)


class Connection(asyncio.Protocol):
    """One connection: a stream, or requests one after another."""

    def __init__(self, bare: Bare) -> None:
        self._bare = bare
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._bare.ears.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        if data == b"!":
            self._bare.tell()
            return
        self._rest += data
        end = self._rest.find(b"\r\n\r\n") + 4
        at = self._rest.find(b"content-length: ")
        length = int(self._rest[at + 16 : self._rest.index(b"\r\n", at)]) if 0 <= at < end else 0
        if end >= 4 and len(self._rest) >= end + length:
            whole, self._rest = self._rest[: end + length], self._rest[end + length :]
            self._serve(whole, whole[end:])

    def _serve(self, request: bytes, body: bytes) -> None:
        if request.startswith(_EVENTS):
            self._bare.ears.add(self._transport)
            self._transport.write(_STREAM + _HELLO)
        elif request.startswith(b"PUT"):
            self._bare.keep(self._transport, body)
        elif request.startswith(b"GET"):
            self._transport.write(self._bare.answer)
        elif b"/chunk" in request[:40]:
            self._bare.chunk = body
            self._transport.write(_HEAD % 0)
        else:
            self._bare.answer = _HEAD % len(body) + body
            self._transport.write(_HEAD % 0)


async def serve(port: int, path: str) -> None:
    """Serve until told to stop."""
    bare = Bare(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(bare), "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), sys.argv[2]))
