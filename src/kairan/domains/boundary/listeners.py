"""What follows here from what happens to accounts."""

from kairan.domains.accounts.events import AccountRestored, AccountSuspended
from kairan.domains.boundary import store
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded


def follow_suspensions(ctx: Ctx, events: list[Recorded]) -> None:
    """Leave the suspended out of the counts of who can read a room, and count the restored again."""
    for event in events:
        account = str(event.data["account"])
        if event.type == AccountSuspended.type:
            store.update_suspended(ctx, account, suspended=True)
        if event.type == AccountRestored.type:
            store.update_suspended(ctx, account, suspended=False)
