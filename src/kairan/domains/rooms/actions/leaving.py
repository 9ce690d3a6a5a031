"""Leaving the organisation for good."""

from kairan.domains.accounts import actions as accounts
from kairan.domains.boundary import actions as boundary
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.events import PeopleChanged
from kairan.domains.rooms.actions import writing
from kairan.domains.rooms.actions.rooms import see_to_owners
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import Role


@action(Role.GUEST)
def leave_for_good(ctx: Ctx, command: None) -> None:
    """Leave every group and close one's own account; what one wrote stays, with the name.

    Direct and unit rooms have their people for good: there one is shown as somebody who cannot come in.
    Where the last owner leaves, who is inside longest becomes one. Raises LastAdministrator.
    """
    me = ctx.actor.id
    accounts.close_own_account(ctx)
    ctx.audit("rooms.leave_for_good", me)
    rooms = [stay.room for stay in places.list_own_stays(ctx)]
    left = [place for place in places.find_places(ctx, rooms).values() if place.kind == "group"]
    for place in left:
        boundary.let_out(ctx, place, [me], why="left")
        writing.say(ctx, place.id, "left", [me])
        ctx.emit(PeopleChanged(room=place.id))  # what is told of people inside does not reach here
    see_to_owners(ctx, [place.id for place in left])
