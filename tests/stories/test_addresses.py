"""Addresses: over plain HTTP from elsewhere there is one page, and no code leads to a dead end."""

from pathlib import Path

import httpx
from playwright.sync_api import Browser, expect

from tests.stories import hands
from tests.stories.conftest import ELSEWHERE, Stage, start_server
from tests.world import World


def test_over_plain_http_the_first_screen_says_so_and_what_to_do(stage: Stage) -> None:
    """It names what the operator does, and whom everybody else asks; nothing is asked of the server."""
    sato = stage.device("phone").new_page()
    asked: list[str] = []
    sato.on("request", lambda request: asked.append(request.url))
    sato.goto(stage.url.replace("localhost", ELSEWHERE) + "/j/k1.x")
    expect(sato.get_by_role("heading", name="このアドレスでは使えません")).to_be_visible()
    expect(sato.get_by_role("link", name=f"https://{ELSEWHERE}/")).to_be_visible()
    expect(sato.get_by_text("kairan serve --tls-cert")).to_be_visible()
    expect(sato.get_by_text("docs/howto/https.md")).to_be_visible()
    hands.press(sato, "English")
    expect(sato.get_by_role("heading", name="This address does not work")).to_be_visible()
    assert not [url for url in asked if "/api/" in url]
    # The browser says on its part that it trusts no such address.
    assert all("the URL's origin was untrustworthy" in said for said in stage.trouble)
    stage.trouble.clear()


def test_while_the_address_is_of_this_computer_no_code_is_shown(
    first_world: World, folder: Path, browser: Browser
) -> None:
    """A telephone could not open it: the screen says why, and still shows the link for this computer."""
    server = start_server(folder, KAIRAN_PUBLIC_URL="")
    try:
        stage = Stage(server.url, first_world.cast, browser, cookie_name="kairan")
        cast = stage.cast
        room = stage.room(cast.sato, "避難訓練", cast.kobayashi)
        sato = stage.page(cast.sato, path=f"/rooms/{room}/people")
        hands.press(sato, "新しいQRを作る")
        hands.press(sato, "リンクとQRを作る")
        expect(sato.get_by_text("ここにQRは出せません")).to_be_visible()
        expect(sato.get_by_role("img", name="「避難訓練」への招待のQR")).to_be_hidden()
        expect(sato.get_by_text("/j/k1.")).to_be_visible()
        yamamoto = stage.page(cast.yamamoto, "desktop", path="/admin/members")
        yamamoto.get_by_role("row", name="髙橋 聡").get_by_role("button", name="入口QR").click()
        hands.press(yamamoto, "入口QRを出す")
        expect(yamamoto.get_by_text("ここにQRは出せません")).to_be_visible()
        expect(yamamoto.get_by_role("img", name="髙橋 聡さんの入口QR")).to_be_hidden()
        stage.close()
    finally:
        server.stop()


def test_a_script_elsewhere_is_refused_over_plain_http_too(stage: Stage) -> None:
    """Also by the stream, which stands in front of the framework."""
    for path in ("/me", "/events"):
        headers = {"host": ELSEWHERE, "authorization": f"Bearer {stage.cast.sato.token}"}
        answer = httpx.get(f"{stage.url}/api/v1{path}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "kernel.needs_https")
