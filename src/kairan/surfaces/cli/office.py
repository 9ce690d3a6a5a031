"""What commands work with: the process's lane and database, and a way to tell how far they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kairan.domains.accounts import queries as people
from kairan.domains.accounts.model import Organisation
from kairan.kernel import store
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import SERVER, Actor
from kairan.surfaces.http.house import House

R = TypeVar("R")

Progress = Callable[[int, int], None]
"""Hears how much is done, of how much."""


class CommandFailed(Exception):
    """A command cannot do what was asked; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Office:
    """Where a command runs."""

    house: House
    progress: Progress

    def ask(self, org: str, query: Callable[[Ctx], R], *, actor: Actor = SERVER) -> R:
        """Run a query in a snapshot of an organisation."""
        with self.house.database.read() as tx:
            head = store.read_head(tx, org)
            return query(Ctx(org, actor, self.house.clock(), tx, head.seq if head else 0))

    def organisations(self) -> list[Organisation]:
        """Return every organisation of this server."""
        return self.ask("", people.list_organisations)

    def organisation(self, code: str) -> Organisation:
        """Return the organisation with this code, or the only one. Raises CommandFailed."""
        known = self.organisations()
        if not code and len(known) == 1:
            return known[0]
        for each in known:
            if each.code == code:
                return each
        codes = ", ".join(each.code for each in known) or "none yet"
        raise CommandFailed(f"Say which organisation with --org CODE; there are: {codes}.")
