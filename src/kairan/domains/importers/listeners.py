"""What follows from facts: an import that progressed goes on."""

from kairan.domains.importers import actions
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded


def advance(ctx: Ctx, events: list[Recorded]) -> None:
    """Import the next block of every import that began or did a block."""
    actions.advance(ctx, events)


def break_off(ctx: Ctx, events: list[Recorded]) -> None:
    """End an import whose next block fails again and again; what went in before stays."""
    actions.break_off(ctx, events)
