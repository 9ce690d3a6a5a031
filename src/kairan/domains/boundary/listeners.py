"""What follows here from what happens to accounts."""

from kairan.domains.accounts.events import AccountRestored, AccountSuspended, MeChanged
from kairan.domains.boundary import store
from kairan.domains.boundary.events import PeopleChanged
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded


def follow_people(ctx: Ctx, events: list[Recorded]) -> None:
    """Tell rooms, each once, that somebody inside is shown otherwise; count the suspended out."""
    shown = set()
    for event in events:
        account = str(event.data["account"])
        if event.type == AccountSuspended.type:
            store.update_suspended(ctx, account, suspended=True)
        if event.type == AccountRestored.type:
            store.update_suspended(ctx, account, suspended=False)
        if event.type != MeChanged.type or event.data.get("shown"):
            shown.add(account)
    for room in store.list_rooms_of(ctx, shown):
        ctx.emit(PeopleChanged(room=room))
