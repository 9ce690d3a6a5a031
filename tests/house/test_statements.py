"""A page is asked for in few statements, and in as few when there is much to show.

No join across domains: a list that needs two nouns asks two bulk queries. A route whose statements
grow with its rows asks for them one by one, which is the mistake this law is about.
"""

from dataclasses import dataclass

import pytest

from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.directory.model.units import MakeUnit, UnitAdministrator
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.model import (
    AcceptInvitation,
    AddMembers,
    CreateRoom,
    Invite,
    MessageOfRoom,
    SendMessage,
    TellInPerson,
)
from kairan.kernel.guard import NOBODY
from kairan.kernel.ids import read_secret
from tests.house.requests import request_of
from tests.house.scene import Scene
from tests.house.test_routes import LINES, Line
from tests.site import ORIGIN, Site
from tests.world import Somebody

MOST = 12
FEW, MANY = 3, 30
ASKED = [line for line in LINES if line.method == "GET" and "200" in line.cells.values()]


@dataclass
class Town:
    """A scene in which there is more and more of everything."""

    scene: Scene

    def grow(self, number: int) -> None:
        """Let there be ``number`` more rooms, members, messages, links, applications and units."""
        people = [self._person(i) for i in range(number)]
        for i, person in enumerate(people):
            self._unit(f"{number}-{i}", person)
            self._room(f"{number}-{i}", person)
            self._message(f"{number}-{i}", person)
            self._link(f"{number}-{i}")
        self.scene.site.calm()

    def _person(self, i: int) -> str:
        cast, site, scene = self.scene.cast, self.scene.site, self.scene
        login = f"p{site.seq(cast.minato)}"
        adding = AddMember(name=f"人 {i}", login=login, unit=cast.bosai, phone="03-0000-0000")
        person = site.do(cast.yamamoto, directory.add_member, adding)
        for room in (scene.room, scene.quiet):
            site.do(cast.sato, rooms.add_members, AddMembers(room, (person,)))
        site.open_session(cast.minato, cast.sato.account)
        return person

    def _unit(self, name: str, person: str) -> None:
        cast, site = self.scene.cast, self.scene.site
        unit = site.do(cast.yamamoto, directory.make_unit, MakeUnit(f"係{name}", cast.bosai))
        naming = UnitAdministrator(self.scene.run_unit, person)
        site.do(cast.yamamoto, directory.add_unit_administrator, naming)
        assert unit

    def _room(self, name: str, person: str) -> None:
        cast, site = self.scene.cast, self.scene.site
        people = (person, cast.maeda.account)
        room, _ = site.do(cast.sato, rooms.create_room, CreateRoom("group", name, people))
        no = self._write(cast.sato, room, name)
        self._write(cast.maeda, room, f"re {name}", reply_to=no)
        site.do(cast.sato, rooms.create_room, CreateRoom("direct", members=(person,)))

    def _message(self, name: str, person: str) -> None:
        cast, site = self.scene.cast, self.scene.site
        for room in (self.scene.room, self.scene.quiet):
            no = self._write(cast.sato, room, name)
            self._write(cast.maeda, room, f"re {name}", reply_to=no)
            about = MessageOfRoom(room, no)
            site.do(cast.maeda, rooms.acknowledge_message, about)
            telling = TellInPerson(room, no, person, "telephone")
            site.do(cast.sato, rooms.tell_in_person, telling)

    def _link(self, name: str) -> None:
        site = self.scene.site
        for approval in (False, True):
            inviting = Invite((self.scene.room,), approval=approval)
            made = site.do(self.scene.cast.sato, rooms.create_invitation, inviting)
            secret = read_secret(str(made.token))
            assert secret is not None
            entering = AcceptInvitation(secret.digest, f"客 {name}", f"会{name}")
            site.do_as(secret.org, NOBODY, rooms.accept_invitation, entering)

    def _write(self, who: Somebody, room: str, text: str, **more) -> int:
        command = SendMessage(room, text, text, **more)
        return self.scene.site.do(who, rooms.send_message, command).message.no


@pytest.fixture(scope="module")
def counts(shared_site: Site) -> dict[str, tuple[int, int]]:
    """How many statements each route takes, with few rows and with many."""
    scene = Scene(shared_site)
    town = Town(scene)
    town.grow(FEW)
    few = {str(line): _count(scene, line) for line in ASKED}
    town.grow(MANY)
    many = {str(line): _count(scene, line) for line in ASKED}
    return {line: (few[line], many[line]) for line in few}


@pytest.mark.parametrize("line", ASKED, ids=str)
def test_a_route_takes_few_statements_however_much_it_shows(
    line: Line, counts: dict[str, tuple[int, int]]
) -> None:
    few, many = counts[str(line)]
    assert many <= MOST
    assert many == few, f"{few} with {FEW} rows, {many} with {MANY}"


def test_statements_are_counted(counts: dict[str, tuple[int, int]]) -> None:
    assert counts["GET /api/v1/rooms"][0] > 3
    assert counts["GET /"] == (0, 0)


def _count(scene: Scene, line: Line) -> int:
    site = scene.site
    who = _who(scene, line)
    path = scene.fill(line.path, who)
    more = request_of(line.operation, scene, who)
    site.forget_tries()
    site.calm()  # what follows from the scene runs on the lane's thread, too
    with site.statements() as seen:
        answer = site.client(who).request("GET", ORIGIN + path, **more)
    assert answer.status_code == 200, answer.text
    return len([statement for statement in seen if not statement.startswith("BEGIN")])


def _who(scene: Scene, line: Line) -> Somebody:
    return scene.cast.sato if line.cells["owner"] == "200" else scene.cast.yamamoto
