"""Without network, through a proxy that holds streams back, and while the server is down: nothing is lost."""

import re

from playwright.sync_api import Request, Route, expect

from tests.stories import hands
from tests.stories.conftest import RunningServer, Stage, start_server

ROOM = "防災課 当番"
NOTE_ORDER = """
window.order = [];
const { transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
    const made = transaction.call(this, stores, mode, ...more);
    // Before anybody else hears of it.
    if (mode === 'readwrite' && [stores].flat().includes('outbox'))
        made.addEventListener('complete', () => order.push('kept'));
    return made;
};
const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
Object.defineProperty(HTMLTextAreaElement.prototype, 'value', {
    ...value,
    set(text) {
        if (text === '' && value.get.call(this) !== '') order.push('emptied');
        value.set.call(this, text);
    },
});
"""


def test_what_sato_writes_in_the_tunnel_goes_out_once_when_the_network_is_back(
    stage: Stage,
) -> None:
    """She writes, closes the page, opens it again, still without network; later it is there, once."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(kobayashi, ROOM)
    sato = stage.page(stage.cast.sato)
    hands.enter(sato, ROOM)
    stage.write(stage.cast.sato, room, "駅に着きました")
    hands.see(sato, "駅に着きました")
    hands.kept(sato, "駅に着きました")

    device = sato.context
    device.set_offline(True)
    hands.write(sato, "トンネルの中で書いています")
    expect(hands.log(sato)).to_contain_text("トンネルの中で書いています")
    expect(hands.field(sato)).to_have_value("")
    address = sato.url
    sato.close()
    again = device.new_page()
    again.goto(address)
    # The page and what was read last are on the device; what was written waits in its place.
    hands.see(again, "駅に着きました")
    expect(hands.log(again)).to_contain_text("トンネルの中で書いています")
    expect(hands.message(again, "トンネルの中で書いています")).to_have_count(0)
    expect(hands.log(again)).to_contain_text(re.compile("送信中|電波が戻ったら送ります"))

    device.set_offline(False)
    hands.see(again, "トンネルの中で書いています")
    hands.see(kobayashi, "トンネルの中で書いています")
    expect(hands.message(kobayashi, "トンネルの中で書いています")).to_have_count(1)
    texts = [
        each["text"]
        for each in stage.ask(stage.cast.sato, "GET", f"/rooms/{room}/messages")["items"]
    ]
    assert texts.count("トンネルの中で書いています") == 1


def test_the_field_is_emptied_only_when_the_device_keeps_what_was_written(stage: Stage) -> None:
    """A page that is reloaded in between loses nothing that looked sent."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    device = stage.device()
    stage.settle(stage.cast.sato)
    stage.sign_in(device, stage.cast.sato)
    device.add_init_script(NOTE_ORDER)
    sato = device.new_page()
    sato.goto(stage.url)
    hands.enter(sato, ROOM)
    hands.write(sato, "いま送りました")
    hands.see(sato, "いま送りました")
    expect(hands.field(sato)).to_have_value("")
    assert sato.evaluate("order").index("kept") < sato.evaluate("order").index("emptied")


