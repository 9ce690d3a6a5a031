"""A domain's manifest: everything it offers, in one place, so that ``app`` reads like a table of contents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kairan.kernel.actions import AnyAction
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError
from kairan.kernel.events import Event, Json, Recorded


class Teller(Protocol):
    """Joins the words of events of one type when they are told, from the committed rows, in bulk."""

    def __call__(self, ctx: Ctx, events: list[Recorded], /) -> dict[int, dict[str, Json]]:
        """Return the ``data`` to send for each event, by ``seq``."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What happens because of events of these types: after the commit, in order, at least once.

    ``run`` gets what is due in one organisation, oldest first, in a writing transaction of its own.
    """

    name: str
    types: tuple[type[Event], ...]
    run: Callable[[Ctx, list[Recorded]], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a domain brings. ``routes`` are handlers of the web framework, opaque here."""

    noun: str
    actions: tuple[AnyAction, ...] = ()
    events: tuple[type[Event], ...] = ()
    errors: tuple[type[DomainError], ...] = ()
    listeners: tuple[Listener, ...] = ()
    tellers: Mapping[str, Teller] = field(default_factory=dict)
    routes: tuple[object, ...] = ()
    at_start: tuple[AnyAction, ...] = ()
