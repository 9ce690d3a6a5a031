"""Routes about the server itself: health, about, and setting up the first organisation."""

from dataclasses import dataclass, replace
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from kairan import __version__
from kairan.domains.accounts import model
from kairan.domains.accounts import queries as people
from kairan.domains.accounts.model import FoundOrganisation
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.errors import SetupNotFound
from kairan.domains.rooms.model import Beginning, Invitation
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id
from kairan.surfaces.http.desk import HttpDesk


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this server, how to reach them, where it stands; empty where nothing was set."""

    name: str
    contact: str
    place: str


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """An organisation as anybody may know it."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Administrator:
    """Whom a member may ask for help: one can talk to them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class About:
    """What anybody may know of this server; the administrators only who is signed in."""

    version: str
    setup_needed: bool
    secure: bool
    public_url: str
    organisations: int
    organisation: OrganisationName | None
    operator: Operator
    administrators: list[Administrator]


@dataclass(frozen=True, slots=True)
class SetUpBody:
    """The first organisation, its first administrator and their first room."""

    token: str
    organisation: model.Name
    code: model.Code
    name: model.Name
    login: model.Login
    password: Annotated[str, Meta(max_length=1_024)]
    room: model.Name


@dataclass(frozen=True, slots=True)
class SetUpDone:
    """What was made; ``token`` only where the body asked for one."""

    account: str
    room: str
    invitation: Invitation
    token: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """``ok`` when the server can commit."""

    status: str


@get("/about", operation_id="about")
async def about(desk: NamedDependency[HttpDesk]) -> About:
    """What this server is, who runs it, who administers it."""
    settings = desk.settings
    organisations = await desk.ask_in("", lambda ctx: people.list_organisations(ctx, limit=2))
    names: list[Administrator] = []
    if desk.caller is not None:
        names = await desk.ask_in(desk.caller.org, _administrators)
    only = organisations[0] if len(organisations) == 1 else None
    return About(
        version=__version__,
        setup_needed=not organisations,
        secure=settings.secure,
        public_url=settings.public_url,
        organisations=len(organisations),
        organisation=OrganisationName(only.name, only.code) if only else None,
        operator=Operator(
            settings.operator_name, settings.operator_contact, settings.operator_place
        ),
        administrators=names,
    )


@post("/setup", operation_id="set_up")
async def set_up(desk: NamedDependency[HttpDesk], data: JSONBody[SetUpBody]) -> SetUpDone:
    """Make the first organisation by the link the server printed; ends in its first room."""
    desk.limit("setup", desk.network, times=10, seconds=60)
    if not desk.may_set_up(data.token):
        raise SetupNotFound
    password = model.checked_password("password", data.password)
    password_hash = await desk.slowly(lambda: model.hash_password(password))
    founding = FoundOrganisation(
        data.code, data.organisation, data.name, data.login, password_hash, language=desk.language
    )
    beginning = Beginning(founding, desk.device, data.room)
    begun = await desk.found(new_id(), rooms.begin_organisation, beginning)
    url = f"{desk.settings.public_url}/j/{begun.invitation.token}"
    desk.enter(begun.token)
    invitation = replace(begun.invitation, url=url)
    return SetUpDone(begun.account, begun.room, invitation, desk.told(begun.token))


@get("/healthz", operation_id="health")
async def health(desk: NamedDependency[HttpDesk]) -> Response[Health]:
    """Whether the server can commit: the lane is alive, and a change was written for good."""
    await desk.probe()
    return Response(Health("ok"), headers={"cache-control": "no-store"})


def _administrators(ctx: Ctx) -> list[Administrator]:
    if ctx.actor.role < Role.MEMBER:
        return []  # guests know the people of their rooms and nobody else
    return [Administrator(person.id, person.name) for person in people.list_administrators(ctx)]
