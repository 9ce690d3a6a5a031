"""``GET /api/v1/events``: raw ASGI in front of the framework, one gate with it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from kairan.kernel import store
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError, NotSignedIn
from kairan.kernel.events import Json, Recorded
from kairan.kernel.guard import Role
from kairan.kernel.topics import Ear
from kairan.surfaces.http.gate import Visitor
from kairan.surfaces.http.headers import security
from kairan.surfaces.http.house import House
from kairan.surfaces.http.problems import MethodNotAllowed, document
from kairan.surfaces.stream import asgi, frames
from kairan.surfaces.stream.frames import Chunk, Frame
from kairan.surfaces.stream.hub import Connection, TooFarBehind
from kairan.surfaces.stream.probe import serve_probe
from kairan.surfaces.stream.transport import EXTENSION

BUFFER_LIMIT = 256 * 1024
"""Bytes waiting for a connection beyond which it is cut."""
REPLAY_LIMIT = 10_000
"""Events a stream is ever given again; who missed more loads everything."""
REPLAY_BYTES = 4 * 1024 * 1024
"""Bytes of the same; they are encoded REPLAY_STEP events at a time, so that no more are ever held."""
REPLAY_STEP = 100
REPLAYS = 6
"""Replays an account has at a time, until they are taken: each costs much, and the next may wait."""
PIECE = 64 * 1024
"""Bytes of an answer that are sent at once."""
STUCK_FOR = 20.0
"""Seconds after which a connection that takes nothing is cut."""
POLL_FOR = 25.0
"""Seconds a long poll waits at most."""
STREAMS = 20
"""Streams an account has open at most. The next is refused, not the oldest closed: that one is a device
somebody looks at, it would come back at once and close another, and so on for ever. The refused one asks
by long poll meanwhile."""
POLLS_OF_A_SESSION = 4
POLLS_OF_AN_ACCOUNT = 32
SSE = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a stream begins with, read in one snapshot: where the log stands, and what was missed."""

    seq: int
    epoch: str
    session: str | None
    ear: Ear
    reset: bool
    missed: list[Frame]


Begin = Callable[[Opening], Awaitable[None]]
"""Tells a connection what a stream begins with."""


