"""What one may ask of an import. Each command carries at most 100 rows."""

from dataclasses import dataclass

from kairan.domains.importers.model.heading_words import Field
from kairan.domains.importers.model.headings import Column
from kairan.domains.importers.model.people import Problem
from kairan.domains.importers.model.plan import Summary
from kairan.domains.importers.model.posts import Posts
from kairan.domains.importers.model.sheet import Encoding


@dataclass(frozen=True, slots=True)
class ReceiveImport:
    """A file that was read and compared; its blocks and the missing follow."""

    id: str
    name: str
    unit: str | None
    encoding: Encoding
    columns: tuple[Column, ...]
    rows: int
    blocks: int


@dataclass(frozen=True, slots=True)
class ChooseColumns:
    """What the columns are from now on; ``revision`` is the dry run that follows."""

    id: str
    revision: int
    columns: tuple[Column, ...]
    answers: tuple[tuple[str, Field], ...]


@dataclass(frozen=True, slots=True)
class KeepBlock:
    """A block of a dry run; ``rows`` is None where they are kept already."""

    id: str
    revision: int
    no: int
    rows: bytes | None
    problems: tuple[Problem, ...]
    posts: Posts


@dataclass(frozen=True, slots=True)
class KeepMissing:
    """At most 100 of the missing, the first of them with number ``no``."""

    id: str
    revision: int
    no: int
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinishPlan:
    """All of a dry run is kept."""

    id: str
    revision: int
    summary: Summary
    error: str | None


@dataclass(frozen=True, slots=True)
class ImportId:
    """An import, as a command."""

    id: str


@dataclass(frozen=True, slots=True)
class ImportChunk:
    """Block ``no`` of an import that runs."""

    id: str
    no: int


@dataclass(frozen=True, slots=True)
class TouchMissing:
    """The next 100 of the missing after number ``after``."""

    id: str
    after: int = -1


@dataclass(frozen=True, slots=True)
class Touched:
    """How many were suspended or let in, and from where to go on (None: that was all)."""

    count: int
    next: int | None
