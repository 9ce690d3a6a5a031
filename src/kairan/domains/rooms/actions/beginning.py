"""The beginning: the first organisation with its administrator, a first room and a link for the people."""

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries as people
from kairan.domains.directory import actions as directory
from kairan.domains.rooms.actions.invitations import create_invitation
from kairan.domains.rooms.actions.rooms import create_room
from kairan.domains.rooms.errors import SetupNotFound
from kairan.domains.rooms.model import Beginning, Begun, CreateRoom, Invite
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import Actor, Role

PEOPLE = 50
"""How many may enter by the link that set-up ends with."""


@action(Role.SERVER)
def begin_organisation(ctx: Ctx, command: Beginning) -> Begun:
    """Make the first organisation of this server, all of it or nothing.

    Raises SetupNotFound where there is one, CodeTaken, BadInput.
    """
    if people.list_organisations(ctx, limit=1):
        raise SetupNotFound
    founded = directory.found_organisation(ctx, command.founding)
    token = accounts.open_session(ctx, founded.account, command.device)
    administrator = ctx.by(Actor(Role.ADMIN, founded.account))
    room, _ = create_room(administrator, CreateRoom("group", command.room))
    invitation = create_invitation(administrator, Invite((room,), kind="member", uses=PEOPLE))
    return Begun(founded.account, token, room, invitation)
