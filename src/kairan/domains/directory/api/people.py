"""Routes of members and units, and of oneself (``/me`` needs what the directory knows)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from litestar import delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter, SkipValidation

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import AccountId, ChangeMe, Person
from kairan.domains.directory import actions, queries
from kairan.domains.directory.errors import MemberNotFound
from kairan.domains.directory.model.people import (
    AddMember,
    ChangeMember,
    Me,
    Member,
    MemberChange,
    MemberFilter,
    State,
)
from kairan.domains.directory.model.units import (
    ChangeUnit,
    MakeUnit,
    UnitAdministrator,
    UnitChange,
    UnitId,
    UnitView,
)
from kairan.domains.directory.queries import Acquaintances, Counts, MemberPage
from kairan.kernel import text
from kairan.kernel.ports import Desk

RoomMates = SkipValidation[Acquaintances]
Query = Annotated[str, QueryParameter(name="query", max_length=200)]
InState = Annotated[State | None, QueryParameter(name="state")]
Cursor = Annotated[str | None, QueryParameter(max_length=4_000)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """All units in tree order; the list is never cut."""

    items: list[UnitView]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Some people; the list is never cut."""

    items: list[Person]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A personal entry link just made: the only time it is told."""

    url: str
    token: str
    until: datetime


@get("/me", operation_id="get_me")
async def get_me(desk: NamedDependency[Desk]) -> Me:
    """Oneself: account, settings, organisation."""
    return await desk.ask(queries.get_me)


@patch("/me", operation_id="change_me")
async def change_me(desk: NamedDependency[Desk], data: JSONBody[ChangeMe]) -> Me:
    """Change one's language and settings (merged); guests also their name and affiliation."""
    await desk.do(accounts.change_me, data)
    return await desk.ask(queries.get_me)


@get("/members", operation_id="list_members")
async def list_members(
    desk: NamedDependency[Desk],
    acquaintances: NamedDependency[RoomMates],
    sought: FromQuery[Query] = "",
    unit: FromQuery[str | None] = None,
    below: FromQuery[bool] = False,
    in_state: FromQuery[InState] = None,
    after: FromQuery[Cursor] = None,
    limit: FromQuery[Limit] = 100,
) -> MemberPage:
    """The directory one may see, found by name or reading; guests: the people of their rooms."""
    sought = text.line("query", sought, most=200, least=0)
    wanted = MemberFilter(sought, unit or None, below, in_state, after or None, limit)
    return await desk.ask(lambda ctx: queries.list_members(ctx, wanted, acquaintances))


@post("/members", operation_id="add_member")
async def add_member(desk: NamedDependency[Desk], data: JSONBody[AddMember]) -> Member:
    """Add a member (administrators)."""
    return await _member(desk, await desk.do(actions.add_member, data))


@get("/members/{account:str}", operation_id="get_member")
async def get_member(
    desk: NamedDependency[Desk], account: FromPath[str], acquaintances: NamedDependency[RoomMates]
) -> Member:
    """One person, as far as one may know of them."""
    return await desk.ask(lambda ctx: queries.get_member(ctx, account, acquaintances))


@patch("/members/{account:str}", operation_id="change_member")
async def change_member(
    desk: NamedDependency[Desk], account: FromPath[str], data: JSONBody[MemberChange]
) -> Member:
    """Change what is kept of a member (administrators): what is left out stays, null clears."""
    await desk.do(actions.change_member, ChangeMember(account, data))
    return await _member(desk, account)


@put("/members/{account:str}/suspension", operation_id="suspend_member", status_code=204)
async def suspend_member(desk: NamedDependency[Desk], account: FromPath[str]) -> None:
    """Suspend somebody (administrators), at once and on all devices."""
    await desk.do(actions.suspend_member, AccountId(account))


@delete("/members/{account:str}/suspension", operation_id="restore_member")
async def restore_member(desk: NamedDependency[Desk], account: FromPath[str]) -> None:
    """Let somebody in again (administrators)."""
    await desk.do(actions.restore_member, AccountId(account))


