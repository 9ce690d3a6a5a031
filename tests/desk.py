"""A desk over the world, for calling handlers without a web server."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kairan.kernel import settings
from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import TooMany
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import Secret
from kairan.kernel.ports import Desk
from tests import loops
from tests.world import Somebody, World

C = TypeVar("C")
R = TypeVar("R")


class WorldDesk(Desk):
    """The desk of somebody (or nobody). It notes down what the answer would carry."""

    def __init__(self, world: World, who: Somebody | None = None, *, wants_token: bool = True):
        self.world = world
        self.who = who
        self.wants_token = wants_token
        self.slow_work = 0
        self.entered: str | None = None
        self.left = False
        self.tries: dict[tuple[str, str], int] = {}
        self.remembered: set[tuple[str, str]] = set()
        self.at = "192.0.2.7"

    async def do(self, action: Action[C, R], command: C) -> R:
        assert self.who is not None
        return self.world.do(self.who, action, command)

    async def found(self, org: str, action: Action[C, R], command: C) -> R:
        return self.world.lane.run(org, SERVER, action, command, founds=True)

    async def ask(self, query: Callable[[Ctx], R]) -> R:
        assert self.who is not None
        return self.world.ask(self.who, query)

    async def do_in(self, org: str, action: Action[C, R], command: C) -> R:
        return self.world.do_as(org, NOBODY, action, command)

    async def ask_in(self, org: str, query: Callable[[Ctx], R]) -> R:
        return self.world.ask_as(org, NOBODY, query)

    async def study(self, query: Callable[[Ctx], R]) -> R:
        return await self.ask(query)

    async def slowly(self, work: Callable[[], R]) -> R:
        self.slow_work += 1
        return work()

    def limit(self, kind: str, key: str, *, times: int, seconds: int) -> None:
        self.tries[kind, key] = self.tries.get((kind, key), 0) + 1
        if self.tries[kind, key] > times:
            raise TooMany(retry_after=seconds)

    def forgive(self, kind: str, key: str, *, times: int, seconds: int) -> None:
        self.tries[kind, key] -= 1

    def remember(self, kind: str, key: str) -> None:
        self.remembered.add((kind, key))

    def remembers(self, kind: str, key: str) -> bool:
        return (kind, key) in self.remembered

    def enter(self, token: str) -> None:
        self.entered = None if self.wants_token else token

    def told(self, token: str | None) -> str | None:
        return token if self.wants_token else None

    def leave(self) -> None:
        self.left = True

    def signal(self, org, topic, data) -> None:
        raise NotImplementedError

    def watch(self, session, room, *, visible) -> None:
        raise NotImplementedError

    @property
    def push_key(self) -> str | None:
        return None

    @property
    def settings(self) -> settings.Settings:
        return settings.load({"KAIRAN_DATA": str(Path("/nowhere"))})

    @property
    def caller(self) -> Secret | None:
        return self.who.secret if self.who else None

    @property
    def device(self) -> str:
        return "Test 1.0"

    @property
    def address(self) -> str:
        return self.at

    @property
    def network(self) -> str:
        return self.address

    @property
    def language(self):
        return "ja"


def call(handler, desk: Desk, **given):
    """Call a handler at a desk and return what it answers."""

    async def answer():
        return await handler.fn(desk=desk, **given)

    return loops.run(answer())
