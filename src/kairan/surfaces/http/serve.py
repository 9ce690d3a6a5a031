"""Serving: one process, the stream in front of the framework, streams ended first when it stops."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import uvicorn

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import SeenSessions
from kairan.kernel import store
from kairan.kernel.actions import Action, AnyAction
from kairan.kernel.guard import SERVER
from kairan.surfaces.http.house import House
from kairan.surfaces.http.tls import require_usable
from kairan.surfaces.stream.transport import StreamingProtocol

log = logging.getLogger("kairan.http")

C = TypeVar("C")
R = TypeVar("R")

Asgi = Callable[[Any, Any, Any], Awaitable[None]]

HEARTBEAT = timedelta(seconds=20)
SEEN_EVERY = timedelta(seconds=60)
TIDY_EVERY = timedelta(hours=1)
STREAM_PATH = "/api/v1/events"


class Server(uvicorn.Server):
    """uvicorn's server, which ends the streams before it waits for connections to close."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        """Take the house whose streams are to be ended."""
        super().__init__(config)
        self._house = house

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as uvicorn does."""
        self._house.hub.end_all("going_down")
        await super().shutdown(sockets)


def make_server(house: House, web: Asgi, stream: Asgi) -> Server:
    """Return the server of this process, ready to be served."""

    async def app(scope: MutableMapping[str, Any], receive: object, send: object) -> None:
        streaming = scope["type"] == "http" and scope["path"] == STREAM_PATH
        await (stream if streaming else web)(scope, receive, send)

    tls = house.settings.tls
    if tls is not None:
        require_usable(tls)
    config = uvicorn.Config(
        app,
        ssl_certfile=tls.cert if tls else None,
        ssl_keyfile=tls.key if tls else None,
        host=house.settings.host,
        port=house.settings.port,
        http=StreamingProtocol,
        ws="none",
        loop="uvloop",
        lifespan="on",
        log_config=None,
        log_level="warning",  # what a newcomer should read at the start is ours
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=64 * 1024,
        backlog=2048,
    )
    return Server(config, house)


async def keep_house(house: House, hourly: Sequence[AnyAction] = ()) -> None:
    """Send heartbeats, remember which sessions are in use, tidy up every hour; runs until cancelled.

    ``hourly`` are actions of the server without a command, done in every organisation.
    """
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_every(HEARTBEAT, lambda: _beat(house)))
        tasks.create_task(_every(SEEN_EVERY, lambda: _remember_seen(house)))
        tasks.create_task(_every(TIDY_EVERY, lambda: _tidy(house, hourly)))


async def _every(interval: timedelta, work: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again; what fails once is tried again next time."""
    while True:
        await asyncio.sleep(interval.total_seconds())
        try:
            await work()
        except Exception:
            log.exception("keeping the house failed and will be tried again")


async def _beat(house: House) -> None:
    house.hub.beat()


async def _remember_seen(house: House) -> None:
    seen, house.seen = house.seen, set()
    known = [*seen, *house.hub.sessions()]  # a reader may just be adding one more to the old set
    for org in {org for org, _ in known}:
        sessions = {session for of, session in known if of == org}
        try:
            await _run(house, org, accounts.see_sessions, SeenSessions(tuple(sessions)))
        except Exception:
            log.exception(
                "which sessions are in use was not written; the next minute says it again"
            )
            house.seen |= {(org, session) for session in sessions}


async def _tidy(house: House, actions: Sequence[AnyAction]) -> None:
    def orgs() -> list[str]:
        with house.database.read() as tx:
            return store.list_orgs(tx)

    for org in await asyncio.get_running_loop().run_in_executor(house.readers, orgs):
        for action in actions:
            await _run(house, org, action, None)


async def _run(house: House, org: str, action: Action[C, R], command: C) -> R:
    return await asyncio.wrap_future(house.lane.submit(org, SERVER, action, command))
