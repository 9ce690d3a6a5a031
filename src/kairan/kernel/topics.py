"""Topics: who may hear a fact. The boundary domain answers for rooms and accounts; see ``Audience``."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kairan.kernel.ctx import Ctx
    from kairan.kernel.events import Recorded

ORG = "org"
"""Every member of the organisation, never a guest. Such a fact carries no personal data."""

ADMINS = "admins"
"""Every administrator of the organisation."""


def room(room_id: str) -> str:
    """Return the topic of those who are inside a room."""
    return f"room:{room_id}"


def account(account_id: str) -> str:
    """Return the topic of one account, on all its devices."""
    return f"account:{account_id}"


class Ear(Protocol):
    """What one account may hear. It is loaded at some ``seq`` and kept right by folding what follows."""

    account: str

    def topics(self) -> Mapping[str, int]:
        """Return every topic this account listens to now, with the first message heard there (0: all).

        Ears that have the same number for a topic hear the same of it.
        """

    def hears(self, topic: str, event: "Recorded") -> bool:
        """Say whether this account may hear ``event`` because of one of its topics."""

    def may_hear(self, event: "Recorded") -> bool:
        """Say whether this account may hear ``event``: the one rule, live and in replay."""

    def fold(self, event: "Recorded") -> bool:
        """Take in a change of membership, in the order of ``seq``; say whether topics changed."""


class Audience(Protocol):
    """Whoever can say what accounts may hear (the boundary domain)."""

    def __call__(self, ctx: "Ctx", accounts: Sequence[str], /) -> dict[str, Ear]:
        """Return the ears of these accounts as they are at the head of ``ctx``."""
