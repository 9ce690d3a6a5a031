"""Routes of the reader list: who has read, who was told, who has not; on the screen and as a file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, SkipValidation

from kairan.domains.receipts.model import How
from kairan.domains.rooms import actions
from kairan.domains.rooms.api.messages import Tz
from kairan.domains.rooms.model import TellInPerson
from kairan.domains.rooms.queries.readers import Head, Reader, Readers, head, readers
from kairan.kernel import text
from kairan.kernel.ports import Desk, Speaker

BEGINNING = 100
"""Characters of the message that stand in the file."""

Say = SkipValidation[Speaker]


@dataclass(frozen=True, slots=True)
class Word:
    """How somebody was told."""

    how: How


@get("/rooms/{room:str}/messages/{no:int}/readers", operation_id="list_readers")
async def list_readers(
    desk: NamedDependency[Desk], room: FromPath[str], no: FromPath[int]
) -> Readers:
    """Who has read a message, who was told, who has not."""
    return await desk.ask(lambda ctx: readers(ctx, room, no))


@get("/rooms/{room:str}/messages/{no:int}/readers.csv", operation_id="save_readers")
async def save_readers(
    desk: NamedDependency[Desk],
    say: NamedDependency[Say],
    room: FromPath[str],
    no: FromPath[int],
    tz: FromQuery[Tz] = 540,
) -> Response[bytes]:
    """The reader list as CSV (UTF-8 with BOM, so that spreadsheets read it), with the time it was taken."""

    found, heading = await desk.ask(lambda ctx: (readers(ctx, room, no), head(ctx, room)))
    local = timezone(timedelta(minutes=tz))
    name = f"readers-{no}-{found.taken_at.astimezone(local):%Y%m%d-%H%M}.csv"
    return Response(
        _csv(found, heading, say, local),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@put(
    "/rooms/{room:str}/messages/{no:int}/told/{account:str}",
    operation_id="tell_in_person",
    status_code=204,
)
async def tell_in_person(
    desk: NamedDependency[Desk],
    room: FromPath[str],
    no: FromPath[int],
    account: FromPath[str],
    data: JSONBody[Word],
) -> None:
    """Give word that somebody was told by other means."""
    await desk.do(actions.tell_in_person, TellInPerson(room, no, account, data.how))


@delete("/rooms/{room:str}/messages/{no:int}/told/{account:str}", operation_id="withdraw_told")
async def withdraw_told(
    desk: NamedDependency[Desk], room: FromPath[str], no: FromPath[int], account: FromPath[str]
) -> None:
    """Take that word back."""
    await desk.do(actions.withdraw_told, TellInPerson(room, no, account, "in_person"))


def _csv(found: Readers, heading: Head, say: Say, local: timezone) -> bytes:
    """Return the list in words. No cell is one that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for name, value in _about(found, heading, say, local).items():
        writer.writerow([say(f"receipts-csv-{name}", {}), text.cell(value)])
    word = heading.outside_word
    heads = [say(f"receipts-csv-{name}", {}) for name in ("status", "name", "affiliation")]
    ends = [say(f"receipts-csv-{name}", {}) for name in ("at", "note", "phone")]
    writer.writerow([*heads, text.cell(word), *ends])
    for status, reader, at, note in _rows(found, say):
        outside = word if reader.outside else ""
        when = _at(at, local) if at else ""
        cells = [say(f"receipts-csv-{status}", {}), reader.name, reader.affiliation or ""]
        phone = (reader.phone or "") if status == "unread" else ""
        writer.writerow([text.cell(each) for each in (*cells, outside, when, note, phone)])
    return out.getvalue().encode("utf-8-sig")


def _about(found: Readers, heading: Head, say: Say, local: timezone) -> dict[str, str]:
    """Return what the list is about, so that the file can stand alone as a record."""
    message = found.message
    return {
        "organisation": heading.organisation,
        "room": heading.room or say("receipts-csv-direct", {}),
        "no": str(message.no),
        "sender": message.sender_name,
        "sent_at": _at(message.sent_at, local),
        "text": " ".join((message.text or "").split())[:BEGINNING],
        "taken_at": _at(found.taken_at, local),
        "audience": str(found.audience),
    }


def _rows(found: Readers, say: Say) -> Iterator[tuple[str, Reader, datetime | None, str]]:
    """Return status, person, time and what else there is to say, those still missing first."""
    pressed = {reader.account for reader in found.acknowledged}
    for unread in found.unread:
        yield "unread", unread, None, say("receipts-csv-never_in", {}) if unread.never_in else ""
    for told in found.told:
        how = say(f"receipts-csv-{told.how}", {})
        by = say("receipts-csv-by", {"by": told.by, "how": how})
        yield "told", told, told.at, by if told.by else say("receipts-csv-by_left", {"how": how})
    for unknown in found.unknown:
        yield "unknown", unknown, None, say(f"receipts-csv-{unknown.why}", {})
    for read in found.read:
        deed = say("receipts-csv-acknowledged", {}) if read.account in pressed else ""
        yield "read", read, read.read_at, deed


def _at(instant: datetime, local: timezone) -> str:
    return f"{instant.astimezone(local):%Y-%m-%d %H:%M:%S}"


ROUTES = (list_readers, save_readers, tell_in_person, withdraw_told)
