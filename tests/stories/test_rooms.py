"""A room and its rules: who is in it, who may see who has read, what it is called."""

import re

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage

ROOM = "人事評価 打合せ"


def test_in_a_quiet_room_kobayashi_is_told_who_may_see_the_list_and_sato_sees_it(
    stage: Stage,
) -> None:
    """Where the owners keep the reader lists to themselves, the room says so; one's own one may open."""
    cast = stage.cast
    stage.room(cast.sato, ROOM, cast.kobayashi, cast.takahashi, reader_list="owners")
    sato, kobayashi = stage.page(cast.sato), stage.page(cast.kobayashi)
    takahashi = stage.page(cast.takahashi)
    for page in (sato, kobayashi, takahashi):
        hands.enter(page, ROOM)
    hands.write(sato, "面談の希望日をください")
    hands.see(kobayashi, "面談の希望日をください")
    hands.write(kobayashi, "火曜の午後が空いています")
    hands.see(takahashi, "火曜の午後が空いています")

    hands.message(kobayashi, "面談の希望日をください").get_by_role(
        "button", name=re.compile("^ほか")
    ).click()
    expect(kobayashi.get_by_role("button", name="コピー", exact=True)).to_be_visible()
    expect(kobayashi.get_by_role("button", name="既読の人", exact=True)).to_be_hidden()
    hands.close(kobayashi)
    hands.press(kobayashi, "メンバー")
    rule = "既読の一覧を開けるのは、オーナーと書いた本人です。"
    expect(kobayashi.get_by_text(rule, exact=False)).to_be_visible()
    hands.press(kobayashi, "戻る")

    # The owner sees who has read what 小林 wrote; so does 小林 himself, and nobody else.
    expect(hands.mark(kobayashi, "火曜の午後が空いています")).to_contain_text("既読 2")
    hands.choose(sato, "火曜の午後が空いています", "既読の人")
    expect(hands.sheet(sato, "全員に伝わりました")).to_contain_text("髙橋 聡")
    hands.mark(kobayashi, "火曜の午後が空いています").click()
    expect(hands.sheet(kobayashi, "全員に伝わりました")).to_contain_text("髙橋 聡")
    room = takahashi.url.rsplit("/", 1)[1]
    items = stage.ask(cast.sato, "GET", f"/rooms/{room}/messages")["items"]
    no = next(each["no"] for each in items if each["text"] == "火曜の午後が空いています")
    with stage.api(cast.takahashi) as api:
        assert api.get(f"/rooms/{room}/messages/{no}/readers").status_code == 403
        assert api.get(f"/rooms/{room}/cursors").status_code == 403


def test_sato_makes_a_group_and_everybody_has_it_at_once(stage: Stage) -> None:
    """By name or reading, one by one; with a name and the two rules in plain sight."""
    cast = stage.cast
    sato = stage.page(cast.sato)
    kobayashi = stage.page(cast.kobayashi)
    hands.press(sato, "新しいトーク")
    hands.press(sato, "グループ")
    hands.press(sato, "作る（1人）")
    expect(sato.get_by_text("名前を書いてください。あとで変えられます。")).to_be_visible()
    sato.get_by_label("グループの名前").fill(ROOM)
    sato.get_by_role("searchbox").fill("こばや")
    sato.get_by_role("button", name=re.compile("小林 誠")).click()
    sato.get_by_role("searchbox").fill("中村")
    sato.get_by_role("button", name=re.compile("中村 みどり")).click()
    sato.get_by_role("radio", name="オーナーと、書いた本人").check()
    hands.press(sato, "作る（3人）")
    expect(sato.get_by_role("heading", name=ROOM)).to_be_visible()
    line = hands.row(kobayashi, ROOM)
    expect(line).to_contain_text("3人")
    # Being added is nothing to be read: the badge is for what people write.
    expect(line).not_to_contain_text("未読")


def test_sato_gives_the_room_another_name_and_all_see_it(stage: Stage) -> None:
    """The new name stands in every list at once, and the room says who gave it."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato, "desktop")
    kobayashi = stage.page(stage.cast.kobayashi)
    expect(hands.row(kobayashi, ROOM)).to_be_visible()
    hands.enter(sato, ROOM)
    hands.press(sato, "メンバー")
    hands.press(sato, "名前と決まりを変える")
    sato.get_by_label("グループの名前").fill("評価 打合せ（係長）")
    hands.press(sato, "保存する")
    expect(hands.row(kobayashi, "評価 打合せ（係長）")).to_be_visible()
    expect(hands.log(sato)).to_contain_text("部屋の名前を「評価 打合せ（係長）」にしました")


def test_sato_invites_takahashi_by_name_while_kobayashi_watches(stage: Stage) -> None:
    """The number of those inside changes on every screen; the record says who let whom in."""
    stage.room(stage.cast.sato, ROOM, stage.cast.kobayashi)
    sato = stage.page(stage.cast.sato)
    kobayashi = stage.page(stage.cast.kobayashi)
    for page in (sato, kobayashi):
        hands.enter(page, ROOM)
        hands.press(page, "メンバー")
        expect(page.get_by_text("この2人だけが読めます")).to_be_visible()
    expect(kobayashi.get_by_role("button", name="招待する")).to_be_hidden()
    hands.press(sato, "招待する")
    expect(sato.get_by_text("後から入った人は、前のメッセージも読めます。").first).to_be_visible()
    sato.get_by_role("button", name=re.compile("髙橋 聡")).click()
    hands.press(sato, "1人を入れる")
    hands.told(sato, "1人が入りました")
    expect(kobayashi.get_by_text("この3人だけが読めます")).to_be_visible()
    people = kobayashi.get_by_role("button", name=re.compile("髙橋 聡"))
    expect(people).to_contain_text("佐藤さんが招待")
    expect(kobayashi.get_by_text("佐藤 花子さんが 髙橋 聡さんを入れました")).to_be_visible()