class StreamApp:
    """What happens, as it happens: Server-Sent Events, or a long poll over the same log."""

    def __init__(self, house: House) -> None:
        """Take what the surfaces share."""
        self._house = house

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """Serve one stream or one long poll."""
        visitor = Visitor.of(scope, self._house.settings)

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *security(self._house.settings)]
            await send(message)

        try:
            if scope["method"] != "GET":
                raise MethodNotAllowed
            visitor.refuse_plain_http()
            self._house.admit(visitor)
            if await serve_probe(self._house, scope["query_string"], guarded):
                return
            since = asgi.since(visitor, scope["query_string"])
            if SSE in visitor.header("accept"):
                await self._stream(scope, receive, guarded, visitor, since)
            else:
                await self._poll(scope, receive, guarded, visitor, since)
        except DomainError as error:
            await asgi.refuse(guarded, document(error, visitor.language))

    async def _stream(
        self,
        scope: asgi.Scope,
        receive: asgi.Receive,
        send: asgi.Send,
        visitor: Visitor,
        since: int | None,
    ) -> None:
        org = _org(visitor)
        hub = self._house.hub
        hub.hold(org)
        try:
            now = await self._open(visitor, None)
            with (
                self._house.limits.hold("streams", now.ear.account, most=STREAMS),
                ExitStack() as replaying,
            ):
                opening = await self._replay(visitor, now, since, replaying)
                await send(asgi.start(SSE))
                pipe = _Pipe(scope, send, org, opening)
                try:
                    await pipe.begin(opening)
                    replaying.close()
                    await self._join(visitor, pipe, opening.epoch, pipe.begin)
                    await asgi.until_gone(receive)
                except DomainError as error:
                    pipe.end("signed_out" if isinstance(error, NotSignedIn) else None)
                finally:
                    hub.leave(pipe)
        finally:
            hub.release(org)

    async def _poll(
        self,
        scope: asgi.Scope,
        receive: asgi.Receive,
        send: asgi.Send,
        visitor: Visitor,
        since: int | None,
    ) -> None:
        org = _org(visitor)
        hub = self._house.hub
        hub.hold(org)
        with ExitStack() as replaying:
            replaying.callback(hub.release, org)
            now = await self._open(visitor, None)
            opening = await self._replay(visitor, now, since, replaying)
            poll = _Poll(org, opening)
            if since is not None and not opening.reset and not opening.missed:
                with self._wait(poll):
                    await self._join(visitor, poll, opening.epoch, poll.begin)
                    gone = asyncio.create_task(asgi.until_gone(receive))
                    said = asyncio.create_task(poll.wait())
                    await asyncio.wait(
                        {gone, said}, timeout=POLL_FOR, return_when="FIRST_COMPLETED"
                    )
                    gone.cancel()
                    said.cancel()
            body = poll.answer()
            await send(asgi.start("application/json", len(body)))
            try:
                await _send_pieces(send, body, more=False)
            except TimeoutError:
                _transport(scope).abort()

    @contextmanager
    def _wait(self, poll: "_Poll") -> Iterator[None]:
        """Let a long poll wait, as one of few. Raises TooMany."""
        hold = self._house.limits.hold
        with (
            hold("polls by session", poll.session or "", most=POLLS_OF_A_SESSION),
            hold("polls by account", poll.ear.account, most=POLLS_OF_AN_ACCOUNT),
        ):
            try:
                yield
            finally:
                self._house.hub.leave(poll)

    async def _replay(
        self, visitor: Visitor, now: Opening, since: int | None, replaying: ExitStack
    ) -> Opening:
        """Return what a stream begins with that was away since; one of few, until ``replaying`` closes.

        Raises TooMany.
        """
        if since is None or since == now.seq:
            return now
        hold = self._house.limits.hold("replays", now.ear.account, most=REPLAYS)
        replaying.enter_context(hold)
        return await self._open(visitor, since)

    async def _open(self, visitor: Visitor, since: int | None) -> Opening:
        secret = visitor.secret
        if secret is None:
            raise NotSignedIn

        def read(ctx: Ctx) -> Opening:
            ctx.require(Role.GUEST, "stream.open")
            head = store.read_head(ctx.tx, ctx.org)
            assert head is not None
            ear = self._house.audience(ctx, [ctx.actor.id])[ctx.actor.id]
            reset = since is not None and not 0 <= head.seq - since <= REPLAY_LIMIT
            missed: list[Frame] = []
            if since is not None and not reset:
                logged = store.list_events(
                    ctx.tx, ctx.org, after=since, upto=head.seq, limit=REPLAY_LIMIT
                )
                # Retention may have taken the beginning: then the log does not reach back.
                reset = len(logged) != head.seq - since
                heard = [event for event in logged if ear.may_hear(event)]
                missed = [] if reset else self._encode(ctx, heard)
                reset = reset or len(missed) < len(heard)
                missed = [] if reset else missed
            return Opening(head.seq, head.epoch, ctx.actor.session, ear, reset, missed)

        with self._house.turn(visitor):
            return await self._house.read(secret.org, secret, read)

    def _encode(self, ctx: Ctx, heard: list[Recorded]) -> list[Frame]:
        """Return the frames of events, of fewer where they grow beyond what is ever given again."""
        made: list[Frame] = []
        size = 0
        for at in range(0, len(heard), REPLAY_STEP):
            made += frames.encode(ctx, heard[at : at + REPLAY_STEP], self._house.tellers)
            size += sum(len(frame.json) for frame in made[at:])
            if size > REPLAY_BYTES:
                return made[:at]
        return made

    async def _join(
        self, visitor: Visitor, connection: Connection, epoch: str, begin: Begin
    ) -> None:
        """Join the hub; where it has gone on too far meanwhile, catch up from the log first."""
        while True:
            try:
                self._house.hub.join(connection, epoch)
                return
            except TooFarBehind:
                account = connection.ear.account
                with self._house.limits.hold("replays", account, most=REPLAYS):
                    again = await self._open(visitor, connection.seq)
                    await begin(again)
                connection.seq, connection.ear = again.seq, again.ear


