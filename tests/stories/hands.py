"""What people do with their hands and find with their eyes: by role and by the words they see."""

import json
import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

KEPT = ("rooms", "messages")
STORED = """async () => {
    const answer = (request) => new Promise((yes) => (request.onsuccess = () => yes(request.result)));
    const db = await answer(indexedDB.open('kairan'));
    const all = (store) => answer(db.transaction(store).objectStore(store).getAll());
    const found = {};
    for (const store of ['outbox', 'rooms', 'messages']) found[store] = await all(store);
    db.close();
    return found;
}"""


def row(page: Page, room: str) -> Locator:
    """Return the line of a room in the list of talks."""
    return page.get_by_role("listitem").get_by_role("link").filter(has_text=room)


def enter(page: Page, room: str) -> None:
    """Open a room from the list of talks and wait until it can be read."""
    row(page, room).click()
    expect(log(page).or_(page.get_by_text("ここからトークがはじまります")).first).to_be_visible()


def log(page: Page) -> Locator:
    """Return where the messages of a room stand."""
    return page.get_by_role("log", name="メッセージ")


def field(page: Page) -> Locator:
    """Return the field one writes in."""
    return page.get_by_role("textbox", name="メッセージを書く")


def write(page: Page, text: str) -> None:
    """Write something and press 送信."""
    field(page).fill(text)
    page.get_by_role("button", name="送信").click()


def message(page: Page, text: str) -> Locator:
    """Return the message with this text."""
    spoken = json.dumps(f"、{text}", ensure_ascii=False)
    return page.locator(f"article[aria-label$={spoken}]")


def see(page: Page, text: str) -> None:
    """Wait until a message is on the screen, sent and not only written."""
    expect(message(page, text)).to_be_in_viewport()


def choose(page: Page, text: str, deed: str) -> None:
    """Open the menu of a message and choose something."""
    message(page, text).get_by_role("button", name=re.compile("^ほか")).click()
    page.get_by_role("button", name=deed, exact=True).or_(
        page.get_by_role("menuitem", name=deed, exact=True)
    ).click()


def mark(page: Page, text: str) -> Locator:
    """Return 既読 and the time beside one's own message: the way to the reader list."""
    return message(page, text).get_by_role("button", name=re.compile("一覧を開く$"))


def password(page: Page) -> Locator:
    """Return the field for the password; beside it is the box that shows it."""
    return page.get_by_label(re.compile("^パスワード(?!を)"))


def press(page: Page, word: str) -> None:
    """Press a button or a link with this word."""
    one(page, word).click()


def one(page: Page, word: str) -> Locator:
    """Return the button or link with this word."""
    button = page.get_by_role("button", name=word, exact=True)
    return button.or_(page.get_by_role("link", name=word, exact=True))


def close(page: Page) -> None:
    """Close the sheet that is open, by the word in its corner."""
    page.get_by_role("button", name="閉じる", exact=True).first.click()


def sheet(page: Page, title: str | re.Pattern[str]) -> Locator:
    """Return the sheet with this title: from below, or in the right pane."""
    return page.locator("section.panel").filter(has=page.get_by_role("heading", name=title))


def bar(page: Page, text: str) -> Locator:
    """Return the bar that says how the connection is."""
    return page.get_by_role("status").filter(has_text=text)


def kept(page: Page, text: str) -> None:
    """Wait until the device keeps the app itself, and a text that was read, for a time without network."""
    installed(page)
    until = time.monotonic() + 10
    while not all(text in json.dumps(stored(page)[store], ensure_ascii=False) for store in KEPT):
        assert time.monotonic() < until, "the device keeps nothing"
        page.evaluate("new Promise((done) => setTimeout(done, 50))")


def installed(page: Page) -> None:
    """Wait until the client itself works without network."""
    page.evaluate(
        """async () => {
            const worker = navigator.serviceWorker;
            const taken = new Promise((done) => worker.addEventListener('controllerchange', done));
            if (!worker.controller) await taken;
        }"""
    )


def stored(page: Page) -> dict[str, list[Any]]:
    """Return what a device keeps: what waits to be sent, the list of talks, and what was read."""
    found: dict[str, list[Any]] = page.evaluate(STORED)
    return found


def told(page: Page, text: str) -> None:
    """Wait for the line at the foot of the screen that says what was done."""
    expect(page.locator(".toast")).to_contain_text(text)


def text_of(page: Page) -> str:
    """Return every word on the screen."""
    return page.locator("body").inner_text()
