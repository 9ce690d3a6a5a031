"""``kairan audit verify``: whether the record of what was done is as it was written."""

from dataclasses import dataclass

from kairan.kernel import store
from kairan.kernel.audit import first_broken
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
    for number, organisation in enumerate(office.organisations(), start=1):
        entries = office.ask(organisation.id, lambda ctx: store.list_audit(ctx.tx, ctx.org))
        head = office.ask(organisation.id, lambda ctx: store.read_head(ctx.tx, ctx.org))
        broken = first_broken(entries)
        if broken is None and head is not None and head.audit_no != len(entries):
            broken = len(entries) + 1
        checked.append(Checked(organisation.code, len(entries), broken))
        office.progress(number, number)
    return checked
