"""SQL of devices and of what is on its way to them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
    tuple_,
    update,
)

from kairan.domains.notifications.model import (
    Device,
    Notice,
    Push,
    Subscription,
)
from kairan.domains.notifications.tables import (
    notices,
    push_devices,
    pushes,
)
from kairan.kernel.ctx import Ctx
from kairan.kernel.store import Transaction
from kairan.kernel.tables import logs

Key = tuple[str, str]
"""Notice and device: one push."""

_DEVICE = (
    push_devices.c.session_id,
    push_devices.c.account_id,
    push_devices.c.endpoint,
    push_devices.c.p256dh,
    push_devices.c.auth,
    push_devices.c.since,
    push_devices.c.delivered_at,
    push_devices.c.failed_at,
    push_devices.c.failure,
    push_devices.c.tested_at,
    push_devices.c.test_accepted_at,
    push_devices.c.test_failure,
    push_devices.c.arrived_at,
)


def put_device(ctx: Ctx, session: str, account: str, subscription: Subscription) -> None:
    """Keep the subscription of a session in place of an older one; nobody else keeps the same address."""
    ctx.tx.execute(
        update(push_devices)
        .where(
            push_devices.c.org_id == ctx.org,
            push_devices.c.endpoint == subscription.endpoint,
            push_devices.c.session_id != session,
        )
        .values(endpoint=None, p256dh=None, auth=None)
    )
    fresh = {
        "endpoint": subscription.endpoint,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
        "since": ctx.now,
        "failed_at": None,
        "failure": None,
    }
    row = {"org_id": ctx.org, "session_id": session, "account_id": account, **fresh}
    changed = ctx.tx.execute(update(push_devices).where(*_of(ctx, [session])).values(**fresh))
    if not changed.rowcount:
        ctx.tx.execute(insert(push_devices), row)


def find_devices(ctx: Ctx, ids: Iterable[str]) -> dict[str, Device]:
    """Return these devices, by id."""
    found = ctx.tx.execute(select(*_DEVICE).where(*_of(ctx, ids)))
    return {row.session_id: _device(row) for row in found}


def list_devices(ctx: Ctx, accounts: Collection[str], *, reached: bool = False) -> list[Device]:
    """Return the devices of these accounts; ``reached``: only those with a subscription."""
    wanted = [push_devices.c.org_id == ctx.org, push_devices.c.account_id.in_(list(accounts))]
    if reached:
        wanted.append(push_devices.c.endpoint.is_not(None))
    return [_device(row) for row in ctx.tx.execute(select(*_DEVICE).where(*wanted))]


def has_devices(ctx: Ctx) -> bool:
    """Say whether anybody of the organisation can be reached by push at all."""
    there = and_(push_devices.c.org_id == ctx.org, push_devices.c.endpoint.is_not(None))
    return bool(ctx.tx.execute(select(exists().where(there))).scalar_one())


def delete_devices(ctx: Ctx, ids: Collection[str]) -> list[str]:
    """Forget devices and what is on its way to them; return whose they were."""
    owners = {device.account for device in find_devices(ctx, ids).values()}
    delete_pushes_to(ctx, ids)
    ctx.tx.execute(delete(push_devices).where(*_of(ctx, ids)))
    return sorted(owners)


def note_deliveries(ctx: Ctx, ids: Collection[str]) -> None:
    """Write that a push service took something for these devices now."""
    if ids:
        values = {"delivered_at": ctx.now, "failed_at": None, "failure": None}
        ctx.tx.execute(update(push_devices).where(*_of(ctx, ids)).values(**values))


def note_failure(ctx: Ctx, device: str, why: str, *, ends: bool) -> None:
    """Write that a push could not be brought to a device, and why; ``ends``: its address is gone."""
    gone = {"endpoint": None, "p256dh": None, "auth": None} if ends else {}
    values = {"failed_at": ctx.now, "failure": why, **gone}
    ctx.tx.execute(update(push_devices).where(*_of(ctx, [device])).values(**values))


def begin_test(ctx: Ctx, ids: Collection[str]) -> None:
    """Write that devices are tested from now on."""
    values = {
        "tested_at": ctx.now,
        "test_digest": None,
        "test_accepted_at": None,
        "test_failure": None,
        "arrived_at": None,
    }
    ctx.tx.execute(update(push_devices).where(*_of(ctx, ids)).values(**values))


def set_test_digest(ctx: Ctx, device: str, digest: str) -> None:
    """Keep the digest of the token by which a test's arrival is told."""
    ctx.tx.execute(update(push_devices).where(*_of(ctx, [device])).values(test_digest=digest))


