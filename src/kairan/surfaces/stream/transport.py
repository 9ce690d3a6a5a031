"""The way to the socket: uvicorn hands the connection's transport to the stream.

An ASGI ``send`` must be awaited, once for each connection and message. After the response has started the
stream writes ready-made chunks to the transport itself. A port test pins this to the uvicorn in use.
"""

import asyncio
import socket
import sys
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "kairan.transport"
SEND_BUFFER = 128 * 1024
HEAD_LIMIT = 64 * 1024
"""Bytes of a request's line and headers."""
HEAD_FOR = 20.0
"""Seconds a request's head may take from its first byte on; the first also from the connection on."""
BODY_FOR = 20.0
"""Seconds its body may take, and more for as long as it comes at BODY_RATE (as mod_reqtimeout does)."""
BODY_RATE = 500
"""Bytes a second, on average of the last BODY_FOR."""
SMALL_BODY = 1024 * 1024
SMALL_BODY_FOR = 30.0
LARGE_BODY_FOR = 600.0
"""Seconds a body of up to SMALL_BODY bytes, and a larger one, may take at all."""
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
DEAD_PEER_MS = 20_000


class StreamingProtocol(HttpToolsProtocol):
    """uvicorn's protocol that offers its transport in ``scope["extensions"]``, and waits for nobody long."""

    _head_bytes = 0
    _reading_head = True
    _body_bytes = 0
    _body_until = 0.0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Begin to wait for the first head."""
        super().connection_made(transport)
        tune(transport)
        self._wait_for(HEAD_FOR)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait_for(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Cut off whoever sends more header than any request needs (RFC 6585, 431)."""
        if self._reading_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._deadline is None and self._is_idle():
            self._wait_for(HEAD_FOR)  # a line's end is no head yet, but uvicorn waits no longer
        if self._reading_head and self._head_bytes > HEAD_LIMIT and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head has ended, the body begins."""
        self._reading_head = False
        most = LARGE_BODY_FOR if _length(self.headers) > SMALL_BODY else SMALL_BODY_FOR
        self._body_bytes, self._body_until = 0, self.loop.time() + most
        self._wait_for(min(BODY_FOR, most))
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count what comes."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there; when the next head begins is the keep-alive's affair."""
        self._reading_head, self._head_bytes = True, 0
        self._wait_for(None)
        super().on_message_complete()

    def on_message_begin(self) -> None:
        """Add the transport to the scope of each request."""
        super().on_message_begin()
        self._wait_for(HEAD_FOR)
        extensions: dict[str, Any] = {EXTENSION: self.transport}
        self.scope["extensions"] = extensions

    def _is_idle(self) -> bool:
        """Say whether the last request was answered and no other has begun."""
        answered = self.cycle is not None and self.cycle.response_complete
        return self._reading_head and answered and not self.transport.is_closing()

    def _wait_for(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = (
            None if seconds is None else self.loop.call_later(seconds, self._time_is_up)
        )

    def _time_is_up(self) -> None:
        """Cut off whoever sends drop by drop (RFC 9110, 408), unless it is we who do not read."""
        if self.transport.is_closing():
            return
        if not self._reading_head:
            left = self._body_until - self.loop.time()
            steady = self._body_bytes >= BODY_FOR * BODY_RATE and left > 0
            if steady or self.flow.read_paused:
                self._body_bytes = 0
                self._wait_for(min(BODY_FOR, max(left, 1.0)))
                return
        self.transport.write(_TOO_SLOW)
        self.transport.close()


def _length(headers: list[tuple[bytes, bytes]]) -> int:
    """Return how many bytes of body are announced; as many as can be where that is not said."""
    fields = dict(headers)
    if b"transfer-encoding" in fields:
        return sys.maxsize
    announced = fields.get(b"content-length", b"0")
    return int(announced) if announced.isdigit() else 0


def tune(transport: asyncio.Transport) -> None:
    """Keep little in the kernel, and find dead peers: RFC 5482 (user time-out) and keep-alive."""
    if transport.is_closing():
        return
    connected = transport.get_extra_info("socket")
    if connected is None or connected.family not in (socket.AF_INET, socket.AF_INET6):
        return
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_PEER_MS)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
