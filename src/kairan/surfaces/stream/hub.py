"""The hub: every open stream of this process, and who hears what is committed.

It folds events strictly in the order of ``seq``, membership changes before what follows them, so no clock
and no lookup is involved. Nothing here awaits: everything due to a connection leaves in one write, and
whoever does not keep up is cut and comes back by ``since``. All methods run on the event loop.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kairan.domains.accounts.events import RoleChanged, SessionsEnded
from kairan.kernel.events import Json
from kairan.kernel.topics import Ear
from kairan.surfaces.stream import frames
from kairan.surfaces.stream.frames import Chunk, Frame

RECENT = 2_000
"""Frames an organisation keeps for those who are just opening a stream."""
SIGNAL_LIMIT = 64 * 1024
"""Bytes waiting for a connection beyond which it misses signals."""


class Connection(ABC):
    """One open stream: whose ear it is, and how far it has been told everything."""

    __slots__ = ("ear", "org", "seq", "session", "topics")

    def __init__(self, org: str, session: str | None, ear: Ear, seq: int) -> None:
        """Begin after ``seq``."""
        self.org = org
        self.session = session
        self.ear = ear
        self.seq = seq
        self.topics: frozenset[str] = frozenset()

    @abstractmethod
    def write(self, chunk: Chunk) -> None:
        """Send a chunk without waiting."""

    @abstractmethod
    def end(self, why: str) -> None:
        """Send the last frame and close."""

    @abstractmethod
    def backlog(self) -> int:
        """Return how many bytes wait to be sent."""


@dataclass(slots=True)
class _Feed:
    """One organisation: where it stands, what was said last, who listens to which topic."""

    epoch: str = ""
    seq: int | None = None
    users: int = 0
    recent: deque[Frame] = field(default_factory=lambda: deque(maxlen=RECENT))
    by_topic: dict[str, set[Connection]] = field(default_factory=dict)
    connections: set[Connection] = field(default_factory=set)


class TooFarBehind(Exception):
    """The snapshot a connection was opened with is older than what the feed remembers: read again."""


class Hub:
    """Holds the feeds of all organisations with open streams."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._feeds: dict[str, _Feed] = {}

    def wants(self, org: str) -> bool:
        """Say whether anybody of an organisation listens. May be asked from any thread."""
        return org in self._feeds

    def hold(self, org: str) -> None:
        """Keep an organisation's feed from now on: call it before the snapshot is read."""
        self._feeds.setdefault(org, _Feed()).users += 1

    def release(self, org: str) -> None:
        """Let go of a feed that was held."""
        feed = self._feeds[org]
        feed.users -= 1
        if not feed.users:
            del self._feeds[org]

    def join(self, connection: Connection, epoch: str) -> None:
        """Let a connection hear what follows ``connection.seq``, beginning with what came meanwhile.

        Raises TooFarBehind where that is no longer remembered.
        """
        feed = self._feeds[connection.org]
        feed.epoch = epoch
        if feed.seq is None:
            feed.seq = connection.seq
        missed = [frame for frame in feed.recent if frame.event.seq > connection.seq]
        if feed.seq > connection.seq and (not missed or missed[0].event.seq != connection.seq + 1):
            raise TooFarBehind
        feed.connections.add(connection)
        _listen(feed, connection)
        heard = [frame for frame in missed if _hears(feed, connection, frame)]
        if heard:
            connection.write(frames.together(heard))

    def leave(self, connection: Connection) -> None:
        """Forget a connection that has ended."""
        feed = self._feeds.get(connection.org)
        if feed is not None and connection in feed.connections:
            feed.connections.discard(connection)
            for topic in connection.topics:
                feed.by_topic[topic].discard(connection)
                if not feed.by_topic[topic]:
                    del feed.by_topic[topic]

    def deliver(self, org: str, batch: Sequence[Frame]) -> None:
        """Send a committed batch to everybody who may hear it, one write a connection."""
        feed = self._feeds.get(org)
        if feed is None:
            return
        if feed.seq is not None and batch[-1].event.seq <= feed.seq:
            return  # the snapshot of the first who opened a stream had it already
        if feed.seq is not None and batch[0].event.seq != feed.seq + 1:
            self._start_over(feed)
            return
        feed.recent.extend(batch)
        feed.seq = batch[-1].event.seq
        due: dict[Connection, int] = {}  # which frames of the batch, a bit for each
        for place, frame in enumerate(batch):
            _fold(feed, frame)
            event, bit = frame.event, 1 << place
            for connection in _candidates(feed, frame):
                if event.seq > connection.seq and connection.ear.may_hear(event):
                    due[connection] = due.get(connection, 0) | bit
        _write_all(batch, due)
        for frame in batch:
            self._revoke(feed, frame)

    def signal(self, org: str, topic: str, data: dict[str, Json]) -> None:
        """Send something said in passing to whoever listens to ``topic`` and keeps up."""
        feed = self._feeds.get(org)
        if feed is None:
            return
        chunk = frames.chunk(frames.signal(data))
        for connection in feed.by_topic.get(topic, ()):
            if connection.backlog() < SIGNAL_LIMIT:
                connection.write(chunk)

    def beat(self) -> None:
        """Tell every connection how far it has been told everything."""
        for feed in self._feeds.values():
            chunk = frames.chunk(frames.head(feed.seq or 0, feed.epoch))
            for connection in list(feed.connections):
                connection.write(chunk)

    def end_all(self, why: str) -> None:
        """End every stream (the server stops)."""
        for feed in list(self._feeds.values()):
            for connection in list(feed.connections):
                connection.end(why)

    def count(self) -> int:
        """Return how many streams are open."""
        return sum(len(feed.connections) for feed in self._feeds.values())

    def _start_over(self, feed: _Feed) -> None:
        """A number is missing: tell nobody anything wrong, let all come back and read the log."""
        feed.seq = None
        feed.recent.clear()
        for connection in list(feed.connections):
            connection.end("again")

    def _revoke(self, feed: _Feed, frame: Frame) -> None:
        """End the streams of sessions that ended; those of changed roles load everything again."""
        event = frame.event
        if event.type == SessionsEnded.type:
            ended = event.data["sessions"]
            for connection in _own(feed, event.data["account"]):
                if isinstance(ended, list | tuple) and connection.session in ended:
                    connection.end("signed_out")
        elif event.type == RoleChanged.type:
            for connection in _own(feed, event.data["account"]):
                connection.write(frames.chunk(frames.reset(event.seq)))
                connection.end("role_changed")


