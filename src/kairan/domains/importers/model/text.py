"""CSV, and what is not CSV: encodings, delimiters, quotes over lines."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from kairan.domains.importers.model.sheet import MOST_COLUMNS, Encoding, Row, UnreadableFile

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WEB = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"<body")
_ELSE = (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"<?xml", b"{\\rtf", b"\x1f\x8b")
_DELIMITERS = ",\t;"
_SNIFFED_ROWS = 20
_LONGEST_CELL = 10_000
_FIRST_KANA = "\u3041"
_LINE_END = re.compile(rb"\r\n|\n|\r")


def read_text(content: bytes) -> tuple[Encoding, Iterator[Row]]:
    """Return the encoding and the rows, empty ones among them.

    Raises UnreadableFile, at once or on the way: no table; with the line, a mixed or unknown
    encoding, quotes that do not close, a cell longer than 10,000 characters.
    """
    _refuse_what_is_no_text(content)
    encoding, text = _decoded(content)
    return encoding, _rows(text, _delimiter(text))


def _refuse_what_is_no_text(content: bytes) -> None:
    start = content[:1024].removeprefix(_BOM).lstrip().lower()
    if start.startswith(_WEB):
        raise UnreadableFile("importers.web_page")
    if content.startswith(_UTF16):
        raise UnreadableFile("importers.utf16")
    if start.startswith(_ELSE) or b"\0" in content:
        raise UnreadableFile("importers.not_a_table")


def _decoded(content: bytes) -> tuple[Encoding, str]:
    if content.startswith(_BOM):
        return "utf-8-sig", _strictly(content[len(_BOM) :])
    try:
        return "utf-8", content.decode()
    except UnicodeDecodeError:
        if any(_is_clearly_utf8(line) for line in content.splitlines()):
            return "utf-8", _strictly(content)
    try:
        return "cp932", content.decode("cp932")
    except UnicodeDecodeError as error:
        line = _line_of(content, error.start)
        raise UnreadableFile("importers.unknown_encoding", line=line) from error


def _strictly(content: bytes) -> str:
    """Decode UTF-8, or raise with the first line of the encoding that is rarer in the file."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _mixed(content) from error


def _mixed(content: bytes) -> UnreadableFile:
    utf8, foreign = [], []
    for number, line in enumerate(content.splitlines(), start=1):
        if not _is(line, "utf-8"):
            foreign.append(number)
            if not _is(line, "cp932"):
                return UnreadableFile("importers.unknown_encoding", line=number)
        elif _is_clearly_utf8(line):
            utf8.append(number)
    odd = foreign if len(foreign) <= len(utf8) or not utf8 else utf8
    return UnreadableFile("importers.mixed_encodings", line=odd[0])


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_clearly_utf8(line: bytes) -> bool:
    """Say whether a line is Japanese in UTF-8; half-width kana in CP932 can look like its Latin."""
    return not line.isascii() and _is(line, "utf-8") and max(line.decode()) >= _FIRST_KANA


def _line_of(content: bytes, position: int) -> int:
    return 1 + len(_LINE_END.findall(content, 0, position))


def _delimiter(text: str) -> str:
    """Return the delimiter with which most of the first rows have the same width, above one."""

    def agreement(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(cells) for cells in islice(reader, _SNIFFED_ROWS) if cells)
        except csv.Error:
            return 0, 0
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
        return (rows, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=agreement)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise _too_long(line) from error
            raise UnreadableFile("importers.bad_quotes", line=line) from error
        if any(len(cell) > _LONGEST_CELL for cell in cells):
            raise _too_long(line)
        yield Row(line, tuple(cells[: MOST_COLUMNS + 1]))
        line = reader.line_num + 1


def _too_long(line: int) -> UnreadableFile:
    return UnreadableFile("importers.cell_too_long", line=line, limit=_LONGEST_CELL)
