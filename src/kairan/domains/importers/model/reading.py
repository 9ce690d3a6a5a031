"""A file, whatever it is, as a sheet."""

from collections.abc import Iterator, Mapping

from kairan.domains.importers.model.heading_words import Field
from kairan.domains.importers.model.headings import find_field, folded, is_forbidden
from kairan.domains.importers.model.sheet import (
    MOST_BYTES,
    Encoding,
    Row,
    Sheet,
    UnreadableFile,
    make_sheet,
)
from kairan.domains.importers.model.text import read_text
from kairan.domains.importers.model.workbook import is_workbook, read_workbook


def read(content: bytes, remembered: Mapping[str, Field]) -> Sheet:
    """Return what a file holds. Raises UnreadableFile.

    ``remembered`` are the organisation's own headings, by ``folded``.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile("importers.file_too_large", limit=MOST_BYTES // 1024 // 1024)
    if not content.strip():
        raise UnreadableFile("importers.empty_file")
    encoding, rows = _rows(content)
    sheet = make_sheet(
        encoding, rows, lambda cell: folded(cell) in remembered or find_field(cell) is not None
    )
    for heading in sheet.headings:
        if is_forbidden(heading):
            raise UnreadableFile("importers.forbidden_column", heading=heading)
    return sheet


def _rows(content: bytes) -> tuple[Encoding, Iterator[Row]]:
    if is_workbook(content):
        return "xlsx", read_workbook(content)
    return read_text(content)
