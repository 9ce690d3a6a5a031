"""Finding people: by unit, by name, by the way a name is read; and rooms that follow the org chart."""

import re

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage


def test_sato_finds_takahashi_by_the_middle_of_his_reading_and_begins_a_talk(stage: Stage) -> None:
    """はし finds たかはし; his telephone can be pressed, and one button opens the talk."""
    cast = stage.cast
    number = {"phone": "0190-00-1003", "phone_visible": "organisation"}
    stage.ask(cast.yamamoto, "PATCH", f"/members/{cast.takahashi.account}", **number)
    sato = stage.page(cast.sato)
    takahashi = stage.page(cast.takahashi)
    hands.press(sato, "連絡先")
    sato.get_by_role("searchbox").fill("はし")
    found = sato.get_by_role("link", name=re.compile("髙橋 聡"))
    expect(found).to_contain_text("総務課")
    expect(sato.get_by_role("link", name=re.compile("小林 誠"))).to_be_hidden()
    found.click()
    expect(sato.get_by_role("heading", name="髙橋 聡")).to_be_visible()
    call = sato.get_by_role("link", name=re.compile("電話"))
    expect(call.first).to_have_attribute("href", "tel:0190001003")

    hands.press(sato, "トークする")
    hands.write(sato, "防災課の佐藤です")
    expect(hands.row(takahashi, "佐藤 花子")).to_contain_text("未読1件")
    hands.enter(takahashi, "佐藤 花子")
    expect(hands.mark(sato, "防災課の佐藤です")).to_contain_text("既読")


def test_sato_finds_a_unit_by_its_name_above_its_people_and_a_person_by_unit_and_name(
    stage: Stage,
) -> None:
    """Words with a space between them all have to fit."""
    sato = stage.page(stage.cast.sato, path="/directory")
    sato.get_by_role("searchbox").fill("総務　たかはし")
    expect(sato.get_by_role("link", name=re.compile("髙橋 聡"))).to_be_visible()
    expect(sato.get_by_role("region", name="部署")).to_be_hidden()
    sato.get_by_role("searchbox").fill("総務課")
    unit = sato.get_by_role("region", name="部署").get_by_role("button", name="総務課")
    expect(sato.get_by_role("link", name=re.compile("髙橋 聡"))).to_be_visible()
    unit.click()
    expect(sato.get_by_role("searchbox")).to_have_value("")
    expect(sato.get_by_role("link", name=re.compile("髙橋 聡"))).to_be_visible()


def test_yamamoto_is_asked_before_somebody_administers_a_unit_and_can_undo_it(stage: Stage) -> None:
    """There are several of a name: the unit and the employee number say who it is."""
    yamamoto = stage.page(stage.cast.yamamoto, "desktop", path="/admin/units")
    yamamoto.get_by_role("treeitem", name=re.compile("総務課")).click()
    yamamoto.get_by_role("searchbox").last.fill("たかはし")
    hands.press(yamamoto, "管理者にする")
    asked = yamamoto.locator("dialog[open]")
    expect(asked).to_contain_text("1003")
    asked.get_by_role("button", name="管理者にする").click()
    hands.told(yamamoto, "髙橋 聡さんを「総務課」の管理者にしました")
    named = yamamoto.get_by_role("button", name="外す")
    expect(named).to_be_visible()
    hands.press(yamamoto, "元に戻す")
    expect(named).to_be_hidden()


def test_sato_walks_down_the_units_on_a_telephone_and_through_the_tree_on_a_desktop(
    stage: Stage,
) -> None:
    """The same people in both: on a telephone the way is a row of chips, on a desktop a tree."""
    phone = stage.page(stage.cast.sato, path="/directory")
    phone.get_by_role("button", name=re.compile("危機管理部")).click()
    phone.get_by_role("button", name=re.compile("防災課")).click()
    people = phone.get_by_role("link", name=re.compile("佐藤 花子|小林 誠|髙橋 聡"))
    expect(people).to_have_count(2)
    phone.get_by_role("navigation", name="部署の階層").get_by_role("button", name="全員").click()
    expect(people).to_have_count(3)

    desktop = stage.page(stage.cast.sato, "desktop", path="/directory")
    tree = desktop.get_by_role("tree", name="部署")
    crisis = tree.get_by_role("treeitem", name=re.compile("危機管理部"))
    crisis.focus()
    desktop.keyboard.press("ArrowRight")
    expect(crisis).to_have_attribute("aria-expanded", "true")
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("Enter")
    expect(tree.get_by_role("treeitem", name=re.compile("防災課"))).to_have_attribute(
        "aria-selected", "true"
    )
    shown = desktop.get_by_role("main").get_by_role("link", name=re.compile("佐藤|小林|髙橋"))
    expect(shown).to_have_count(2)


