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
from typing import Any

import httpx
from playwright.sync_api import (
    Browser,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from tests.stories import hands
from tests.stories.conftest import PUBLIC_URL, RunningServer, cookie, start_server
from tests.world import PASSWORD

CHROMIUM: dict[str, Any] = {
    "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1}
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
            context.add_cookies([cookie(self.token(who), self.server.url)])
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
        browser = playwright.chromium.launch(**CHROMIUM)
        camera = Camera(server, browser, folder)
        for who in ("sato", "miwa", "onishi", "yamamoto"):
            camera.ask(who, "PATCH", "/me", settings={"welcomed": True})
        _take_all(camera)
        browser.close()


def _take_all(camera: Camera) -> None:
    bosai = f"/rooms/{camera.room('sato', BOSAI)}"
    gikai = f"/rooms/{camera.room('miwa', GIKAI)}"
    camera.take("01-talk-list", "sato", "/", lambda page: _see(hands.row(page, BOSAI)))
    camera.take("02-room", "yamamoto", bosai, _leaf_back)
    camera.take("03-readers", "miwa", gikai, _open_readers)
    camera.take("04-people", "onishi", f"{bosai}/people", _sees("だけが読めます"))
    camera.take("05-directory", "sato", "/directory", _go_up)
    invited = camera.ask("sato", "POST", "/invitations", kind="guest", rooms=[bosai[7:]])
    join = str(invited["url"]).removeprefix(PUBLIC_URL)
    camera.take("06-join", None, join, _sees("からのお誘いです"))
    camera.ask("sato", "PATCH", "/me", settings={"text": "largest"})
    camera.take("07-settings-largest", "sato", "/settings/look", _sees("いちばん大きい"))
    camera.take("08-desktop", "miwa", gikai, _open_readers)


def _leaf_back(page: Page) -> None:
    """Go back to where somebody answers: seals, a quote, and one's own words with 既読."""
    own = page.get_by_role("article").filter(has_text="体育館の鍵は私が開けます")
    hands.log(page).hover()
    while not own.count():
        page.mouse.wheel(0, -400)
        page.evaluate("new Promise(requestAnimationFrame)")
    for _ in range(5):
        # What comes into sight above is measured only then.
        own.evaluate("message => message.scrollIntoView({ block: 'end' })")
        page.evaluate("new Promise(requestAnimationFrame)")
    expect(own).to_be_in_viewport(ratio=1)
    # The day in the middle of the screen is for whoever leafs; it goes when one rests.
    expect(page.locator(".pill.date")).to_be_hidden(timeout=10_000)


def _go_up(page: Page) -> None:
    """Show the units below the governor's, and everybody in them."""
    page.get_by_role("navigation", name="部署の階層").get_by_role("button", name="知事部局").click()
    _see(page.get_by_role("button", name=re.compile("危機管理部")).last)


def _open_readers(page: Page) -> None:
    """Open the reader list of the last message."""
    last = page.get_by_role("article").filter(has_text="本会議の開議時刻の変更").last
    expect(last).to_be_in_viewport()
    last.get_by_role("button", name=re.compile("一覧を開く$")).click()
    _see(page.locator("section.panel").get_by_text("人に伝わりました").first)
    expect(page.locator(".pill.date")).to_be_hidden(timeout=10_000)


def _sees(text: str) -> Callable[[Page], None]:
    return lambda page: _see(page.get_by_text(text).locator("visible=true").first)


def _see(what: Locator) -> None:
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
