"""Numbers for typing: 12 digits that open what a link opens, for whoever cannot read a QR.

The first five are its *key*: no secret, by which it is found. The last seven are its *secret*, of which a slow
hash is kept; how often it may be tried is limited (``api``).
"""

import re
import secrets
import unicodedata

KEY_DIGITS = 5
SECRET_DIGITS = 7
NUMBER_LIMIT = 40
"""Characters that are read as a number: people write spaces and hyphens between the digits."""
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fc]")


def new_key() -> str:
    """Return a key; whether it is free is for the caller to see."""
    return f"{secrets.randbelow(10**KEY_DIGITS):0{KEY_DIGITS}}"


def new_number_secret() -> str:
    """Return the secret part of a number."""
    return f"{secrets.randbelow(10**SECRET_DIGITS):0{SECRET_DIGITS}}"


def read_number(typed: str) -> tuple[str, str] | None:
    """Return key and secret of what somebody typed, or None where it cannot be one of ours."""
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    if len(digits) != KEY_DIGITS + SECRET_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits[:KEY_DIGITS], digits[KEY_DIGITS:]