@post("/members/{account:str}/entry_link", operation_id="issue_entry_link")
async def issue_entry_link(desk: NamedDependency[Desk], account: FromPath[str]) -> MadeLink:
    """Make a personal entry link (administrators); the old one and old devices are done with."""
    made = await desk.do(actions.issue_entry_link, AccountId(account))
    return MadeLink(f"{desk.settings.public_url}/e/{made.token}", made.token, made.until)


@delete("/members/{account:str}/entry_link", operation_id="revoke_entry_link")
async def revoke_entry_link(desk: NamedDependency[Desk], account: FromPath[str]) -> None:
    """Make somebody's entry link useless (administrators)."""
    await desk.do(actions.revoke_entry_link, AccountId(account))


@get("/units", operation_id="list_units")
async def list_units(desk: NamedDependency[Desk]) -> UnitPage:
    """All units, each before those below it."""
    return UnitPage(await desk.ask(queries.list_units))


@post("/units", operation_id="make_unit")
async def make_unit(desk: NamedDependency[Desk], data: JSONBody[MakeUnit]) -> UnitView:
    """Make a unit (administrators)."""
    unit = await desk.do(actions.make_unit, data)
    return await desk.ask(lambda ctx: queries.get_unit_view(ctx, unit))


@get("/units/counts", operation_id="count_members")
async def count_members(desk: NamedDependency[Desk]) -> Counts:
    """Who is not yet in, in, and suspended, by unit (administrators)."""
    return await desk.ask(queries.count_members)


@patch("/units/{unit:str}", operation_id="change_unit")
async def change_unit(
    desk: NamedDependency[Desk], unit: FromPath[str], data: JSONBody[UnitChange]
) -> UnitView:
    """Rename, move or reorder a unit (administrators)."""
    await desk.do(actions.change_unit, ChangeUnit(unit, data))
    return await desk.ask(lambda ctx: queries.get_unit_view(ctx, unit))


@delete("/units/{unit:str}", operation_id="drop_unit")
async def drop_unit(desk: NamedDependency[Desk], unit: FromPath[str]) -> None:
    """Forget an empty unit (administrators)."""
    await desk.do(actions.drop_unit, UnitId(unit))


@get("/units/{unit:str}/administrators", operation_id="list_unit_administrators")
async def list_unit_administrators(desk: NamedDependency[Desk], unit: FromPath[str]) -> PersonPage:
    """Who administers a unit."""
    return PersonPage(await desk.ask(lambda ctx: queries.list_unit_administrators(ctx, unit)))


@put(
    "/units/{unit:str}/administrators/{account:str}",
    operation_id="add_unit_administrator",
    status_code=204,
)
async def add_unit_administrator(
    desk: NamedDependency[Desk], unit: FromPath[str], account: FromPath[str]
) -> None:
    """Let a member administer a unit and those below (administrators)."""
    await desk.do(actions.add_unit_administrator, UnitAdministrator(unit, account))


@delete("/units/{unit:str}/administrators/{account:str}", operation_id="remove_unit_administrator")
async def remove_unit_administrator(
    desk: NamedDependency[Desk], unit: FromPath[str], account: FromPath[str]
) -> None:
    """Let somebody administer a unit no longer (administrators)."""
    await desk.do(actions.remove_unit_administrator, UnitAdministrator(unit, account))


async def _member(desk: Desk, account: str) -> Member:
    found = await desk.ask(lambda ctx: queries.find_members(ctx, [account]))
    if not found:
        raise MemberNotFound
    return found[0]


ROUTES = (
    get_me,
    change_me,
    list_members,
    add_member,
    get_member,
    change_member,
    suspend_member,
    restore_member,
    issue_entry_link,
    revoke_entry_link,
    list_units,
    make_unit,
    count_members,
    change_unit,
    drop_unit,
    list_unit_administrators,
    add_unit_administrator,
    remove_unit_administrator,
)
