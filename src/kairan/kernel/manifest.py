"""A domain's manifest: everything it offers, in one place, so that ``app`` reads like a table of contents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from kairan.kernel.actions import AnyAction
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError
from kairan.kernel.events import Event, Json, Recorded


class Teller(Protocol):
    """Joins the words of events of one type when they are told, from the committed rows, in bulk."""

    def __call__(self, ctx: Ctx, events: list[Recorded], /) -> dict[int, dict[str, Json]]:
        """Return the ``data`` to send for each event, by ``seq``."""


Deliver = Callable[[Ctx, list[Recorded]], None]
"""Takes what is due in one organisation, oldest first, in a writing transaction of its own."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What happens because of events of these types: after the commit, in order, at least once.

    ``hears`` says where it begins in an organisation that was there before it: ``all`` the log holds
    (for what follows from the state of things), or only what is ``new`` (for what reaches people: no
    mail about last month). An organisation founded later is heard from its first event either way.
    ``give_up`` is called with an event that ``deliver`` failed on a few times; the listener goes on
    behind it. Without it, that event is tried until it works, and what comes behind it waits.
    ``gathers``: seconds for which it waits for more, so that what comes together is done together.
    """

    name: str
    types: tuple[type[Event], ...]
    deliver: Deliver
    hears: Literal["all", "new"]
    give_up: Deliver | None = None
    gathers: float = 0.0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a domain brings. ``routes`` are handlers of the web framework, opaque here.

    ``at_start`` and ``hourly`` are actions of the server without a command, done in every organisation.
    """

    noun: str
    actions: tuple[AnyAction, ...] = ()
    events: tuple[type[Event], ...] = ()
    errors: tuple[type[DomainError], ...] = ()
    listeners: tuple[Listener, ...] = ()
    tellers: Mapping[str, Teller] = field(default_factory=dict)
    routes: tuple[object, ...] = ()
    at_start: tuple[AnyAction, ...] = ()
    hourly: tuple[AnyAction, ...] = ()
