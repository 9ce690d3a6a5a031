"""An organisation as a value, and what is asked to make or change one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from kairan.domains.accounts.model.people import Language
from kairan.domains.accounts.model.text import Code, Login, Name

HELP_NAME_LIMIT = 100
HELP_PHONE_LIMIT = 50
HelpName = Annotated[str, Meta(max_length=HELP_NAME_LIMIT)]
HelpPhone = Annotated[str, Meta(max_length=HELP_PHONE_LIMIT)]
UNSEND_FOR = 24 * 60 * 60
"""Seconds in which a message can be unsent, until the organisation sets something else."""
UNSEND_MOST = 30 * UNSEND_FOR
"""The most seconds that an organisation can set for it."""
HURTS_LIMIT = 500
"""Characters about what hurts most."""
AWeek = Annotated[int, Meta(ge=0, le=1_000_000)]
"""How many of something there are in a week."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; ``outside_word`` is its word for outsiders, ``unsend_for`` is in seconds.

    ``help_name`` and ``help_phone`` say whom to call; empty where nobody was named.
    """

    id: str
    code: str
    name: str
    outside_word: str = "社外"
    unsend_for: int = UNSEND_FOR
    help_name: str = ""
    help_phone: str = ""


@dataclass(frozen=True, slots=True)
class FoundOrganisation:
    """A new organisation with its first administrator, whose password is already hashed."""

    code: Code
    name: Name
    admin_name: Name
    login: Login
    password_hash: str | None
    outside_word: Name = "社外"
    language: Language = "ja"


@dataclass(frozen=True, slots=True)
class Founded:
    """A new organisation and its first administrator."""

    organisation: str
    account: str


class ChangeOrganisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes about the organisation itself; what is left out stays."""

    name: Name | UnsetType = UNSET
    outside_word: Name | UnsetType = UNSET
    unsend_for: Annotated[int, Meta(ge=0, le=UNSEND_MOST)] | UnsetType = UNSET
    help_name: HelpName | UnsetType = UNSET
    help_phone: HelpPhone | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Baseline:
    """How it was before Kairan, to compare with later. None: not answered. ``hurts``: what hurts most."""

    calls: AWeek | None = None
    faxes: AWeek | None = None
    mails: AWeek | None = None
    hurts: Annotated[str, Meta(max_length=HURTS_LIMIT)] | None = None


@dataclass(frozen=True, slots=True)
class KeptBaseline:
    """A baseline and when it was written down (None: never)."""

    answers: Baseline
    recorded_at: datetime | None
