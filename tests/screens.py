"""The eight pictures of the README, from the demonstration: ``python -m tests.screens docs/screens``.

A server of its own on a folder of its own, real Chromium, nothing retouched. Everybody is invented.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.stories import hands
from tests.stories.conftest import RunningServer, start_server
from tests.world import PASSWORD

CHROMIUM = {
    "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1}
BOSAI = "南浜地区 防災連絡"
GIKAI = "県議会 連絡"


@dataclass(frozen=True)
class Camera:
    """Takes pictures of a server, as somebody sees it."""

    server: RunningServer
    browser: Browser
    folder: Path

    def take(self, name: str, who: str | None, path: str, pose: Callable[[Page], None]) -> None:
        """Open a page as somebody, let it come to rest, and keep what is on the screen."""
        desktop = name.endswith("desktop")
        context = self.browser.new_context(
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            reduced_motion="reduce",
            is_mobile=not desktop,
            **(DESKTOP if desktop else PHONE),
        )
        if who is not None:
            cookie = {"name": "kairan", "value": self.token(who), "url": self.server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.goto(self.server.url + path)
        pose(page)
        expect(page.get_by_text("読みこんでいます")).to_be_hidden()
        page.mouse.move(0, 0)
        page.screenshot(path=self.folder / f"{name}.png")
        context.close()
        print(self.folder / f"{name}.png")

    def ask(self, who: str, method: str, path: str, **body: object) -> dict[str, object]:
        """Let somebody do one thing by the API."""
        answer = httpx.request(
            method,
            f"{self.server.url}/api/v1{path}",
            headers={"authorization": f"Bearer {self.token(who)}"},
            json=body or None,
            timeout=30,
        )
        answer.raise_for_status()
        return dict(answer.json()) if answer.content else {}

    def token(self, who: str) -> str:
        """Sign somebody in; the same person only once, tries are counted."""
        if who not in _TOKENS:
            body = {"login": f"{who}@minato", "password": PASSWORD, "as": "token"}
            answer = httpx.post(f"{self.server.url}/api/v1/session", json=body, timeout=30)
            answer.raise_for_status()
            _TOKENS[who] = answer.json()["token"]
        return _TOKENS[who]

    def room(self, who: str, name: str) -> str:
        """Return the id of one of somebody's rooms."""
        items = self.ask(who, "GET", "/rooms")["items"]
        assert isinstance(items, list)
        return str(next(room["id"] for room in items if room["name"] == name))


_TOKENS: dict[str, str] = {}


def main(folder: Path) -> None:
    """Take the eight pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with _demonstration() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)  # type: ignore[arg-type]
        camera = Camera(server, browser, folder)
        for who in ("sato", "miwa"):
            camera.ask(who, "PATCH", "/me", settings={"welcomed": True})
        _take_all(camera)
        browser.close()


def _take_all(camera: Camera) -> None:
    bosai = f"/rooms/{camera.room('sato', BOSAI)}"
    gikai = f"/rooms/{camera.room('miwa', GIKAI)}"
    camera.take("01-talk-list", "sato", "/", lambda page: _see(hands.row(page, BOSAI)))
    camera.take("02-room", "sato", bosai, lambda page: _see(page.get_by_role("article").first))
    camera.take("03-readers", "miwa", gikai, _open_readers)
    camera.take("04-people", "sato", f"{bosai}/people", lambda page: _see(page.get_by_text("だけが読めます")))
    camera.take("05-directory", "sato", "/directory", lambda page: _see(page.get_by_role("link", name=re.compile("小林"))))
    invited = camera.ask("sato", "POST", "/invitations", kind="guest", rooms=[bosai.removeprefix("/rooms/")])
    join = str(invited["url"]).removeprefix(camera.server.url)
    camera.take("06-join", None, join, lambda page: _see(page.get_by_role("button", name="参加する")))
    camera.ask("sato", "PATCH", "/me", settings={"text": "largest"})
    camera.take("07-settings-largest", "sato", "/settings/look", lambda page: _see(page.get_by_role("radio").first))
    camera.take("08-desktop", "miwa", gikai, _open_readers)


def _open_readers(page: Page) -> None:
    """Open the reader list of the last message that is one's own."""
    page.get_by_role("button", name=re.compile("一覧を開く$")).last.click()
    _see(page.locator("section.panel").get_by_text("人に伝わりました").first)


def _see(what) -> None:
    expect(what).to_be_visible(timeout=15_000)


@contextmanager
def _demonstration() -> Iterator[RunningServer]:
    """Load the demonstration into a new folder and serve it."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "KAIRAN_DATA": folder}
        command = [sys.executable, "-m", "kairan", "demo", "--password-stdin"]
        subprocess.run(
            command, env=environ, input=PASSWORD, text=True, check=True, stdout=subprocess.DEVNULL
        )
        server = start_server(Path(folder))
        try:
            yield server
        finally:
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
