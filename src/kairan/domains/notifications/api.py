"""Routes of notifications."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from kairan.domains.boundary import queries as boundary
from kairan.domains.notifications import actions, queries
from kairan.domains.notifications.errors import DeviceNotFound, NotAPushService, TurnedOff
from kairan.domains.notifications.model import (
    MUTE_LIMIT,
    Arrival,
    Choice,
    Choose,
    DeviceId,
    Level,
    Subscription,
    TryDevices,
)
from kairan.domains.notifications.queries import OwnDevice
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import read_secret
from kairan.kernel.ports import Desk
from kairan.kernel.settings import Settings, is_allowed_host

TESTS = 6
"""Tests somebody may send in ten minutes."""

_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
)
_KEY = r"^[A-Za-z0-9_-]+=*$"


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys of a subscription, base64url (RFC 8291): a point of P-256, and 16 bytes."""

    p256dh: Annotated[str, Meta(min_length=86, max_length=90, pattern=_KEY)]
    auth: Annotated[str, Meta(min_length=22, max_length=24, pattern=_KEY)]


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """What ``PushSubscription.toJSON()`` gives."""

    endpoint: Annotated[str, Meta(min_length=1, max_length=1000)]
    keys: Keys


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The device that is told from now on."""

    id: str


@dataclass(frozen=True, slots=True)
class PushKey:
    """What a browser needs to subscribe to us; None where push is turned off here."""

    key: str | None


@dataclass(frozen=True, slots=True)
class DevicePage:
    """One's devices; the list is never cut."""

    items: list[OwnDevice]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A room that this device shows, or no longer."""

    room: Annotated[str, Meta(max_length=64)]
    visible: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """The token that came with a test."""

    token: Annotated[str, Meta(max_length=100)]


@dataclass(frozen=True, slots=True)
class NewChoice:
    """What to hear of a room; ``mute_for``: nothing for so many seconds."""

    level: Level
    mute_for: Annotated[int, Meta(ge=0, le=MUTE_LIMIT)] = 0


@get("/push/key", operation_id="get_push_key", sync_to_thread=False)
def get_push_key(desk: NamedDependency[Desk]) -> PushKey:
    """The key by which browsers subscribe to this server; anybody may know it."""
    return PushKey(desk.push_key)


@get("/push/subscriptions", operation_id="list_devices")
async def list_devices(desk: NamedDependency[Desk]) -> DevicePage:
    """One's own devices that asked to be told, with what is known of each."""
    return DevicePage(await desk.ask(queries.list_own_devices))


@post("/push/subscriptions", operation_id="subscribe")
async def subscribe(desk: NamedDependency[Desk], data: JSONBody[NewSubscription]) -> Subscribed:
    """Let the device of this session be told; it ends with the session."""
    if desk.push_key is None:
        raise TurnedOff
    _require_push_service(desk.settings, data.endpoint)
    command = Subscription(data.endpoint, data.keys.p256dh, data.keys.auth)
    return Subscribed(await desk.do(actions.subscribe, command))


@delete("/push/subscriptions/{device:str}", operation_id="unsubscribe")
async def unsubscribe(desk: NamedDependency[Desk], device: FromPath[str]) -> None:
    """Let one of one's own devices be told no longer."""
    await desk.do(actions.unsubscribe, DeviceId(device))


@post("/push/test", operation_id="try_devices", status_code=202)
async def try_devices(desk: NamedDependency[Desk], device: FromQuery[str | None] = None) -> None:
    """Send a test to all of one's own devices, or to one; what became of it stands in their list."""
    account = await desk.ask(lambda ctx: ctx.actor.id)
    desk.limit("push test", account, times=TESTS, seconds=600)
    await desk.do(actions.try_devices, TryDevices(device))


@post("/push/arrived", operation_id="report_arrival", status_code=204)
async def report_arrival(desk: NamedDependency[Desk], data: JSONBody[Arrived]) -> None:
    """Say that a test arrived; its token is proof enough, and is used up."""
    desk.limit("push arrival", desk.network, times=60, seconds=60)
    secret = read_secret(data.token)
    if secret is None:
        raise DeviceNotFound
    await desk.do_in(secret.org, actions.report_arrival, Arrival(secret.digest))


@put("/push/screen", operation_id="watch_room", status_code=204)
async def watch_room(desk: NamedDependency[Desk], data: JSONBody[Screen]) -> None:
    """Say that this device shows a room just now, or no longer: it need not be told of that.

    Said by devices that are told at all; believed for a minute, kept in memory only.
    """

    def who(ctx: Ctx) -> str:
        boundary.get_stay(ctx, data.room)
        return ctx.actor.session or ""

    desk.watch(await desk.ask(who), data.room, visible=data.visible)


@get("/rooms/{room:str}/notifications", operation_id="get_level")
async def get_level(desk: NamedDependency[Desk], room: FromPath[str]) -> Choice:
    """What one hears of a room; ``chosen`` is false while one has not chosen."""
    return await desk.ask(lambda ctx: queries.get_choice(ctx, room))


@put("/rooms/{room:str}/notifications", operation_id="choose_level")
async def choose_level(
    desk: NamedDependency[Desk], room: FromPath[str], data: JSONBody[NewChoice]
) -> Choice:
    """Choose what one hears of a room, and until when nothing."""
    command = Choose(room, data.level, timedelta(seconds=data.mute_for))
    return await desk.do(actions.choose_level, command)


def _require_push_service(settings: Settings, endpoint: str) -> None:
    """Raise NotAPushService for what is no https address of a public name; the rest is seen when sending."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").casefold(), parts.port
    except ValueError as error:
        raise NotAPushService({"endpoint": "not_a_push_service"}) from error
    if is_allowed_host(settings.outgoing_allowed, host, port or 443):
        return
    named = parts.scheme == "https" and "@" not in parts.netloc and _NAME.fullmatch(host)
    if not named or not endpoint.isascii() or not endpoint.isprintable() or port not in {None, 443}:
        raise NotAPushService({"endpoint": "not_a_push_service"})


ROUTES = (
    get_push_key,
    list_devices,
    subscribe,
    unsubscribe,
    try_devices,
    report_arrival,
    watch_room,
    get_level,
    choose_level,
)
