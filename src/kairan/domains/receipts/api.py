"""Routes of receipts."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from kairan.domains.receipts import actions, queries
from kairan.domains.receipts.model import Cursor, MoveCursor
from kairan.kernel.ports import Desk


@dataclass(frozen=True, slots=True)
class CursorBody:
    """How far one has read."""

    no: Annotated[int, Meta(ge=0, le=2_147_483_647)]


@dataclass(frozen=True, slots=True)
class CursorPage:
    """Everybody's cursors; the list is never cut."""

    items: list[Cursor]
    next: str | None = None


@put("/rooms/{room:str}/cursor", operation_id="move_cursor")
async def move_cursor(
    desk: NamedDependency[Desk], room: FromPath[str], data: JSONBody[CursorBody]
) -> CursorBody:
    """I have read up to here; answers where the cursor stands."""
    return CursorBody(await desk.do(actions.move_cursor, MoveCursor(room, data.no)))


@get("/rooms/{room:str}/cursors", operation_id="list_cursors")
async def list_cursors(desk: NamedDependency[Desk], room: FromPath[str]) -> CursorPage:
    """How far everybody has read, where one may see it."""
    return CursorPage(await desk.ask(lambda ctx: queries.list_cursors(ctx, room)))


ROUTES = (move_cursor, list_cursors)
