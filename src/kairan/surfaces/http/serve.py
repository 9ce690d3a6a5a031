"""Serving: one process, the stream in front of the framework, streams ended first when it stops."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import timedelta
from typing import Any

import uvicorn

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import SeenSessions
from kairan.kernel.guard import SERVER
from kairan.surfaces.http.house import House
from kairan.surfaces.stream.transport import StreamingProtocol

Asgi = Callable[[Any, Any, Any], Awaitable[None]]

HEARTBEAT = timedelta(seconds=20)
SEEN_EVERY = timedelta(seconds=60)
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

    config = uvicorn.Config(
        app,
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


async def keep_house(house: House) -> None:
    """Send heartbeats, and write now and then which sessions are in use; runs until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_beat(house))
        tasks.create_task(_remember_seen(house))


async def _beat(house: House) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT.total_seconds())
        house.hub.beat()


async def _remember_seen(house: House) -> None:
    while True:
        await asyncio.sleep(SEEN_EVERY.total_seconds())
        seen, house.seen = house.seen, set()
        known = list(seen)  # a reader may just be adding one more to the old set
        for org in {org for org, _ in known}:
            command = SeenSessions(tuple(session for of, session in known if of == org))
            with contextlib.suppress(Exception):  # the next minute says it again
                await asyncio.wrap_future(
                    house.lane.submit(org, SERVER, accounts.see_sessions, command)
                )
