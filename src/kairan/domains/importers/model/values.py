"""One cell: the value in the form we keep, or what is wrong with it.

Names keep every character they are written with (髙, 﨑, 濵, 𠮷); NFKC is only for what is typed by
machine anyway: numbers, logins, addresses, and readings.
"""

import re
import unicodedata
from collections.abc import Callable

from kairan.domains.accounts.model import LOGIN_LIMIT, NAME_LIMIT, checked_login
from kairan.kernel import text
from kairan.kernel.errors import BadInput

EMPLOYEE_NO_LIMIT = 50
EMAIL_LIMIT = 254
MOST_ORDER_NO = 999_999
DEEPEST_UNIT = 10

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_QUOTED_FORMULA = re.compile("^'(?=[=+@＝＋－＠-])")
_LOST = re.compile("[\ufffd〓\ue000-\uf8ff\U000f0000-\U0010fffd]")
_KANA = re.compile(r"[ぁ-ゖゝゞーヷ-ヺ・A-Za-z'.\- ]*")
_DASH_IN_KANA = re.compile(r"(?<=[ぁ-ゖー])[-‐‑–—―−]")
_UNIT_SIGNS = re.compile(r"[/／>＞\\＼¥￥\u3000\t]+")
_HYPHENS = re.compile("[-‐‑‒–—―−ー()\\s]+")
_PHONE = re.compile(r"\+?[0-9]+(-[0-9]+)*")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_COMMAS = re.compile("[,、，。･・;:]")
_ABSENT = re.compile(
    "(退職|離職|失職|休職|休業|育休|育児休業|停止|利用停止|一時停止|死亡|転出|除籍)(中|者|済|済み)?"
    "|suspended|inactive|disabled|retired|left|on ?leave|terminated"
)
_OUTSIDE = re.compile("ゲスト|外部|外部者|社外|庁外|団体外|委託|guest|external|outside|vendor")


class Wrong(Exception):
    """A cell cannot be taken: the code of the reason and what the words need."""

    def __init__(self, code: str, **data: str | int) -> None:
        """Take the code and its data."""
        super().__init__(code)
        self.code = code
        self.data = data


def plain(value: str, *, most: int = NAME_LIMIT) -> str:
    """Return one line in the form we keep, every run of spaces as one half-width space.

    Raises Wrong where it is too long, or holds control characters, or characters that were lost or
    belong to one machine only (外字).
    """
    line = _QUOTED_FORMULA.sub("", _INVISIBLE.sub("", value).strip(" \t\u3000\xa0"))
    _refuse_lost(line)
    try:
        return " ".join(text.line("value", line, most=most, least=0).split())
    except BadInput as error:
        raise Wrong(f"importers.{error.fields['value']}", **error.data) from error


def name(value: str) -> str:
    """Return a name; surname and given name are parted by one half-width space."""
    return plain(value)


def kana(value: str) -> str:
    """Return a reading in hiragana, from katakana of either width. Raises Wrong for another."""
    wide = unicodedata.normalize("NFKC", plain(value))
    reading = _DASH_IN_KANA.sub("ー", text.hiragana(wide))
    if not _KANA.fullmatch(reading):
        raise Wrong("importers.bad_kana")
    return " ".join(reading.split())


def login(value: str) -> str:
    """Return a login. Raises Wrong where it has spaces or an ``@``."""
    if not (wanted := plain(value, most=LOGIN_LIMIT)):
        return ""
    try:
        return checked_login(wanted)
    except BadInput as error:
        raise Wrong("importers.bad_login") from error


def employee_no(value: str) -> str:
    """Return an employee number in half-width characters, leading zeros kept."""
    number = unicodedata.normalize("NFKC", plain(value, most=EMPLOYEE_NO_LIMIT))
    if " " in number:
        raise Wrong("importers.bad_employee_no")
    return number


def email(value: str) -> str:
    """Return an address. Raises Wrong, with what was perhaps meant where that can be guessed."""
    address = unicodedata.normalize("NFKC", plain(value, most=EMAIL_LIMIT))
    if not address or _EMAIL.fullmatch(address):
        return address
    perhaps = _COMMAS.sub(".", address.removeprefix("mailto:").replace(" ", "")).strip(".")
    if _EMAIL.fullmatch(perhaps):
        raise Wrong("importers.bad_email_perhaps", perhaps=perhaps)
    raise Wrong("importers.bad_email")


def phone(value: str) -> str:
    """Return a telephone number: half-width digits, parted by hyphens."""
    number = _HYPHENS.sub("-", unicodedata.normalize("NFKC", plain(value))).strip("-")
    digits = sum(character.isdigit() for character in number)
    if number and not (_PHONE.fullmatch(number) and 3 <= digits <= 20):
        raise Wrong("importers.bad_phone")
    return number


def order_no(value: str) -> str:
    """Return a whole number from 0 to 999,999 in half-width digits, or nothing."""
    number = unicodedata.normalize("NFKC", plain(value))
    if not number:
        return ""
    if not (number.isascii() and number.isdigit() and int(number) <= MOST_ORDER_NO):
        raise Wrong("importers.bad_number", limit=MOST_ORDER_NO)
    return str(int(number))


def unit(value: str) -> str:
    """Return a path of units parted by ``/``.

    In the file ``／ > ＞ \\ ¥`` and the full-width space part as well; a half-width space does not.
    """
    parts = [plain(part) for part in _UNIT_SIGNS.split(value.strip(" \u3000"))]
    path = [part for part in parts if part]
    if len(path) > DEEPEST_UNIT:
        raise Wrong("importers.unit_too_deep", limit=DEEPEST_UNIT)
    return "/".join(path)


def kind(value: str) -> str:
    """Return a kind of member. Raises Wrong for guests, and for who has left or is on leave."""
    word = unicodedata.normalize("NFKC", plain(value)).casefold()
    if _ABSENT.fullmatch(word):
        raise Wrong("importers.absent", kind=word)
    if _OUTSIDE.fullmatch(word):
        raise Wrong("importers.not_a_member", kind=word)
    return word


READERS: dict[str, Callable[[str], str]] = {
    "login": login,
    "employee_no": employee_no,
    "name": name,
    "surname": name,
    "given_name": name,
    "kana": kana,
    "surname_kana": kana,
    "given_name_kana": kana,
    "unit": unit,
    "bureau": unit,
    "division": unit,
    "section": unit,
    "team": unit,
    "position": plain,
    "level": plain,
    "order_no": order_no,
    "email": email,
    "phone": phone,
    "kind": kind,
    "affiliation": plain,
}
"""How each field is read."""


def _refuse_lost(value: str) -> None:
    if lost := _LOST.search(value):
        raise Wrong("importers.lost_character", position=lost.start() + 1)
