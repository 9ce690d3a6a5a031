"""The hub: every open stream of this process, and who hears what is committed.

It folds events strictly in the order of ``seq``, membership changes before what follows them, so no clock
and no lookup is involved. Nothing here awaits: everything due to a connection leaves in one write, and
whoever does not keep up is cut and comes back by ``since``. All methods run on the event loop.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kairan.domains.accounts.events import AccountSuspended, RoleChanged, SessionsEnded
from kairan.kernel.events import Json, Recorded
from kairan.kernel.topics import Ear
from kairan.surfaces.stream import frames
from kairan.surfaces.stream.frames import Chunk, Frame

RECENT = 2_000
"""Frames an organisation keeps for those who are just opening a stream."""
SIGNAL_LIMIT = 64 * 1024
"""Bytes waiting for a connection beyond which it misses signals."""
_RESET = "reset"
"""Why a connection ends whose role changed: it comes back and loads everything again."""


class Connection(ABC):
    """One open stream: whose ear it is, and how far it has been told everything."""

    __slots__ = ("ear", "org", "seq", "session", "topics")

    def __init__(self, org: str, session: str | None, ear: Ear, seq: int) -> None:
        """Begin after ``seq``."""
        self.org = org
        self.session = session
        self.ear = ear
        self.seq = seq
        self.topics: Mapping[str, int] = {}

    @abstractmethod
    def write(self, chunk: Chunk) -> None:
        """Send a chunk without waiting."""

    @abstractmethod
    def reset(self, seq: int) -> None:
        """Say that everything is to be loaded again as of ``seq``, and close: the client comes back."""

    @abstractmethod
    def end(self, why: str | None) -> None:
        """Say why (None: nothing is said, the client comes back), and close."""

    @abstractmethod
    def backlog(self) -> int:
        """Return how many bytes wait to be sent."""


@dataclass(slots=True)
class _Feed:
    """One organisation: where it stands, what was said last, who listens to which topic.

    Those who listen to a topic are kept by what they hear of it: the rule is asked once for all alike.
    """

    epoch: str = ""
    seq: int | None = None
    users: int = 0
    recent: deque[Frame] = field(default_factory=lambda: deque(maxlen=RECENT))
    by_topic: dict[str, dict[int, set[Connection]]] = field(default_factory=dict)
    connections: set[Connection] = field(default_factory=set)


class TooFarBehind(Exception):
    """The snapshot a connection was opened with is older than what the feed remembers: read again."""


class Hub:
    """Holds the feeds of all organisations with open streams."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._feeds: dict[str, _Feed] = {}
        self._ended: str | None = None

    def wants(self, org: str) -> bool:
        """Say whether anybody of an organisation listens. May be asked from any thread."""
        return org in self._feeds

    def sessions(self) -> set[tuple[str, str]]:
        """Return organisation and session of every open stream."""
        open_ = (each for feed in self._feeds.values() for each in feed.connections)
        return {(each.org, each.session) for each in open_ if each.session is not None}

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
        self._catch_up(feed, connection, missed)
        if self._ended is not None:
            self._end(connection, self._ended, connection.seq)

    def leave(self, connection: Connection) -> None:
        """Forget a connection that has ended."""
        feed = self._feeds.get(connection.org)
        if feed is not None and connection in feed.connections:
            feed.connections.discard(connection)
            _unlisten(feed, connection, connection.topics.items())

    def deliver(self, org: str, batch: Sequence[Frame]) -> None:
        """Send a committed batch to everybody who may hear it, one write a connection."""
        feed = self._feeds.get(org)
        if feed is None:
            return
        if feed.seq is not None and batch[-1].event.seq <= feed.seq:
            return  # the snapshot of the first who opened a stream had it already
        if feed.seq is not None and batch[0].event.seq != feed.seq + 1:
            self._start_over(feed)
        feed.recent.extend(batch)
        feed.seq = batch[-1].event.seq
        due: dict[Connection, int] = {}  # which frames of the batch, a bit for each
        ended: list[tuple[Connection, str, int]] = []
        for place, frame in enumerate(batch):
            event, bit = frame.event, 1 << place
            for connection in _own(feed, event):
                if why := _ending(connection, event):
                    self.leave(connection)  # it hears nothing from here on
                    ended.append((connection, why, event.seq))
                elif event.seq > connection.seq and connection.ear.fold(event):
                    _listen(feed, connection)
            for connection in _hearers(feed, event):
                due[connection] = due.get(connection, 0) | bit
        _write_all(batch, due)
        for connection, why, seq in ended:
            self._end(connection, why, seq)

    def miss(self, org: str) -> None:
        """Let an organisation's streams come back and read the log: something could not be told."""
        feed = self._feeds.get(org)
        if feed is not None:
            self._start_over(feed)

    def signal(self, org: str, topic: str, data: dict[str, Json]) -> None:
        """Send something said in passing to whoever listens to ``topic`` and keeps up."""
        feed = self._feeds.get(org)
        if feed is None:
            return
        chunk = frames.chunk(frames.signal(data))
        for connection in _listeners(feed, topic):
            if connection.backlog() < SIGNAL_LIMIT:
                connection.write(chunk)

    def beat(self) -> None:
        """Tell every connection how far it has been told everything."""
        for feed in self._feeds.values():
            chunk = frames.chunk(frames.head(feed.seq or 0, feed.epoch))
            for connection in list(feed.connections):
                connection.write(chunk)

    def end_all(self, why: str) -> None:
        """End every stream, also those that are just being opened (the server stops)."""
        self._ended = why
        for feed in list(self._feeds.values()):
            for connection in list(feed.connections):
                self._end(connection, why, connection.seq)

    def count(self) -> int:
        """Return how many streams are open."""
        return sum(len(feed.connections) for feed in self._feeds.values())

    def _start_over(self, feed: _Feed) -> None:
        """A number is missing: tell nobody anything wrong, let all come back and read the log."""
        feed.seq = None
        feed.recent.clear()
        for connection in list(feed.connections):
            self.leave(connection)
            connection.end(None)

    def _catch_up(self, feed: _Feed, connection: Connection, missed: Sequence[Frame]) -> None:
        """Tell a connection what came while it was opened; that may have ended it, too."""
        heard: list[Frame] = []
        ended: tuple[str, int] | None = None
        for frame in missed:
            if why := _ending(connection, frame.event):
                ended = why, frame.event.seq
                break
            if connection.ear.fold(frame.event):
                _listen(feed, connection)
            if connection.ear.may_hear(frame.event):
                heard.append(frame)
        if heard:
            connection.write(frames.together(heard))
        if ended is not None:
            self._end(connection, *ended)

    def _end(self, connection: Connection, why: str, seq: int) -> None:
        self.leave(connection)
        if why == _RESET:
            connection.reset(seq)
        else:
            connection.end(why)


