"""What one can do with a message: answer, pass on, copy, take back, 了解."""

import re

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage

ROOM = "防災課 当番"


def test_kobayashi_answers_an_old_message_and_sato_jumps_to_it(stage: Stage) -> None:
    """A quote stands over the answer; a tap on it leads to what was answered, wherever that is."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.write(stage.cast.sato, room, "発電機の点検は誰がしますか")
    stage.read(stage.cast.kobayashi, room, stage.write(stage.cast.sato, room, "燃料もお願いします"))
    kobayashi = stage.page(stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato, "desktop")
    hands.enter(kobayashi, ROOM)
    hands.enter(sato, ROOM)
    hands.choose(kobayashi, "発電機の点検は誰がしますか", "リプライ")
    expect(kobayashi.get_by_text("佐藤 花子さんへの返信")).to_be_visible()
    expect(hands.field(kobayashi)).to_be_focused()
    hands.write(kobayashi, "私がします")
    answer = hands.message(sato, "私がします")
    expect(answer).to_contain_text("発電機の点検は誰がしますか")

    for number in range(1, 31):
        stage.write(stage.cast.kobayashi, room, f"点検 {number}")
    hands.see(sato, "点検 30")
    hands.log(sato).hover()
    while not answer.count():
        sato.mouse.wheel(0, -500)
        sato.evaluate("new Promise(requestAnimationFrame)")
    answer.get_by_role("button", name=re.compile("佐藤 花子")).click()
    hands.see(sato, "発電機の点検は誰がしますか")


def test_sato_is_asked_before_she_passes_something_on_to_people_from_outside(stage: Stage) -> None:
    """Forwarding into a room with outsiders names their organisations first; among ourselves it just goes."""
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi)
    ours = stage.room(cast.sato, "避難所の鍵", cast.takahashi)
    outside = stage.room(cast.sato, "避難訓練 実行委員会", cast.kobayashi)
    stage.let_in(outside, cast.maeda, by=cast.sato)
    stage.write(cast.kobayashi, room, "名簿の下書きです")
    sato = stage.page(cast.sato)
    maeda = stage.page(cast.maeda)
    hands.enter(maeda, "避難訓練 実行委員会")
    hands.enter(sato, ROOM)

    hands.choose(sato, "名簿の下書きです", "転送")
    there = hands.sheet(sato, "どこへ転送しますか").get_by_role("button")
    there.filter(has_text="避難訓練 実行委員会").click()
    asked = hands.sheet(sato, "社外の人がいる部屋です。転送しますか")
    expect(asked).to_contain_text("「避難訓練 実行委員会」では、社外の1人も読みます。")
    expect(asked).to_contain_text("南浜自治会")
    hands.press(sato, "やめる")
    there.filter(has_text="避難所の鍵").click()
    hands.told(sato, "「避難所の鍵」へ転送しました")
    hands.choose(sato, "名簿の下書きです", "転送")
    there.filter(has_text="避難訓練 実行委員会").click()
    hands.press(sato, "転送する")
    hands.see(maeda, "名簿の下書きです")
    expect(hands.message(maeda, "名簿の下書きです")).to_contain_text("転送")
    # Who wrote it first, and where, is nobody's business there.
    expect(hands.message(maeda, "名簿の下書きです")).not_to_contain_text("小林")
    texts = stage.ask(cast.takahashi, "GET", f"/rooms/{ours}/messages")["items"]
    assert [each["text"] for each in texts].count("名簿の下書きです") == 1


def test_sato_takes_back_what_kobayashi_has_read(stage: Stage) -> None:
    """It says before how many have read it; the words go from both screens, and a trace stays."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato)
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(sato, ROOM)
    hands.enter(kobayashi, ROOM)
    hands.write(sato, "宛先を間違えました")
    expect(hands.mark(sato, "宛先を間違えました")).to_contain_text("既読 1")
    hands.choose(sato, "宛先を間違えました", "送信を取り消す")
    asked = hands.sheet(sato, "送信を取り消しますか")
    expect(asked).to_contain_text("もう1人が読みました。その人たちは内容を知っています。")
    asked.get_by_role("button", name="送信を取り消す", exact=True).click()
    for page in (sato, kobayashi):
        expect(hands.log(page)).to_contain_text("佐藤 花子さんが送信を取り消しました")
        expect(hands.message(page, "宛先を間違えました")).to_have_count(0)
    # Also what was read aloud goes, as soon as it has been heard.
    expect(kobayashi.locator("body")).not_to_contain_text("宛先を間違えました")
    hands.press(kobayashi, "戻る")
    expect(hands.row(kobayashi, ROOM)).to_contain_text("送信を取り消しました")


def test_kobayashi_sets_his_seal_and_takes_it_back(stage: Stage) -> None:
    """了解 is one tap and stands at the writer's at once; reading alone sets none; it can be taken back."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi, stage.cast.takahashi)
    sato = stage.page(stage.cast.sato, "desktop")
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(sato, ROOM)
    hands.enter(kobayashi, ROOM)
    hands.write(sato, "20日に点検します")
    expect(hands.mark(sato, "20日に点検します")).to_contain_text("既読 1")
    expect(hands.message(sato, "20日に点検します")).not_to_contain_text("了解")
    kobayashi.get_by_role("button", name="了解する").click()
    expect(hands.message(kobayashi, "20日に点検します")).to_contain_text("自分が了解")
    expect(hands.message(sato, "20日に点検します")).to_contain_text("1人が了解")

    takahashi = stage.page(stage.cast.takahashi)
    hands.enter(takahashi, ROOM)
    takahashi.get_by_role("button", name="了解する").click()
    expect(hands.message(kobayashi, "20日に点検します")).to_contain_text("自分と1人が了解")
    # Whoever presses 了解 has read it.
    expect(hands.mark(sato, "20日に点検します")).to_contain_text("既読 2")

    hands.press(kobayashi, "小林：自分の了解を取り消す")
    hands.press(kobayashi, "了解を取り消す")
    expect(hands.message(sato, "20日に点検します")).to_contain_text("1人が了解")
    expect(hands.message(kobayashi, "20日に点検します")).to_contain_text("1人が了解")
    expect(kobayashi.get_by_role("button", name="了解する")).to_be_visible()


def test_kobayashi_copies_an_address_and_a_link_opens_without_a_trap(stage: Stage) -> None:
    """Copying takes the words as they were written; an address can be pressed, markup stays words."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    text = "<b>集合</b>は https://example.jp/map です"
    stage.write(stage.cast.sato, room, text)
    kobayashi = stage.page(
        stage.cast.kobayashi, "desktop", permissions=["clipboard-read", "clipboard-write"]
    )
    hands.enter(kobayashi, ROOM)
    link = hands.message(kobayashi, text).get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.jp/map")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    hands.choose(kobayashi, text, "コピー")
    hands.told(kobayashi, "コピーしました")
    assert kobayashi.evaluate("navigator.clipboard.readText()") == text
