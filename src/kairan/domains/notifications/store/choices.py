"""SQL of what people chose for rooms, and of reminders."""

from collections.abc import Collection

from sqlalchemy import insert, select, tuple_, update

from kairan.domains.notifications.model import Choice, Reminder
from kairan.domains.notifications.tables import reminders, room_choices
from kairan.kernel.ctx import Ctx


def find_reminder(ctx: Ctx, room: str, no: int) -> Reminder | None:
    """Return when the unread of a message were last reminded, by whom, and how many."""
    row = ctx.tx.execute(
        select(reminders.c.at, reminders.c.by_id, reminders.c.people).where(
            reminders.c.org_id == ctx.org, reminders.c.room_id == room, reminders.c.no == no
        )
    ).one_or_none()
    return None if row is None else Reminder(row.at, row.by_id, row.people)


def put_reminder(ctx: Ctx, room: str, no: int, reminder: Reminder) -> None:
    """Keep the last reminder of a message."""
    where = (reminders.c.org_id == ctx.org, reminders.c.room_id == room, reminders.c.no == no)
    values = {"at": reminder.at, "by_id": reminder.by, "people": reminder.people}
    if not ctx.tx.execute(update(reminders).where(*where).values(**values)).rowcount:
        row = {"org_id": ctx.org, "room_id": room, "no": no, **values}
        ctx.tx.execute(insert(reminders), row)


def find_choices(ctx: Ctx, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Choice]:
    """Return what was chosen among these pairs of room and account."""
    found = ctx.tx.execute(
        select(
            room_choices.c.room_id,
            room_choices.c.account_id,
            room_choices.c.level,
            room_choices.c.muted_until,
        ).where(
            room_choices.c.org_id == ctx.org,
            tuple_(room_choices.c.room_id, room_choices.c.account_id).in_(list(pairs)),
        )
    )
    return {(row[0], row[1]): Choice(row[2], row[3], chosen=True) for row in found}


def put_choice(ctx: Ctx, room: str, account: str, choice: Choice) -> None:
    """Keep what somebody chose for a room."""
    where = (
        room_choices.c.org_id == ctx.org,
        room_choices.c.room_id == room,
        room_choices.c.account_id == account,
    )
    values = {"level": choice.level, "muted_until": choice.muted_until}
    if not ctx.tx.execute(update(room_choices).where(*where).values(**values)).rowcount:
        row = {"org_id": ctx.org, "room_id": room, "account_id": account, **values}
        ctx.tx.execute(insert(room_choices), row)
