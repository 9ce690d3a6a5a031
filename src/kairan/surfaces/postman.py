"""The postman: brings what is due to push services, outside the lane.

What is due stands in a table. It is claimed in an action (which also asks who may still see it), sent from
an event loop of its own, and settled in an action. Whoever is slow keeps nobody else waiting; a crash
between sending and settling rings at most once more.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import TypeVar

import msgspec

from kairan.domains.notifications import actions, queries
from kairan.domains.notifications.model import KEEP_FOR, Claim, Outcome, Parcel, Result
from kairan.kernel.actions import Action
from kairan.kernel.errors import Unavailable
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import digest
from kairan.kernel.lane import Lane
from kairan.kernel.ports import Clock, Database, Letter, Posted, PushService, Unsent
from kairan.surfaces.watching import Watching

log = logging.getLogger("kairan.postman")

C = TypeVar("C")
R = TypeVar("R")

AT_ONCE = 64
"""Letters on their way at the same time."""
IN_HAND = 256
"""Letters claimed at the same time, a transaction for many: sent or given up long before they are due again."""
SETTLE_AFTER = 0.05
"""Seconds in which outcomes gather before they are written together."""
LOOK_EVERY = 5.0
"""Seconds after which the postman looks for what is due again, without being rung for."""
RETRY_AFTER = 2.0
"""Seconds after which a round that failed is tried again."""
BUSY = frozenset({408, 425, 429})
"""Answers that ask to come back later, like any 5xx."""
GONE = frozenset({404, 410})
"""Answers that say: nobody lives here any more (RFC 8030 7.3)."""

Say = Callable[[str, str, dict[str, str | int]], str | None]
"""Says a message of the catalogue in a language."""


class Postman:
    """A thread with an event loop, woken whenever something may be due."""

    def __init__(
        self,
        database: Database,
        lane: Lane,
        clock: Clock,
        service: Callable[[], PushService],
        watching: Watching,
        say: Say,
    ) -> None:
        """``service`` is made on the postman's own loop."""
        self._database = database
        self._lane = lane
        self._clock = clock
        self._make_service = service
        self._watching = watching
        self._say = say
        self._loop = asyncio.new_event_loop()
        self._bell = asyncio.Event()
        self._done = asyncio.Event()
        self._closing = False
        self._outcomes: dict[str, list[Outcome]] = {}
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._in_the_lane = 0
        self._hands = asyncio.Semaphore(AT_ONCE)
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def start(self) -> None:
        """Begin; something may have been left over."""
        self._thread.start()

    def close(self) -> None:
        """Stop. What is on its way and not settled yet is due again after a while."""
        if self._thread.is_alive():
            self._closing = True
            self._loop.call_soon_threadsafe(self._bell.set)
            self._thread.join()
        self._loop.close()

    def ring(self) -> None:
        """Say that something may be due. From any thread."""
        if not self._closing and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._bell.set)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._work())

    async def _work(self) -> None:
        service = self._make_service()
        settling = asyncio.create_task(self._settle_again_and_again())
        while not self._closing:
            try:
                await self._round(service)
                await self._wait(LOOK_EVERY)
            except Unavailable:
                await self._wait(RETRY_AFTER)
            except Exception:
                log.exception("looking for what is due failed and will be tried again")
                await self._wait(RETRY_AFTER)
        for task in (settling, *self._on_the_way):
            task.cancel()
        await asyncio.gather(settling, *self._on_the_way, return_exceptions=True)
        await service.close()

    def is_busy(self) -> bool:
        """Say whether anything is being claimed, sent or settled. From any thread; what is due is not asked."""
        return bool(self._in_the_lane or self._on_the_way or self._outcomes)

    async def _run_action(self, org: str, action: Action[C, R], command: C) -> R:
        self._in_the_lane += 1
        try:
            return await asyncio.wrap_future(self._lane.submit(org, SERVER, action, command))
        finally:
            self._in_the_lane -= 1

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        except TimeoutError:
            pass
        self._bell.clear()

    async def _round(self, service: PushService) -> None:
        """Claim and send what is due, as far as hands are free; whoever comes back rings again."""
        for org in await asyncio.to_thread(self._list_due):
            if len(self._on_the_way) >= AT_ONCE:
                return
            claim = Claim(IN_HAND - len(self._on_the_way), self._watching.now())
            for parcel in await self._run_action(org, actions.claim_pushes, claim):
                task = asyncio.create_task(self._bring(service, org, parcel))
                self._on_the_way.add(task)
                task.add_done_callback(self._come_back)

    def _list_due(self) -> list[str]:
        with self._database.read() as tx:
            return queries.list_due_orgs(tx, self._clock())

    def _come_back(self, task: "asyncio.Task[None]") -> None:
        self._on_the_way.discard(task)
        if len(self._on_the_way) < AT_ONCE:
            self._bell.set()

    async def _bring(self, service: PushService, org: str, parcel: Parcel) -> None:
        try:
            async with self._hands:
                result = _outcome(parcel, await service.push(self._letter(org, parcel)))
        except Unsent as error:
            again = error.reason in {"unreachable", "no_answer"}
            result = _made(parcel, "again" if again else "refused", error.reason)
        except Exception:
            log.exception("a push could not be sent and will be tried again")
            result = _made(parcel, "again", "unreachable")
        self._outcomes.setdefault(org, []).append(result)
        self._done.set()

    async def _settle_again_and_again(self) -> None:
        while True:
            await self._done.wait()
            await asyncio.sleep(SETTLE_AFTER)
            self._done.clear()
            for org in list(self._outcomes):
                await self._settle(org)

    async def _settle(self, org: str) -> None:
        """Write what came back meanwhile, all in one action; what cannot be written now is written later."""
        outcomes = self._outcomes.pop(org)
        try:
            await self._run_action(org, actions.settle_pushes, tuple(outcomes))
        except Unavailable:
            self._outcomes.setdefault(org, []).extend(outcomes)
            self._loop.call_later(RETRY_AFTER, self._done.set)
        except Exception:
            log.exception(
                "what became of %d pushes was not written; they go out again", len(outcomes)
            )

    def _letter(self, org: str, parcel: Parcel) -> Letter:
        push, to = parcel.push, parcel.subscription
        age = self._clock() - push.made_at
        return Letter(
            to.endpoint,
            to.p256dh,
            to.auth,
            self._payload(org, parcel),
            ttl=max(0, int((KEEP_FOR - age).total_seconds())),
            topic=_topic(org, parcel) if push.room else None,
            urgency=push.urgency,
        )

    def _payload(self, org: str, parcel: Parcel) -> bytes:
        """Return what the service worker shows: sender and room, never the text."""
        push = parcel.push
        name = parcel.sender_name
        title = push.name or name
        values: dict[str, str | int] = {"name": name, "direct": "no" if push.name else "yes"}
        said = {
            "kind": push.kind,
            "org": org,
            "room": push.room,
            "no": push.no,
            "title": self._words(parcel.language, "notifications-push_test.title", {})
            if push.kind == "test"
            else title,
            "body": self._words(parcel.language, f"notifications-push_{push.kind}", values),
            "tag": _topic(org, parcel) if push.room else "test",
            "token": parcel.token,
        }
        return msgspec.json.encode(said)

    def _words(self, language: str, id_: str, values: dict[str, str | int]) -> str:
        return self._say(language, id_, values) or id_


def _topic(org: str, parcel: Parcel) -> str:
    """Return a name for what replaces each other: the messages of a room, the reminders of a message.

    Push services see it, so that it says nothing (RFC 8030 5.4: at most 32 characters of base64url).
    """
    push = parcel.push
    of = f"{org} {push.room} {push.kind} {push.no if push.kind == 'reminder' else ''}"
    return digest(of)[:32]


def _outcome(parcel: Parcel, posted: Posted) -> Outcome:
    """Read a push service's answer (RFC 8030)."""
    status = posted.status
    if 200 <= status < 300:
        return _made(parcel, "accepted", None)
    if status in GONE:
        return _made(parcel, "gone", "gone")
    if status in BUSY or status >= 500:
        return _made(parcel, "again", f"answered_{status}", posted.retry_after)
    log.warning("a push service refused a push with %d", status)
    return _made(parcel, "refused", f"answered_{status}")


def _made(
    parcel: Parcel, result: Result, reason: str | None, retry_after: int | None = None
) -> Outcome:
    push = parcel.push
    return Outcome(push.notice, push.device.id, result, reason, retry_after)
