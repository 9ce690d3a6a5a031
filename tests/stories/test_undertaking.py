"""対応します: the name beside a message says who sees to it."""

from playwright.sync_api import expect

from tests.stories import hands
from tests.stories.conftest import Stage

ROOM = "大雨の巡回"
FALLEN = "中川橋の手前に倒木があります。片側が通れません。"


def test_maeda_sees_to_the_fallen_tree_and_everybody_reads_the_name(stage: Stage) -> None:
    """Said from the message's menu, taken back with one tap; the others see both without a reload."""
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi, cast.maeda)
    stage.write(cast.kobayashi, room, FALLEN)
    sato, maeda = stage.page(cast.sato, "desktop"), stage.page(cast.maeda)
    for page in (sato, maeda):
        hands.enter(page, ROOM)
    hands.choose(maeda, FALLEN, "対応します")
    for page in (sato, maeda):
        expect(hands.message(page, FALLEN)).to_contain_text("対応します：前田 一郎")
    expect(hands.message(sato, FALLEN).get_by_role("button", name="対応を取り消す")).to_have_count(
        0
    )
    stage.ask(cast.kobayashi, "PUT", f"/rooms/{room}/messages/2/undertaking")
    expect(hands.message(maeda, FALLEN)).to_contain_text("対応します：前田 一郎、小林 誠")

    hands.message(maeda, FALLEN).get_by_role("button", name="対応を取り消す").click()
    for page in (sato, maeda):
        expect(hands.message(page, FALLEN)).to_contain_text("対応します：小林 誠")