def _listen(feed: _Feed, connection: Connection) -> None:
    """Bring the index of topics up to date with what a connection listens to now."""
    topics = frozenset(connection.ear.topics())
    for topic in connection.topics - topics:
        feed.by_topic[topic].discard(connection)
    for topic in topics - connection.topics:
        feed.by_topic.setdefault(topic, set()).add(connection)
    connection.topics = topics


def _fold(feed: _Feed, frame: Frame) -> None:
    """Take a membership change in before it, and what follows, is heard."""
    for connection in _own(feed, frame.event.data.get("account")):
        if frame.event.seq > connection.seq and connection.ear.fold(frame.event):
            _listen(feed, connection)


def _own(feed: _Feed, account: Json) -> list[Connection]:
    return list(feed.by_topic.get(f"account:{account}", ())) if account else []


def _candidates(feed: _Feed, frame: Frame) -> Iterable[Connection]:
    topics = frame.event.topics
    if len(topics) == 1:
        return feed.by_topic.get(topics[0], ())
    return set().union(*(feed.by_topic.get(topic, ()) for topic in topics))


def _hears(feed: _Feed, connection: Connection, frame: Frame) -> bool:
    if connection.ear.fold(frame.event):
        _listen(feed, connection)
    return connection.ear.may_hear(frame.event)


def _write_all(batch: Sequence[Frame], due: dict[Connection, int]) -> None:
    """Write to each connection the frames due to it; a chunk is made once for all who get the same."""
    chunks: dict[int, Chunk] = {}
    for connection, bits in due.items():
        chunk = chunks.get(bits)
        if chunk is None:
            heard = [frame for place, frame in enumerate(batch) if bits >> place & 1]
            chunk = chunks[bits] = frames.together(heard)
        connection.write(chunk)
