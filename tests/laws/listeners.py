"""Those who listen: they open streams or long polls, break off at any moment, and come back."""

import asyncio
import json
from dataclasses import dataclass, field
from random import Random

from bench.server import Server
from bench.wire import Frame, Line, connect, frames, open_stream, poll_request
from tests.world import Somebody


@dataclass
class Session:
    """One stream or poll: from where on, what was heard, how far it came, where it stood at first."""

    since: int
    heard: list[int] = field(default_factory=list)
    upto: int = 0
    heads: list[int] = field(default_factory=list)
    polled: bool = False


@dataclass
class Mistakes:
    """What listeners notice by themselves: what they heard twice, and that they had to begin again."""

    doubled: list[str] = field(default_factory=list)
    resets: list[str] = field(default_factory=list)


class Listener:
    """Somebody who listens, and remembers every session."""

    def __init__(self, who: Somebody, server: Server, mistakes: Mistakes, *, polls: bool) -> None:
        self.who = who
        self.sessions: list[Session] = []
        self.last: int | None = None
        self._server = server
        self._mistakes = mistakes
        self._polls = polls

    async def come_and_go(self, random: Random, over: asyncio.Event) -> None:
        """Open, hear for a while, break off, come back; until it is over."""
        while not over.is_set():
            await self._once(random.uniform(0.02, 0.8))
            await asyncio.sleep(random.choice([0.0, 0.0, random.uniform(0.0, 0.4)]))

    async def catch_up(self, head: int) -> bool:
        """Come back one last time, and hear what there is; say whether that was all."""
        for _ in range(20):
            before = self.last
            await self._once(0.5)
            if self._polls and self.last == before:  # a poll is not answered while there is nothing
                self._come_to(self._begin(head), head)
            if self.last is not None and self.last >= head:
                return True
        return False

    async def _once(self, seconds: float) -> None:
        try:
            await (self._poll(seconds) if self._polls else self._stream(seconds))
        except OSError:
            await asyncio.sleep(0.05)  # the server is down

    async def _stream(self, seconds: float) -> None:
        session: list[Session] = []

        def hear(whole: bytes) -> None:
            for frame in frames(whole):
                self._hear(session, frame)

        stream = await open_stream(self._server.port, self.who.token, hear, self.last)
        await asyncio.wait([stream.ended], timeout=seconds)
        stream.transport.abort()

    def _hear(self, session: list[Session], frame: Frame) -> None:
        if frame.id is None:
            return
        if frame.type == "reset":
            self._mistakes.resets.append(self.who.name)
            return
        if not session:
            session.append(self._begin(frame.id))
        if frame.type == "head":
            session[0].heads.append(frame.id)
            self._come_to(session[0], frame.id)
        else:
            assert json.loads(frame.data)["seq"] == frame.id
            self._note(session[0], frame.id)

    async def _poll(self, seconds: float) -> None:
        line = await connect(Line, self._server.port)
        try:
            request = poll_request(self.who.token, self.last)
            answer = (await asyncio.wait_for(line.send(request), seconds)).json()
        except TimeoutError:
            return
        finally:
            line.close()
        if answer.get("reset"):
            self._mistakes.resets.append(self.who.name)
            return
        session = self._begin(answer["head"])
        for event in answer["events"]:
            self._note(session, event["seq"])
        self._come_to(session, answer["head"])

    def _begin(self, first: int) -> Session:
        session = Session(first if self.last is None else self.last, polled=self._polls)
        session.upto = self.last = session.since
        self.sessions.append(session)
        return session

    def _note(self, session: Session, seq: int) -> None:
        if seq <= session.upto:
            self._mistakes.doubled.append(f"{self.who.name}: {seq}")
        session.heard.append(seq)
        self._come_to(session, seq)

    def _come_to(self, session: Session, seq: int) -> None:
        session.upto = self.last = max(session.upto, seq)
