"""Everybody's own way of seeing: size, light, language; at once, and on the next device, too."""

import re

from playwright.sync_api import Page, expect

from tests.stories import hands
from tests.stories.conftest import Stage

ROOM = "防災課 当番"


def test_a_newcomer_is_asked_one_thing_which_sentence_he_can_read(stage: Stage) -> None:
    """Three sample sentences in three sizes; the one that is tapped is the size of everything."""
    newcomer = stage.device("phone")
    stage.sign_in(newcomer, stage.cast.kobayashi)
    page = newcomer.new_page()
    page.goto(f"{stage.url}/settings")
    expect(page.get_by_role("heading", name="読める文を選んでください")).to_be_visible()
    sentences = page.get_by_text("受付は8時30分です。")
    expect(sentences).to_have_count(3)
    sizes = [_pixels(page, f"document.querySelectorAll('.sentence')[{n}]") for n in range(3)]
    assert sizes == sorted(set(sizes))
    page.get_by_role("button", name="とても大きい").click()
    # He is where he wanted to go, and everything is as large as that sentence.
    expect(page.get_by_role("heading", name="設定")).to_be_visible()
    assert _pixels(page) == 24
    page.reload()
    expect(page.get_by_role("heading", name="設定")).to_be_visible()
    assert _pixels(page) == 24


def test_satos_largest_text_applies_at_once_and_on_her_other_device(stage: Stage) -> None:
    """What she chooses on the telephone is so on the desktop that is open meanwhile, and after a reload."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    desktop = stage.page(stage.cast.sato, "desktop")
    phone = stage.page(stage.cast.sato, path="/settings/look")
    assert _pixels(phone) == 17
    phone.get_by_role("radio", name="いちばん大きい").check()
    for page in (phone, desktop):
        expect(page.locator("html")).to_have_css("font-size", "30px")
    phone.reload()
    expect(phone.get_by_role("radio", name="いちばん大きい")).to_be_checked()
    assert _pixels(phone) == 30
    phone.get_by_role("switch", name="かんたん表示").click()
    expect(phone.locator("html")).to_have_attribute("data-simple", "")
    desktop.reload()
    expect(desktop.locator("html")).to_have_attribute("data-simple", "")
    hands.row(desktop, ROOM).click()
    hands.write(desktop, "かんたん表示です")
    expect(desktop.get_by_role("button", name="読み上げる")).to_be_visible()


def test_sato_reads_english_in_the_dark_with_clear_edges(stage: Stage) -> None:
    """Language, dark and high contrast change the open page, and stay."""
    sato = stage.page(stage.cast.sato, path="/settings/look")
    light = _background(sato)
    sato.get_by_role("radio", name="暗い").check()
    expect(sato.locator("html")).to_have_attribute("data-light", "dark")
    dark = _background(sato)
    assert dark != light
    sato.get_by_role("switch", name="くっきり表示").click()
    expect(sato.locator("html")).to_have_attribute("data-contrast", "high")
    assert _background(sato) == "rgb(0, 0, 0)"
    assert sato.evaluate("getComputedStyle(document.body).color") == "rgb(255, 255, 255)"
    sato.get_by_role("radio", name="English").check()
    expect(sato.get_by_role("heading", name="Text size")).to_be_visible()
    expect(sato.locator("html")).to_have_attribute("lang", "en")

    sato.reload()
    expect(sato.get_by_role("heading", name="Text size")).to_be_visible()
    assert _background(sato) == "rgb(0, 0, 0)"
    assert not re.search("[ぁ-ん]", hands.text_of(sato).replace("日本語", ""))
    sato.get_by_role("radio", name="日本語").check()
    expect(sato.get_by_role("heading", name="文字の大きさ")).to_be_visible()


def test_help_is_on_every_screen_and_says_whom_to_ask_without_network(stage: Stage) -> None:
    """困ったとき stands in the same place everywhere, also before signing in and in a tunnel."""
    stage.room(stage.cast.sato, ROOM)
    sato = stage.page(stage.cast.sato)
    places: set[tuple[int, int]] = set()
    for path in ("/", "/directory", "/settings", "/settings/look", "/about"):
        sato.goto(stage.url + path)
        box = sato.get_by_role("link", name="困ったとき").first.bounding_box()
        assert box
        places.add((round(box["x"]), round(box["y"])))
    assert len(places) == 1, places
    sato.get_by_role("link", name="困ったとき").first.click()
    expect(sato.get_by_text("山本 玲", exact=False)).to_be_visible()
    hands.press(sato, "戻る")
    hands.installed(sato)
    sato.context.set_offline(True)
    sato.goto(f"{stage.url}/help")
    expect(sato.get_by_text("山本 玲", exact=False)).to_be_visible()
    sato.get_by_text("電話（端末）をなくした").click()
    expect(sato.get_by_text("すぐに管理者へ電話で伝えてください。")).to_be_visible()


def test_about_this_server_says_who_runs_it_and_who_administers_it(stage: Stage) -> None:
    """Signed in or not, one sees who runs the server; who administers it is for those inside."""
    sato = stage.page(stage.cast.sato, path="/about")
    expect(sato.get_by_role("heading", name=re.compile("だれが動かしていますか"))).to_be_visible()
    expect(sato.get_by_text("山本 玲")).to_be_visible()
    expect(sato.get_by_text("管理者でも、部屋にいなければ読めません", exact=False)).to_be_visible()
    stranger = stage.page(None, path="/about")
    expect(
        stranger.get_by_role("heading", name=re.compile("だれが動かしていますか"))
    ).to_be_visible()
    expect(stranger.get_by_text("山本 玲")).to_be_hidden()


def _pixels(page: Page, element: str = "document.documentElement") -> float:
    """Return how large text is."""
    return float(page.evaluate(f"parseFloat(getComputedStyle({element}).fontSize)"))


def _background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