def end_test(ctx: Ctx, device: str, failure: str | None) -> None:
    """Write what the push service said to a test: taken (None), or why not."""
    at = None if failure else ctx.now
    values = {"test_accepted_at": at, "test_failure": failure}
    ctx.tx.execute(update(push_devices).where(*_of(ctx, [device])).values(**values))


def arrive(ctx: Ctx, digest: str) -> str | None:
    """Write that a test arrived, once; return whose it was, None for a token that is used up or none."""
    there = (push_devices.c.org_id == ctx.org, push_devices.c.test_digest == digest)
    account = ctx.tx.execute(select(push_devices.c.account_id).where(*there)).scalar_one_or_none()
    if account is not None:
        values = {"arrived_at": ctx.now, "test_digest": None}
        ctx.tx.execute(update(push_devices).where(*there).values(**values))
    return account


def insert_notice(ctx: Ctx, id_: str, notice: Notice) -> None:
    """Keep a notice."""
    row = {
        "org_id": ctx.org,
        "id": id_,
        "kind": notice.kind,
        "room_id": notice.room,
        "no": notice.no,
        "sender_id": notice.sender,
        "name": notice.name,
        "urgency": notice.urgency,
        "made_at": ctx.now,
    }
    ctx.tx.execute(insert(notices), row)


def insert_pushes(ctx: Ctx, notice: str, devices: Mapping[str, bool]) -> None:
    """Put a notice on its way to devices; each with whether it is meant for its owner."""
    rows = [
        {
            "org_id": ctx.org,
            "notice_id": notice,
            "device_id": device,
            "personal": personal,
            "due_at": ctx.now,
            "tries": 0,
        }
        for device, personal in devices.items()
    ]
    ctx.tx.execute(insert(pushes), rows)


def list_due(ctx: Ctx, most: int) -> list[tuple[Push, bool]]:
    """Return what is due, the longest waiting first, each with whether it is meant for its owner."""
    found = ctx.tx.execute(
        select(
            pushes.c.notice_id,
            notices.c.kind,
            notices.c.room_id,
            notices.c.no,
            notices.c.sender_id,
            notices.c.name,
            notices.c.urgency,
            notices.c.made_at,
            pushes.c.tries,
            pushes.c.personal,
            *_DEVICE,
        )
        .join(
            notices,
            and_(notices.c.org_id == pushes.c.org_id, notices.c.id == pushes.c.notice_id),
        )
        .join(
            push_devices,
            and_(
                push_devices.c.org_id == pushes.c.org_id,
                push_devices.c.session_id == pushes.c.device_id,
            ),
        )
        .where(pushes.c.org_id == ctx.org, pushes.c.due_at <= ctx.now)
        .order_by(pushes.c.due_at, pushes.c.notice_id)
        .limit(most)
    )
    return [
        (
            Push(
                row.notice_id,
                _device(row),
                row.kind,
                row.room_id,
                row.no,
                row.sender_id,
                row.name,
                row.urgency,
                row.made_at,
                row.tries,
            ),
            row.personal,
        )
        for row in found
    ]


def list_due_orgs(tx: Transaction, now: datetime) -> list[str]:
    """Return the organisations in which something is to be sent now."""
    due = exists().where(pushes.c.org_id == logs.c.org_id, pushes.c.due_at <= now)
    return list(tx.execute(select(logs.c.org_id).where(due)).scalars())


