"""The port to uvicorn: its protocol hands out the transport, and chunks written to it are an answer.

Pins ``StreamingProtocol`` to the uvicorn in use: whoever upgrades it sees here whether it still fits.
"""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httptools
import pytest
import uvicorn

from kairan.surfaces.stream import frames
from kairan.surfaces.stream.transport import EXTENSION, StreamingProtocol, tune
from tests import loops


@dataclass
class Bare:
    """A server with an application that only streams: what the scope held, and what it wrote."""

    port: int = 0
    scopes: list[Any] = field(default_factory=list)
    gone: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.scopes.append(scope)
        if scope["path"] == "/plain":
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        transport = scope["extensions"][EXTENSION]
        tune(transport)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        first = {"type": "http.response.body", "body": b"first ", "more_body": True}
        await send(first)
        for word in ("second ", "三つ目 "):
            transport.write(frames.chunk(word.encode()).wire)
        if scope["path"] == "/end":
            transport.write(b"0\r\n\r\n")
            transport.close()
        if scope["path"] == "/cut":
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
        self.gone += 1


@pytest.fixture
def bare() -> Iterator[Bare]:
    bare, started = Bare(), threading.Event()
    config = uvicorn.Config(
        bare, port=0, http=StreamingProtocol, ws="none", lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)

    async def serve() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        bare.port = server.servers[0].sockets[0].getsockname()[1]
        started.set()
        await serving

    thread = threading.Thread(target=lambda: loops.run(serve()), daemon=True)
    thread.start()
    assert started.wait(10)
    yield bare
    server.should_exit = True
    thread.join(timeout=10)


class Answer:
    """An answer as httptools, a parser of its own, understands it."""

    def __init__(self) -> None:
        self.body = b""
        self.headers: dict[bytes, bytes] = {}
        self.complete = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.lower()] = value

    def on_body(self, data: bytes) -> None:
        self.body += data

    def on_message_complete(self) -> None:
        self.complete += 1


def ask(bare: Bare, *paths: str, close_after: int | None = None) -> tuple[Answer, bool]:
    """Send requests on one connection; return what came, and whether the server closed it."""

    async def run() -> tuple[Answer, bool]:
        reader, writer = await asyncio.open_connection("127.0.0.1", bare.port)
        answer = Answer()
        parser = httptools.HttpResponseParser(answer)
        closed = False
        try:
            for path in paths:
                writer.write(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
                before = answer.complete
                while answer.complete == before:
                    data = await asyncio.wait_for(reader.read(65_536), timeout=10)
                    if not data:
                        closed = True
                        break
                    parser.feed_data(data)
                    if close_after is not None and len(answer.body) >= close_after:
                        return answer, closed
            if not closed:
                closed = await asyncio.wait_for(reader.read(1), timeout=0.2) == b""
        except (TimeoutError, ConnectionError):
            pass
        finally:
            writer.close()
        return answer, closed

    return loops.run(run())


WHOLE = "first second 三つ目 ".encode()


def test_every_request_brings_the_transport_of_its_connection(bare):
    ask(bare, "/plain", "/plain", "/end")
    transports = [scope["extensions"][EXTENSION] for scope in bare.scopes]
    assert len(transports) == 3
    assert len(set(map(id, transports))) == 1
    for method in ("write", "close", "abort", "is_closing", "get_write_buffer_size"):
        assert callable(getattr(transports[0], method))
    ask(bare, "/plain")
    assert bare.scopes[-1]["extensions"][EXTENSION] is not transports[0]


def test_chunks_written_to_the_transport_are_the_body_of_the_answer(bare):
    answer, _ = ask(bare, "/stream", close_after=len(WHOLE))
    assert answer.headers[b"transfer-encoding"] == b"chunked"
    assert answer.body == WHOLE
    assert answer.complete == 0


def test_the_last_chunk_ends_the_answer_and_the_connection(bare):
    answer, closed = ask(bare, "/end")
    assert (answer.body, answer.complete, closed) == (WHOLE, 1, True)


def test_a_connection_that_is_cut_ends_without_a_last_chunk(bare):
    answer, _ = ask(bare, "/cut")
    assert answer.complete == 0
    assert WHOLE.startswith(answer.body)


def test_an_ordinary_answer_before_leaves_the_stream_whole(bare):
    answer, _ = ask(bare, "/plain", "/end")
    assert (answer.body, answer.complete) == (WHOLE, 2)


@pytest.mark.parametrize("path", ["/stream", "/end", "/cut"])
def test_the_application_hears_when_the_connection_is_gone(bare, path):
    ask(bare, path, close_after=1)
    until = 100
    while not bare.gone and until:
        until -= 1
        threading.Event().wait(0.05)
    assert bare.gone == 1


def test_a_chunk_says_its_length_in_bytes():
    assert frames.chunk("あ".encode()).wire == b"3\r\n\xe3\x81\x82\r\n"
    assert frames.chunk(b"x" * 256).wire.startswith(b"100\r\n")
