"""Changes of devices and levels, and the way of a notice: made, claimed, settled."""

import math
from collections.abc import Collection

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import queries as boundary
from kairan.domains.boundary.model import can_see
from kairan.domains.notifications import queries
from kairan.domains.notifications.errors import DeviceNotFound, NoDevice, RemindedLately
from kairan.domains.notifications.events import DevicesChanged, LevelChanged, Reminded
from kairan.domains.notifications.model import (
    KEEP_FOR,
    LEASE,
    REMIND_EVERY,
    Arrival,
    Choice,
    Choose,
    Claim,
    DeviceId,
    Notice,
    Outcome,
    Parcel,
    Push,
    Reminder,
    Subscription,
    TryDevices,
    retry_in,
)
from kairan.domains.notifications.store import choices as chosen_store
from kairan.domains.notifications.store import pushes as store
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import NotSignedIn
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id, new_secret


@action(Role.GUEST)
def subscribe(ctx: Ctx, command: Subscription) -> str:
    """Let this session's device be told; a subscription it had is replaced. Returns the device's id."""
    session = ctx.actor.session
    if session is None:
        raise NotSignedIn
    store.put_device(ctx, session, ctx.actor.id, command)
    ctx.audit("notifications.subscribe", session)
    ctx.emit(DevicesChanged(account=ctx.actor.id))
    return session


@action(Role.GUEST)
def unsubscribe(ctx: Ctx, command: DeviceId) -> None:
    """Let one of one's devices be told no longer. Raises DeviceNotFound."""
    device = store.find_devices(ctx, [command.device]).get(command.device)
    if device is None or device.account != ctx.actor.id:
        raise DeviceNotFound
    ctx.audit("notifications.unsubscribe", command.device)
    forget_devices(ctx, [command.device])


@action(Role.GUEST)
def choose_level(ctx: Ctx, command: Choose) -> Choice:
    """Choose what one hears of a room, and for how long nothing. Raises RoomNotFound."""
    boundary.get_stay(ctx, command.room)
    until = ctx.now + command.mute_for if command.mute_for else None
    choice = Choice(command.level, until, chosen=True)
    chosen_store.put_choice(ctx, command.room, ctx.actor.id, choice)
    ctx.emit(LevelChanged(room=command.room, account=ctx.actor.id))
    return choice


@action(Role.GUEST)
def try_devices(ctx: Ctx, command: TryDevices) -> None:
    """Send a test to devices of one's own. Raises NoDevice where none of them can be reached."""
    own = store.list_devices(ctx, [ctx.actor.id], reached=True)
    reached = [each.id for each in own if command.device in {None, each.id}]
    if not reached:
        raise NoDevice
    store.begin_test(ctx, reached)
    test = Notice(kind="test", room=None, no=None, sender=None, name="", urgency="high")
    _send(ctx, test, dict.fromkeys(reached, True))
    ctx.emit(DevicesChanged(account=ctx.actor.id))


@action(Role.ANYONE)
def report_arrival(ctx: Ctx, command: Arrival) -> None:
    """Note that a test arrived on the device that has its token; the token is then used up."""
    account = store.arrive(ctx, command.digest)
    if account is None:
        raise DeviceNotFound
    ctx.emit(DevicesChanged(account=account))


@action(Role.SERVER)
def claim_pushes(ctx: Ctx, command: Claim) -> list[Parcel]:
    """Take what is due now and may be sent: whether somebody may see the message is asked here, not before.

    What is too old, muted, on somebody's screen or not for these eyes any more is dropped. The rest is
    due again after a while, so that nothing is lost where nobody settles it.
    """
    due = store.list_due(ctx, command.most)
    allowed = _allowed(ctx, due, command.watched)
    store.delete_pushes(ctx, [_key(push) for push, _ in due if _key(push) not in allowed])
    going = [push for push, _ in due if _key(push) in allowed]
    store.put_off(ctx, {_key(push): ctx.now + LEASE for push in going}, tried=True)
    return _parcels(ctx, going)


@action(Role.SERVER)
def settle_pushes(ctx: Ctx, command: tuple[Outcome, ...]) -> None:
    """Write what became of pushes that were claimed."""
    known = store.find_pushes(ctx, [(each.notice, each.device) for each in command])
    there = [each for each in command if (each.notice, each.device) in known]
    delivered = {each.device for each in there if each.result == "accepted"}
    store.note_deliveries(ctx, delivered)
    over, later, shown = [], {}, set()
    for each in there:
        key = (each.notice, each.device)
        kind, tries, made_at = known[key]
        again = ctx.now + retry_in(tries, each.retry_after)
        if each.result != "accepted":
            store.note_failure(ctx, each.device, each.reason or "", ends=each.result == "gone")
        if each.result == "again" and kind != "test" and again < made_at + KEEP_FOR:
            later[key] = again
        else:
            over.append(key)
        if kind == "test":
            store.end_test(ctx, each.device, each.reason)
        if kind == "test" or each.result != "accepted":
            shown.add(each.device)
    store.put_off(ctx, later, tried=False)
    store.delete_pushes(ctx, over)
    store.delete_pushes_to(ctx, [each.device for each in there if each.result == "gone"])
    owners = {device.account for device in store.find_devices(ctx, shown).values()}
    for account in sorted(owners):
        ctx.emit(DevicesChanged(account=account))