def put_off(ctx: Ctx, until: Mapping[Key, datetime], *, tried: bool) -> None:
    """Let pushes be due later; ``tried``: and count one more try."""
    if not until:
        return
    once_more = {"tries": pushes.c.tries + 1} if tried else {}
    statement = (
        update(pushes)
        .where(
            pushes.c.org_id == ctx.org,
            pushes.c.notice_id == bindparam("notice"),
            pushes.c.device_id == bindparam("device"),
        )
        .values(due_at=bindparam("until"), **once_more)
    )
    ctx.tx.execute(
        statement,
        [
            {"notice": notice, "device": device, "until": at}
            for (notice, device), at in until.items()
        ],
    )


def find_pushes(ctx: Ctx, keys: Collection[Key]) -> dict[Key, tuple[str, int, datetime]]:
    """Return kind, tries and age of those of these pushes that are still on their way."""
    found = ctx.tx.execute(
        select(
            pushes.c.notice_id,
            pushes.c.device_id,
            notices.c.kind,
            pushes.c.tries,
            notices.c.made_at,
        )
        .join(
            notices,
            and_(notices.c.org_id == pushes.c.org_id, notices.c.id == pushes.c.notice_id),
        )
        .where(pushes.c.org_id == ctx.org, _one_of(keys))
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in found}


def delete_pushes(ctx: Ctx, keys: Collection[Key]) -> None:
    """Take pushes from their way: sent, or never to be."""
    if keys:
        ctx.tx.execute(delete(pushes).where(pushes.c.org_id == ctx.org, _one_of(keys)))


def delete_pushes_to(ctx: Ctx, devices: Collection[str]) -> None:
    """Take everything from its way to these devices."""
    ctx.tx.execute(
        delete(pushes).where(pushes.c.org_id == ctx.org, pushes.c.device_id.in_(list(devices)))
    )


def delete_overtaken(ctx: Ctx, devices: Collection[str], room: str, no: int) -> None:
    """Take from their way to these devices what tells of older messages of a room."""
    older = select(notices.c.id).where(
        notices.c.org_id == ctx.org,
        notices.c.room_id == room,
        notices.c.no < no,
        notices.c.kind == "message",
    )
    ctx.tx.execute(
        delete(pushes).where(
            pushes.c.org_id == ctx.org,
            pushes.c.device_id.in_(list(devices)),
            pushes.c.notice_id.in_(older),
        )
    )


def delete_pushes_of(ctx: Ctx, room: str, no: int) -> None:
    """Take every push about one message from its way."""
    about = select(notices.c.id).where(
        notices.c.org_id == ctx.org, notices.c.room_id == room, notices.c.no == no
    )
    ctx.tx.execute(delete(pushes).where(pushes.c.org_id == ctx.org, pushes.c.notice_id.in_(about)))


def delete_old_notices(ctx: Ctx, before: datetime) -> None:
    """Forget notices made before, with what is still on its way of them."""
    old = select(notices.c.id).where(notices.c.org_id == ctx.org, notices.c.made_at < before)
    ctx.tx.execute(delete(pushes).where(pushes.c.org_id == ctx.org, pushes.c.notice_id.in_(old)))
    ctx.tx.execute(delete(notices).where(notices.c.org_id == ctx.org, notices.c.made_at < before))


def _of(ctx: Ctx, ids: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    return (push_devices.c.org_id == ctx.org, push_devices.c.session_id.in_(list(ids)))


def _one_of(keys: Collection[Key]) -> ColumnElement[bool]:
    return tuple_(pushes.c.notice_id, pushes.c.device_id).in_(list(keys))


def _device(row: Row[*tuple[Any, ...]]) -> Device:
    given = row.endpoint is not None
    return Device(
        row.session_id,
        row.account_id,
        Subscription(row.endpoint, row.p256dh, row.auth) if given else None,
        row.since,
        row.delivered_at,
        row.failed_at,
        row.failure,
        row.tested_at,
        row.test_accepted_at,
        row.test_failure,
        row.arrived_at,
    )