def test_a_telephone_number_for_ones_own_unit_is_shown_to_nobody_else(stage: Stage) -> None:
    """What 小林 lets his own unit see, 佐藤 beside him sees, and 髙橋 of another unit does not."""
    cast = stage.cast
    number = {"phone": "0190-00-1002", "phone_visible": "unit"}
    stage.ask(cast.yamamoto, "PATCH", f"/members/{cast.kobayashi.account}", **number)
    path = f"/directory/{cast.kobayashi.account}"
    sato = stage.page(cast.sato, path=path)
    takahashi = stage.page(cast.takahashi, path=path)
    expect(sato.get_by_role("definition").filter(has_text="0190-00-1002")).to_be_visible()
    expect(takahashi.get_by_role("heading", name="小林 誠")).to_be_visible()
    assert "0190-00-1002" not in hands.text_of(takahashi)


def test_takahashi_is_moved_and_the_room_of_his_new_unit_opens_to_him(stage: Stage) -> None:
    """佐藤 opens the room of 防災課; 山本 moves 髙橋 there in the directory, and he is in it at once."""
    cast = stage.cast
    sato = stage.page(cast.sato, "desktop")
    hands.press(sato, "新しいトーク")
    hands.press(sato, "部署")
    hands.press(sato, "部署の部屋を開く")
    expect(sato.get_by_role("heading", name="防災課")).to_be_visible()
    expect(sato.get_by_role("link", name="防災課 2人 この部屋にいる人")).to_be_visible()
    hands.write(sato, "机の引っ越しは月曜です")

    takahashi = stage.page(cast.takahashi)
    expect(takahashi.get_by_text("まだトークがありません", exact=False)).to_be_visible()
    yamamoto = stage.page(cast.yamamoto, path=f"/directory/{cast.takahashi.account}")
    hands.press(yamamoto, "名簿の内容を直す")
    yamamoto.get_by_label("部署", exact=True).select_option(cast.bosai)
    hands.press(yamamoto, "保存する")
    hands.told(yamamoto, "保存しました")
    expect(hands.row(takahashi, "防災課")).to_be_visible()
    expect(sato.get_by_role("link", name="防災課 3人 この部屋にいる人")).to_be_visible()
    expect(hands.log(sato)).to_contain_text("髙橋 聡さんが参加しました")
    hands.row(takahashi, "防災課").click()
    hands.write(takahashi, "異動してきました")
    hands.see(sato, "異動してきました")

    hands.press(yamamoto, "名簿の内容を直す")
    yamamoto.get_by_label("部署", exact=True).select_option(cast.somu)
    hands.press(yamamoto, "保存する")
    expect(takahashi.get_by_text("この部屋は見られません", exact=False)).to_be_visible()
    expect(sato.get_by_role("link", name="防災課 2人 この部屋にいる人")).to_be_visible()


def test_yamamoto_adds_a_newcomer_by_hand_and_counts_who_is_not_in_yet(stage: Stage) -> None:
    """One person more in the directory, at once with the code to enter by; the first screen counts him."""
    yamamoto = stage.page(stage.cast.yamamoto, "desktop", path="/admin")
    not_yet = yamamoto.get_by_role("link", name=re.compile("^まだ使っていない"))
    expect(not_yet).to_have_text(re.compile(r"0$"))
    hands.press(yamamoto, "1人追加")
    yamamoto.get_by_label("氏名").fill("伊藤 健")
    yamamoto.get_by_label("よみ").fill("いとう けん")
    yamamoto.get_by_label("部署", exact=True).select_option(stage.cast.bosai)
    hands.press(yamamoto, "追加する")
    expect(
        yamamoto.get_by_text("職員番号かログイン名の、どちらかを書いてください").first
    ).to_be_visible()
    yamamoto.get_by_role("textbox", name=re.compile("^職員番号")).fill("1005")
    hands.press(yamamoto, "追加する")
    hands.press(yamamoto, "入口QRを出す")
    expect(yamamoto.get_by_role("img", name="伊藤 健さんの入口QR")).to_be_visible()
    hands.press(yamamoto, "渡しました。閉じる")
    yamamoto.goto(f"{stage.url}/admin")
    expect(not_yet).to_have_text(re.compile(r"1$"))
    expect(
        yamamoto.get_by_role("link", name=re.compile("防災課 2／3、使っている 2人、まだ 1人"))
    ).to_be_visible()
