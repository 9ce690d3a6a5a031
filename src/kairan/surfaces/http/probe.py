"""Whether the server can commit, asked once for everybody who wants to know at the same time."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

SHARED_FOR = 1.0
"""Seconds for which an outcome is told again: whoever asks in a loop costs no commit for each time."""


class Probe:
    """Runs one try at a time, on a thread of its own, and tells its outcome to all who ask meanwhile."""

    def __init__(self, attempt: Callable[[], None]) -> None:
        """Take what to try; it raises where the server cannot commit."""
        self._attempt = attempt
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="prober")
        self._outcome: asyncio.Future[None] | None = None
        self._tried_at = 0.0

    async def ask(self) -> None:
        """Return when a commit worked within the last second. Raises what the attempt raised."""
        if self._outcome is None or self._is_old(self._outcome):
            loop = asyncio.get_running_loop()
            self._outcome = loop.run_in_executor(self._pool, self._try)
            self._outcome.add_done_callback(_hear)
        await asyncio.shield(self._outcome)

    def close(self) -> None:
        """Wait for the try that runs, and begin none."""
        self._pool.shutdown(cancel_futures=True)

    def _is_old(self, outcome: asyncio.Future[None]) -> bool:
        return outcome.done() and time.monotonic() >= self._tried_at + SHARED_FOR

    def _try(self) -> None:
        try:
            self._attempt()
        finally:  # before anybody can see that it is done
            self._tried_at = time.monotonic()


def _hear(outcome: asyncio.Future[None]) -> None:
    """Whoever asked may be gone: it is no error that nobody hears it."""
    if not outcome.cancelled():
        outcome.exception()
