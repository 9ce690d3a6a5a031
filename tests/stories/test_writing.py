"""Writing Japanese: Enter ends a conversion, and only then sends; on a telephone it is a new line."""

from playwright.sync_api import Page, expect

from tests.stories import hands
from tests.stories.conftest import Stage, devtools

ROOM = "防災課 当番"


def test_enter_ends_satos_conversion_and_the_next_enter_sends(stage: Stage) -> None:
    """The Enter that takes a word from the list of conversions sends nothing; Shift+Enter is a new line."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    kobayashi = stage.page(stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato, "desktop")
    hands.enter(kobayashi, ROOM)
    hands.enter(sato, ROOM)
    expect(sato.get_by_text("Enterで送信、Shift＋Enterで改行")).to_be_visible()
    hands.field(sato).focus()
    keyboard = devtools(sato)
    keyboard.send(
        "Input.imeSetComposition", {"text": "きょう", "selectionStart": 3, "selectionEnd": 3}
    )
    _watch_keys(sato)
    _press_enter(keyboard)
    assert sato.evaluate("window.pressed") == ["Enter composing"]
    keyboard.send("Input.insertText", {"text": "今日は"})
    expect(hands.field(sato)).to_have_value("今日は")
    expect(hands.log(sato).get_by_role("article")).to_have_count(0)

    sato.keyboard.press("Shift+Enter")
    sato.keyboard.insert_text("6時です")
    expect(hands.field(sato)).to_have_value("今日は\n6時です")
    sato.keyboard.press("Enter")
    expect(hands.field(sato)).to_have_value("")
    shown = hands.log(kobayashi).get_by_role("article")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("今日は")
    expect(shown).to_contain_text("6時です")


def test_on_kobayashis_telephone_enter_is_a_new_line(stage: Stage) -> None:
    """A telephone has a button for sending; nobody sends half a sentence by its Enter."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(kobayashi, ROOM)
    hands.field(kobayashi).press_sequentially("明日の分")
    kobayashi.keyboard.press("Enter")
    kobayashi.keyboard.insert_text("まとめました")
    expect(hands.field(kobayashi)).to_have_value("明日の分\nまとめました")
    hands.press(kobayashi, "送信")
    expect(hands.log(kobayashi).get_by_role("article")).to_have_count(1)


def test_sato_turns_sending_by_enter_off(stage: Stage) -> None:
    """Who writes long texts on a desktop lets Enter be a new line, and sends by Ctrl+Enter."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato, "desktop", path="/settings/look")
    sato.get_by_role("switch", name="Enterで送信").click()
    sato.get_by_role("navigation", name="メイン").get_by_role("link", name="トーク").last.click()
    hands.enter(sato, ROOM)
    expect(sato.get_by_text("Ctrl＋Enterで送信、Enterで改行")).to_be_visible()
    hands.field(sato).press_sequentially("一行目")
    sato.keyboard.press("Enter")
    sato.keyboard.insert_text("二行目")
    expect(hands.field(sato)).to_have_value("一行目\n二行目")
    sato.keyboard.press("Control+Enter")
    expect(hands.log(sato).get_by_role("article")).to_have_count(1)


def test_what_sato_had_begun_to_write_is_still_there_after_a_reload(stage: Stage) -> None:
    """A sentence that was begun waits in its room, and in no other."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.room(stage.cast.sato, "避難所の鍵", stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato)
    hands.enter(sato, ROOM)
    hands.field(sato).fill("まだ書きかけの")
    hands.press(sato, "戻る")
    hands.enter(sato, "避難所の鍵")
    expect(hands.field(sato)).to_have_value("")
    hands.press(sato, "戻る")
    hands.enter(sato, ROOM)
    expect(hands.field(sato)).to_have_value("まだ書きかけの")
    sato.reload()
    expect(hands.field(sato)).to_have_value("まだ書きかけの")


def _watch_keys(page: Page) -> None:
    page.evaluate(
        """() => {
            window.pressed = [];
            addEventListener('keydown', (event) =>
                window.pressed.push(event.key + (event.isComposing ? ' composing' : '')), true);
        }"""
    )


def _press_enter(keyboard) -> None:
    """Press the key itself: Playwright's own Enter would first end the conversion."""
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
