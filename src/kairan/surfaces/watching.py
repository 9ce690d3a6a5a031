"""Which rooms are on whose screen just now: in memory, for a minute, in no log."""

import threading
import time

BELIEVED_FOR = 75.0
"""Seconds for which it holds without being said again; devices say it every half minute."""
MOST = 50_000


class Watching:
    """Sessions and the rooms they show. May be used from any thread."""

    def __init__(self) -> None:
        """Begin with nobody looking."""
        self._until: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def note(self, session: str, room: str, *, visible: bool) -> None:
        """Note that a session shows a room, or no longer."""
        with self._lock:
            self._until.pop((session, room), None)
            if visible:
                self._until[session, room] = time.monotonic() + BELIEVED_FOR
            while len(self._until) > MOST:
                del self._until[next(iter(self._until))]

    def now(self) -> frozenset[tuple[str, str]]:
        """Return session and room of everything that is on a screen now."""
        at = time.monotonic()
        with self._lock:
            for key in [key for key, until in self._until.items() if until < at]:
                del self._until[key]
            return frozenset(self._until)
