"""What people write: one form for storing and comparing, and what is refused.

Text is kept in NFC (Unicode Standard Annex 15), except that CJK compatibility ideographs stay as written:
NFC would turn 神 (U+FA19) into 神 (U+795E), and people insist on the character in their name. NFKC is for
comparing only.
"""

import re
import unicodedata
from itertools import islice

from kairan.kernel.errors import BadInput

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_LINES = frozenset("\n\t")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
"""Letters and symbols that print nothing: fillers of Hangul, the empty Braille pattern, the null notehead."""
_MARKS = frozenset({"Mn", "Me"})
_MARKS_IN_A_LINE = 4
"""Marks on one letter of a name (Unicode Technical Standard 39, 5.4)."""
_MARKS_IN_A_BLOCK = 10
"""Marks on one letter of a message: more than any script stacks, and too few for a tower."""
FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r\n")
"""What a cell begins with that a spreadsheet would run."""
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")


def line(field: str, value: str, *, most: int, least: int = 1) -> str:
    """Return one line of text, trimmed, in NFC.

    Raises BadInput naming ``field`` with ``empty``, ``too_long``, ``control_characters`` or
    ``too_many_marks``.
    """
    return _checked(field, value.strip(), most, least, lines=False)


def block(field: str, value: str, *, most: int, least: int = 1) -> str:
    """Return text of several lines, line ends as ``\\n``, trimmed at the end, in NFC. Raises as ``line``."""
    unified = value.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    return _checked(field, unified, most, least, lines=True)


def optional_line(field: str, value: str | None, *, most: int) -> str | None:
    """Return ``line``, or None where nothing was written."""
    return line(field, value, most=most) if value and value.strip() else None


def optional_block(field: str, value: str | None, *, most: int) -> str | None:
    """Return ``block``, or None where nothing was written."""
    return block(field, value, most=most) if value and value.strip() else None


def cell(value: str) -> str:
    """Return a cell of a CSV that no spreadsheet runs as a formula (OWASP, CSV injection; CWE-1236).

    Japanese Excel takes full-width signs for half-width ones. An import takes the apostrophe away again.
    """
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value


def folded(value: str) -> str:
    """Return the form for comparing and searching: NFKC, case folded, katakana as hiragana, no spaces."""
    plain = unicodedata.normalize("NFKC", value).casefold()
    return hiragana("".join(c for c in plain if not c.isspace()))


def hiragana(value: str) -> str:
    """Return the same with every katakana of full width as hiragana."""
    return value.translate(_HIRAGANA)


def _checked(field: str, value: str, most: int, least: int, *, lines: bool) -> str:
    if len(value) > most:  # before any work is done on it
        raise BadInput({field: "too_long"}, limit=most)
    # Whatever is refused is unprintable (str.isprintable), and most of what people write is printable.
    if not value.isprintable() and any(_is_refused(c, lines=lines) for c in value):
        raise BadInput({field: "control_characters"})
    normal = "".join(
        part if _COMPATIBILITY_IDEOGRAPHS.match(part) else unicodedata.normalize("NFC", part)
        for part in _COMPATIBILITY_IDEOGRAPHS.split(value)
    )
    if len(normal) > most:
        raise BadInput({field: "too_long"}, limit=most)
    if _highest_tower(normal) > (_MARKS_IN_A_BLOCK if lines else _MARKS_IN_A_LINE):
        raise BadInput({field: "too_many_marks"})
    seen = islice(filter(_is_seen, normal), least)
    if sum(1 for _ in seen) < least:
        raise BadInput({field: "empty"})
    return normal


def _is_seen(character: str) -> bool:
    """Spaces, invisible format characters (zero width space, joiners), fillers and marks alone say nothing."""
    kind = unicodedata.category(character)
    return not (character.isspace() or kind == "Cf" or kind in _MARKS or character in _BLANK)


def _highest_tower(value: str) -> int:
    """Return the most combining marks that one letter bears; joiners between them do not count."""
    if value.isascii():
        return 0
    highest = marks = 0
    for kind in map(unicodedata.category, value):
        if kind in _MARKS:
            marks += 1
            highest = max(highest, marks)
        elif kind != "Cf":
            marks = 0
    return highest


def _is_refused(character: str, *, lines: bool) -> bool:
    """Control characters, bidi overrides (they forge what is read) and halves of surrogate pairs.

    In a single line also the separators of lines and paragraphs (U+2028, U+2029).
    """
    if lines and character in _LINES:
        return False
    refused = {"Cc", "Cs"} if lines else {"Cc", "Cs", "Zl", "Zp"}
    return unicodedata.category(character) in refused or character in _BIDI_CONTROLS
