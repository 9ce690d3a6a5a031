"""The crowd: many open streams, and the moment when the last of them has heard something."""

import asyncio
import json
from collections.abc import Sequence
from time import perf_counter

from bench.wire import Stream, frames, open_stream

MESSAGE = b"event: rooms.message_sent\n"
MOVES = "receipts.cursors_moved"


class Ear:
    """One stream: how much it got, and how many messages."""

    def __init__(self, crowd: "Crowd") -> None:
        self._crowd = crowd
        self._stream: Stream | None = None
        self.frames = 0

    async def open(self, port: int, token: str) -> None:
        self._stream = await open_stream(port, token, self.heard)

    def heard(self, whole: bytes) -> None:
        """Count, and no more: there are hundreds of us."""
        self.frames += whole.count(b"\n\n")
        messages = whole.count(MESSAGE)
        if messages:
            self._crowd.count(messages)

    @property
    def writes(self) -> int:
        assert self._stream is not None
        return self._stream.writes

    def close(self) -> None:
        if self._stream is not None:
            self._stream.transport.close()


class Witness(Ear):
    """The one stream that also looks at what it hears: the last message, and who has read how far."""

    def __init__(self, crowd: "Crowd") -> None:
        super().__init__(crowd)
        self.message = b""
        self._cursors: dict[str, int] = {}
        self._awaited = 0
        self._of = 0
        self._complete: asyncio.Future[float] | None = None

    def heard(self, whole: bytes) -> None:
        super().heard(whole)
        if MESSAGE in whole:
            self.message = whole
        for frame in frames(whole):
            if frame.type == MOVES:
                self._cursors.update(json.loads(frame.data)["data"]["moves"])
        self._look()

    def sees_read(self, no: int, of: int) -> "asyncio.Future[float]":
        """Return a future: the moment when ``of`` people were heard of as having read ``no``."""
        self._awaited, self._of = no, of
        self._complete = asyncio.get_running_loop().create_future()
        return self._complete

    def _look(self) -> None:
        if self._complete is None or self._complete.done():
            return
        if sum(no >= self._awaited for no in self._cursors.values()) >= self._of:
            self._complete.set_result(perf_counter())


class Crowd:
    """Streams that are open together."""

    def __init__(self) -> None:
        self.ears: list[Ear] = []
        self._missing = 0
        self._all: asyncio.Future[float] | None = None

    async def open(self, port: int, tokens: Sequence[str]) -> Witness:
        """Open a stream for each token; the first of them is the witness."""
        witness = Witness(self)
        self.ears = [witness, *(Ear(self) for _ in tokens[1:])]
        for ear, token in zip(self.ears, tokens, strict=True):
            await ear.open(port, token)
        while not all(ear.writes for ear in self.ears):
            await asyncio.sleep(0.01)
        return witness

    def all_hear(self) -> "asyncio.Future[float]":
        """Return a future: the moment when every stream has heard one more message."""
        self._missing = len(self.ears)
        self._all = asyncio.get_running_loop().create_future()
        return self._all

    def count(self, messages: int) -> None:
        """Take note that a stream heard messages."""
        self._missing -= messages
        if self._missing == 0 and self._all is not None:
            self._all.set_result(perf_counter())

    def close(self) -> None:
        for ear in self.ears:
            ear.close()
