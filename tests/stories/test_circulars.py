"""A message to 46 members of the assembly, and a list that gets empty."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.directory.model.units import MakeUnit
from tests.stories import hands
from tests.stories.conftest import Stage
from tests.talk import Talk
from tests.world import Somebody, World

ROOM = "議会 連絡"
TEXT = "12月定例会は11月30日10時に開会します"


@dataclass
class Assembly:
    """大野 明 of the secretariat, 46 members, and their room. The last has never signed in."""

    clerk: Somebody
    members: list[Somebody]
    absent: str
    room: str


@pytest.fixture
def assembly(first_world: World, tmp_path: Path) -> Assembly:
    """The data folder of the stage, with an assembly in it."""
    world = first_world.copy(tmp_path)
    cast, number = world.cast, iter(range(1, 100))

    def member(name: str, unit: str) -> str:
        n = next(number)
        number_ = f"0190-00-{n:04d}"
        adding = AddMember(name=name, login=f"giin{n}", unit=unit, order_no=n, phone=number_)
        return world.do(cast.yamamoto, directory.add_member, adding)

    def unit(name: str) -> str:
        return world.do(cast.yamamoto, directory.make_unit, MakeUnit(name))

    clerk = member("大野 明", unit("議会事務局"))
    seats = unit("県議会")
    ids = [(name, member(name, seats)) for name in [f"議員 {n}号" for n in range(1, 46)]]
    absent = member("森川 実", seats)
    ono = world.open_session(cast.minato, clerk, "大野 明")
    members = [world.open_session(cast.minato, id_, name) for name, id_ in ids]
    forty_sixth = Somebody(cast.minato, absent, "森川 実", "")
    room = Talk(world).room(ono, *members, forty_sixth, name=ROOM)
    world.settle()
    world.close()
    return Assembly(ono, members, "森川 実", room)


@pytest.fixture
def folder(assembly: Assembly, tmp_path: Path) -> Path:
    """A server starts with the assembly in it."""
    return tmp_path


def test_ono_writes_to_46_members_tells_one_by_telephone_and_empties_the_list(
    stage: Stage, assembly: Assembly
) -> None:
    """Three read in their browsers, 42 elsewhere; who is left has not begun, and is called."""
    ono = stage.page(assembly.clerk, "desktop")
    hands.enter(ono, ROOM)
    readers = [stage.page(member) for member in assembly.members[:3]]
    for reader in readers:
        hands.enter(reader, ROOM)
    hands.write(ono, TEXT)
    expect(hands.mark(ono, TEXT)).to_contain_text("既読 3")

    hands.mark(ono, TEXT).click()
    expect(_title(ono)).to_have_text("あと43人です")
    expect(ono.get_by_text("読むはずの46人のうち、3人に伝わりました")).to_be_visible()
    readers[0].get_by_role("button", name="了解する").click()
    expect(hands.message(ono, TEXT)).to_contain_text("1人が了解")
    [no] = _numbers(stage, assembly)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda who: stage.read(who, assembly.room, no), assembly.members[3:45]))
    expect(_title(ono)).to_have_text("あと1人です")
    expect(hands.mark(ono, TEXT)).to_contain_text("既読 45")

    left = _row(ono, assembly.absent)
    expect(left).to_contain_text("まだ使い始めていません")
    expect(left.get_by_role("link", name="0190-00-0047")).to_have_attribute(
        "href", "tel:0190000047"
    )
    _tell(ono, left)
    expect(_title(ono)).to_have_text("全員に伝わりました")
    expect(left).to_contain_text("大野 明さんが電話で")

    left.get_by_role("button", name="取り消す").click()
    expect(_title(ono)).to_have_text("あと1人です")
    _tell(ono, left)
    expect(_title(ono)).to_have_text("全員に伝わりました")
    with ono.expect_download() as saving:
        hands.press(ono, "CSVで保存")
    saved = Path(saving.value.path()).read_text("utf-8-sig")
    assert len(saved.strip().splitlines()) >= 47
    assert assembly.absent in saved
    assert "大野 明" in saved
    paper = _printed(ono)
    for word in (
        "みなと県",
        ROOM,
        f"{no}番・大野 明・20",
        TEXT,
        "一覧をとった時刻",
        assembly.absent,
    ):
        assert word in paper.text
    assert re.search(r"議員 2号.*20\d\d/\d\d/\d\d \d\d:\d\d", paper.text)
    assert paper.pages <= 2


def test_everybody_in_the_room_may_look_who_has_not_read_it_yet(
    stage: Stage, assembly: Assembly
) -> None:
    """A member opens the list of the clerk's message from its menu, and it stays right while it is open."""
    stage.write(assembly.clerk, assembly.room, TEXT)
    reader = stage.page(assembly.members[0])
    hands.enter(reader, ROOM)
    hands.choose(reader, TEXT, "既読の人")
    expect(_title(reader)).to_have_text("あと46人です")
    other = stage.page(assembly.members[1])
    hands.enter(other, ROOM)
    expect(_title(reader)).to_have_text("あと45人です")
    expect(_row(reader, "議員 2号").get_by_role("button")).to_be_hidden()


@dataclass(frozen=True)
class Paper:
    """What came out of the printer."""

    text: str
    pages: int


def _printed(page: Page) -> Paper:
    """Press 印刷 and return what would lie in the printer; the dialogue itself stays away."""
    page.evaluate("window.print = () => {}")
    hands.press(page, "印刷")
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    pages = len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return Paper(text, pages)


def _title(page: Page):
    """Return the title of the open reader list: the number still missing."""
    return page.locator("section.panel h2").first


def _row(page: Page, name: str):
    return page.locator("section.panel").get_by_role("listitem").filter(has_text=name)


def _tell(page: Page, row) -> None:
    """Note that somebody was told by telephone."""
    row.get_by_role("button", name="口頭で伝えました").click()
    expect(page.get_by_role("radio", name="電話で")).to_be_checked()
    hands.press(page, "伝えたと記録する")


def _numbers(stage: Stage, assembly: Assembly) -> list[int]:
    path = f"/rooms/{assembly.room}/messages"
    messages = stage.ask(assembly.clerk, "GET", path)["items"]
    return [message["no"] for message in messages if message["text"] == TEXT]
