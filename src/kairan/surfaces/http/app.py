"""The framework's application: routes of all domains under ``/api/v1``, one gate, one way to answer errors."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from litestar import Controller, Litestar, Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.types import ControllerRouterHandler, Message, Scope

from kairan import __version__
from kairan.kernel.ctx import Ctx
from kairan.kernel.manifest import Manifest
from kairan.kernel.ports import Speaker
from kairan.kernel.settings import Settings
from kairan.surfaces.http import problems, server, static
from kairan.surfaces.http.bodies import refuse_unreadable
from kairan.surfaces.http.desk import HttpDesk
from kairan.surfaces.http.gate import SAFE, Visitor, cookie_name, replace_no_ids
from kairan.surfaces.http.headers import security
from kairan.surfaces.http.house import House
from kairan.surfaces.http.words import say

BODY_LIMIT = 1024 * 1024
"""Bytes of a request's body, where a route does not say otherwise."""
WAYS_IN = frozenset(
    {"sign_in", "use_entry_link", "use_entry_number", "accept_invitation", "set_up"}
)
"""The routes whose body may ask for a token; all others leave theirs to who knows the caller."""
COOKIE_FOR = 180 * 24 * 3600

AnyRequest = Request[Any, Any, State]


@cache
def _description(app: Litestar) -> bytes:
    """Made once: it takes a tenth of a second, and anybody may ask."""
    return msgspec.json.encode(app.openapi_schema.to_schema())


class _Description(Controller):
    path = "/api/v1"

    @get("/openapi.json", operation_id="openapi", include_in_schema=False, sync_to_thread=False)
    def openapi(self, request: AnyRequest) -> Response[bytes]:
        """Describe every route (OpenAPI 3.1), for those who write scripts."""
        return Response(_description(request.app), media_type="application/json")


def make_app(
    house: House,
    manifests: Sequence[Manifest],
    acquaintances: Callable[[Ctx], frozenset[str]],
) -> Litestar:
    """Return the application over ``house``. ``acquaintances`` says whom a guest may know."""
    domain_routes = [route for manifest in manifests for route in manifest.routes]
    routes: list[ControllerRouterHandler] = [server.about, server.set_up]
    routes += domain_routes  # type: ignore[arg-type]  # opaque to the kernel, handlers here

    async def gate(request: AnyRequest) -> None:  # not ``def``: that would go through a thread
        visitor = Visitor.of(request.scope, house.settings)
        visitor.refuse_cross_site(request.method)
        if request.url.path.startswith("/api/"):
            visitor.refuse_plain_http()
            if request.method in SAFE:
                house.admit(visitor)
            replace_no_ids(request.path_params)
        request.state["visitor"] = visitor
        await refuse_unreadable(request)

    async def desk(request: AnyRequest) -> HttpDesk:
        wants_token = await _wants_token(request)
        made = HttpDesk(house, request.state["visitor"], wants_token=wants_token)
        request.state["desk"] = made
        return made

    def speaker(request: AnyRequest) -> Speaker:
        language: str = request.state["visitor"].language
        return lambda id_, values: say(language, id_, values) or id_

    async def finish(message: Message, scope: Scope) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message["headers"]}
            ours = (each for each in _headers(scope, house.settings) if each[0] not in given)
            message["headers"] = [*message["headers"], *ours]

    return Litestar(
        route_handlers=[Router("/api/v1", route_handlers=routes), server.health, static.client],
        dependencies={
            "desk": Provide(desk),
            "acquaintances": Provide(lambda: acquaintances, sync_to_thread=False),
            "say": Provide(speaker, sync_to_thread=False),
        },
        before_request=gate,
        before_send=[finish],
        exception_handlers={Exception: problems.answer},
        request_max_body_size=BODY_LIMIT,
        openapi_config=OpenAPIConfig(
            title="Kairan",
            version=__version__,
            use_handler_docstrings=True,
            # The framework's own routes show pages that load scripts from elsewhere; ours is one file.
            openapi_controller=_Description,  # type: ignore[arg-type]
        ),
        logging_config=None,
        debug=False,
    )


class _As(msgspec.Struct, rename={"as_": "as"}):
    """The one thing any way in may ask for: the session as a token instead of a cookie."""

    as_: str = ""


async def _wants_token(request: AnyRequest) -> bool:
    is_json = request.headers.get("content-type", "").startswith("application/json")
    if request.route_handler.operation_id not in WAYS_IN or not is_json:
        return False
    body = await request.body()
    if b'"as"' not in body:
        return False
    try:
        return msgspec.json.decode(body, type=_As).as_ == "token"
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError):
        return False  # a body nobody asked for


def _headers(scope: Scope, settings: Settings) -> Iterator[tuple[bytes, bytes]]:
    """Return what every answer carries, and what the desk noted down for this one."""
    yield from security(settings)
    if not scope["path"].startswith("/api/"):
        return
    yield b"cache-control", b"no-store"
    desk = scope["state"].get("desk")
    if not isinstance(desk, HttpDesk):
        return
    if desk.seq is not None:
        yield b"kairan-seq", str(desk.seq).encode()
    if desk.entered is not None:
        yield b"set-cookie", _cookie(settings, desk.entered, COOKIE_FOR)
    if desk.left:
        yield b"set-cookie", _cookie(settings, "", 0)


def _cookie(settings: Settings, value: str, seconds: int) -> bytes:
    secure = "; Secure" if settings.secure else ""
    name = cookie_name(settings)
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}".encode()
