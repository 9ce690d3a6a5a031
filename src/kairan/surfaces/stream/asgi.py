"""What the stream says in raw ASGI: how an answer begins, a refusal, and where a client stands."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from kairan.kernel.errors import BadInput
from kairan.surfaces.http.gate import Visitor
from kairan.surfaces.http.problems import Document

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def since(visitor: Visitor, query: bytes) -> int | None:
    """Return where the client stands; ``Last-Event-ID`` wins over ``since``."""
    asked = parse_qs(query.decode("latin-1")).get("since", [""])[0]
    text = visitor.header("last-event-id") or asked
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise BadInput({"since": "not_a_number"})
    return int(text)


def start(media_type: str, length: int | None = None) -> MutableMapping[str, Any]:
    """Return the message that begins an answer; without a length it goes on until it ends."""
    headers = [
        (b"content-type", media_type.encode()),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    return {"type": "http.response.start", "status": 200, "headers": headers}


async def refuse(send: Send, problem: Document) -> None:
    """Answer with what went wrong."""
    headers = [(name.encode(), value.encode()) for name, value in problem.headers.items()]
    headers.append((b"content-length", str(len(problem.body)).encode()))
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": problem.body})


async def until_gone(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
