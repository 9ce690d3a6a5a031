"""Facts about imports."""

from dataclasses import dataclass
from typing import ClassVar

from kairan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgressed(Event):
    """An import began, did a block, or ended; whoever runs it hears so, the next block follows."""

    type: ClassVar[str] = "importers.import_progressed"
    id: str
    state: str
    done: int
    rows: int


EVENTS = (ImportProgressed,)
