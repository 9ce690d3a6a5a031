"""What follows for devices from what happens to sessions."""

from kairan.domains.notifications import actions
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded


def end_devices(ctx: Ctx, events: list[Recorded]) -> None:
    """Forget the devices of sessions that ended."""
    ended: set[str] = set()
    for event in events:
        sessions = event.data["sessions"]
        ended |= {str(each) for each in sessions} if isinstance(sessions, list) else set()
    actions.forget_devices(ctx, ended)
