"""Coroutines in tests that are plain functions."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import uvloop

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it on the server's kind of loop, and return its result.

    In a thread of its own: once a story has opened its browser, a loop of Playwright's runs in the tests' own.
    """

    def in_thread() -> T:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(coroutine)

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(in_thread).result()