def _ending(connection: Connection, event: Recorded) -> str | None:
    """Say why a fact ends a connection, if it does: suspended, signed out, or another role."""
    account = connection.ear.account
    if event.data.get("account") != account or event.seq <= connection.seq:
        return None
    if event.type == RoleChanged.type:
        return _RESET
    if event.type == AccountSuspended.type:
        return "suspended"
    if event.type != SessionsEnded.type:
        return None
    sessions = event.data["sessions"]
    if not isinstance(sessions, list | tuple) or connection.session not in sessions:
        return None
    return "signed_out"


def _listen(feed: _Feed, connection: Connection) -> None:
    """Bring the index of topics up to date with what a connection listens to now."""
    topics = connection.ear.topics()
    _unlisten(feed, connection, connection.topics.items() - topics.items())
    for topic, first in topics.items() - connection.topics.items():
        feed.by_topic.setdefault(topic, {}).setdefault(first, set()).add(connection)
    connection.topics = topics


def _unlisten(feed: _Feed, connection: Connection, topics: Iterable[tuple[str, int]]) -> None:
    for topic, first in topics:
        alike = feed.by_topic[topic][first]
        alike.discard(connection)
        if not alike:
            del feed.by_topic[topic][first]
        if not feed.by_topic[topic]:
            del feed.by_topic[topic]


def _listeners(feed: _Feed, topic: str) -> list[Connection]:
    return [each for alike in feed.by_topic.get(topic, {}).values() for each in alike]


def _own(feed: _Feed, event: Recorded) -> list[Connection]:
    """Return the connections of the account that a fact is about."""
    account = event.data.get("account")
    return _listeners(feed, f"account:{account}") if account else []


def _hearers(feed: _Feed, event: Recorded) -> list[Connection]:
    """Return who hears a fact and has not been told it by the snapshot; some may be there twice."""
    hearers: list[Connection] = []
    for topic in event.topics:
        for alike in feed.by_topic.get(topic, {}).values():
            due = [connection for connection in alike if connection.seq < event.seq]
            if due and due[0].ear.hears(topic, event):
                hearers += due
    return hearers


def _write_all(batch: Sequence[Frame], due: dict[Connection, int]) -> None:
    """Write to each connection the frames due to it; a chunk is made once for all who get the same."""
    chunks: dict[int, Chunk] = {}
    for connection, bits in due.items():
        chunk = chunks.get(bits)
        if chunk is None:
            heard = [frame for place, frame in enumerate(batch) if bits >> place & 1]
            chunk = chunks[bits] = frames.together(heard)
        connection.write(chunk)
