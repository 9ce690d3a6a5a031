"""Which column is which field: Japanese and English headings, and what an administrator answered.

A heading is compared without case, width, spaces, signs and brackets, katakana as hiragana. What
is bracketed counts at first (``氏名（カナ）`` is the reading); it is left out only where it does
not change what the column is (``職員番号（7桁）``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kairan.domains.importers.model.heading_words import WORDS, Field
from kairan.kernel import text

_FORBIDDEN = "マイナンバー 個人番号 mynumber"
_OTHER = re.compile(
    "ろーま字|英|外字|旧|通称|alphabet|roman|english|old|former|内線|fax|ふぁっくす"
)
_BRACKETED = re.compile(r"[(\[{<【〔［「『〈《].*?[)\]}>】〕］」』〉》]")
_SIGNS = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: where it is, its heading, its field (None: not known), three values."""

    index: int
    heading: str
    field: Field | None
    sample: tuple[str, ...] = ()


FOLDED_LIMIT = 200
"""Characters of a heading that are compared: it is part of a key, and folding makes some long."""


def folded(heading: str) -> str:
    """Return a heading as it is compared and remembered."""
    return _SIGNS.sub("", text.folded(heading))[:FOLDED_LIMIT]


def find_field(heading: str) -> Field | None:
    """Return what a heading means to everybody, or None."""
    plain = text.folded(heading)
    inside = "".join(_BRACKETED.findall(plain))
    if exact := _FIELD_OF.get(_SIGNS.sub("", plain)):
        return exact
    if inside and not _OTHER.search(inside):
        return _FIELD_OF.get(_SIGNS.sub("", _BRACKETED.sub("", plain)))
    return None


def is_forbidden(heading: str) -> bool:
    """Say whether a column holds the state's number of a person, which may not be kept here."""
    return folded(_BRACKETED.sub("", text.folded(heading))) in _FORBIDDEN_NAMES


def find_columns(headings: Sequence[str], remembered: Mapping[str, Field]) -> tuple[Column, ...]:
    """Return the columns with their fields.

    ``remembered`` goes by folded heading and never says anew what everybody knows. A field goes to the
    first column that claims it; later ones are left open, for somebody to say.
    """
    taken: set[Field] = set()
    columns = []
    for index, heading in enumerate(headings):
        field = find_field(heading) or remembered.get(folded(heading))
        if heading.startswith("#"):
            field = field or "ignore"
        if field in taken:
            field = None
        if field is not None and field != "ignore":
            taken.add(field)
        columns.append(Column(index, heading, field))
    return tuple(columns)


def choose(columns: Sequence[Column], answers: Mapping[str, Field]) -> tuple[Column, ...]:
    """Return the columns with what somebody answered; a field leaves the column it had."""
    given = {field for field in answers.values() if field != "ignore"}
    return tuple(
        replace(column, field=answers[column.heading])
        if column.heading in answers
        else replace(column, field=None)
        if column.field in given
        else column
        for column in columns
    )


def _table() -> dict[str, Field]:
    return {
        _SIGNS.sub("", text.folded(name)): field
        for field, names in WORDS.items()
        for name in names.split()
    }


_FIELD_OF = _table()
_FORBIDDEN_NAMES = frozenset(folded(name) for name in _FORBIDDEN.split())
