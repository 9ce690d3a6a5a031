"""Somebody's commands to a server that may be killed meanwhile: asked again until they are answered."""

import asyncio
from typing import Any

from bench.server import Server
from bench.wire import Line, connect, header


class Caller:
    """A line for somebody's commands. What is no success is a failed test."""

    def __init__(self, server: Server, token: str) -> None:
        self._server = server
        self._token = token
        self._line: Line | None = None

    async def do(self, method: str, path: str, body: object = None) -> Any:
        """Do something and return the answer; None where it was done and the answer got lost."""
        again = False
        while True:
            try:
                answer = await (await self._open()).ask(method, path, self._token, body)
            except OSError:
                again = True
                await asyncio.sleep(0.05)
                continue
            if again and answer.status in (404, 409, 422):
                return None
            assert answer.status < 300, (method, path, answer)
            return answer.json() if answer.body else None

    async def head(self) -> int:
        """Return where the log stands."""
        answer = await (await self._open()).ask("GET", "/me", self._token)
        return int(header(answer.head, b"kairan-seq") or 0)

    async def _open(self) -> Line:
        if self._line is None or not self._line.is_open:
            self._line = await connect(Line, self._server.port)
        return self._line
