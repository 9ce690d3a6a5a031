"""The one way out: a request to an address that somebody gave us, which must lead out of this house.

Server-side request forgery (CWE-918): the scheme is https, every address a name resolves to must be public, the
connection goes to the address that was checked and nowhere else, a redirect is an answer like any other,
and time, size and connections have limits. Nothing is remembered between requests but open connections.
"""

import asyncio
import ipaddress
import logging
import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

import httpcore

from kairan.kernel.ports import Answer, Outgoing, Unsent
from kairan.kernel.settings import is_allowed_host

TIME_LIMIT = 10.0
"""Seconds for one request, from the name's resolution to the end of the answer."""
BODY_LIMIT = 4096
"""Bytes of an answer that are read; what follows is not asked for."""
CONNECTIONS = 64
"""Connections open at the same time."""
IDLE_FOR = 30.0
"""Seconds an open connection is kept for the next request."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")

logging.getLogger("httpcore").setLevel(logging.WARNING)


class GuardedClient(Outgoing):
    """Sends requests over connections that were checked. All of it runs on one event loop."""

    def __init__(self, allowed: frozenset[str], *, context: ssl.SSLContext | None = None) -> None:
        """``allowed``: hosts (``name:port``) reached although they are private or have no https."""
        self._allowed = allowed
        self._context = context or ssl.create_default_context()
        self._guard = _Guard(lambda host, port: is_allowed_host(allowed, host, port))
        self._hands = asyncio.Semaphore(CONNECTIONS)
        self._idle: deque[tuple[httpcore.Origin, httpcore.AsyncHTTPConnection]] = deque()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a POST and return status, headers and the beginning of the answer. Raises Unsent."""
        self._require_scheme(url)
        try:
            async with asyncio.timeout(TIME_LIMIT):
                async with self._hands:
                    return await self._post(url, headers, body)
        except TimeoutError as error:
            raise Unsent("no_answer") from error
        except (httpcore.ConnectError, httpcore.NetworkError, OSError) as error:
            raise Unsent("unreachable") from error
        except (httpcore.ProtocolError, httpcore.TimeoutException, UnicodeError) as error:
            raise Unsent("no_answer") from error

    async def close(self) -> None:
        """Close what is open."""
        while self._idle:
            await self._idle.pop()[1].aclose()

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        sent = {"Host": urlsplit(url).netloc, "Content-Length": str(len(body)), **headers}
        request = httpcore.Request("POST", url, headers=list(sent.items()), content=body)
        connection = await self._connect(request.url.origin)
        try:
            answer = await connection.handle_async_request(request)
            read = b""
            async for chunk in answer.aiter_stream():
                read += chunk
                if len(read) > BODY_LIMIT:
                    break
            await answer.aclose()
        finally:
            await self._let_go(request.url.origin, connection)
        given = {name.decode("latin-1").lower(): value for name, value in answer.headers}
        shown = {name: value.decode("latin-1") for name, value in given.items()}
        return Answer(answer.status, shown, read[:BODY_LIMIT])

    async def _connect(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        """Return an open connection that is still good, or a new one.

        The library's own pool looks at every connection for every other one at each request.
        """
        for place, (of, connection) in enumerate(self._idle):
            if of == origin:
                del self._idle[place]
                if connection.is_available() and not connection.has_expired():
                    return connection
                await connection.aclose()
                break
        return httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=self._context,
            keepalive_expiry=IDLE_FOR,
            network_backend=self._guard,
        )

    async def _let_go(
        self, origin: httpcore.Origin, connection: httpcore.AsyncHTTPConnection
    ) -> None:
        """Keep a connection for the next request where it can take one; not more than may be open."""
        if not connection.is_idle():
            await connection.aclose()
            return
        self._idle.append((origin, connection))
        if len(self._idle) > CONNECTIONS:
            await self._idle.popleft()[1].aclose()

    def _require_scheme(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise Unsent("forbidden_address") from error
        plain = parts.scheme == "http" and is_allowed_host(self._allowed, host, port or 80)
        plain_text = url.isascii() and url.isprintable()
        if (
            not plain_text
            or not host
            or "@" in parts.netloc
            or not (parts.scheme == "https" or plain)
        ):
            raise Unsent("forbidden_address")


class _Guard(httpcore.AsyncNetworkBackend):
    """Opens connections to addresses that were checked; TLS still asks for the name's certificate."""

    def __init__(self, is_allowed: Callable[[str, int], bool]) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._is_allowed = is_allowed

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check every address, connect to the first. Raises Unsent for what is not public."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        if not self._is_allowed(host, port) and not all(map(is_public, addresses)):
            raise Unsent("forbidden_address")
        return await self._inner.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )


def is_public(address: str) -> bool:
    """Say whether an address lies outside this house, whatever it is wrapped in.

    Refused: private, loopback, link-local, shared, multicast, reserved, documentation (the IANA
    special-purpose registries, RFC 6890), also as IPv4 within IPv6 (mapped, 6to4, Teredo, NAT64).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    return all(each.is_global and not _is_special(each) for each in (ip, *_wrapped(ip)))


def _is_special(ip: Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        local = ip in _NAT64_LOCAL or ip.is_site_local
    else:
        local = ip in _PROTOCOLS
    return local or ip.is_multicast or (ip.is_reserved and not _is_nat64(ip))


def _is_nat64(ip: Address) -> bool:
    return isinstance(ip, ipaddress.IPv6Address) and ip in _NAT64


def _wrapped(ip: Address) -> list[Address]:
    if not isinstance(ip, ipaddress.IPv6Address):
        return []
    inner: list[Address | None] = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if _is_nat64(ip):
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [each for each in inner if each is not None]
