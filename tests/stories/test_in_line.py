"""Inside LINE: one reads and writes without installing anything, and a card shows the way out."""

import re

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage

LINE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/131.0.0.0 Mobile Safari/537.36 Line/14.19.1/IAB"
)


def test_a_guest_reads_and_writes_inside_line_and_goes_on_in_the_ordinary_browser(
    stage: Stage,
) -> None:
    """Three pictures say how; whoever is in already comes in there as the same person."""
    room = stage.room(stage.cast.sato, "避難訓練", stage.cast.kobayashi)
    stage.write(stage.cast.sato, room, "8時30分に集まってください")
    made = stage.ask(stage.cast.sato, "POST", "/invitations", kind="guest", rooms=[room])
    ueda = stage.device("phone", user_agent=LINE).new_page()
    ueda.goto(stage.scan(made["url"]) + "?openExternalBrowser=1")
    card = ueda.get_by_role("region", name="LINEで開いている人へ")
    expect(card.get_by_role("listitem")).to_have_count(3)
    expect(card.locator("svg")).to_have_count(3)
    ueda.get_by_label("お名前").fill("上田 静")
    hands.press(ueda, "参加する")
    ueda.get_by_role("button", name="標準").click()
    hands.see(ueda, "8時30分に集まってください")
    hands.write(ueda, "わかりました")
    hands.see(ueda, "わかりました")

    ueda.goto(f"{stage.url}/settings")
    with ueda.expect_navigation(url=re.compile(r"/e/k1\..*openExternalBrowser=1$")):
        hands.press(ueda, "ふつうのブラウザーで開く")
    browser = stage.device("phone").new_page()
    browser.goto(ueda.url)
    expect(
        browser.get_by_role("heading", name="上田 静さんの別の端末として入ります")
    ).to_be_visible()
    expect(browser.get_by_role("region", name="LINEで開いている人へ")).to_be_hidden()
    hands.press(browser, "上田 静として入る")
    # The link of the beginning is the way back into the room.
    browser.goto(stage.scan(made["url"]))
    hands.see(browser, "わかりました")
