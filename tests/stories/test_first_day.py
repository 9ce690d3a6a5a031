"""The first day: from an empty server to a room in which somebody answers."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories import hands
from tests.stories.conftest import RunningServer, Stage
from tests.world import PASSWORD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A machine on which nobody has done anything yet."""
    return tmp_path


@pytest.fixture
def stage(server: RunningServer, browser: Browser, first_world) -> Stage:
    """A stage without a cast: whoever acts has to come in first."""
    return Stage(server.url, first_world.cast, browser)


def test_yamamoto_sets_up_by_the_printed_link_and_a_colleague_enters_and_answers(
    server: RunningServer, stage: Stage
) -> None:
    """One link from the terminal, three short pages, a QR, the first word, an answer."""
    link = re.search(r"https://\S+/setup/\S+", server.log)
    assert link
    yamamoto = stage.device("phone").new_page()
    yamamoto.goto(stage.scan(link.group()))
    _set_up(yamamoto)
    expect(yamamoto.get_by_role("heading", name="「総務課 連絡」ができました")).to_be_visible()
    expect(yamamoto.get_by_role("img", name="「総務課 連絡」に参加するQRコード")).to_be_visible()
    invitation = yamamoto.get_by_text(re.compile(r"^https://\S+/j/\S+$")).inner_text()

    hands.press(yamamoto, "最初のひとことを書く")
    hands.write(yamamoto, "はじめまして。ここで連絡します")
    hands.see(yamamoto, "はじめまして。ここで連絡します")

    ito = stage.device("phone").new_page()
    ito.goto(stage.scan(invitation))
    ito.get_by_label("お名前").fill("伊藤 健")
    hands.press(ito, "参加する")
    ito.get_by_role("button", name="標準").click()
    hands.see(ito, "はじめまして。ここで連絡します")
    hands.write(ito, "伊藤です。入れました")
    hands.see(yamamoto, "伊藤です。入れました")
    hands.write(yamamoto, "ようこそ、伊藤さん")
    expect(hands.mark(yamamoto, "ようこそ、伊藤さん")).to_contain_text("既読 1")
    # Whoever enters by the first QR is one of us, and stands in the directory.
    expect(yamamoto.get_by_text("社外")).to_be_hidden()
    hands.press(yamamoto, "戻る")
    hands.press(yamamoto, "連絡先")
    expect(yamamoto.get_by_role("link", name=re.compile("伊藤 健"))).to_be_visible()

    # The link works once: whoever finds it in the terminal later gets nowhere.
    late = stage.device("desktop").new_page()
    late.goto(stage.scan(link.group()))
    expect(late.get_by_role("heading", name="はじめの設定はすんでいます")).to_be_visible()


def test_yamamoto_comes_back_on_a_desktop_with_login_and_password(
    server: RunningServer, stage: Stage
) -> None:
    """A wrong password says nothing about the login; the right one opens the page that was asked for."""
    link = re.search(r"https://\S+/setup/\S+", server.log)
    assert link
    phone = stage.device("phone").new_page()
    phone.goto(stage.scan(link.group()))
    _set_up(phone)
    expect(phone.get_by_role("heading", name="「総務課 連絡」ができました")).to_be_visible()

    desktop = stage.device("desktop").new_page()
    desktop.goto(f"{stage.url}/settings/look")
    expect(desktop).to_have_url(re.compile("/sign-in"))
    desktop.get_by_label("ログイン名").fill("yamamoto")
    hands.password(desktop).fill("まちがったパスワード")
    hands.press(desktop, "入る")
    expect(desktop.get_by_text("入れませんでした")).to_be_visible()
    hands.password(desktop).fill(PASSWORD)
    hands.press(desktop, "入る")
    expect(desktop).to_have_url(f"{stage.url}/settings/look")
    expect(desktop.get_by_role("heading", name="見やすさ")).to_be_visible()


def _set_up(page: Page) -> None:
    """Answer the three pages as 山本 does, and the question for the size of text."""
    page.get_by_label("組織の名前").fill("みなと県")
    expect(page.get_by_label("組織のコード")).to_have_value("minato")
    hands.press(page, "つぎへ")
    page.get_by_label("お名前").fill("山本 玲")
    page.get_by_label("ログイン名").fill("yamamoto")
    hands.password(page).fill("みじかい")
    hands.press(page, "つぎへ")
    expect(page.get_by_text("8文字以上で書いてください")).to_be_visible()
    hands.password(page).fill(PASSWORD)
    hands.press(page, "つぎへ")
    page.get_by_label("部屋の名前").fill("総務課 連絡")
    hands.press(page, "作って始める")
    page.get_by_role("button", name="標準").click()
    page.get_by_label("電話は1週間に何件ありますか").fill("とても多い")
    hands.press(page, "答えて進む")
    expect(page.get_by_text("数字で書いてください")).to_be_visible()
    page.get_by_label("電話は1週間に何件ありますか").fill("１２０件")
    page.get_by_label("いま、いちばん困っていることは何ですか").fill("電話の取り次ぎ")
    hands.press(page, "答えて進む")
