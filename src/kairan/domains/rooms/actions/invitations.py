"""Links into rooms, and entering by them."""

from collections.abc import Collection, Iterable
from datetime import UTC, timedelta

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries as people
from kairan.domains.accounts.model import NAME_LIMIT, NewAccount, checked_name
from kairan.domains.boundary import actions as boundary
from kairan.domains.boundary import queries as places
from kairan.domains.directory import actions as directory
from kairan.domains.rooms.actions.rooms import let_in
from kairan.domains.rooms.errors import (
    AlreadyInside,
    ApplicationNotFound,
    DirectRoomIsFixed,
    InvitationNotFound,
    OwnersOnly,
    StillWaiting,
    UnitRoomIsFixed,
)
from kairan.domains.rooms.events import ApplicationClosed, ApplicationMade, InvitationsChanged
from kairan.domains.rooms.model import (
    AcceptInvitation,
    ApplicationOfRoom,
    EnteredRoom,
    Invitation,
    Invite,
)
from kairan.domains.rooms.queries.invitations import opened_rooms
from kairan.domains.rooms.store import invitations as store
from kairan.domains.rooms.store.invitations import ApplicationRow, InvitationRow
from kairan.kernel import text
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id, new_secret

DEFAULT_FOR = timedelta(days=7)
LONGEST_FOR = timedelta(days=365)
DEFAULT_USES = 50


@action(Role.MEMBER)
def create_invitation(ctx: Ctx, command: Invite) -> Invitation:
    """Make a link into rooms one is in; its token is in the answer and nowhere else.

    Raises RoomNotFound, NotAllowed (inviting members is for administrators), …IsFixed, BadInput.
    """
    if command.kind == "member":
        ctx.require(Role.ADMIN, "rooms.create_invitation")
    rooms = tuple(dict.fromkeys(command.rooms))
    stays = places.get_stays(ctx, [(room, ctx.actor.id) for room in rooms])
    for place in places.find_places(ctx, [stay.room for stay in stays]).values():
        if place.kind == "direct":
            raise DirectRoomIsFixed
        if place.kind == "unit":
            raise UnitRoomIsFixed
    until = command.until or ctx.now + DEFAULT_FOR
    if until.tzinfo is None or not ctx.now < until <= ctx.now + LONGEST_FOR:
        raise BadInput({"until": "out_of_range"})
    until = until.astimezone(UTC)
    token, secret = new_secret(ctx.org)
    row = InvitationRow(
        new_id(),
        command.kind,
        ctx.actor.id,
        until,
        command.uses or DEFAULT_USES,
        0,
        command.approval,
        None,
    )
    store.insert_invitation(ctx, row, secret.digest, rooms)
    ctx.audit("rooms.create_invitation", row.id, kind=row.kind, rooms=list(rooms), uses=row.uses)
    _tell(ctx, rooms)
    by = people.people(ctx, [row.made_by])[row.made_by].name
    return Invitation(
        row.id, row.kind, rooms, row.until, row.uses, 0, row.approval, by, mine=True, token=token
    )


@action(Role.GUEST)
def stop_invitation(ctx: Ctx, invitation: str) -> None:
    """Let nobody enter by a link any more; its maker and the owners of its rooms may."""
    row = store.find_invitation(ctx, invitation)
    if row is None:
        raise InvitationNotFound
    rooms = store.rooms_of_invitations(ctx, [row.id])[row.id]
    stays = places.find_stays(ctx, [(room, ctx.actor.id) for room in rooms])
    if not stays:
        raise InvitationNotFound
    if row.made_by != ctx.actor.id and not any(stay.owner for stay in stays.values()):
        raise OwnersOnly
    store.stop_invitation(ctx, row.id)
    ctx.audit("rooms.stop_invitation", row.id)
    _tell(ctx, rooms)


@action(Role.SERVER)
def stop_every_invitation(ctx: Ctx, command: None) -> None:
    """Stop every link: a restored copy must not honour what was stopped after it was made."""
    ctx.audit("rooms.stop_every_invitation")
    _tell(ctx, store.stop_every_invitation(ctx))


@action(Role.ANYONE)
def accept_invitation(ctx: Ctx, command: AcceptInvitation) -> EnteredRoom:
    """Enter by a link: as a new account, or as who one is already; exactly as often as it has uses.

    Where an owner must approve, the account waits outside; so does whoever an owner removed before.
    Raises InvitationNotFound, BadInput, AlreadyInside, StillWaiting.
    """
    invitation = store.find_invitation_by_digest(ctx, command.digest)
    if invitation is None:
        raise InvitationNotFound
    rooms = opened_rooms(ctx, invitation)
    if ctx.actor.account is not None and not command.name.strip():
        account, token = ctx.actor.account, None
        _refuse_waiting(ctx, invitation, account)
        rooms = _without_stay(ctx, rooms, account)
    else:
        account, token = _new_account(ctx, invitation, command)
    removed = places.removed_from(ctx, account, rooms)
    asking = set(rooms) if invitation.approval else removed
    new = _without_application(ctx, rooms, account, asking)
    if new:
        store.count_use(ctx, invitation.id)
        ctx.audit("rooms.accept_invitation", account, invitation=invitation.id)
        for room in new:
            _enter_or_apply(ctx, invitation, room, account, asks=room in asking)
        _tell(ctx, new)
    return EnteredRoom(account, rooms[0], rooms[0] in asking, token)


