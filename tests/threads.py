"""Jobs at the same time, in tests; what one of them raises is raised in the test."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

Job = Callable[[], object]


def in_threads(*jobs: Job) -> None:
    """Run jobs at the same time, each once, and wait for all."""
    with ThreadPoolExecutor(len(jobs)) as threads:
        running = [threads.submit(job) for job in jobs]
    for each in running:
        each.result()


@contextmanager
def meanwhile(job: Job) -> Iterator[None]:
    """Do a job again and again as long as the block runs."""
    stop = threading.Event()

    def again() -> None:
        while not stop.is_set():
            job()

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(again)
        try:
            yield
        finally:
            stop.set()
    running.result()
