"""The stage for stories: a real server with the cast in it, and real browsers for whoever acts."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.world import Cast, Somebody, World

Device = Literal["phone", "desktop", "small"]
SIZES = {"small": (320, 640), "phone": (360, 740), "desktop": (1280, 800)}
STATIC = Path(__file__).parents[2] / "src/kairan/static/index.html"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet and without looking for anything outside."""
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@dataclass
class Stage:
    """One running server. ``page(who, device)`` opens a browser of one's own, signed in as the cast is."""

    url: str
    cast: Cast
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def page(
        self,
        who: Somebody | None = None,
        device: Device = "phone",
        *,
        path: str = "/",
        language: str = "ja",
        text: str = "standard",
    ) -> Page:
        """Open a new browser at ``path``. Whoever is of the cast has chosen a text size already."""
        width, height = SIZES[device]
        context = self.browser.new_context(
            locale="ja-JP" if language == "ja" else "en-GB",
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": height},
            has_touch=device != "desktop",
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        if who is not None:
            self.settle(who, language=language, text=text)
            context.add_cookies([{"name": "kairan", "value": who.token, "url": self.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("console", self._listen)
        page.goto(self.url + path)
        return page

    def settle(self, who: Somebody, *, language: str = "ja", text: str = "standard") -> None:
        """Let somebody have been here before: welcomed, with a language and a text size."""
        settings = {"welcomed": True, "text": text}
        self.api(who).patch(
            "/me", json={"language": language, "settings": settings}
        ).raise_for_status()

    def api(self, who: Somebody) -> httpx.Client:
        """Return a client for setting the stage by the same routes that scripts use."""
        return httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers={"authorization": f"Bearer {who.token}"},
            timeout=30,
        )

    def room(self, owner: Somebody, name: str, *members: Somebody, **rules: str) -> str:
        """Let somebody make a group with these people; return its id."""
        body = {"kind": "group", "name": name, "members": [m.account for m in members], **rules}
        made = self.api(owner).post("/rooms", json=body)
        made.raise_for_status()
        return str(made.json()["id"])

    def write(self, who: Somebody, room: str, text: str, *, client_id: str | None = None) -> int:
        """Let somebody write; return the number of the message."""
        body = {"client_id": client_id or f"{time.monotonic_ns()}", "text": text}
        sent = self.api(who).post(f"/rooms/{room}/messages", json=body)
        sent.raise_for_status()
        return int(sent.json()["no"])

    def _listen(self, message: Any) -> None:
        """Remember errors the browser complains of: a broken policy, an exception nobody caught."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.trouble.append(f"console: {message.text}")


@dataclass
class RunningServer:
    """A server process on a data folder of its own."""

    process: subprocess.Popen[bytes]
    url: str
    folder: Path

    def stop(self) -> None:
        """Stop it as an operator would."""
        self.process.terminate()
        self.process.wait(timeout=15)


def start_server(folder: Path, *, port: int | None = None, **settings: str) -> RunningServer:
    """Start a server on ``folder`` and wait until it can commit."""
    port = port or free_port()
    url = f"http://localhost:{port}"
    environ = {
        **os.environ,
        "KAIRAN_DATA": str(folder),
        "KAIRAN_PORT": str(port),
        "KAIRAN_PUBLIC_URL": url,
        **settings,
    }
    log = (folder / "server.log").open("ab")
    command = [sys.executable, "-m", "kairan", "serve"]
    process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    wait_until(lambda: is_healthy(url) or process.poll() is not None, seconds=20)
    assert process.poll() is None, (folder / "server.log").read_text()
    return RunningServer(process, url, folder)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(url: str) -> bool:
    """Say whether a server can commit."""
    try:
        return httpx.get(f"{url}/healthz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def wait_until(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    """Return as soon as ``condition`` holds; fail when it does not within ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"did not happen within {seconds} s"
        time.sleep(0.05)


@pytest.fixture
def server(first_world: World, tmp_path: Path) -> Iterator[RunningServer]:
    """A server with the cast in it, and nothing else."""
    assert STATIC.exists(), "the client is not built: run make setup"
    shutil.copy(first_world.folder / "kairan.db", tmp_path / "kairan.db")
    running = start_server(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def stage(server: RunningServer, first_world: World, browser: Browser) -> Iterator[Stage]:
    """The server, the cast and browsers; a story fails when a browser complained."""
    stage = Stage(server.url, first_world.cast, browser)
    yield stage
    for context in stage.contexts:
        context.close()
    assert not stage.trouble, stage.trouble