@action(Role.GUEST)
def approve_application(ctx: Ctx, command: ApplicationOfRoom) -> None:
    """Let somebody in who asked. Raises RoomNotFound, OwnersOnly, ApplicationNotFound, NotAllowed."""
    found = _decide(ctx, command, approved=True)
    ctx.audit("rooms.approve_application", found.account, room=found.room)
    _end_waiting(ctx, found)
    let_in(ctx, places.get_place(ctx, found.room), [found.account], invited_by=found.invited_by)


@action(Role.GUEST)
def refuse_application(ctx: Ctx, command: ApplicationOfRoom) -> None:
    """Do not let somebody in who asked. Raises RoomNotFound, OwnersOnly, ApplicationNotFound."""
    found = _decide(ctx, command, approved=False)
    ctx.audit("rooms.refuse_application", found.account, room=found.room)
    if not store.list_open_applications(ctx, account=found.account):
        _turn_away(ctx, found.account)


def _turn_away(ctx: Ctx, account: str) -> None:
    """There is nothing to wait for. An account that was made for this, and got in nowhere, is closed.

    One that was to be a member's is closed wherever it is inside: no refusal makes a member.
    """
    refused = people.get_account(ctx, account)
    if not refused.waiting:
        return  # it was there before
    if refused.kind == "guest" and places.is_inside_somewhere(ctx, account):
        accounts.set_waiting(ctx, account, waiting=False)
    else:
        accounts.suspend_accounts(ctx, [account])


def _end_waiting(ctx: Ctx, found: ApplicationRow) -> None:
    """Make somebody who waited what he or she asked to be; a member only by a link for members.

    Owners decide on those for its maker, who let them. Where the maker is no administrator any more, an
    administrator has to. Raises NotAllowed.
    """
    account = people.get_account(ctx, found.account)
    if not account.waiting or (account.kind == "member" and found.kind != "member"):
        return
    if account.kind == "member":
        if people.roles(ctx, [found.invited_by]).get(found.invited_by) != Role.ADMIN:
            ctx.require(Role.ADMIN, "rooms.create_invitation")
        boundary.set_insider(ctx, account.id)
    accounts.set_waiting(ctx, account.id, waiting=False)


def _refuse_waiting(ctx: Ctx, invitation: InvitationRow, account: str) -> None:
    """Raise StillWaiting for who waits by another link: one answer is due, and it decides."""
    if not people.get_account(ctx, account).waiting:
        return
    asked = {row.invitation for row in store.list_open_applications(ctx, account=account)}
    if invitation.id not in asked:
        raise StillWaiting


def _new_account(ctx: Ctx, invitation: InvitationRow, command: AcceptInvitation) -> tuple[str, str]:
    """Make the account of somebody who enters, a guest unless the link is for members, and a session."""
    affiliation = text.optional_line("affiliation", command.affiliation, most=NAME_LIMIT)
    if invitation.kind == "member":
        waiting = invitation.approval
        account = directory.enter_member(ctx, command.name, affiliation, waiting=waiting)
    else:
        guest = NewAccount(
            "guest",
            checked_name(command.name),
            affiliation=affiliation,
            sponsor=invitation.made_by,
            waiting=invitation.approval,
        )
        [account] = accounts.add_accounts(ctx, [guest])
    return account, accounts.open_session(ctx, account, command.device)


def _without_stay(ctx: Ctx, rooms: tuple[str, ...], account: str) -> tuple[str, ...]:
    """Return those of these rooms the account is not inside. Raises AlreadyInside where it is in all."""
    stays = places.find_stays(ctx, [(room, account) for room in rooms])
    outside = tuple(room for room in rooms if (room, account) not in stays)
    if not outside:
        raise AlreadyInside
    return outside


def _without_application(
    ctx: Ctx, rooms: tuple[str, ...], account: str, asking: Collection[str]
) -> tuple[str, ...]:
    """Return those of these rooms that can be entered, or asked for and were not yet."""
    asked = {row.room for row in store.list_open_applications(ctx, account=account)}
    return tuple(room for room in rooms if room not in asking or room not in asked)


def _enter_or_apply(
    ctx: Ctx, invitation: InvitationRow, room: str, account: str, *, asks: bool
) -> None:
    if not asks:
        let_in(ctx, places.get_place(ctx, room), [account], invited_by=invitation.made_by)
        return
    id_ = new_id()
    store.insert_application(ctx, id_, invitation.id, room, account)
    ctx.emit(ApplicationMade(room=room, id=id_, to=places.list_owners(ctx, room)))


def _decide(ctx: Ctx, command: ApplicationOfRoom, *, approved: bool) -> ApplicationRow:
    if not places.get_stay(ctx, command.room).owner:
        raise OwnersOnly
    found = store.list_open_applications(ctx, room=command.room, id_=command.application)
    if not found:
        raise ApplicationNotFound
    [application] = found
    store.decide_application(ctx, application.id, approved=approved)
    to = places.list_owners(ctx, application.room)
    ctx.emit(ApplicationClosed(room=application.room, id=application.id, to=to))
    ctx.emit(ApplicationClosed(id=application.id, to=(application.account,)))
    return application


def _tell(ctx: Ctx, rooms: Iterable[str]) -> None:
    for room in rooms:
        ctx.emit(InvitationsChanged(room=room))
