"""The desk: what a handler works at, one for each request."""

import asyncio
import hmac
from collections.abc import Callable
from typing import Literal, TypeVar

from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import NotSignedIn
from kairan.kernel.events import Json
from kairan.kernel.guard import NOBODY, SERVER, Actor
from kairan.kernel.ids import Secret, digest
from kairan.kernel.ports import Desk
from kairan.kernel.settings import Settings
from kairan.surfaces.http.gate import Visitor
from kairan.surfaces.http.house import House

C = TypeVar("C")
R = TypeVar("R")


class HttpDesk(Desk):
    """The desk port over HTTP. What it notes down, ``http.app`` puts into the response's headers."""

    def __init__(self, house: House, visitor: Visitor, *, wants_token: bool) -> None:
        """Make the desk of one request; ``wants_token``: the body asked for ``"as": "token"``."""
        self._house = house
        self._visitor = visitor
        self._wants_token = wants_token
        self.seq: int | None = None
        self.entered: str | None = None
        self.left = False

    async def do(self, action: Action[C, R], command: C) -> R:
        """Run an action as the caller."""
        secret = self._signed_in()
        with self._house.turn(self._visitor):
            await self._house.recognise(secret)
            self._house.admit_change(secret)
            return await self._submit(secret.org, secret, action, command)

    async def found(self, org: str, action: Action[C, R], command: C) -> R:
        """Run the first action of a new organisation."""
        future = self._house.lane.submit(org, SERVER, action, command, founds=True)
        return await asyncio.wrap_future(future)

    async def ask(self, query: Callable[[Ctx], R]) -> R:
        """Run a query as the caller."""
        secret = self._signed_in()
        return await self._read(secret.org, query, signed_in=True)

    async def do_in(self, org: str, action: Action[C, R], command: C) -> R:
        """Run an action in an organisation that a link names."""
        secret = self._visitor.secret
        caller: Secret | Actor = secret if secret and secret.org == org else NOBODY
        with self._house.turn(self._visitor):
            return await self._submit(org, caller, action, command)

    async def ask_in(self, org: str, query: Callable[[Ctx], R]) -> R:
        """Run a query in an organisation that a link names."""
        return await self._read(org, query, signed_in=False)

    def may_set_up(self, token: str) -> bool:
        """Say whether this is the link the server printed."""
        expected = self._house.setup_digest
        return expected is not None and hmac.compare_digest(digest(token), expected)

    async def probe(self) -> None:
        """Open and commit a writing transaction. Raises Unavailable where that cannot be done."""
        await self._house.health.ask()

    async def study(self, query: Callable[[Ctx], R]) -> R:
        """Run a query that takes long, where it keeps nobody else's reading waiting."""
        secret = self._signed_in()
        with self._house.turn(self._visitor):
            return await self._house.read(secret.org, secret, query, slow=True)

    async def slowly(self, work: Callable[[], R]) -> R:
        """Run something slow in the small pool for it."""
        return await self._house.slowly(work)

    def limit(self, kind: str, key: str, *, times: int, seconds: int) -> None:
        """Count one try."""
        self._house.limits.count(kind, key, times=times, seconds=seconds)

    def forgive(self, kind: str, key: str, *, times: int, seconds: int) -> None:
        """Take one try back."""
        self._house.limits.forgive(kind, key, times=times, seconds=seconds)

    def remember(self, kind: str, key: str) -> None:
        """Remember something for limits."""
        self._house.limits.remember(kind, key)

    def remembers(self, kind: str, key: str) -> bool:
        """Say whether this was to be remembered."""
        return self._house.limits.remembers(kind, key)

    def enter(self, token: str) -> None:
        """Make the answer carry the session."""
        self.entered = None if self._wants_token else token

    def told(self, token: str | None) -> str | None:
        """Return the token where the body asked for it."""
        return token if self._wants_token else None

    def leave(self) -> None:
        """Make the answer take the cookie away."""
        self.left = True

    def signal(self, org: str, topic: str, data: dict[str, Json]) -> None:
        """Send something in passing."""
        self._house.hub.signal(org, topic, data)

    def watch(self, session: str, room: str, *, visible: bool) -> None:
        """Remember what is on a session's screen."""
        self._house.watching.note(session, room, visible=visible)

    @property
    def push_key(self) -> str | None:
        """The key by which browsers subscribe."""
        return self._house.push_key

    @property
    def settings(self) -> Settings:
        """The server's settings."""
        return self._house.settings

    @property
    def caller(self) -> Secret | None:
        """The secret the request came with."""
        return self._visitor.secret

    @property
    def device(self) -> str:
        """What the caller's device calls itself."""
        return self._visitor.device

    @property
    def address(self) -> str:
        """The caller's network address."""
        return self._visitor.address

    @property
    def network(self) -> str:
        """What limits count the address by."""
        return self._visitor.network

    @property
    def language(self) -> Literal["ja", "en"]:
        """The language the caller asked for."""
        return self._visitor.language

    async def _submit(
        self, org: str, caller: Secret | Actor, action: Action[C, R], command: C
    ) -> R:
        return await asyncio.wrap_future(self._house.lane.submit(org, caller, action, command))

    async def _read(self, org: str, query: Callable[[Ctx], R], *, signed_in: bool) -> R:
        def run(ctx: Ctx) -> tuple[R, int]:
            if signed_in and ctx.actor is NOBODY:
                raise NotSignedIn
            return query(ctx), ctx.seq

        with self._house.turn(self._visitor):
            result, seq = await self._house.read(org, self._visitor.secret, run)
        if signed_in:  # the head of an organisation is nobody else's affair
            self.seq = seq
        return result

    def _signed_in(self) -> Secret:
        if self._visitor.secret is None:
            raise NotSignedIn
        return self._visitor.secret
