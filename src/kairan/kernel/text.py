"""What people write: one form for storing and comparing, and what is refused.

Text is kept in NFC (Unicode Standard Annex 15), except that CJK compatibility ideographs stay as written:
NFC would turn 神 (U+FA19) into 神 (U+795E), and people insist on the character in their name. NFKC is for
comparing only.
"""

import re
import unicodedata

from kairan.kernel.errors import BadInput

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_LINES = frozenset("\n\t")
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")


def line(field: str, value: str, *, most: int, least: int = 1) -> str:
    """Return one line of text, trimmed, in NFC.

    Raises BadInput naming ``field`` with ``empty``, ``too_long`` or ``control_characters``.
    """
    return _checked(field, value.strip(), most, least, lines=False)


def block(field: str, value: str, *, most: int, least: int = 1) -> str:
    """Return text of several lines, line ends as ``\\n``, trimmed at the end, in NFC. Raises as ``line``."""
    unified = value.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    return _checked(field, unified, most, least, lines=True)


def optional_line(field: str, value: str | None, *, most: int) -> str | None:
    """Return ``line``, or None where nothing was written."""
    return line(field, value, most=most) if value and value.strip() else None


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
    if any(_is_refused(c, lines=lines) for c in value):
        raise BadInput({field: "control_characters"})
    normal = "".join(
        part if _COMPATIBILITY_IDEOGRAPHS.match(part) else unicodedata.normalize("NFC", part)
        for part in _COMPATIBILITY_IDEOGRAPHS.split(value)
    )
    if len(normal) > most:
        raise BadInput({field: "too_long"}, limit=most)
    if sum(_is_seen(c) for c in normal) < least:
        raise BadInput({field: "empty"})
    return normal


def _is_seen(character: str) -> bool:
    """Spaces and invisible format characters (zero width space, joiners) alone say nothing."""
    return not character.isspace() and unicodedata.category(character) != "Cf"


def _is_refused(character: str, *, lines: bool) -> bool:
    """Control characters, bidi overrides (they forge what is read) and halves of surrogate pairs.

    In a single line also the separators of lines and paragraphs (U+2028, U+2029).
    """
    if lines and character in _LINES:
        return False
    refused = {"Cc", "Cs"} if lines else {"Cc", "Cs", "Zl", "Zp"}
    return unicodedata.category(character) in refused or character in _BIDI_CONTROLS
