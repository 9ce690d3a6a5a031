"""Routes of messages."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from kairan.domains.rooms import actions
from kairan.domains.rooms.model import (
    TEXT_LIMIT,
    Forward,
    Message,
    MessageOfRoom,
    No,
    SendMessage,
)
from kairan.domains.rooms.queries import messages
from kairan.domains.rooms.queries.messages import Page, Where
from kairan.kernel.ports import Desk

Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Number = Annotated[int | None, QueryParameter(ge=0, le=2_147_483_647)]
Tz = Annotated[int, QueryParameter(ge=-840, le=840)]
"""Minutes east of UTC; Japan where nothing is said."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What to write; ``client_id`` is the sender's own name for it, the same twice is one message."""

    client_id: Annotated[str, Meta(min_length=1, max_length=64)]
    text: Annotated[str, Meta(max_length=TEXT_LIMIT)] = ""
    reply_to: No | None = None
    forward: Forward | None = None


@post("/rooms/{room:str}/messages", operation_id="send_message")
async def send_message(
    desk: NamedDependency[Desk], room: FromPath[str], data: JSONBody[NewMessage]
) -> Response[Message]:
    """Write a message; answered only after it is kept for good."""
    command = SendMessage(room, data.client_id, data.text, data.reply_to, data.forward)
    sent = await desk.do(actions.send_message, command)
    return Response(sent.message, status_code=201 if sent.new else 200)


@get("/rooms/{room:str}/messages", operation_id="list_messages")
async def list_messages(
    desk: NamedDependency[Desk],
    room: FromPath[str],
    before: FromQuery[Number] = None,
    after: FromQuery[Number] = None,
    around: FromQuery[Number] = None,
    on: FromQuery[date | None] = None,
    tz: FromQuery[Tz] = 540,
    limit: FromQuery[Limit] = 50,
) -> Page:
    """A page of messages by number, oldest first."""
    where = Where(before, after, around, on, tz, limit)
    return await desk.ask(lambda ctx: messages.page(ctx, room, where))


@delete("/rooms/{room:str}/messages/{no:int}", operation_id="unsend_message")
async def unsend_message(
    desk: NamedDependency[Desk], room: FromPath[str], no: FromPath[int]
) -> None:
    """Take one's own message back."""
    await desk.do(actions.unsend_message, MessageOfRoom(room, no))


@put(
    "/rooms/{room:str}/messages/{no:int}/acknowledgement",
    operation_id="acknowledge_message",
    status_code=204,
)
async def acknowledge_message(
    desk: NamedDependency[Desk], room: FromPath[str], no: FromPath[int]
) -> None:
    """Press 了解 on a message."""
    await desk.do(actions.acknowledge_message, MessageOfRoom(room, no))


@delete(
    "/rooms/{room:str}/messages/{no:int}/acknowledgement", operation_id="withdraw_acknowledgement"
)
async def withdraw_acknowledgement(
    desk: NamedDependency[Desk], room: FromPath[str], no: FromPath[int]
) -> None:
    """Take 了解 back."""
    await desk.do(actions.withdraw_acknowledgement, MessageOfRoom(room, no))


@put(
    "/rooms/{room:str}/messages/{no:int}/undertaking",
    operation_id="undertake_message",
    status_code=204,
)
async def undertake_message(
    desk: NamedDependency[Desk], room: FromPath[str], no: FromPath[int]
) -> None:
    """Say 対応します to a message."""
    await desk.do(actions.undertake_message, MessageOfRoom(room, no))


@delete("/rooms/{room:str}/messages/{no:int}/undertaking", operation_id="withdraw_undertaking")
async def withdraw_undertaking(
    desk: NamedDependency[Desk], room: FromPath[str], no: FromPath[int]
) -> None:
    """Take 対応します back."""
    await desk.do(actions.withdraw_undertaking, MessageOfRoom(room, no))


ROUTES = (
    send_message,
    list_messages,
    unsend_message,
    acknowledge_message,
    withdraw_acknowledgement,
    undertake_message,
    withdraw_undertaking,
)
