"""What requests are about: rooms, people, links, each made when it is first needed, by the cast itself.

A path such as ``/rooms/{room}/messages/{no}`` is filled from the names of a scene. In its room 佐藤 is
the owner, 小林 a member, 前田 a guest; 髙橋 belongs to the organisation and is not inside, 山本
administers it and is not inside either, 三上 administers another organisation.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import AccountId, NewAccount
from kairan.domains.boundary.model import ReaderList
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.directory.model.units import MakeUnit, UnitAdministrator
from kairan.domains.notifications import actions as notifications
from kairan.domains.notifications.model import Subscription
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.model import (
    AcceptInvitation,
    CreateRoom,
    Invitation,
    Invite,
    MessageOfRoom,
    SendMessage,
    TellInPerson,
)
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import read_secret
from tests.site import Site
from tests.world import ADD_GUEST, Cast, Somebody

CSV = "職員番号,氏名,備考\n{number},新人 太郎,四月から\n"

ADDRESS = "https://push.example.invalid/0"
"""A name that never leads anywhere (RFC 2606)."""

_numbers = itertools.count(1)


@dataclass
class Scene:
    """A scene in a site. Everything in it is its own; the cast is shared."""

    site: Site

    @property
    def cast(self) -> Cast:
        return self.site.cast

    @cached_property
    def number(self) -> int:
        return next(_numbers)

    @cached_property
    def room(self) -> str:
        return self._make_room("everyone")

    @cached_property
    def quiet(self) -> str:
        """A room whose owners keep the reader lists to themselves and to the senders."""
        return self._make_room("owners")

    @cached_property
    def no(self) -> int:
        return self._write(self.room)

    @cached_property
    def quiet_no(self) -> int:
        return self._write(self.quiet)

    @cached_property
    def pressed(self) -> int:
        """A message that 小林 and 前田 have acknowledged."""
        command = MessageOfRoom(self.room, self.no)
        for who in (self.cast.kobayashi, self.cast.maeda):
            self.site.do(who, rooms.acknowledge_message, command)
        return self.no

    @cached_property
    def undertaken(self) -> int:
        """A message that 小林 and 前田 see to."""
        command = MessageOfRoom(self.room, self.no)
        for who in (self.cast.kobayashi, self.cast.maeda):
            self.site.do(who, rooms.undertake_message, command)
        return self.no

    @cached_property
    def told(self) -> int:
        """A message of which 小林 was told by telephone."""
        command = TellInPerson(self.room, self.no, self.kobayashi, "telephone")
        self.site.do(self.cast.sato, rooms.tell_in_person, command)
        return self.no

    @property
    def kobayashi(self) -> str:
        return self.cast.kobayashi.account

    @property
    def maeda(self) -> str:
        return self.cast.maeda.account

    @property
    def sato(self) -> str:
        return self.cast.sato.account

    @property
    def mate(self) -> str:
        """Somebody who is inside the scene's room."""
        assert self.room
        return self.sato

    @cached_property
    def made(self) -> Invitation:
        return self._invite(approval=False)

    @property
    def invitation(self) -> str:
        return self.made.id

    @property
    def invitation_token(self) -> str:
        return str(self.made.token)

    @cached_property
    def applicant(self) -> str:
        """Somebody who asked to be let in and waits."""
        secret = read_secret(str(self._invite(approval=True).token))
        assert secret is not None
        entering = AcceptInvitation(secret.digest, "岡田 光")
        entered = self.site.do_as(secret.org, NOBODY, rooms.accept_invitation, entering)
        return entered.account

    @cached_property
    def application(self) -> str:
        assert self.applicant
        asked = self.site.client(self.cast.sato).ask(f"/rooms/{self.room}/applications")
        return asked["items"][0]["id"]

    @cached_property
    def person(self) -> str:
        """A member nobody else knows of."""
        adding = AddMember(name=f"新人 {self.number}", login=f"n{self.number}", unit=self.cast.somu)
        return self.site.do(self.cast.yamamoto, directory.add_member, adding)

    @cached_property
    def person_of_unit(self) -> str:
        """Somebody in the scene's own unit."""
        adding = AddMember(name=f"係 {self.number}", login=f"u{self.number}", unit=self.unit)
        return self.site.do(self.cast.yamamoto, directory.add_member, adding)

    @cached_property
    def suspended(self) -> str:
        self.site.do(self.cast.yamamoto, directory.suspend_member, AccountId(self.person))
        return self.person

    @cached_property
    def administrator(self) -> str:
        """A second administrator of みなと県."""
        self.site.do(self.cast.yamamoto, accounts.grant_admin, AccountId(self.person))
        return self.person

    @cached_property
    def outsider(self) -> str:
        """A guest in no room at all."""
        return self.site.do_as(self.cast.minato, SERVER, ADD_GUEST, NewAccount("guest", "通行人"))

    @cached_property
    def entry_token(self) -> str:
        issuing = AccountId(self.person)
        return self.site.do(self.cast.yamamoto, directory.issue_entry_link, issuing).token

    @cached_property
    def card(self) -> dict[str, str]:
        """An entry card of the scene's person, as it was told where it was made."""
        client = self.site.client(self.cast.yamamoto)
        answer = client.post("/entry-cards", json={"accounts": [self.person]})
        assert answer.status_code == 201, answer.text
        [made] = answer.json()["items"]
        return {"token": made["token"], "number": made["number"]}

    @property
    def linked(self) -> str:
        """A member with a personal entry link that nobody has used."""
        assert self.entry_token
        return self.person

    @cached_property
    def unit(self) -> str:
        """An empty unit."""
        return self.site.do(self.cast.yamamoto, directory.make_unit, MakeUnit(f"課{self.number}"))

    @cached_property
    def run_unit(self) -> str:
        """A unit that the scene's person administers."""
        naming = UnitAdministrator(self.unit, self.person)
        self.site.do(self.cast.yamamoto, directory.add_unit_administrator, naming)
        return self.unit

    @cached_property
    def import_(self) -> str:
        """A file for a unit that 山本 has had read: somebody new is in it, the scene's person not."""
        assert self.person_of_unit
        answer = self.site.client(self.cast.yamamoto).post(
            f"/imports?name={self.number}.csv&unit={self.unit}",
            content=CSV.format(number=f"A{self.number}").encode("cp932"),
            headers={"Content-Type": "application/octet-stream"},
        )
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    @cached_property
    def done_import(self) -> str:
        """The same, imported."""
        answer = self.site.client(self.cast.yamamoto).post(f"/imports/{self.import_}/run")
        assert answer.status_code == 202, answer.text
        self.site.settle()
        return self.import_

    def fill(self, path: str, who: Somebody | None = None) -> str:
        """Return an address with what its names stand for, as ``who`` would ask for it."""
        names = re.findall(r"{(\w+)}", path)
        return path.format_map({name: self.named(name, who) for name in names})

    def named(self, name: str, who: Somebody | None = None) -> str:
        """Return what a name in an address stands for; ``own_…`` are of another device."""
        if name == "own_session":
            return self.session_of(who) if who else "0" * 32
        if name == "own_device":
            return self.device_of(who) if who else "0" * 32
        return str(getattr(self, name))

    def session_of(self, who: Somebody) -> str:
        """Sign somebody in on one more device and return that session's id."""
        opened = self.site.open_session(who.org, who.account)
        [current] = [
            session["id"]
            for session in self.site.client(opened).ask("/sessions")["items"]
            if session["current"]
        ]
        return current

    @cached_property
    def session(self) -> str:
        """A session of 小林's."""
        return self.session_of(self.cast.kobayashi)

    def device_of(self, who: Somebody) -> str:
        """Let one more device of somebody's be told and return its id."""
        opened = self.site.open_session(who.org, who.account)
        return self.site.do(opened, notifications.subscribe, Subscription(ADDRESS, "A", "A"))

    @cached_property
    def device(self) -> str:
        """A device of 小林's that is told."""
        return self.device_of(self.cast.kobayashi)

    def _make_room(self, reader_list: ReaderList) -> str:
        people = (self.kobayashi, self.maeda)
        making = CreateRoom("group", f"防災 {self.number}", people, reader_list=reader_list)
        return self.site.do(self.cast.sato, rooms.create_room, making)[0]

    def _write(self, room: str) -> int:
        """Let 佐藤 write a message."""
        command = SendMessage(room, f"{self.number}", "明日は九時に集まります")
        return self.site.do(self.cast.sato, rooms.send_message, command).message.no

    def _invite(self, *, approval: bool) -> Invitation:
        inviting = Invite((self.room,), uses=5, approval=approval)
        return self.site.do(self.cast.sato, rooms.create_invitation, inviting)
