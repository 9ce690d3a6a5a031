"""One message, 350 telephones: from the request that writes it to the push request of each of them.

The push service stands in this process and takes everything at once. The reference sends as many letters of
the same size there straight away, over as many connections: nothing asked, kept, encrypted or signed.
"""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.figures import Figure
from bench.server import Load, Server, raise_open_files
from kairan.adapters.webpush import encode

MEMBERS = 351
DEVICES = MEMBERS - 1
ROUNDS = 10
CONNECTIONS = 64
BODY = b"x" * 400
LIMIT = 1_000.0
"""Milliseconds within which the push requests of 95 of 100 devices have left."""
WITHIN = 20.0
"""Seconds in which all letters of a message must have come."""


class PushService:
    """Takes letters, answers 201, and notes down when each came."""

    def __init__(self) -> None:
        self.came: list[float] = []
        self._awaited = 0
        self._writers: list[asyncio.StreamWriter] = []
        self._all = asyncio.Event()

    async def open(self) -> int:
        """Listen, and return the port."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        self._server = server
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Listen no longer, and let who is connected go."""
        self._server.close()
        for writer in self._writers:
            writer.close()
        await asyncio.sleep(0.1)

    def expect(self, count: int) -> None:
        """Begin to count anew."""
        self.came, self._awaited = [], count
        self._all.clear()

    async def all_came(self) -> Sequence[float]:
        """Wait for what was expected, and return when each came."""
        async with asyncio.timeout(WITHIN):
            await self._all.wait()
        return self.came

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").lower().split("\r\n")
                [length] = [each for each in lines if each.startswith("content-length:")]
                await reader.readexactly(int(length.partition(":")[2]))
                self.came.append(time.perf_counter())
                if len(self.came) >= self._awaited:
                    self._all.set()
                writer.write(b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # whoever sent has said everything
        finally:
            writer.close()


def run() -> list[Figure]:
    """Measure, and return the figures."""
    raise_open_files()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(Path(folder)))


async def _run(folder: Path) -> list[Figure]:
    service = PushService()
    port = await service.open()
    server = Server(folder, KAIRAN_OUTGOING_ALLOWED=f"localhost:{port}")
    try:
        load = server.furnish(MEMBERS)
        await server.start()
        base = f"http://localhost:{server.port}/api/v1"
        async with httpx.AsyncClient(base_url=base, timeout=30) as client:
            await _subscribe(client, load, port)
            ours = [await _ring(client, load, service) for _ in range(ROUNDS)]
        bare = [await _send_bare(service, port) for _ in range(ROUNDS)]
    finally:
        server.stop()
        await service.close()
    return [
        Figure(f"push_350_{name}", "ms", _flat(ours), _flat(bare), at=at, most=LIMIT)
        for name, at in (("p50", 0.5), ("p95", 0.95))
    ]


def _flat(rounds: Sequence[Sequence[float]]) -> list[float]:
    return list(itertools.chain.from_iterable(rounds))


async def _subscribe(client: httpx.AsyncClient, load: Load, port: int) -> None:
    """Let every device but the writer's be told of everything in the room."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    keys = {"p256dh": encode(point), "auth": encode(b"0123456789abcdef")}

    async def one(number: int, token: str) -> None:
        headers = {"authorization": f"Bearer {token}"}
        body = {"endpoint": f"http://localhost:{port}/push/{number}", "keys": keys}
        answer = await client.post("/push/subscriptions", json=body, headers=headers)
        answer.raise_for_status()
        path = f"/rooms/{load.room}/notifications"
        (await client.put(path, json={"level": "everything"}, headers=headers)).raise_for_status()

    people = list(enumerate(load.tokens[1:]))
    for begin in range(0, len(people), 32):
        await asyncio.gather(*(one(*each) for each in people[begin : begin + 32]))


async def _ring(client: httpx.AsyncClient, load: Load, service: PushService) -> list[float]:
    """Write a message; return after how many milliseconds each device's letter left."""
    service.expect(DEVICES)
    headers = {"authorization": f"Bearer {load.tokens[0]}"}
    begun = time.perf_counter()
    body = {"client_id": f"{begun}", "text": "明日は九時に集まります"}
    answer = await client.post(f"/rooms/{load.room}/messages", json=body, headers=headers)
    answer.raise_for_status()
    came = await service.all_came()
    await asyncio.sleep(0.3)  # settled, and the next one begins in peace
    return [(at - begun) * 1e3 for at in came]


async def _send_bare(service: PushService, port: int) -> list[float]:
    service.expect(DEVICES)
    numbers = iter(range(DEVICES))

    async def hand() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            head = f"POST /push/{number} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(BODY)}"
            writer.write(f"{head}\r\n\r\n".encode() + BODY)
            await reader.readuntil(b"\r\n\r\n")
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(hand() for _ in range(CONNECTIONS)))
    return [(at - begun) * 1e3 for at in await service.all_came()]
