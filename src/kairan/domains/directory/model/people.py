"""What is kept of a member, and what of it others see."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from kairan.domains.accounts.model import (
    Account,
    Kind,
    Language,
    Login,
    Name,
    Organisation,
    Settings,
)
from kairan.domains.directory.model.units import OrderNo

State = Literal["not_yet", "in", "suspended"]
Visibility = Literal["unit", "organisation", "administrators"]

EMPLOYEE_NO_LIMIT = 50
EMAIL_LIMIT = 254
PHONE_LIMIT = 50
EmployeeNo = Annotated[str, Meta(max_length=EMPLOYEE_NO_LIMIT)]
Email = Annotated[str, Meta(max_length=EMAIL_LIMIT)]
Phone = Annotated[str, Meta(max_length=PHONE_LIMIT)]
Level = Name | Annotated[int, Meta(ge=0, le=99_999)]


@dataclass(frozen=True, slots=True)
class Placement:
    """A place in a further unit."""

    unit: str
    position: Name | None = None
    level: Name | None = None
    order_no: OrderNo | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """Everything that may be changed about a member.

    ``unit`` is the main one; ``position``, ``level`` and ``order_no`` are those in it. ``also`` are
    places in further units.
    """

    name: str
    kana: str | None = None
    login: str | None = None
    employee_no: str | None = None
    email: str | None = None
    phone: str | None = None
    unit: str | None = None
    position: str | None = None
    level: str | None = None
    order_no: int | None = None
    affiliation: str | None = None
    email_visible: Visibility = "organisation"
    phone_visible: Visibility = "organisation"
    also: tuple[Placement, ...] = ()

    @property
    def units(self) -> frozenset[str]:
        """Return every unit of the member."""
        main = [] if self.unit is None else [self.unit]
        return frozenset([*main, *(placement.unit for placement in self.also)])


class AddMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new member. Without a login the employee number is the login."""

    name: Name
    kana: Name | None = None
    login: Login | None = None
    employee_no: EmployeeNo | None = None
    email: Email | None = None
    phone: Phone | None = None
    unit: str | None = None
    position: Name | None = None
    level: Level | None = None
    order_no: OrderNo | None = None
    affiliation: Name | None = None
    email_visible: Visibility = "organisation"
    phone_visible: Visibility = "organisation"
    also: tuple[Placement, ...] = ()

    def details(self) -> Details:
        """Return the same as details."""
        return _details({name: getattr(self, name) for name in self.__struct_fields__}, Details(""))


class MemberChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes about a member: what is left out stays, null takes it away."""

    name: Name | UnsetType = UNSET
    kana: Name | UnsetType | None = UNSET
    login: Login | UnsetType = UNSET
    employee_no: EmployeeNo | UnsetType | None = UNSET
    email: Email | UnsetType | None = UNSET
    phone: Phone | UnsetType | None = UNSET
    unit: str | UnsetType | None = UNSET
    position: Name | UnsetType | None = UNSET
    level: Level | UnsetType | None = UNSET
    order_no: OrderNo | UnsetType | None = UNSET
    affiliation: Name | UnsetType | None = UNSET
    email_visible: Visibility | UnsetType = UNSET
    phone_visible: Visibility | UnsetType = UNSET
    also: tuple[Placement, ...] | UnsetType = UNSET

    def over(self, details: Details) -> Details:
        """Return ``details`` with these changes."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return _details({k: v for k, v in values.items() if v is not UNSET}, details)


@dataclass(frozen=True, slots=True)
class ChangeMember:
    """A change of one member."""

    account: str
    change: MemberChange


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts, as a command."""

    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueEntryCards:
    """Entry cards: account, and the hash of the secret of the number on the card."""

    cards: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Uncarded:
    """Somebody who is not yet in; ``until`` where an entry card or link is good."""

    account: str
    name: str
    affiliation: str | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """The directory's part of a member, as it is stored (name and login are the account's)."""

    account: str
    state: State
    kana: str | None
    employee_no: str | None
    email: str | None
    phone: str | None
    email_visible: Visibility
    phone_visible: Visibility
    affiliation: str | None
    unit: str | None
    position: str | None
    level: str | None
    order_no: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """A member with everything that is kept of them."""

    account: Account
    state: State
    details: Details


@dataclass(frozen=True, slots=True)
class Key:
    """Where somebody stands in a list: how well found, level, order number, reading or name, id."""

    rank: int
    order_no: int
    sort_as: str
    account: str
    match: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """One word of what is searched: as typed, as it is searched, and the units it names."""

    typed: str
    sought: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Posting:
    """A unit of a member, as others see it."""

    unit: str
    path: str
    main: bool
    position: str | None
    level: str | None
    order_no: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the directory, as one viewer sees them; what one may not see is None.

    ``mine`` says whether the viewer may administer this person.
    """

    id: str
    name: str
    kind: Kind
    affiliation: str | None
    outside: bool
    suspended: bool
    kana: str | None = None
    login: str | None = None
    employee_no: str | None = None
    email: str | None = None
    phone: str | None = None
    units: tuple[Posting, ...] = ()
    position: str | None = None
    level: str | None = None
    order_no: int | None = None
    state: State | None = None
    admin: bool | None = None
    email_visible: Visibility | None = None
    phone_visible: Visibility | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Me:
    """Somebody's own account; ``unit_admin`` are the units they administer."""

    id: str
    name: str
    kana: str | None
    kind: Kind
    affiliation: str | None
    login: str | None
    admin: bool
    unit_admin: tuple[str, ...]
    language: Language
    settings: Settings
    has_password: bool
    waiting: bool
    organisation: Organisation


class Count(msgspec.Struct, frozen=True):
    """How many members are not yet in, in, and suspended."""

    not_yet: int
    in_: int = msgspec.field(name="in")
    suspended: int


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members are listed: all together, from ``after`` on, at most ``limit``."""

    query: str = ""
    unit: str | None = None
    below: bool = False
    state: State | None = None
    after: str | None = None
    limit: int = 100


def known(account: Account, card: Card, also: tuple[Placement, ...]) -> Known:
    """Return a member put together from the account and the directory's part."""
    details = Details(
        name=account.name,
        kana=card.kana,
        login=account.login,
        employee_no=card.employee_no,
        email=card.email,
        phone=card.phone,
        unit=card.unit,
        position=card.position,
        level=card.level,
        order_no=card.order_no,
        affiliation=card.affiliation,
        email_visible=card.email_visible,
        phone_visible=card.phone_visible,
        also=also,
    )
    return Known(account, card.state, details)


def state_of(account: Account) -> State:
    """Return how far somebody has come."""
    if account.state == "suspended":
        return "suspended"
    return "in" if account.first_in_at else "not_yet"


def _details(values: dict[str, object], over: Details) -> Details:
    if isinstance(level := values.get("level"), int):
        values = {**values, "level": str(level)}
    return replace(over, **values)  # type: ignore[arg-type]  # the structs' own types fit
