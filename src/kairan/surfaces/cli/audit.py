"""``kairan audit verify``: whether the record of what was done is as it was written."""

from dataclasses import dataclass

from kairan.kernel import store
from kairan.kernel.audit import first_broken
from kairan.kernel.ctx import Ctx
from kairan.surfaces.cli.office import Office


@dataclass(frozen=True, slots=True)
class VerifyAudit:
    """Check every organisation."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: ``broken`` is the first row whose hash does not fit."""

    code: str
    rows: int
    broken: int | None


def verify_audit(office: Office, _: VerifyAudit) -> list[Checked]:
    """Check the chain of every organisation, its end against the head too (truncation)."""
    checked = []
    organisations = office.organisations()
    for number, organisation in enumerate(organisations, start=1):
        rows, broken = office.ask(organisation.id, _check)
        checked.append(Checked(organisation.code, rows, broken))
        office.progress(number, len(organisations))
    return checked


def _check(ctx: Ctx) -> tuple[int, int | None]:
    """Return how many rows there are and which does not fit: chain and head as of one moment."""
    entries, head = store.list_audit(ctx.tx, ctx.org), store.read_head(ctx.tx, ctx.org)
    return len(entries), first_broken(entries, head.audit_end if head else None)
