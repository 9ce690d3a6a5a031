"""What names, logins and codes may look like."""

import re
import unicodedata
from typing import Annotated

from msgspec import Meta

from kairan.kernel import text
from kairan.kernel.errors import BadInput

NAME_LIMIT = 100
OUTSIDE_WORD_LIMIT = 20
LOGIN_LIMIT = 100
Name = Annotated[str, Meta(max_length=NAME_LIMIT)]
Login = Annotated[str, Meta(max_length=LOGIN_LIMIT)]
Code = Annotated[str, Meta(max_length=32)]
_CODE = re.compile("[a-z0-9-]{2,32}")
_SPACES = re.compile("[ \u3000]+")


def checked_name(value: str, field: str = "name") -> str:
    """Return a name in the form we keep, one half-width space between its words. Raises as ``text.line``."""
    return text.line(field, _SPACES.sub(" ", value), most=NAME_LIMIT)


def checked_outside_word(value: str) -> str:
    """Return a word for outsiders in the form we keep. Raises BadInput as ``text.line``."""
    return text.line("outside_word", value, most=OUTSIDE_WORD_LIMIT)


def is_code(value: str) -> bool:
    """Say whether this can be the code of an organisation."""
    return _CODE.fullmatch(value) is not None


def checked_code(value: str) -> str:
    """Return an organisation's code. Raises BadInput with ``code``."""
    if not is_code(value):
        raise BadInput({"code": "not_a_code"})
    return value


def checked_login(value: str) -> str:
    """Return a login in the form we keep: no spaces and no ``@``, which divides it from the code.

    Raises BadInput with ``login`` as ``text.line`` does, or ``spaces`` or ``at_sign``.
    """
    login = text.line("login", unicodedata.normalize("NFKC", value), most=LOGIN_LIMIT)
    if any(character.isspace() for character in login):
        raise BadInput({"login": "spaces"})
    if not login.isprintable():
        raise BadInput({"login": "control_characters"})
    if "@" in login:
        raise BadInput({"login": "at_sign"})
    return login


def folded_login(value: str) -> str:
    """Return the form in which logins are unique and looked up."""
    return unicodedata.normalize("NFKC", value).strip().casefold()