@action(Role.SERVER)
def drop_old_notices(ctx: Ctx, command: None) -> None:
    """Drop what could not be sent within a day, and forget what was sent before."""
    store.delete_old_notices(ctx, ctx.now - KEEP_FOR)


def notify(ctx: Ctx, accounts_: Collection[str], notice: Notice) -> frozenset[str]:
    """Put a notice on its way to the devices of these accounts, as far as they want to hear of it.

    Whoever calls has made sure that they may hear of it now; before it is sent that is asked again. What
    still waits of older messages of the room is overtaken. Returns for whom there is something on its way.
    """
    devices = store.list_devices(ctx, accounts_, reached=True)
    if not devices:
        return frozenset()
    room = notice.room or ""
    wants = queries.choices(ctx, {(room, device.account) for device in devices})
    chosen = {}
    for device in devices:
        personal = notice.personal is None or device.account in notice.personal
        if wants[room, device.account].lets_in(personal=personal, now=ctx.now):
            chosen[device.id] = personal
    if notice.kind == "message":
        store.delete_overtaken(ctx, chosen, room, notice.no or 0)
    _send(ctx, notice, chosen)
    return frozenset(device.account for device in devices if device.id in chosen)


def remind(
    ctx: Ctx, accounts_: Collection[str], notice: Notice, *, told: Collection[str] | None
) -> int:
    """Remind these accounts of a message; return how many could be reached. Raises RemindedLately.

    Where nobody could be, nothing was sent, and the next try need not wait.

    For whoever checked that the actor may open the reader list. ``told``: who hears of the reminder where
    not the whole room does.
    """
    room, no = notice.room or "", notice.no or 0
    last = chosen_store.find_reminder(ctx, room, no)
    if last is not None and ctx.now < last.at + REMIND_EVERY:
        wait = last.at + REMIND_EVERY - ctx.now
        raise RemindedLately(retry_after=math.ceil(wait.total_seconds()))
    reached = len(notify(ctx, accounts_, notice))
    if not reached:
        return 0
    chosen_store.put_reminder(ctx, room, no, Reminder(ctx.now, ctx.actor.id, reached))
    restricted = told is not None
    ctx.emit(Reminded(room=room, no=no, to=tuple(sorted(told or ())), restricted=restricted))
    return reached


def withdraw(ctx: Ctx, room: str, no: int) -> None:
    """Take from its way what tells of a message that is gone."""
    store.delete_pushes_of(ctx, room, no)


def forget_devices(ctx: Ctx, ids: Collection[str]) -> None:
    """Forget devices, whose sessions have ended or whose owners want it, and tell the owners' others."""
    for account in store.delete_devices(ctx, ids):
        ctx.emit(DevicesChanged(account=account))


def _send(ctx: Ctx, notice: Notice, devices: dict[str, bool]) -> None:
    if devices:
        id_ = new_id()
        store.insert_notice(ctx, id_, notice)
        store.insert_pushes(ctx, id_, devices)


def _key(push: Push) -> tuple[str, str]:
    return push.notice, push.device.id


def _allowed(
    ctx: Ctx, due: list[tuple[Push, bool]], watched: frozenset[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return those that may be sent at this moment."""
    living = accounts.list_living_sessions(ctx, {push.device.id for push, _ in due})
    pairs = {(push.room, push.device.account) for push, _ in due if push.room is not None}
    stays = boundary.find_stays(ctx, pairs)
    wants = queries.choices(ctx, pairs)

    def may(push: Push, *, personal: bool) -> bool:
        if push.device.subscription is None or push.device.id not in living:
            return False
        if ctx.now - push.made_at > KEEP_FOR:
            return False
        if push.room is None:
            return True
        pair = (push.room, push.device.account)
        sees = pair in stays and can_see([stays[pair]], push.no or 0)
        wanted = sees and wants[pair].lets_in(personal=personal, now=ctx.now)
        return wanted and (push.device.id, push.room) not in watched

    return {_key(push) for push, personal in due if may(push, personal=personal)}


def _parcels(ctx: Ctx, pushes: list[Push]) -> list[Parcel]:
    names = queries.sender_names(ctx, {push.sender for push in pushes if push.sender})
    known = accounts.accounts(ctx, {push.device.account for push in pushes})
    made = []
    for push in pushes:
        token = None
        if push.kind == "test":
            token, secret = new_secret(ctx.org)
            store.set_test_digest(ctx, push.device.id, secret.digest)
        assert push.device.subscription is not None
        language = known[push.device.account].language
        name = names.get(push.sender or "", "")
        made.append(Parcel(push, push.device.subscription, name, language, token))
    return made


ACTIONS = (
    subscribe,
    unsubscribe,
    choose_level,
    try_devices,
    report_arrival,
    claim_pushes,
    settle_pushes,
    drop_old_notices,
)
