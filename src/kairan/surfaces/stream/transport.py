"""The way to the socket: uvicorn hands the connection's transport to the stream.

An ASGI ``send`` must be awaited, once for each connection and message. After the response has started the
stream writes ready-made chunks to the transport itself. A port test pins this to the uvicorn in use.
"""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "kairan.transport"
SEND_BUFFER = 128 * 1024
HEAD_LIMIT = 64 * 1024
"""Bytes of a request's line and headers."""
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
DEAD_PEER_MS = 20_000


class StreamingProtocol(HttpToolsProtocol):
    """uvicorn's protocol that offers its transport in ``scope["extensions"]``."""

    _head_bytes = 0
    _reading_head = True

    def data_received(self, data: bytes) -> None:
        """Cut off whoever sends more header than any request needs (RFC 6585, 431)."""
        if self._reading_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._reading_head and self._head_bytes > HEAD_LIMIT and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head has ended."""
        self._reading_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next head begins."""
        self._reading_head, self._head_bytes = True, 0
        super().on_message_complete()

    def on_message_begin(self) -> None:
        """Add the transport to the scope of each request."""
        super().on_message_begin()
        extensions: dict[str, Any] = {EXTENSION: self.transport}
        self.scope["extensions"] = extensions


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
