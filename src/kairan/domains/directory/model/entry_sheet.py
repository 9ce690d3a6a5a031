"""Entry cards on paper: eight to an A4 page, or a line each for mail merge. Secrets come in and are not kept.

The fonts come with us: a server needs none of its own, and the names of people are printed in full.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import segno
import typst

from kairan.kernel import text

CARDS_LIMIT = 500
"""Cards of one sheet: about two seconds of work."""
BOM = "\ufeff"
"""Excel reads a CSV as UTF-8 only with it."""
_TEMPLATE = str(Path(__file__).with_suffix(".typ"))
_FONTS = [
    str(package.FONT_PATH.parent) for package in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)
]
_SIZES = ((11, 22), (14, 18), (18, 14), (48, 11))
"""How wide a name may be (in half-width characters) for which size in points."""
_COLUMNS = ("name", "affiliation", "address", "short", "number", "until", "help")

Words = Callable[[str, Mapping[str, str | int]], str]
"""Says a message of the catalogue, as the edges have it (``kernel.ports.Speaker``)."""


@dataclass(frozen=True, slots=True)
class SheetCard:
    """One card: whose it is, what the QR says (None: no telephone could open it), what is typed."""

    name: str
    affiliation: str | None
    url: str
    number: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cards to be printed. ``short`` is the address to type; ``scans`` whether a telephone gets there."""

    organisation: str
    help_name: str
    help_phone: str
    short: str
    scans: bool
    language: str
    cards: Sequence[SheetCard]


def sheet_pdf(sheet: Sheet, say: Words, minutes: int) -> bytes:
    """Return the cards as PDF; ``minutes`` is the reader's time zone east of UTC."""
    data = {
        "language": sheet.language,
        "title": say("directory-card-title", {"organisation": sheet.organisation}),
        "organisation": sheet.organisation,
        "heading": say("directory-card-heading", {"organisation": sheet.organisation}),
        "scan": say("directory-card-scan", {}),
        "type": say("directory-card-type", {}),
        "address": _without_scheme(sheet.short),
        "once": say("directory-card-once", {}),
        "no_qr": say("directory-card-no_qr", {}),
        "help": _help(sheet, say),
        "cards": [
            {
                "name": say("directory-card-name", {"name": card.name}),
                "size": _size(card.name),
                "affiliation": card.affiliation or "",
                "number": grouped(card.number),
                "until": say("directory-card-until", {"until": _local(card.until, minutes)}),
                "qr": _qr(card.url) if sheet.scans else None,
            }
            for card in sheet.cards
        ],
    }
    made = typst.compile(
        _TEMPLATE,
        format="pdf",
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": msgspec.json.encode(data).decode()},
    )
    return made


def sheet_csv(sheet: Sheet, say: Words, minutes: int) -> bytes:
    """Return the cards as CSV for mail merge. No cell is one that a spreadsheet would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([text.cell(say(f"directory-card-column_{each}", {})) for each in _COLUMNS])
    for card in sheet.cards:
        cells = (
            card.name,
            card.affiliation or "",
            card.url,
            _without_scheme(sheet.short),
            grouped(card.number),
            _local(card.until, minutes),
            " ".join(part for part in (sheet.help_name, sheet.help_phone) if part),
        )
        writer.writerow([text.cell(cell) for cell in cells])
    return (BOM + out.getvalue()).encode()


def grouped(number: str) -> str:
    """Return a number as it is printed: by four."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _qr(url: str) -> str:
    made = io.BytesIO()
    segno.make(url, error="m", micro=False).save(made, kind="svg", border=2, xmldecl=False)
    return made.getvalue().decode()


def _help(sheet: Sheet, say: Words) -> str:
    if not (sheet.help_name or sheet.help_phone):
        return say("directory-card-help_nobody", {})
    whom = {"name": sheet.help_name, "phone": sheet.help_phone}
    return say("directory-card-help", whom)


def _size(name: str) -> int:
    width = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in name)
    return next((size for most, size in _SIZES if width <= most), 8)


def _local(at: datetime, minutes: int) -> str:
    return f"{at.astimezone(timezone(timedelta(minutes=minutes))):%Y-%m-%d %H:%M}"


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]
