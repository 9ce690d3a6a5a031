"""Routes of messages and their reader lists."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from litestar import Response, delete, get, post, put
from msgspec import Meta

from kairan.domains.receipts.model import How
from kairan.domains.rooms import actions
from kairan.domains.rooms.model import (
    TEXT_LIMIT,
    Forward,
    Message,
    MessageOfRoom,
    No,
    SendMessage,
    TellInPerson,
)
from kairan.domains.rooms.queries import messages
from kairan.domains.rooms.queries.messages import Page, Where
from kairan.domains.rooms.queries.readers import Readers, readers
from kairan.kernel.ports import Desk

Limit = Annotated[int, Meta(ge=1, le=200)]


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What to write; ``client_id`` is the sender's own name for it, the same twice is one message."""

    client_id: Annotated[str, Meta(min_length=1, max_length=64)]
    text: Annotated[str, Meta(max_length=TEXT_LIMIT)] = ""
    reply_to: No | None = None
    forward: Forward | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """How somebody was told."""

    how: How


@post("/rooms/{room:str}/messages", operation_id="send_message")
async def send_message(desk: Desk, room: str, data: NewMessage) -> Response[Message]:
    """Write a message; answered only after it is kept for good."""
    command = SendMessage(room, data.client_id, data.text, data.reply_to, data.forward)
    sent = await desk.do(actions.send_message, command)
    return Response(sent.message, status_code=201 if sent.new else 200)


@get("/rooms/{room:str}/messages", operation_id="list_messages")
async def list_messages(
    desk: Desk,
    room: str,
    before: No | None = None,
    after: No | None = None,
    around: No | None = None,
    on: date | None = None,
    tz: Annotated[int, Meta(ge=-840, le=840)] = 540,
    limit: Limit = 50,
) -> Page:
    """A page of messages by number, oldest first."""
    where = Where(before, after, around, on, tz, limit)
    return await desk.ask(lambda ctx: messages.page(ctx, room, where))


@delete("/rooms/{room:str}/messages/{no:int}", operation_id="unsend_message")
async def unsend_message(desk: Desk, room: str, no: int) -> None:
    """Take one's own message back."""
    await desk.do(actions.unsend_message, MessageOfRoom(room, no))


@put(
    "/rooms/{room:str}/messages/{no:int}/acknowledgement",
    operation_id="acknowledge_message",
    status_code=204,
)
async def acknowledge_message(desk: Desk, room: str, no: int) -> None:
    """Press 了解 on a message."""
    await desk.do(actions.acknowledge_message, MessageOfRoom(room, no))


@delete(
    "/rooms/{room:str}/messages/{no:int}/acknowledgement", operation_id="withdraw_acknowledgement"
)
async def withdraw_acknowledgement(desk: Desk, room: str, no: int) -> None:
    """Take 了解 back."""
    await desk.do(actions.withdraw_acknowledgement, MessageOfRoom(room, no))


@get("/rooms/{room:str}/messages/{no:int}/readers", operation_id="list_readers")
async def list_readers(desk: Desk, room: str, no: int) -> Readers:
    """Who has read a message, who was told, who has not."""
    return await desk.ask(lambda ctx: readers(ctx, room, no))


@get("/rooms/{room:str}/messages/{no:int}/readers.csv", operation_id="save_readers")
async def save_readers(desk: Desk, room: str, no: int) -> Response[bytes]:
    """The reader list as CSV (UTF-8 with BOM, so that spreadsheets read it), with the time it was taken."""
    found = await desk.ask(lambda ctx: readers(ctx, room, no))
    name = f"readers-{no}-{found.taken_at:%Y%m%dT%H%M%SZ}.csv"
    return Response(
        _csv(found),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@put(
    "/rooms/{room:str}/messages/{no:int}/told/{account:str}",
    operation_id="tell_in_person",
    status_code=204,
)
async def tell_in_person(desk: Desk, room: str, no: int, account: str, data: Word) -> None:
    """Give word that somebody was told by other means."""
    await desk.do(actions.tell_in_person, TellInPerson(room, no, account, data.how))


@delete("/rooms/{room:str}/messages/{no:int}/told/{account:str}", operation_id="withdraw_told")
async def withdraw_told(desk: Desk, room: str, no: int, account: str) -> None:
    """Take that word back."""
    await desk.do(actions.withdraw_told, TellInPerson(room, no, account, "in_person"))


def _csv(found: Readers) -> bytes:
    """Return the rows. A cell that a spreadsheet would run as a formula gets an apostrophe (CWE-1236)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["taken_at", f"{found.taken_at:%Y-%m-%dT%H:%M:%SZ}", "audience", found.audience]
    )
    writer.writerow(["status", "name", "affiliation", "outside", "at", "how_or_why", "by"])
    rows: list[tuple[str, str, str | None, bool, object, str, str]] = []
    pressed = {reader.account for reader in found.acknowledged}
    rows += [
        ("unread", r.name, r.affiliation, r.outside, "", "never_in" * r.never_in, "")
        for r in found.unread
    ]
    rows += [("told", r.name, r.affiliation, r.outside, r.at, r.how, r.by) for r in found.told]
    rows += [("unknown", r.name, r.affiliation, r.outside, "", r.why, "") for r in found.unknown]
    for r in found.read:
        deed = "acknowledged" if r.account in pressed else ""
        rows.append(("read", r.name, r.affiliation, r.outside, r.read_at, deed, ""))
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


ROUTES = (
    send_message,
    list_messages,
    unsend_message,
    acknowledge_message,
    withdraw_acknowledgement,
    list_readers,
    save_readers,
    tell_in_person,
    withdraw_told,
)
