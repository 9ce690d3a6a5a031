"""One form for every file: headings, and rows in blocks of 100, as they are stored and imported."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

import msgspec

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
ROWS_A_BLOCK = 100
MOST_PACKED_BYTES = 3 * MOST_BYTES
HEADING_WITHIN = 10
"""Rows at the top among which the headings may stand; a title or a date often comes first."""

Encoding = Literal["utf-8", "utf-8-sig", "cp932", "xlsx"]


class UnreadableFile(Exception):
    """A file cannot be taken at all; ``code`` is the word for it, ``data`` what the words need."""

    def __init__(self, code: str, **data: str | int) -> None:
        """Take the code and its data (line, heading, limit)."""
        super().__init__(code)
        self.code = code
        self.data = data


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the number of the line it begins at, the first line of the file being 1."""

    line: int
    cells: tuple[str, ...]

    def __bool__(self) -> bool:
        """Say whether anything is written in it."""
        return any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: its headings, how many rows follow, and those in packed blocks."""

    encoding: Encoding
    headings: tuple[str, ...]
    rows: int
    blocks: tuple[bytes, ...]


def make_sheet(encoding: Encoding, rows: Iterable[Row], is_heading: Callable[[str], bool]) -> Sheet:
    """Find the headings and pack what follows. Raises UnreadableFile, also beyond a limit."""
    written = _written(rows)
    top = list(islice(written, HEADING_WITHIN))
    if not top:
        raise UnreadableFile("importers.empty_file")
    at = _heading_row(top, is_heading)
    headings = _headings(top[at], top[at + 1 :])
    blocks: list[bytes] = []
    count = 0
    for packed, number in _packed(chain(top[at + 1 :], written)):
        blocks.append(packed)
        count += number
    if not count:
        raise UnreadableFile("importers.no_rows")
    return Sheet(encoding, headings, count, tuple(blocks))


def _written(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with anything in them; beside ours, so many empty ones are let pass and no more."""
    for number, row in enumerate(rows):
        if number > MOST_ROWS + HEADING_WITHIN:
            raise UnreadableFile("importers.too_many_rows", limit=MOST_ROWS)
        if row:
            yield row


def pack(rows: Iterable[Row]) -> bytes:
    """Return rows as they are stored."""
    return msgspec.json.encode([(row.line, row.cells) for row in rows])


def unpack(block: bytes) -> list[Row]:
    """Return the rows of a block."""
    return [Row(line, cells) for line, cells in _decoder.decode(block)]


_decoder = msgspec.json.Decoder(list[tuple[int, tuple[str, ...]]])


def _heading_row(top: list[Row], is_heading: Callable[[str], bool]) -> int:
    """Return which row holds the headings: the first with two we know, or one in the first row."""
    for index, row in enumerate(top):
        known = sum(1 for cell in row.cells if is_heading(cell))
        if known >= (2 if index else 1):
            return index
    raise UnreadableFile("importers.no_headings")


def _headings(row: Row, following: list[Row]) -> tuple[str, ...]:
    """Return the headings; a column without one has its number.

    Commas at the end of every row make columns too, or each row would have cells too many.
    """
    width = len(row.cells)
    if following and not any(Row(0, each.cells[width:]) for each in following):
        width = max(width, min(len(each.cells) for each in following))
    if width > MOST_COLUMNS:
        raise UnreadableFile("importers.too_many_columns", limit=MOST_COLUMNS)
    seen: set[str] = set()
    headings = []
    cells = (*row.cells, *[""] * (width - len(row.cells)))
    for number, cell in enumerate(cells, start=1):
        heading = " ".join(cell.split())[:100] or f"#{number}"
        if heading in seen:
            raise UnreadableFile("importers.duplicate_heading", heading=heading)
        seen.add(heading)
        headings.append(heading)
    return tuple(headings)


def _packed(rows: Iterator[Row]) -> Iterator[tuple[bytes, int]]:
    count = size = 0
    while block := list(islice(rows, ROWS_A_BLOCK)):
        packed = pack(block)
        count, size = count + len(block), size + len(packed)
        if count > MOST_ROWS:
            raise UnreadableFile("importers.too_many_rows", limit=MOST_ROWS)
        if size > MOST_PACKED_BYTES:
            raise UnreadableFile("importers.too_much_text")
        yield packed, len(block)