def test_without_network_a_bar_says_so_at_once_and_goes_by_itself(stage: Stage) -> None:
    """Where the device knows that there is none, nothing is said to be on its way."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato)
    hands.enter(sato, ROOM)
    sato.clock.install()
    sato.context.set_offline(True)
    hands.write(sato, "あとで届く言葉")
    expect(hands.bar(sato, "いま電波がありません")).to_be_visible()
    expect(hands.log(sato)).to_contain_text("電波が戻ったら送ります")
    expect(hands.log(sato)).not_to_contain_text("送信中")
    hands.press(sato, "戻る")
    expect(hands.row(sato, ROOM)).to_contain_text("電波が戻ったら送ります")
    sato.context.set_offline(False)
    sato.clock.run_for(40_000)
    expect(hands.row(sato, ROOM)).not_to_contain_text("電波が戻ったら送ります")
    expect(hands.bar(sato, "いま電波がありません")).to_be_hidden()


def test_what_the_server_refuses_later_can_be_tried_again_or_thrown_away(stage: Stage) -> None:
    """小林 forwards without network what 佐藤 takes back meanwhile: it fails, says why, and can go."""
    source = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.room(stage.cast.kobayashi, "避難所の鍵", stage.cast.takahashi)
    no = stage.write(stage.cast.sato, source, "鍵は警備室です")
    kobayashi = stage.page(stage.cast.kobayashi)
    hands.enter(kobayashi, ROOM)
    hands.see(kobayashi, "鍵は警備室です")
    hands.kept(kobayashi, "鍵は警備室です")
    kobayashi.context.set_offline(True)
    hands.choose(kobayashi, "鍵は警備室です", "転送")
    kobayashi.get_by_role("dialog").get_by_role("button", name=re.compile("避難所の鍵")).click()
    hands.told(kobayashi, "「避難所の鍵」へ転送しました")
    stage.ask(stage.cast.sato, "DELETE", f"/rooms/{source}/messages/{no}")
    kobayashi.context.set_offline(False)

    hands.press(kobayashi, "戻る")
    line = hands.row(kobayashi, "避難所の鍵")
    expect(line).to_contain_text("！送れませんでした")
    line.click()
    failure = kobayashi.get_by_role("alert")
    expect(failure).to_be_visible()
    failure.get_by_role("button", name="もう一度").click()
    expect(failure).to_contain_text(re.compile("見つかりません"))
    failure.get_by_role("button", name="消す").click()
    expect(hands.log(kobayashi)).not_to_contain_text("鍵は警備室です")
    hands.press(kobayashi, "戻る")
    expect(hands.row(kobayashi, "避難所の鍵")).not_to_contain_text("送れませんでした")


def test_through_a_proxy_that_lets_no_stream_pass_messages_come_by_long_poll(stage: Stage) -> None:
    """Some offices' proxies hold streams back: after three tries the same news comes by asking."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    kobayashi = stage.page(stage.cast.kobayashi)
    polls: list[str] = []

    def proxy(route: Route) -> None:
        if "text/event-stream" in route.request.headers.get("accept", ""):
            return route.abort("connectionreset")
        polls.append(route.request.url)
        return route.continue_()

    kobayashi.route("**/api/v1/events*", proxy)
    kobayashi.reload()
    hands.enter(kobayashi, ROOM)
    stage.write(stage.cast.sato, room, "堤防を見てきます")
    expect(hands.message(kobayashi, "堤防を見てきます")).to_be_in_viewport(timeout=12_000)
    stage.write(stage.cast.sato, room, "異常ありません")
    hands.see(kobayashi, "異常ありません")
    assert polls
    expect(hands.bar(kobayashi, "つなぎ直しています")).to_be_hidden()


def test_two_tabs_of_satos_browser_share_one_stream(stage: Stage) -> None:
    """However many tabs are open, the server has one listener; when that tab closes, another takes over."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    stage.settle(stage.cast.sato)
    device = stage.device("desktop")
    streams: list[Request] = []

    def remember(request: Request) -> None:
        if "/api/v1/events" in request.url:
            streams.append(request)

    device.on("request", remember)
    stage.sign_in(device, stage.cast.sato)
    tabs = [device.new_page() for _ in range(3)]
    for tab in tabs:
        tab.goto(stage.url)
        hands.enter(tab, ROOM)
    stage.write(stage.cast.kobayashi, room, "交代します")
    for tab in tabs:
        hands.see(tab, "交代します")
    assert len(streams) == 1

    tabs[0].close()
    stage.write(stage.cast.kobayashi, room, "交代しました")
    for tab in tabs[1:]:
        hands.see(tab, "交代しました")
    assert len(streams) == 2


def test_while_the_server_is_restarted_the_app_stays_open_and_catches_up(
    stage: Stage, server: RunningServer
) -> None:
    """The bar appears; what is written waits; afterwards everything is there, in order, without a gap."""
    room = stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato)
    kobayashi = stage.page(stage.cast.kobayashi)
    for page in (sato, kobayashi):
        hands.enter(page, ROOM)
    hands.write(sato, "記録 1")
    hands.see(kobayashi, "記録 1")

    server.stop()
    hands.write(sato, "記録 3")
    expect(hands.bar(sato, "つなぎ直しています")).to_be_visible()
    expect(hands.bar(kobayashi, "つなぎ直しています")).to_be_visible()
    port = int(server.url.rsplit(":", 1)[1])
    server.process = start_server(server.folder, port=port).process
    stage.write(stage.cast.takahashi, _of_takahashi(stage, room), "記録 2")
    for page in (sato, kobayashi):
        expect(hands.message(page, "記録 3")).to_be_in_viewport(timeout=15_000)
        expect(hands.bar(page, "つなぎ直しています")).to_be_hidden()
        expect(hands.log(page).get_by_role("article")).to_have_count(3)


def _of_takahashi(stage: Stage, room: str) -> str:
    """Let 髙橋 into the room meanwhile."""
    stage.ask(
        stage.cast.sato, "POST", f"/rooms/{room}/members", members=[stage.cast.takahashi.account]
    )
    return room
