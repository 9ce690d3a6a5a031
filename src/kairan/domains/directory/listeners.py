"""What follows in the directory from what happens to accounts."""

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.events import RoleChanged
from kairan.domains.directory.events import CountsChanged, DirectoryChanged
from kairan.domains.directory.model.people import state_of
from kairan.domains.directory.store import members as store
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded


def follow_accounts(ctx: Ctx, events: list[Recorded]) -> None:
    """Write how far the accounts have come, where the directory does not say so yet."""
    touched = {str(event.data["account"]) for event in events}
    cards = store.find_cards(ctx, touched)
    states = {id_: state_of(each) for id_, each in accounts.accounts(ctx, list(cards)).items()}
    behind = {id_: state for id_, state in states.items() if cards[id_].state != state}
    store.update_states(ctx, behind)
    if behind:
        ctx.emit(CountsChanged())
    if behind or any(event.type == RoleChanged.type for event in events):
        ctx.emit(DirectoryChanged())
