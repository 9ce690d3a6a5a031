"""Routes of invitations and applications."""

from dataclasses import dataclass, replace
from typing import Annotated

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from kairan.domains.rooms import actions
from kairan.domains.rooms.errors import InvitationNotFound
from kairan.domains.rooms.model import AcceptInvitation, ApplicationOfRoom, Invitation, Invite
from kairan.domains.rooms.queries import invitations
from kairan.domains.rooms.queries.invitations import Application, OwnApplication, Preview
from kairan.kernel.ids import Secret
from kairan.kernel.ports import Desk


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """The links that are open; the list is never cut."""

    items: list[Invitation]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """Who asks to be let in; the list is never cut."""

    items: list[Application]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class OwnApplicationPage:
    """What one waits for; the list is never cut."""

    items: list[OwnApplication]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who enters; empty for somebody who is signed in and enters as himself or herself."""

    name: Annotated[str, Meta(max_length=200)] = ""
    affiliation: Annotated[str, Meta(max_length=200)] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of it; ``token`` only where the body asked for one."""

    account: str
    room: str
    waiting: bool
    token: str | None = None


@get("/invitations", operation_id="list_invitations")
async def list_invitations(desk: NamedDependency[Desk], room: FromQuery[str]) -> InvitationPage:
    """The links by which somebody may enter a room now."""
    return InvitationPage(await desk.ask(lambda ctx: invitations.list_invitations(ctx, room)))


@post("/invitations", operation_id="create_invitation")
async def create_invitation(desk: NamedDependency[Desk], data: JSONBody[Invite]) -> Invitation:
    """Make a link into rooms; its address is told this once."""
    made = await desk.do(actions.create_invitation, data)
    return replace(made, url=f"{desk.settings.public_url}/j/{made.token}")


@get("/invitations/{invitation:str}", operation_id="get_invitation")
async def get_invitation(desk: NamedDependency[Desk], invitation: FromPath[str]) -> Invitation:
    """One of the links into one's rooms."""
    return await desk.ask(lambda ctx: invitations.get_invitation(ctx, invitation))


@delete("/invitations/{invitation:str}", operation_id="stop_invitation")
async def stop_invitation(desk: NamedDependency[Desk], invitation: FromPath[str]) -> None:
    """Let nobody enter by a link any more."""
    await desk.do(actions.stop_invitation, invitation)


@get("/invitations/{token:str}/preview", operation_id="preview_invitation")
async def preview_invitation(desk: NamedDependency[Desk], token: FromPath[str]) -> Preview:
    """What one sees before entering; opening it changes nothing."""
    _, preview = await _link(desk, token)
    return preview


@post("/invitations/{token:str}/accept", operation_id="accept_invitation")
async def accept_invitation(
    desk: NamedDependency[Desk], token: FromPath[str], data: JSONBody[Acceptance]
) -> Accepted:
    """Enter by a link: with a name, or as who one is already."""
    secret, _ = await _link(desk, token)
    entered = await desk.do_in(
        secret.org,
        actions.accept_invitation,
        AcceptInvitation(secret.digest, data.name, data.affiliation, desk.device),
    )
    if entered.token is not None:
        desk.enter(entered.token)
    return Accepted(entered.account, entered.room, entered.waiting, desk.told(entered.token))


@get("/applications", operation_id="list_own_applications")
async def list_own_applications(desk: NamedDependency[Desk]) -> OwnApplicationPage:
    """What one waits to be let into, and who decides."""
    return OwnApplicationPage(await desk.ask(invitations.list_own_applications))


@get("/rooms/{room:str}/applications", operation_id="list_applications")
async def list_applications(desk: NamedDependency[Desk], room: FromPath[str]) -> ApplicationPage:
    """Who asks to be let in."""
    return ApplicationPage(await desk.ask(lambda ctx: invitations.list_applications(ctx, room)))


@put(
    "/rooms/{room:str}/applications/{application:str}/approval",
    operation_id="approve_application",
    status_code=204,
)
async def approve_application(
    desk: NamedDependency[Desk], room: FromPath[str], application: FromPath[str]
) -> None:
    """Let somebody in who asked."""
    await desk.do(actions.approve_application, ApplicationOfRoom(room, application))


@delete("/rooms/{room:str}/applications/{application:str}", operation_id="refuse_application")
async def refuse_application(
    desk: NamedDependency[Desk], room: FromPath[str], application: FromPath[str]
) -> None:
    """Do not let somebody in who asked."""
    await desk.do(actions.refuse_application, ApplicationOfRoom(room, application))


async def _link(desk: Desk, token: str) -> tuple[Secret, Preview]:
    return await desk.ask_by("invitation", token, invitations.preview, InvitationNotFound)


ROUTES = (
    list_invitations,
    create_invitation,
    get_invitation,
    stop_invitation,
    preview_invitation,
    accept_invitation,
    list_own_applications,
    list_applications,
    approve_application,
    refuse_application,
)
