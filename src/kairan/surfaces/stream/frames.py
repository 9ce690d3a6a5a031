"""Frames: an event is encoded once, with its words joined from the committed rows."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from kairan.kernel import clock
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Json, Recorded
from kairan.kernel.manifest import Teller

log = logging.getLogger("kairan.stream")


@dataclass(frozen=True, slots=True)
class Frame:
    """An event with its JSON, and the same as a frame of the stream."""

    event: Recorded
    json: bytes
    sse: bytes


@dataclass(frozen=True, slots=True)
class Chunk:
    """What leaves in one write: frames of events, or other bytes; made once for all who get it."""

    frames: Sequence[Frame]
    sse: bytes
    wire: bytes


def chunk(sse: bytes, of: Sequence[Frame] = ()) -> Chunk:
    """Return bytes as a chunk of the response (RFC 9112, 7.1)."""
    return Chunk(of, sse, b"%x\r\n%s\r\n" % (len(sse), sse))


def together(frames: Sequence[Frame]) -> Chunk:
    """Return the frames of several events as one chunk."""
    return chunk(b"".join(frame.sse for frame in frames), frames)


def encode(ctx: Ctx, events: Sequence[Recorded], tellers: Mapping[str, Teller]) -> list[Frame]:
    """Return a frame for each event, in order; one query for all events of a type.

    A teller that fails is logged, and its events are told without words: one fault of ours must not
    keep anybody from everything else.
    """
    told: dict[int, dict[str, Json]] = {}
    by_type: dict[str, list[Recorded]] = {}
    for event in events:
        if event.type in tellers:
            by_type.setdefault(event.type, []).append(event)
    for type_, same in by_type.items():
        try:
            told.update(tellers[type_](ctx, same))
        except Exception:
            log.exception("the words of %s could not be joined", type_)
    return [_frame(event, told.get(event.seq)) for event in events]


def head(seq: int, epoch: str) -> bytes:
    """Return the heartbeat: everything up to ``seq`` has been sent."""
    return sse("head", msgspec.json.encode({"head": seq, "epoch": epoch}), seq)


def reset(seq: int) -> bytes:
    """Return the frame that says: load everything again, the stream goes on from ``seq``."""
    return sse("reset", msgspec.json.encode({"reset": True, "head": seq}), seq)


def signal(data: dict[str, Json]) -> bytes:
    """Return something said in passing; it has no id."""
    return sse("signal", msgspec.json.encode(data))


def end(why: str) -> bytes:
    """Return the last frame of a stream."""
    return sse("end", msgspec.json.encode({"why": why}))


def sse(kind: str, data: bytes, seq: int | None = None) -> bytes:
    """Return one frame of Server-Sent Events (WHATWG HTML, 9.2.6)."""
    id_ = b"" if seq is None else b"id: %d\n" % seq
    return b"%sevent: %s\ndata: %s\n\n" % (id_, kind.encode(), data)


def _frame(event: Recorded, told: dict[str, Json] | None) -> Frame:
    envelope: dict[str, Json] = {
        "seq": event.seq,
        "type": event.type,
        "at": clock.on_wire(event.at),
        "room": event.room,
        "actor": event.actor,
        "data": _data(event) if told is None else told,
    }
    encoded = msgspec.json.encode(envelope)
    return Frame(event, encoded, sse(event.type, encoded, event.seq))


def _data(event: Recorded) -> dict[str, Json]:
    """An event without a teller says what it stored, and which message it is about."""
    return event.data if event.no is None else {"no": event.no, **event.data}
