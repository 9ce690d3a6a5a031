"""The cast in a whole server: the real lane, worker, stream and HTTP routes, over ASGI, in this process.

``site.client(who)`` speaks as somebody (None: nobody); paths are those below ``/api/v1``, or whole
addresses. Everything of ``World`` works here, too. ``Site.of`` makes one in no time.
"""

import asyncio
import itertools
import shutil
import sqlite3
import threading
import time
from collections.abc import Coroutine, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx

from kairan.app import open_kairan
from kairan.kernel.actions import Action
from kairan.kernel.guard import SERVER
from kairan.kernel.settings import load
from kairan.surfaces.http.serve import make_server
from tests.statements import noted
from tests.world import Cast, Somebody, World, by_server

R = TypeVar("R")

NOTHING: Action[None, None] = by_server(lambda ctx, _: None)
ORIGIN = "http://localhost:8080"
API = "/api/v1"


class Site(World):
    """A world that a server serves."""

    def __init__(
        self,
        folder: Path,
        cast: Cast | None = None,
        *,
        public: str = "",
        reads: int = 100_000,
        writes: int = 1_000_000,
    ) -> None:
        self.folder = folder
        self.later = timedelta()
        self.told = []
        self._cast = cast
        self.kairan = open_kairan(
            load(
                {
                    "KAIRAN_DATA": str(folder),
                    "KAIRAN_PUBLIC_URL": public,
                    "KAIRAN_READS_PER_SECOND": str(reads),
                    "KAIRAN_WRITES_PER_SECOND": str(writes),
                }
            ),
            now=self.now,
        )
        self.database, self.lane = self.kairan.database, self.kairan.lane
        self.house = self.kairan.house
        self._served: Any = make_server(
            self.house, self.kairan.web(), self.kairan.stream()
        ).config.app
        self._addresses: Iterator[str] = (f"192.0.2.{n}" for n in itertools.count())
        self._calm_at: list[int] = []
        self._loop = self.kairan.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport)

    @classmethod
    def of(cls, world: World, folder: Path, **more: Any) -> "Site":
        """Serve a copy of a world, which has to be closed, under an address people use (``public``).

        ``reads``, ``writes``: how often a second a session may; tests are faster than people.
        """
        shutil.copy(world.folder / "kairan.db", folder / "kairan.db")
        return cls(folder, world.cast, **more)

    def close(self) -> None:
        self._await(self._http.aclose())
        self.kairan.close()
        self.kairan.loop = None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def become(self, world: World) -> None:
        """Be a copy of a closed world once more: quicker than to be opened again."""
        self.calm()
        opened = self.database.writer.raw_connection()
        source = sqlite3.connect(world.folder / "kairan.db")
        source.backup(cast(sqlite3.Connection, opened.driver_connection))
        source.close()
        opened.close()
        self._calm_at = []

    def client(self, who: Somebody | None, **headers: str) -> "Client":
        """Return somebody's (or nobody's) way to the server; ``headers`` go along with each request."""
        if who is not None:
            headers["Authorization"] = f"Bearer {who.token}"
        return Client(self, headers)

    def request(self, method: str, address: httpx.URL | str, **more: Any) -> httpx.Response:
        """Send one request and wait for the answer; nobody's cookies are kept."""
        self._http.cookies.clear()
        return self._await(self._http.request(method, address, **more))

    def calm(self) -> None:
        """Let everything happen that is to happen soon: listeners, and what the lane has put off."""
        if self._heads() == self._calm_at and not self.lane._later:
            return
        self.settle()
        while any(due < time.monotonic() + 1 for due, *_ in list(self.lane._later)):
            time.sleep(0.001)
        self.do_as(self.cast.minato, SERVER, NOTHING, None)
        self.settle()
        self._calm_at = self._heads()

    def forget_tries(self) -> None:
        """Let everybody try again what was tried too often."""
        self.house.limits.forget()

    @contextmanager
    def in_one_place(self, address: str = "198.51.100.7") -> Iterator[None]:
        """Let all requests come from one address meanwhile."""
        before, self._addresses = self._addresses, itertools.repeat(address)
        try:
            yield
        finally:
            self._addresses = before

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Collect the statements that requests run meanwhile, in reading and in writing."""
        seen: list[str] = []

        def note(statement: str, _values: object) -> None:
            if threading.current_thread().name.startswith(("reader", "lane")):
                seen.append(statement)

        with noted(note):
            yield seen

    def _heads(self) -> list[int]:
        return [self.seq(org) for org in (self.cast.minato, self.cast.aoba)]

    async def _app(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Serve a request, each from an address of its own: tries are counted by address."""
        scope["client"] = (next(self._addresses), 50_000)
        await self._served(scope, receive, send)

    def _await(self, awaited: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(awaited, self._loop).result(timeout=60)


@dataclass(frozen=True)
class Client:
    """Somebody's way to the server."""

    site: Site
    headers: dict[str, str]

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = self.headers | more.pop("headers", {})
        address = path if path.startswith("http") else ORIGIN + API + path
        return self.site.request(method, address, headers=headers, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)

    def put(self, path: str, **more: Any) -> httpx.Response:
        return self.request("PUT", path, **more)

    def patch(self, path: str, **more: Any) -> httpx.Response:
        return self.request("PATCH", path, **more)

    def delete(self, path: str, **more: Any) -> httpx.Response:
        return self.request("DELETE", path, **more)

    def ask(self, path: str) -> Any:
        """Return what a question is answered with; anything but an answer is an error."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()
