"""The demonstration: it loads, once, and everything in it adds up."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kairan.app import open_kairan
from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import password_fits
from kairan.domains.boundary import queries as places
from kairan.domains.directory import queries as directory
from kairan.domains.directory.model.people import MemberFilter
from kairan.domains.rooms.model import Message, Room
from kairan.domains.rooms.queries import messages, readers, rooms
from kairan.domains.rooms.queries.messages import Where
from kairan.kernel import settings
from kairan.kernel.audit import first_broken
from kairan.kernel.guard import SERVER, Actor
from kairan.surfaces.cli.demo.deeds import Acknowledge, PassOn, Say, Tell, Unsend
from kairan.surfaces.cli.demo.load import DemoLoaded, LoadDemo, load_demo
from kairan.surfaces.cli.demo.people import HERE
from kairan.surfaces.cli.demo.plays import ORGANISATIONS, make_play
from kairan.surfaces.cli.office import CommandFailed, Office, Progress
from kairan.surfaces.cli.setup import SetUpOrganisation, setup
from tests.world import World

PASSWORD = "春の海ひねもすのたり"
SMALL = LoadDemo(PASSWORD, small=True)
PHONE = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}|0\d{9,10}")
LINK = re.compile(r"https?://([^/\s]+)")


def load(folder: Path, asked: LoadDemo = SMALL, progress: Progress = lambda done, of: None):
    """Run ``kairan demo`` in a data folder while no server is up."""
    kairan = open_kairan(settings.load({"KAIRAN_DATA": str(folder)}))
    try:
        return load_demo(Office(kairan.house, progress), asked)
    finally:
        kairan.close()


@dataclass(frozen=True)
class Demo:
    """A loaded demonstration, and what the command answered."""

    folder: Path
    answer: DemoLoaded
    world: World

    @property
    def orgs(self) -> dict[str, str]:
        """Ids by code."""
        return {o.code: o.id for o in self.world.ask_as("", SERVER, accounts.list_organisations)}

    def actor(self, login: str) -> tuple[str, Actor]:
        name, _, code = login.partition("@")
        org = self.orgs[code]
        ids = self.world.ask_as(org, SERVER, lambda c: accounts.find_by_logins(c, [name]))
        return org, self.actors(org, ids.values())[0]

    def actors(self, org: str, ids) -> list[Actor]:
        found = self.world.ask_as(org, SERVER, lambda ctx: accounts.accounts(ctx, list(ids)))
        return [Actor(each.role, each.id) for each in found.values()]

    def acquainted(self, org: str, actor: Actor) -> list[Actor]:
        """Return everybody who is inside a room with somebody."""
        return self.actors(org, self.world.ask_as(org, actor, places.acquaintances))

    def rooms(self, org: str, actor: Actor) -> list[Room]:
        return self.world.ask_as(org, actor, rooms.list_rooms)

    def messages(self, org: str, actor: Actor, room: str) -> list[Message]:
        """Return everything somebody sees of a room."""
        found: list[Message] = []
        following: str | None = "0"
        while following is not None:
            asked = partial(messages.page, room=room, where=Where(after=int(following), limit=200))
            page = self.world.ask_as(org, actor, asked)
            found += page.items
            following = page.next
        return found


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The folder the demonstration was loaded into, small, and what was answered."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, load(folder)


@pytest.fixture
def demo(loaded):
    """The demonstration, open."""
    folder, answer = loaded
    world = World(folder)
    world.settle()
    yield Demo(folder, answer, world)
    world.close()


def members(demo: Demo, org: str, actor: Actor):
    asked = MemberFilter(limit=1_000)
    return demo.world.ask_as(
        org, actor, lambda ctx: directory.list_members(ctx, asked, places.acquaintances).items
    )


def test_everybody_it_names_can_enter(demo):
    assert demo.answer.changed
    assert demo.answer.password is None, "it was chosen, so it is not told"
    logins = [each.login for each in demo.answer.entrances if each.login]
    assert [*logins[:2], logins[-1]] == ["yamamoto@minato", "miwa@minato", "mikami@aoba"]
    for login in logins:
        org, actor = demo.actor(login)
        own = demo.world.ask_as(org, actor, accounts.get_own_credentials)
        assert password_fits(own.password_hash, PASSWORD)
    links = [each.link for each in demo.answer.entrances if not each.login]
    assert links
    assert all(link.startswith("http://localhost:8080/e/k1.") for link in links)


def test_there_are_people_of_every_kind_and_state(demo):
    org, yamamoto = demo.actor("yamamoto@minato")
    listed = members(demo, org, yamamoto)
    council = [each for each in listed if each.units and each.units[0].path == "議会/議員"]
    assert sorted(each.order_no for each in council) == list(range(1, 47))
    assert {"not_yet", "in", "suspended"} == {each.state for each in listed}
    assert {*"髙﨑濵𠮷"} <= {character for each in listed for character in each.name}
    assert all(each.kana for each in listed)
    community, *_ = (r for r in demo.rooms(org, yamamoto) if r.name == "地域づくりコミュニティ")
    assert 0 < community.outside < community.members


def test_a_second_run_changes_nothing(loaded):
    folder, answer = loaded
    before = heads(folder, answer)
    again = load(folder, LoadDemo("another password", seed=2))
    assert not again.changed
    assert [each.login for each in again.entrances] == [each.login for each in answer.entrances]
    assert not any(each.link for each in again.entrances)
    assert heads(folder, answer) == before


def heads(folder: Path, answer: DemoLoaded) -> dict[str, tuple[int, int]]:
    """Return how long log and record of each organisation are, when the listeners are done."""
    world = World(folder)
    world.settle()
    orgs = Demo(folder, answer, world).orgs
    found = {code: (world.seq(org), len(world.audit(org))) for code, org in orgs.items()}
    world.close()
    return found


def test_everybody_stands_on_exactly_one_list_of_every_message(demo):
    seen: set[tuple[str, int]] = set()
    kinds: set[str] = set()
    for org, actor in everybody(demo):
        for room in demo.rooms(org, actor):
            for message in demo.messages(org, actor, room.id):
                if (room.id, message.no) in seen or not may_be_listed(room, message):
                    continue
                seen.add((room.id, message.no))
                found = demo.world.ask_as(
                    org, actor, lambda ctx, r=room.id, no=message.no: readers.readers(ctx, r, no)
                )
                lists = {"read": found.read, "told": found.told}
                lists |= {"unread": found.unread, "unknown": found.unknown}
                kinds |= {name for name, people in lists.items() if people}
                listed = [each.account for people in lists.values() for each in people]
                assert len(set(listed)) == len(listed) == found.audience == message.audience
    assert kinds == {"read", "told", "unread", "unknown"}
    assert len(seen) > 500


def may_be_listed(room: Room, message: Message) -> bool:
    """Say whether a reader list is there, and for somebody in this room."""
    listed = message.kind == "text" and message.unsent_at is None
    return listed and (room.reader_list == "everyone" or room.owner)


def everybody(demo: Demo) -> list[tuple[str, Actor]]:
    """Return everybody who is inside a room with one of the entrances."""
    found: dict[str, tuple[str, Actor]] = {}
    for entrance in demo.answer.entrances:
        if entrance.login:
            org, actor = demo.actor(entrance.login)
            found |= {each.id: (org, each) for each in demo.acquainted(org, actor)}
    return list(found.values())


def test_what_is_unread_is_what_one_counts(demo):
    for org, actor in everybody(demo):
        for room in demo.rooms(org, actor):
            if room.unread or room.cursor < room.head:
                after = max(room.cursor, room.from_no - 1)
                counted = [
                    message
                    for message in demo.messages(org, actor, room.id)
                    if message.kind == "text"
                    and message.no > after
                    and message.sender != actor.id
                    and message.unsent_at is None
                ]
                assert room.unread == len(counted), room.name


def test_the_record_is_whole_and_nothing_lies_in_the_future(demo):
    now = datetime.now(UTC)
    for code, org in demo.orgs.items():
        assert first_broken(demo.world.audit(org)) is None
        times = [event.at for event in demo.world.events(org)]
        assert max(times) < now + timedelta(minutes=1)
        assert now - min(times) > timedelta(weeks=6), code


def test_numbers_and_addresses_belong_to_nobody(demo):
    org, yamamoto = demo.actor("yamamoto@minato")
    for member in members(demo, org, yamamoto):
        assert member.phone is None or member.phone.startswith("0190-00-")
        assert member.email is None or member.email.endswith(".example")
    for path in Path(str(HERE)).rglob("*"):
        if path.suffix in {".txt", ".csv"}:
            text = path.read_text()
            assert all(number.startswith("0190-00-") for number in PHONE.findall(text)), path
            assert all(host.endswith(".example") for host in LINK.findall(text)), path


@pytest.mark.parametrize("weekday", range(7))
def test_on_every_day_of_the_week_things_happen_in_order(weekday):
    now = datetime(2026, 11, 16 + weekday, 1, 30, tzinfo=UTC)
    for organisation in ORGANISATIONS:
        said: set[str] = set()
        for step in make_play(organisation, now, 1, small=False).steps:
            match step.act:
                case Say(room=room, label=label, reply_to=reply_to):
                    assert reply_to is None or f"{room}/{reply_to}" in said, step
                    said.add(f"{room}/{label}")
                case (
                    Acknowledge(room=room, label=label)
                    | Tell(room=room, label=label)
                    | Unsend(room=room, label=label)
                    | PassOn(source=room, label=label)
                ):
                    assert f"{room}/{label}" in said, step


def test_an_interrupted_load_goes_on_where_it_stopped(tmp_path, demo):
    def interrupt(done: int, of: int) -> None:
        if done > of // 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(tmp_path, progress=interrupt)
    assert load(tmp_path).changed
    world = World(tmp_path)
    finished = Demo(tmp_path, demo.answer, world)
    for code, org in finished.orgs.items():
        sent = len(world.events(org, type_="rooms.message_sent"))
        assert sent == len(demo.world.events(demo.orgs[code], type_="rooms.message_sent"))
    world.close()


def test_it_is_not_loaded_beside_an_organisation_of_the_same_code(tmp_path):
    kairan = open_kairan(settings.load({"KAIRAN_DATA": str(tmp_path)}))
    office = Office(kairan.house, lambda done, of: None)
    setup(office, SetUpOrganisation("本物のみなと県", "minato", "山本 玲", "yamamoto", PASSWORD))
    with pytest.raises(CommandFailed, match="not the demonstration's"):
        load_demo(office, SMALL)
    kairan.close()
