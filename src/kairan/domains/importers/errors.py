"""What can be refused about an import. What is wrong with single rows are codes in ``model``.

Refused
├── FileRefused                the file as a whole cannot be taken; nothing was kept
│   └── EmptyFile, NotATable, WebPage, MixedEncodings …
├── NoNameColumn, NoKeyColumn  a column is missing: somebody has to say which it is
├── NoLongerAllowed            whoever ran it may no longer
└── BrokeOff                   a block failed again and again, for a reason of the server's
Conflict
└── ImportIsElsewhere          being read, running, or done: not now
"""

from kairan.domains.importers.model.sheet import UnreadableFile
from kairan.kernel.errors import Conflict, DomainError, NotFound, Refused


class ImportNotFound(NotFound):
    """There is no such import, or it is somebody else's; its rows are kept for a day."""

    code = "importers.not_found"


class ImportIsElsewhere(Conflict):
    """The import is not in the state this needs: it is being read, runs, or has run."""

    code = "importers.is_elsewhere"


class NoNameColumn(Refused):
    """No column holds the name; somebody has to say which one does."""

    code = "importers.no_name_column"


class NoKeyColumn(Refused):
    """No column holds an employee number or a login, so that nobody can be told from another."""

    code = "importers.no_key_column"


class NoLongerAllowed(Refused):
    """Whoever ran the import was suspended or may no longer administer; it stopped where it was."""

    code = "importers.no_longer_allowed"


class BrokeOff(Refused):
    """The server failed several times on the next rows; those before are in, and it may be run again."""

    code = "importers.broke_off"


class FileRefused(Refused):
    """The file as a whole cannot be taken; nothing of it was kept."""


class EmptyFile(FileRefused):
    """There is nothing in the file."""

    code = "importers.empty_file"


class NoRows(FileRefused):
    """There are headings, and nobody below them."""

    code = "importers.no_rows"


class NoHeadings(FileRefused):
    """None of the first ten rows holds headings."""

    code = "importers.no_headings"


class DuplicateHeading(FileRefused):
    """Two columns have the same heading."""

    code = "importers.duplicate_heading"


class ForbiddenColumn(FileRefused):
    """A column holds the state's number of a person (マイナンバー), which may not be kept here."""

    code = "importers.forbidden_column"


class TooManyRows(FileRefused):
    """The file has more than 100,000 rows."""

    code = "importers.too_many_rows"


class TooManyColumns(FileRefused):
    """The file has more than 100 columns."""

    code = "importers.too_many_columns"


class TooMuchText(FileRefused):
    """The rows together are longer than 60 MB."""

    code = "importers.too_much_text"


class FileTooLarge(FileRefused):
    """The file is larger than 20 MB."""

    code = "importers.file_too_large"


class NotATable(FileRefused):
    """The file is neither CSV nor XLSX."""

    code = "importers.not_a_table"


class WebPage(FileRefused):
    """The file is a web page, whatever its name says."""

    code = "importers.web_page"


class Utf16(FileRefused):
    """The file is in UTF-16 (Excel calls it Unicode text)."""

    code = "importers.utf16"


class UnknownEncoding(FileRefused):
    """A line is neither UTF-8 nor CP932."""

    code = "importers.unknown_encoding"


class MixedEncodings(FileRefused):
    """Some lines are UTF-8 and others CP932; the line is the first of the rarer kind."""

    code = "importers.mixed_encodings"


class BadQuotes(FileRefused):
    """Quotes that open on this line do not close, or stand in the middle of a cell."""

    code = "importers.bad_quotes"


class CellTooLong(FileRefused):
    """A cell on this line is longer than 10,000 characters."""

    code = "importers.cell_too_long"


class OldWorkbook(FileRefused):
    """The file is an XLS of before 2007."""

    code = "importers.old_workbook"


class LockedWorkbook(FileRefused):
    """The workbook has a password."""

    code = "importers.locked_workbook"


class DamagedWorkbook(FileRefused):
    """The workbook cannot be read."""

    code = "importers.damaged_workbook"


class WorkbookTooLarge(FileRefused):
    """The workbook takes more than 1 GB, 15 s of work or 30 s to read; often one cell stands far away."""

    code = "importers.workbook_too_large"


_FILE_ERRORS: tuple[type[FileRefused], ...] = (
    EmptyFile,
    NoRows,
    NoHeadings,
    DuplicateHeading,
    ForbiddenColumn,
    TooManyRows,
    TooManyColumns,
    TooMuchText,
    FileTooLarge,
    NotATable,
    WebPage,
    Utf16,
    UnknownEncoding,
    MixedEncodings,
    BadQuotes,
    CellTooLong,
    OldWorkbook,
    LockedWorkbook,
    DamagedWorkbook,
    WorkbookTooLarge,
)
_COLUMN_ERRORS: tuple[type[Refused], ...] = (NoNameColumn, NoKeyColumn)

ERRORS: tuple[type[DomainError], ...] = (
    ImportNotFound,
    ImportIsElsewhere,
    NoLongerAllowed,
    BrokeOff,
    *_COLUMN_ERRORS,
    *_FILE_ERRORS,
)


def refusal(error: UnreadableFile) -> FileRefused:
    """Return the error a person sees for a file that cannot be read."""
    [found] = [each for each in _FILE_ERRORS if each.code == error.code]
    return found({}, **error.data)


def column_error(code: str) -> Refused:
    """Return the error for columns that are not enough to go on."""
    [found] = [each for each in _COLUMN_ERRORS if each.code == code]
    return found()
