"""What one may ask about notifications."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import queries as boundary
from kairan.domains.notifications.model import Choice, Device, Reminder, default_level
from kairan.domains.notifications.store import choices as chosen_store
from kairan.domains.notifications.store import pushes as store
from kairan.kernel.ctx import Ctx
from kairan.kernel.store import Transaction


@dataclass(frozen=True, slots=True)
class Test:
    """What became of the last test: on its way, taken by the push service, refused (why), arrived."""

    state: Literal["waiting", "accepted", "refused", "arrived"]
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """One of one's devices that asked to be told; ``reachable`` is false where its address is gone."""

    id: str
    device: str
    current: bool
    reachable: bool
    since: datetime
    delivered_at: datetime | None
    failed_at: datetime | None
    failure: str | None
    test: Test | None


def list_own_devices(ctx: Ctx) -> list[OwnDevice]:
    """Return the actor's devices, the one last seen first. Raises NotSignedIn."""
    sessions = accounts.list_sessions(ctx)
    known = {device.id: device for device in store.list_devices(ctx, [ctx.actor.id])}
    return [
        _own(known[session.id], session.device, current=session.current)
        for session in sessions
        if session.id in known
    ]


def get_choice(ctx: Ctx, room: str) -> Choice:
    """Return what the actor hears of a room. Raises RoomNotFound."""
    boundary.get_stay(ctx, room)
    pair = (room, ctx.actor.id)
    return choices(ctx, [pair])[pair]


def choices(ctx: Ctx, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Choice]:
    """Return what each of these accounts hears of each room; for those who checked who asks."""
    chosen = chosen_store.find_choices(ctx, pairs)
    open_ = sorted({room for room, _ in pairs if (room, _) not in chosen})
    people = boundary.count_stays(ctx, open_) if open_ else {}
    return {
        pair: chosen.get(pair) or Choice(default_level(people.get(pair[0], 0)), None, chosen=False)
        for pair in pairs
    }


def list_reachable(ctx: Ctx, ids: Collection[str]) -> frozenset[str]:
    """Return those of these accounts of whom a device can be reached; for those who checked who asks."""
    return frozenset(device.account for device in store.list_devices(ctx, ids, reached=True))


def find_reminder(ctx: Ctx, room: str, no: int) -> Reminder | None:
    """Return the last reminder of a message; for those who may open its reader list."""
    return chosen_store.find_reminder(ctx, room, no)


def has_devices(ctx: Ctx) -> bool:
    """Say whether anybody of the organisation can be reached by push at all."""
    return store.has_devices(ctx)


def list_due_orgs(tx: Transaction, now: datetime) -> list[str]:
    """Return the organisations in which something is to be sent now; for who sends it."""
    return store.list_due_orgs(tx, now)


def sender_names(ctx: Ctx, ids: Collection[str]) -> Mapping[str, str]:
    """Return what these accounts are called."""
    return {id_: person.name for id_, person in accounts.people(ctx, ids).items()}


def _own(device: Device, name: str, *, current: bool) -> OwnDevice:
    return OwnDevice(
        device.id,
        name,
        current,
        device.subscription is not None,
        device.since,
        device.delivered_at,
        device.failed_at,
        device.failure,
        _test(device),
    )


def _test(device: Device) -> Test | None:
    if device.tested_at is None:
        return None
    if device.arrived_at is not None:
        return Test("arrived", device.arrived_at, None)
    if device.test_accepted_at is not None:
        return Test("accepted", device.test_accepted_at, None)
    state: Literal["refused", "waiting"] = "refused" if device.test_failure else "waiting"
    return Test(state, device.tested_at, device.test_failure)
