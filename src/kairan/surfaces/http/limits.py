"""Limits: how often somebody may do something, and how much of it at once; in memory, for this process.

Times are counted by the generic cell rate algorithm (ITU-T I.371): one number for each key says when its
allowance will be whole again, so a burst is free and what follows comes at an even pace.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kairan.kernel.errors import TooMany

KEYS_LIMIT = 50_000
"""Keys of one kind that are remembered; the one not seen for longest goes first."""


@dataclass(slots=True)
class Limits:
    """The counts of one process. All methods run on the event loop."""

    clock: Callable[[], float] = time.monotonic
    _whole_at: dict[str, OrderedDict[str, float]] = field(default_factory=dict)
    _remembered: dict[str, OrderedDict[str, None]] = field(default_factory=dict)
    _held: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, kind: str, key: str, *, times: float, seconds: float) -> None:
        """Count once. Raises TooMany beyond ``times`` at a stroke, or ``times`` in ``seconds`` for long."""
        now, each = self.clock(), seconds / times
        known = self._whole_at.setdefault(kind, OrderedDict())
        whole_at = max(known.get(key, now), now) + each
        wait = whole_at - now - seconds
        if wait > 1e-6:  # floating point loses some
            raise TooMany(retry_after=math.ceil(wait - 1e-6))
        known[key] = whole_at
        known.move_to_end(key)
        if len(known) > KEYS_LIMIT:
            known.popitem(last=False)

    def forgive(self, kind: str, key: str, *, times: float, seconds: float) -> None:
        """Take one count back: what was tried went well, and only what goes wrong is counted."""
        known = self._whole_at.get(kind, OrderedDict())
        if key in known:
            known[key] -= seconds / times

    @contextmanager
    def hold(self, kind: str, key: str, *, most: int) -> Iterator[None]:
        """Be one of at most ``most`` that go on at the same time. Raises TooMany beyond."""
        held = self._held.get((kind, key), 0)
        if held >= most:
            raise TooMany(retry_after=1)
        self._held[kind, key] = held + 1
        try:
            yield
        finally:
            self._held[kind, key] -= 1
            if not self._held[kind, key]:
                del self._held[kind, key]

    def remember(self, kind: str, key: str) -> None:
        """Remember a key."""
        known = self._remembered.setdefault(kind, OrderedDict())
        known[key] = None
        known.move_to_end(key)
        if len(known) > KEYS_LIMIT:
            known.popitem(last=False)

    def remembers(self, kind: str, key: str) -> bool:
        """Say whether a key is remembered."""
        return key in self._remembered.get(kind, ())

    def forget(self) -> None:
        """Let everybody try again what was tried too often."""
        self._whole_at.clear()


def network(address: str) -> str:
    """Return what limits count an address by: IPv6 by its /64, which one customer has to themselves.

    (RFC 6177; whoever has one /64 has 2^64 addresses.) A port beside it (some proxies write one) is left
    out. What is no address is taken as it is.
    """
    try:
        parsed = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed) >> 64 << 64, 64)))


def _without_port(address: str) -> str:
    """Return ``1.2.3.4:5`` as ``1.2.3.4``, and ``[::1]:5`` as ``::1``."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
