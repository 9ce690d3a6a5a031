"""The form in which details of members are kept, searched and sorted."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from kairan.domains.accounts.model import checked_login, checked_name
from kairan.domains.directory.model.people import (
    EMAIL_LIMIT,
    EMPLOYEE_NO_LIMIT,
    PHONE_LIMIT,
    Details,
    Placement,
)
from kairan.kernel import text
from kairan.kernel.errors import BadInput

NO_RANK = 1_000_000
"""Where those without a level, or with one that is no number, stand."""

_NUMBER = re.compile(r"\d{1,5}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_VARIANTS = str.maketrans(
    "髙﨑嵜碕濵濱邉邊齋齊斎澤廣德眞嶋嶌惠槇榮國𠮷桒栁瀨瀧龍櫻壽淵曻舘條會瑤禮彌鐵圓",
    "高崎崎崎浜浜辺辺斉斉斉沢広徳真島島恵槙栄国吉桑柳瀬滝竜桜寿渕昇館条会瑶礼弥鉄円",
)
"""Characters of names that people search by their common form."""


def checked(details: Details) -> Details:
    """Return details in the form we keep. Raises BadInput naming every faulty field."""
    faults: dict[str, str] = {}
    made = replace(
        details,
        name=_tried(faults, checked_name, details.name) or "",
        kana=_tried(faults, _kana, details.kana),
        login=_tried(faults, checked_login, details.login),
        employee_no=_tried(faults, _employee_no, details.employee_no),
        email=_tried(faults, _email, details.email),
        phone=_tried(faults, _phone, details.phone),
        position=_tried(faults, _position, details.position),
        level=_tried(faults, _level, details.level),
        affiliation=_tried(faults, _affiliation, details.affiliation),
        also=tuple(_placement(faults, p) for p in details.also if p.unit != details.unit),
    )
    made = replace(made, login=made.login or _login_of(made.employee_no))
    if not made.name.strip():
        faults.setdefault("name", "empty")
    if made.login is None:
        faults.setdefault("login", "empty")
    if len({placement.unit for placement in made.also}) < len(made.also):
        faults["also"] = "twice"
    if faults:
        raise BadInput(faults)
    return made


def rank_of(level: str | None) -> int:
    """Return a level as a number: its leading digits (``3級`` is 3), else ``NO_RANK``."""
    number = _NUMBER.match(unicodedata.normalize("NFKC", level or ""))
    return int(number[0]) if number else NO_RANK


def searchable(value: str | None) -> str:
    """Return the form names and readings are searched in: folded, and 髙 found by 高."""
    plain = _VARIATION_SELECTORS.sub("", text.folded(value or "")).translate(_VARIANTS)
    return "".join(character for character in plain if character.isprintable())


def searchable_words(value: str | None) -> str:
    """Return each word of a name or reading as it is searched, with a space before it.

    So nothing is found across two words, and `` word`` is found where one begins.
    """
    return "".join(f" {word}" for part in (value or "").split() if (word := searchable(part)))


def sort_as(name: str, kana: str | None) -> str:
    """Return what somebody is sorted by: the reading, then the name; without a reading the name."""
    return f"{text.folded(kana)} {text.folded(name)}" if kana else text.folded(name)


def _tried(faults: dict[str, str], check: Callable[[str], str], value: str | None) -> str | None:
    """Return a checked value; None where there is none, or it is faulty as ``faults`` then says."""
    if value is None or not value.strip():
        return None
    try:
        return check(value)
    except BadInput as error:
        faults.update(error.fields)
        return None


def _placement(faults: dict[str, str], placement: Placement) -> Placement:
    position = _tried(faults, _position, placement.position)
    return replace(placement, position=position, level=_tried(faults, _level, placement.level))


def _kana(value: str) -> str:
    reading = text.line("kana", unicodedata.normalize("NFKC", value), most=100)
    return " ".join(text.hiragana(reading).split())


def _employee_no(value: str) -> str:
    number = text.line("employee_no", unicodedata.normalize("NFKC", value), most=EMPLOYEE_NO_LIMIT)
    if any(character.isspace() for character in number):
        raise BadInput({"employee_no": "spaces"})
    if not number.isprintable():
        raise BadInput({"employee_no": "control_characters"})
    return number


def _login_of(employee_no: str | None) -> str | None:
    return employee_no if employee_no and "@" not in employee_no else None


def _email(value: str) -> str:
    address = text.line("email", unicodedata.normalize("NFKC", value), most=EMAIL_LIMIT)
    if not _EMAIL.fullmatch(address):
        raise BadInput({"email": "not_an_address"})
    return address


def _phone(value: str) -> str:
    return text.line("phone", unicodedata.normalize("NFKC", value), most=PHONE_LIMIT)


def _level(value: str) -> str:
    return text.line("level", unicodedata.normalize("NFKC", value), most=100)


def _position(value: str) -> str:
    return text.line("position", value, most=100)


def _affiliation(value: str) -> str:
    return text.line("affiliation", value, most=100)
