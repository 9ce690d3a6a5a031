"""Accounts as values, and what is asked to make or change one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from kairan.domains.accounts.model.text import Name
from kairan.kernel.guard import Role

Kind = Literal["member", "guest", "line", "bot"]
State = Literal["active", "suspended"]
Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Person:
    """What anybody who may know of somebody sees of them."""

    id: str
    name: str
    kind: Kind
    affiliation: str | None
    outside: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class FormerName:
    """What somebody was called, and where from, before they took another name or affiliation."""

    name: str
    affiliation: str | None

    @property
    def shown(self) -> str:
        """Return both as they stand in one line."""
        return f"{self.name}（{self.affiliation}）" if self.affiliation else self.name


@dataclass(frozen=True, slots=True)
class Settings:
    """How somebody likes the client; kept on the server so that a new device looks the same."""

    text: Literal["standard", "large", "larger", "largest"] = "standard"
    simple: bool = False
    light: Literal["system", "light", "dark"] = "system"
    contrast: Literal["system", "high"] = "system"
    enter_sends: bool = True
    welcomed: bool = False


class SettingsChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Those of the settings that change; what is left out stays."""

    text: Literal["standard", "large", "larger", "largest"] | UnsetType = UNSET
    simple: bool | UnsetType = UNSET
    light: Literal["system", "light", "dark"] | UnsetType = UNSET
    contrast: Literal["system", "high"] | UnsetType = UNSET
    enter_sends: bool | UnsetType = UNSET
    welcomed: bool | UnsetType = UNSET

    def over(self, settings: Settings) -> Settings:
        """Return ``settings`` with these changes."""
        return msgspec.convert(msgspec.to_builtins(settings) | msgspec.to_builtins(self), Settings)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything of an account but its password."""

    id: str
    kind: Kind
    name: str
    affiliation: str | None
    login: str | None
    has_password: bool
    state: State
    admin: bool
    language: Language
    settings: Settings
    sponsor: str | None
    waiting: bool
    created_at: datetime
    first_in_at: datetime | None

    @property
    def person(self) -> Person:
        """Return what others see."""
        outside = is_outside(self.kind, waiting=self.waiting)
        suspended = self.state == "suspended"
        return Person(self.id, self.name, self.kind, self.affiliation, outside, suspended)

    @property
    def role(self) -> Role:
        """Return what the account may do in general."""
        return role(self.kind, admin=self.admin, waiting=self.waiting)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; ``login`` is None for guests."""

    kind: Kind
    name: str
    affiliation: str | None = None
    login: str | None = None
    password_hash: str | None = None
    admin: bool = False
    sponsor: str | None = None
    waiting: bool = False
    language: Language = "ja"


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What an account is called from now on, as a whole."""

    account: str
    name: str
    affiliation: str | None
    login: str | None


@dataclass(frozen=True, slots=True)
class AccountId:
    """An account, as a command."""

    account: str


class ChangeMe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody changes about themselves; ``name`` and ``affiliation`` are for guests only."""

    language: Language | UnsetType = UNSET
    settings: SettingsChange | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    affiliation: Name | UnsetType | None = UNSET


def is_outside(kind: Kind, *, waiting: bool) -> bool:
    """Say whether an account counts as from outside: guests, and who waits to become a member."""
    return kind == "guest" or waiting


def role(kind: Kind, *, admin: bool, waiting: bool) -> Role:
    """Return the role that a kind of account carries; who waits to be let in is a guest until then."""
    if kind != "member" or waiting:
        return Role.GUEST
    return Role.ADMIN if admin else Role.MEMBER