class _Pipe(Connection):
    """A connection that writes chunks to the transport of its socket."""

    __slots__ = ("_send", "_stuck_since", "_transport")

    def __init__(self, scope: asgi.Scope, send: asgi.Send, org: str, opening: Opening) -> None:
        super().__init__(org, opening.session, opening.ear, opening.seq)
        self._transport = _transport(scope)
        self._send = send
        self._stuck_since: float | None = None

    async def begin(self, opening: Opening) -> None:
        """Send the first frames piece by piece, as fast as they are taken: they may be many."""
        try:
            await _send_pieces(self._send, _beginning(opening), more=True)
        except TimeoutError:
            self._transport.abort()

    def write(self, chunk: Chunk) -> None:
        """Write a chunk, or cut whoever does not keep up."""
        transport = self._transport
        if transport.is_closing():
            return
        waiting = transport.get_write_buffer_size()
        if waiting and self._is_stuck(waiting):
            transport.abort()
            return
        if not waiting:
            self._stuck_since = None
        transport.write(chunk.wire)

    def reset(self, seq: int) -> None:
        """Say that everything is to be loaded again, and end the response."""
        self.write(frames.chunk(frames.reset(seq)))
        self.end(None)

    def end(self, why: str | None) -> None:
        """Say why, end the response, and close."""
        if why is not None:
            self.write(frames.chunk(frames.end(why)))
        if not self._transport.is_closing():
            self._transport.write(b"0\r\n\r\n")
            self._transport.close()

    def backlog(self) -> int:
        """Return how many bytes the kernel has not taken yet."""
        return self._transport.get_write_buffer_size()

    def _is_stuck(self, waiting: int) -> bool:
        """Say whether too much waits, or something has waited too long without draining."""
        self._stuck_since = self._stuck_since or time.monotonic()
        return waiting > BUFFER_LIMIT or time.monotonic() - self._stuck_since > STUCK_FOR


class _Poll(Connection):
    """A connection that collects what one long poll answers with."""

    __slots__ = ("_epoch", "_events", "_head", "_reset", "_signals", "_something")

    def __init__(self, org: str, opening: Opening) -> None:
        super().__init__(org, opening.session, opening.ear, opening.seq)
        self._epoch = opening.epoch
        self._events = [frame.json for frame in opening.missed]
        self._signals: list[bytes] = []
        self._head = opening.seq
        self._reset = opening.reset
        self._something = asyncio.Event()

    async def begin(self, opening: Opening) -> None:
        """Take what was missed meanwhile, too."""
        self._events += [frame.json for frame in opening.missed]
        self._head = opening.seq
        self._reset = self._reset or opening.reset
        if self._events or self._reset:
            self._something.set()

    async def wait(self) -> None:
        """Return as soon as there is something to tell."""
        await self._something.wait()

    def write(self, chunk: Chunk) -> None:
        """Take what was committed, or a signal."""
        if chunk.frames:
            self._events += [frame.json for frame in chunk.frames]
            self._head = max(self._head, chunk.frames[-1].event.seq)
            self._something.set()
        elif chunk.sse.startswith(b"event: signal"):
            self._signals.append(chunk.sse.split(b"data: ", 1)[1].strip())
            self._something.set()

    def reset(self, seq: int) -> None:
        """Answer now that everything is to be loaded again."""
        self._head, self._reset = seq, True
        self._something.set()

    def end(self, why: str | None) -> None:
        """Answer now; the next poll finds out why."""
        self._something.set()

    def backlog(self) -> int:
        """Nothing waits here: what is collected is small, and ends the poll."""
        return 0

    def answer(self) -> bytes:
        """Return the body of the answer."""
        if self._reset:
            return msgspec.json.encode({"reset": True, "head": self._head})
        body: dict[str, Json | list[msgspec.Raw]] = {
            "events": [msgspec.Raw(event) for event in self._events],
            "signals": [msgspec.Raw(signal) for signal in self._signals],
            "head": self._head,
            "epoch": self._epoch,
        }
        return msgspec.json.encode(body)


async def _send_pieces(send: asgi.Send, data: bytes, *, more: bool) -> None:
    """Send what may be much as fast as it is taken. Raises TimeoutError where nobody takes it."""
    for at in range(0, len(data), PIECE):
        goes_on = more or at + PIECE < len(data)
        piece = {"body": data[at : at + PIECE], "more_body": goes_on}
        async with asyncio.timeout(STUCK_FOR):
            await send({"type": "http.response.body", **piece})


def _transport(scope: asgi.Scope) -> asyncio.Transport:
    transport: asyncio.Transport = scope["extensions"][EXTENSION]
    return transport


def _beginning(opening: Opening) -> bytes:
    """Return the first frames: what was missed (or that too much was), then the head."""
    missed = frames.reset(opening.seq) if opening.reset else b"".join(f.sse for f in opening.missed)
    return missed + frames.head(opening.seq, opening.epoch)


def _org(visitor: Visitor) -> str:
    if visitor.secret is None:
        raise NotSignedIn
    return visitor.secret.org
