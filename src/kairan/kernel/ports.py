"""Ports: what lies outside and how the inside speaks to it. Adapters fill them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import NotFound
from kairan.kernel.events import Json, Recorded
from kairan.kernel.ids import Secret, read_secret
from kairan.kernel.settings import Settings
from kairan.kernel.store import Transaction

C = TypeVar("C")
R = TypeVar("R")

Clock = Callable[[], datetime]
"""Tells the present instant, aware and in UTC."""


class Unknown(Exception):
    """The database cannot say whether the commit came through, or cannot work at all now."""


class Database(Protocol):
    """A database with its log: one transaction for each batch, snapshots for reading."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Open a writing transaction; commits durably at the end, rolls back on an exception.

        Raises Unknown where it cannot begin or the outcome of the commit is not known.
        """

    def read(self) -> AbstractContextManager[Transaction]:
        """Open a reading transaction that sees one consistent state. Safe on any thread."""

    def savepoint(self, tx: Transaction) -> AbstractContextManager[None]:
        """Open a savepoint; rolled back to on an exception, which goes on.

        Raises Unknown where the transaction has ended by itself.
        """

    def is_open(self, tx: Transaction) -> bool:
        """Say whether ``tx`` is still a transaction (SQLite ends it by itself on a full disk)."""

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of this moment to a new file, while writing goes on. Raises OSError."""

    def find_fault(self) -> str | None:
        """Read everything and say what is damaged; None where it is whole. May take minutes."""

    def is_failing(self, error: Exception) -> bool:
        """Say whether ``error`` means that the database cannot work now (full, gone, read-only)."""


class Committed(Protocol):
    """Whoever wants to know what a batch committed, in order, right after the commit (the hub)."""

    def __call__(self, org: str, events: Sequence[Recorded], /) -> None:
        """Take the committed events of one organisation; called on the lane's thread."""


Speaker = Callable[[str, Mapping[str, str | int]], str]
"""Says a message of the catalogue in the caller's language; handlers ask for it as ``say``."""


class Unsent(Exception):
    """A request got no answer; ``reason`` is one word for people and for the log."""

    def __init__(self, reason: str) -> None:
        """Take ``unreachable``, ``no_answer``, ``forbidden_address`` or ``bad_keys``."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, headers in lower case, the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Outgoing(ABC):
    """The one client for addresses that people or other servers gave us."""

    @abstractmethod
    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send one request; redirects are not followed. Raises Unsent."""

    @abstractmethod
    async def close(self) -> None:
        """Close what is open."""


Urgency = Literal["very-low", "low", "normal", "high"]
"""How soon a device is to be woken (RFC 8030 5.3)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One push for one browser; ``ttl`` in seconds, a new letter replaces the one waiting of its topic."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    payload: bytes = field(repr=False)
    ttl: int
    topic: str | None
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Posted:
    """What a push service answered: its status, and after how many seconds to ask again, if it said."""

    status: int
    retry_after: int | None


class PushService(ABC):
    """Whoever brings a letter to a browser."""

    @abstractmethod
    async def push(self, letter: Letter) -> Posted:
        """Encrypt and send one letter. Raises Unsent."""

    @abstractmethod
    async def close(self) -> None:
        """Close what is open."""


class Desk(ABC):
    """Where a request comes in, as a domain's ``api`` sees it; one for each request.

    It knows who calls; the HTTP surface makes it and Litestar hands it to handlers as ``desk``.
    """

    @abstractmethod
    async def do(self, action: Action[C, R], command: C) -> R:
        """Run an action through the lane as the caller and return its result."""

    @abstractmethod
    async def found(self, org: str, action: Action[C, R], command: C) -> R:
        """Run the first action of a new organisation, as the server."""

    @abstractmethod
    async def ask(self, query: Callable[[Ctx], R]) -> R:
        """Run a query in a snapshot as the caller; the answer then carries ``Kairan-Seq``."""

    @abstractmethod
    async def do_in(self, org: str, action: Action[C, R], command: C) -> R:
        """Like ``do``, for a caller who names the organisation in another secret (a link)."""

    @abstractmethod
    async def ask_in(self, org: str, query: Callable[[Ctx], R]) -> R:
        """Like ``ask``, for a caller who names the organisation in another secret (a link)."""

    async def ask_by(
        self, kind: str, token: str, query: Callable[[Ctx, str], R], missing: type[NotFound]
    ) -> tuple[Secret, R]:
        """Return the secret of a link of this ``kind``, and what ``query`` says of its digest.

        Raises ``missing``, as the query does, and TooMany. Only tokens that find nothing are counted: they
        bar no good one.
        """
        secret = read_secret(token)
        try:
            if secret is None:
                raise missing
            return secret, await self.ask_in(secret.org, lambda ctx: query(ctx, secret.digest))
        except missing:
            self.limit(kind, self.network, times=60, seconds=60)
            raise

    @abstractmethod
    async def study(self, query: Callable[[Ctx], R]) -> R:
        """Run a query that takes long, where it keeps nobody else's reading waiting."""

    @abstractmethod
    async def slowly(self, work: Callable[[], R]) -> R:
        """Run something slow (password hashing) in the small pool for it. Raises TooMany when full."""

    @abstractmethod
    def limit(self, kind: str, key: str, *, times: int, seconds: int) -> None:
        """Count one try of ``kind`` by ``key``. Raises TooMany beyond ``times`` in ``seconds``."""

    @abstractmethod
    def forgive(self, kind: str, key: str, *, times: int, seconds: int) -> None:
        """Take one counted try back, because it went well."""

    @abstractmethod
    def remember(self, kind: str, key: str) -> None:
        """Remember something for limits, as long as this process lives and there is room."""

    @abstractmethod
    def remembers(self, kind: str, key: str) -> bool:
        """Say whether this was to be remembered."""

    @abstractmethod
    def enter(self, token: str) -> None:
        """Make the answer carry the session: a cookie, unless the body asked for ``"as": "token"``."""

    @abstractmethod
    def told(self, token: str | None) -> str | None:
        """Return the token where the body asked for ``"as": "token"``, else None."""

    @abstractmethod
    def leave(self) -> None:
        """Make the answer take the cookie away."""

    @abstractmethod
    def signal(self, org: str, topic: str, data: dict[str, Json]) -> None:
        """Send something that is never stored (typing, presence) to whoever listens to ``topic``."""

    @abstractmethod
    def watch(self, session: str, room: str, *, visible: bool) -> None:
        """Remember for a minute, in memory only, that a session has a room on its screen, or no longer."""

    @property
    @abstractmethod
    def push_key(self) -> str | None:
        """The key by which browsers subscribe to us; None where push is turned off."""

    @property
    @abstractmethod
    def settings(self) -> Settings:
        """The server's settings."""

    @property
    @abstractmethod
    def caller(self) -> Secret | None:
        """The secret the request came with, as we would have stored it; None for nobody."""

    @property
    @abstractmethod
    def device(self) -> str:
        """What the caller's device calls itself, at most 200 characters, for the list of sessions."""

    @property
    @abstractmethod
    def address(self) -> str:
        """The caller's network address, for the record."""

    @property
    @abstractmethod
    def network(self) -> str:
        """What limits count the address by: itself, or of IPv6 its /64."""

    @property
    @abstractmethod
    def language(self) -> Literal["ja", "en"]:
        """The language the caller asked for."""
