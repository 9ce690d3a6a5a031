"""A stream for ``kairan doctor`` alone: a few frames at an even pace show what a proxy does to streams."""

import asyncio
import secrets
from urllib.parse import parse_qs

from kairan.kernel.ids import digest
from kairan.surfaces.http.house import House
from kairan.surfaces.stream import asgi, frames

FRAMES = 5
EVERY = 0.2
"""Seconds between two frames."""


def expect_probe(house: House) -> str:
    """Return the word by which the next probe may listen, once."""
    word = secrets.token_urlsafe(24)
    house.stream_probe = digest(word)
    return word


async def serve_probe(house: House, query: bytes, send: asgi.Send) -> bool:
    """Serve the stream if this asks for it with the right word; say whether it did."""
    word = parse_qs(query.decode("latin-1")).get("probe", [""])[0]
    if house.stream_probe is None or not secrets.compare_digest(digest(word), house.stream_probe):
        return False
    house.stream_probe = None
    await send(asgi.start("text/event-stream"))
    for number in range(FRAMES):
        body = frames.sse("probe", str(number).encode())
        await send({"type": "http.response.body", "body": body, "more_body": True})
        await asyncio.sleep(EVERY)
    await send({"type": "http.response.body", "body": b""})
    return True
