"""SQL of invitations and applications."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, func, insert, select, update

from kairan.domains.rooms.tables import applications, invitation_rooms, invitations
from kairan.kernel.ctx import Ctx


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as it is kept, without its rooms."""

    id: str
    kind: Literal["member", "guest"]
    made_by: str
    until: datetime
    uses: int
    used: int
    approval: bool
    stopped_at: datetime | None

    def is_good(self, now: datetime) -> bool:
        """Say whether somebody may still enter by it."""
        return self.stopped_at is None and now < self.until and self.used < self.uses


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """Somebody's wish to be let in."""

    id: str
    room: str
    account: str
    asked_at: datetime
    invited_by: str
    invitation: str
    kind: Literal["member", "guest"]


_INVITATION = select(
    invitations.c.id,
    invitations.c.kind,
    invitations.c.made_by_id,
    invitations.c.until,
    invitations.c.uses,
    invitations.c.used,
    invitations.c.approval,
    invitations.c.stopped_at,
)


def insert_invitation(ctx: Ctx, row: InvitationRow, digest: str, rooms: Sequence[str]) -> None:
    """Keep a new invitation with its rooms."""
    ctx.tx.execute(
        insert(invitations),
        {
            "org_id": ctx.org,
            "id": row.id,
            "digest": digest,
            "kind": row.kind,
            "made_by_id": row.made_by,
            "made_at": ctx.now,
            "until": row.until,
            "uses": row.uses,
            "used": 0,
            "approval": row.approval,
        },
    )
    ctx.tx.execute(
        insert(invitation_rooms),
        [
            {"org_id": ctx.org, "invitation_id": row.id, "room_id": room, "order_no": order_no}
            for order_no, room in enumerate(rooms, start=1)
        ],
    )


def find_invitation(ctx: Ctx, id_: str) -> InvitationRow | None:
    """Return an invitation by its id."""
    return _one(ctx, invitations.c.id == id_)


def find_invitation_by_digest(ctx: Ctx, digest: str) -> InvitationRow | None:
    """Return an invitation by what we keep of its token."""
    return _one(ctx, invitations.c.digest == digest)


def list_good_invitations(ctx: Ctx, room: str) -> list[InvitationRow]:
    """Return the invitations by which somebody may enter this room now, newest first."""
    inside = select(invitation_rooms.c.invitation_id).where(
        invitation_rooms.c.org_id == ctx.org, invitation_rooms.c.room_id == room
    )
    found = ctx.tx.execute(
        _INVITATION.where(
            invitations.c.org_id == ctx.org,
            invitations.c.id.in_(inside),
            invitations.c.stopped_at.is_(None),
            invitations.c.until > ctx.now,
            invitations.c.used < invitations.c.uses,
        ).order_by(invitations.c.id.desc())
    )
    return [InvitationRow(*row) for row in found]


def rooms_of_invitations(ctx: Ctx, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the rooms of each of these invitations, in the order its maker named them."""
    found = ctx.tx.execute(
        select(invitation_rooms.c.invitation_id, invitation_rooms.c.room_id)
        .where(
            invitation_rooms.c.org_id == ctx.org, invitation_rooms.c.invitation_id.in_(list(ids))
        )
        .order_by(invitation_rooms.c.order_no)
    )
    rooms: dict[str, tuple[str, ...]] = {}
    for invitation, room in found:
        rooms[invitation] = (*rooms.get(invitation, ()), room)
    return rooms


def count_use(ctx: Ctx, id_: str) -> None:
    """Count one more who entered."""
    ctx.tx.execute(
        update(invitations)
        .where(invitations.c.org_id == ctx.org, invitations.c.id == id_)
        .values(used=invitations.c.used + 1)
    )


def stop_invitation(ctx: Ctx, id_: str) -> None:
    """Let nobody enter by it any more."""
    ctx.tx.execute(
        update(invitations)
        .where(invitations.c.org_id == ctx.org, invitations.c.id == id_)
        .values(stopped_at=ctx.now)
    )


def stop_every_invitation(ctx: Ctx) -> list[str]:
    """Let nobody enter by any link any more; return the rooms they led into."""
    open_ = (invitations.c.org_id == ctx.org, invitations.c.stopped_at.is_(None))
    theirs = and_(
        invitations.c.org_id == invitation_rooms.c.org_id,
        invitations.c.id == invitation_rooms.c.invitation_id,
    )
    rooms = (
        select(invitation_rooms.c.room_id)
        .join_from(invitation_rooms, invitations, theirs)
        .where(*open_)
        .distinct()
    )
    found = list(ctx.tx.execute(rooms.order_by(invitation_rooms.c.room_id)).scalars())
    ctx.tx.execute(update(invitations).where(*open_).values(stopped_at=ctx.now))
    return found


def insert_application(ctx: Ctx, id_: str, invitation: str, room: str, account: str) -> None:
    """Keep somebody's wish to be let in."""
    row = {
        "org_id": ctx.org,
        "id": id_,
        "invitation_id": invitation,
        "room_id": room,
        "account_id": account,
        "asked_at": ctx.now,
    }
    ctx.tx.execute(insert(applications), row)


def list_open_applications(
    ctx: Ctx, *, room: str | None = None, id_: str | None = None, account: str | None = None
) -> list[ApplicationRow]:
    """Return the applications nobody has decided on, of a room, of an account, or the one of an id."""
    table = applications.c
    conditions: list[ColumnElement[bool]] = [table.org_id == ctx.org, table.decided_at.is_(None)]
    if room is not None:
        conditions.append(table.room_id == room)
    if id_ is not None:
        conditions.append(table.id == id_)
    if account is not None:
        conditions.append(table.account_id == account)
    by_invitation = (invitations.c.org_id == table.org_id) & (
        invitations.c.id == table.invitation_id
    )
    found = ctx.tx.execute(
        select(
            table.id,
            table.room_id,
            table.account_id,
            table.asked_at,
            invitations.c.made_by_id,
            invitations.c.id,
            invitations.c.kind,
        )
        .join_from(applications, invitations, by_invitation)
        .where(*conditions)
        .order_by(table.id)
    )
    return [ApplicationRow(*row) for row in found]


def count_open_applications(ctx: Ctx, rooms: Collection[str]) -> dict[str, int]:
    """Return how many ask to be let into each of these rooms; rooms nobody asks for are not in it."""
    table = applications.c
    found = ctx.tx.execute(
        select(table.room_id, func.count())
        .where(table.org_id == ctx.org, table.room_id.in_(list(rooms)), table.decided_at.is_(None))
        .group_by(table.room_id)
    )
    return dict(found.all())


def decide_application(ctx: Ctx, id_: str, *, approved: bool) -> None:
    """Keep what an owner decided."""
    ctx.tx.execute(
        update(applications)
        .where(applications.c.org_id == ctx.org, applications.c.id == id_)
        .values(decided_at=ctx.now, approved=approved)
    )


def _one(ctx: Ctx, condition: ColumnElement[bool]) -> InvitationRow | None:
    row = ctx.tx.execute(
        _INVITATION.where(invitations.c.org_id == ctx.org, condition)
    ).one_or_none()
    return InvitationRow(*row) if row else None
