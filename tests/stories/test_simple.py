"""かんたん表示: what is written can be heard, and one question before words leave the house."""

import re

from playwright.sync_api import Page, expect

from tests.stories import hands
from tests.stories.conftest import Stage

ROOM = "避難訓練 実行委員会"
LISTEN = """() => {
    window.heard = [];
    const speak = speechSynthesis.speak.bind(speechSynthesis);
    speechSynthesis.speak = (words) => { window.heard.push([words.lang, words.text]); speak(words); };
}"""


def _simple(stage: Stage, page: Page) -> None:
    stage.ask(stage.cast.kobayashi, "PATCH", "/me", settings={"simple": True})
    expect(page.locator("html")).to_have_attribute("data-simple", "")


def test_kobayashi_has_a_message_read_to_him(stage: Stage) -> None:
    """On every bubble stands 読み上げる, in his language; without かんたん表示 it does not."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.write(stage.cast.sato, room, "鍵は警備室です")
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(kobayashi, ROOM)
    key = hands.message(kobayashi, "鍵は警備室です")
    expect(key).to_be_visible()
    expect(key.get_by_role("button", name=re.compile("^読み上げる"))).to_be_hidden()
    _simple(stage, kobayashi)
    kobayashi.evaluate(LISTEN)
    key.get_by_role("button", name=re.compile("^読み上げる")).click()
    assert kobayashi.evaluate("heard") == [["ja-JP", "鍵は警備室です"]]
    stage.ask(stage.cast.kobayashi, "PATCH", "/me", language="en")
    expect(kobayashi.get_by_role("button", name=re.compile("^(Read aloud|Stop)"))).to_be_visible()


def test_a_browser_that_cannot_speak_offers_nothing(stage: Stage) -> None:
    """Where there is no voice there is no button either."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.write(stage.cast.sato, room, "鍵は警備室です")
    device = stage.device("phone")
    device.add_init_script(
        "delete window.speechSynthesis; delete Window.prototype.speechSynthesis;"
    )
    stage.settle(stage.cast.kobayashi)
    stage.sign_in(device, stage.cast.kobayashi)
    kobayashi = device.new_page()
    kobayashi.goto(stage.url)
    hands.enter(kobayashi, ROOM)
    _simple(stage, kobayashi)
    hands.see(kobayashi, "鍵は警備室です")
    expect(kobayashi.get_by_role("button", name=re.compile("^読み上げる"))).to_be_hidden()


def test_kobayashi_is_asked_each_time_before_people_from_outside_read_him(stage: Stage) -> None:
    """How many from outside read it; a no leaves the words in the field, a yes sends them."""
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi)
    stage.let_in(room, cast.maeda, by=cast.sato)
    kobayashi = stage.page(cast.kobayashi)
    hands.enter(kobayashi, ROOM)
    _simple(stage, kobayashi)
    for words in ("8時に集まります", "雨のときは地下です"):
        hands.write(kobayashi, words)
        asked = hands.sheet(kobayashi, "社外の人が 1人 います。送りますか？")
        expect(asked).to_contain_text(words)
        hands.press(kobayashi, "やめる")
        expect(hands.field(kobayashi)).to_have_value(words)
        kobayashi.get_by_role("button", name="送信").click()
        asked.get_by_role("button", name="送る").click()
        hands.see(kobayashi, words)
    stage.ask(cast.kobayashi, "PATCH", "/me", language="en")
    kobayashi.get_by_role("textbox", name="Write a message").fill("At eight")
    kobayashi.get_by_role("button", name="Send").click()
    expect(
        kobayashi.get_by_role("heading", name="1 person from outside is here. Send it?")
    ).to_be_visible()
