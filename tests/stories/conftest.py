"""The stage for stories: a real server with the cast in it, and real browsers for whoever acts.

``stage.page(who, device)`` opens a browser of somebody's own; ``stage.again(page)`` one more tab of the same
browser. A story fails when a browser complained or the server stumbled, whatever else it saw.
A file of stories that needs more than the cast has a fixture ``folder`` of its own.
"""

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
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from kairan.surfaces.http import static
from tests.world import Cast, Somebody, World

Device = Literal["phone", "desktop", "small"]
PUBLIC_URL = "https://kairan.example.jp"
"""What links and codes begin with; ``stage.scan`` leads from there to the server of the story."""
ELSEWHERE = "intra.example.jp"
"""A name of the server that is not the machine itself, as an intranet would have it."""
SIZES = {"small": (320, 640), "phone": (360, 740), "desktop": (1280, 800)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a story."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.story)


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
            f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1",
        ],
    }


@dataclass
class Stage:
    """One running server. ``page(who, device)`` opens a browser of one's own, signed in as the cast is."""

    url: str
    cast: Cast
    browser: Browser
    cookie_name: str = "__Host-kairan"
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
        **context: Any,
    ) -> Page:
        """Open a new browser at ``path``. Whoever is of the cast has chosen a text size already."""
        if who is not None:
            self.settle(who, language=language, text=text)
        opened = self.device(device, language=language, **context)
        if who is not None:
            self.sign_in(opened, who)
        page = opened.new_page()
        page.goto(self.url + path)
        return page

    def device(
        self, device: Device = "phone", *, language: str = "ja", **context: Any
    ) -> BrowserContext:
        """Unpack a new device: a browser in which nobody has been yet."""
        width, height = SIZES[device]
        made = self.browser.new_context(
            locale="ja-JP" if language == "ja" else "en-GB",
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": height},
            has_touch=device != "desktop",
            is_mobile=device != "desktop",
            **context,
        )
        made.set_default_timeout(10_000)
        made.on("page", self._watch)
        self.contexts.append(made)
        return made

    def sign_in(self, device: BrowserContext, who: Somebody) -> None:
        """Give a device the session that somebody of the cast has."""
        device.add_cookies([cookie(who.token, self.url, self.cookie_name)])

    def scan(self, link: str) -> str:
        """Return where a telephone that reads a code or is sent a link comes out in the story."""
        assert link.startswith(PUBLIC_URL), link
        return self.url + link.removeprefix(PUBLIC_URL)

    def again(self, page: Page, path: str = "/") -> Page:
        """Open one more tab of the same browser."""
        tab = page.context.new_page()
        tab.goto(self.url + path)
        return tab

    def settle(self, who: Somebody, *, language: str = "ja", text: str = "standard") -> None:
        """Let somebody have been here before: welcomed, with a language and a text size."""
        settings = {"welcomed": True, "text": text}
        self.ask(who, "PATCH", "/me", language=language, settings=settings)

    def api(self, who: Somebody) -> httpx.Client:
        """Return a client for setting the stage by the same routes that scripts use."""
        return httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers={"authorization": f"Bearer {who.token}"},
            timeout=30,
        )

    def ask(self, who: Somebody, method: str, path: str, **body: Any) -> Any:
        """Let somebody do one thing by the API, and return what is answered; a refusal is an error."""
        with self.api(who) as api:
            answer = api.request(method, path, json=body or None)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def room(self, owner: Somebody, name: str, *members: Somebody, **rules: str) -> str:
        """Let somebody make a group with these people; return its id."""
        inside = [member.account for member in members]
        made = self.ask(owner, "POST", "/rooms", kind="group", name=name, members=inside, **rules)
        return str(made["id"])

    def let_in(self, room: str, guest: Somebody, *, by: Somebody) -> None:
        """Let a guest who has a session already enter a room by an invitation."""
        invited = self.ask(by, "POST", "/invitations", kind="guest", rooms=[room])
        token = str(invited["url"]).rsplit("/", 1)[1]
        with self.api(guest) as api:
            assert api.post(f"/invitations/{token}/accept", json={}).is_success

    def write(self, who: Somebody, room: str, text: str, *, client_id: str | None = None) -> int:
        """Let somebody write; return the number of the message."""
        client_id = client_id or f"{time.monotonic_ns()}"
        path = f"/rooms/{room}/messages"
        return int(self.ask(who, "POST", path, client_id=client_id, text=text)["no"])

    def read(self, who: Somebody, room: str, no: int) -> None:
        """Let somebody have read up to a message, elsewhere."""
        self.ask(who, "PUT", f"/rooms/{room}/cursor", no=no)

    def close(self) -> None:
        """Close every browser; a story fails when one of them complained."""
        for context in self.contexts:
            for page in context.pages:
                page.unroute_all(behavior="ignoreErrors")
            context.close()
        assert not self.trouble, self.trouble

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        """Remember errors the browser complains of: a broken policy, an exception nobody caught."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.trouble.append(f"console: {message.text}")


def cookie(token: str, url: str, name: str = "__Host-kairan") -> Any:
    """Return the cookie of a session, as the server at ``url`` sets it."""
    if not name.startswith("__Host-"):
        return {"name": name, "value": token, "url": url}
    return {"name": name, "value": token, "url": url.replace("http:", "https:"), "secure": True}


def look_away(page: Page) -> Page:
    """Put another window before a page: it stays open, and nobody looks at it. Returns the other."""
    devtools(page).send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    other = page.context.new_page()
    other.bring_to_front()
    wait_until(lambda: not page.evaluate("document.hasFocus()"))
    return other


def devtools(page: Page) -> CDPSession:
    """Return the way to what Playwright has no word for."""
    return page.context.new_cdp_session(page)


@dataclass
class RunningServer:
    """A server process on a data folder of its own."""

    process: subprocess.Popen[bytes]
    url: str
    folder: Path

    @property
    def log(self) -> str:
        """Return what it has printed."""
        return (self.folder / "server.log").read_text()

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
        "KAIRAN_PUBLIC_URL": PUBLIC_URL,
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
def folder(first_world: World, tmp_path: Path) -> Path:
    """The data folder a server starts on: the cast is in it, and nothing else."""
    shutil.copy(first_world.folder / "kairan.db", tmp_path / "kairan.db")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[RunningServer]:
    """A server on the folder; a story fails when it stumbled."""
    assert (static.FOLDER / "index.html").exists(), "the client is not built: run make setup"
    running = start_server(folder)
    yield running
    running.stop()
    assert "Traceback" not in running.log, running.log


@pytest.fixture
def stage(server: RunningServer, first_world: World, browser: Browser) -> Iterator[Stage]:
    """The server, the cast and browsers; a story fails when a browser complained."""
    stage = Stage(server.url, first_world.cast, browser)
    yield stage
    stage.close()
