"""What people do in rooms, a line each, over a ``World``. The fixture is called ``talk``."""

import itertools
from datetime import timedelta

from kairan.domains.accounts.model import AccountId
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.model import Place, Stay
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.receipts import actions as receipts
from kairan.domains.receipts.model import How, MoveCursor
from kairan.domains.rooms import actions
from kairan.domains.rooms.errors import MessageNotFound
from kairan.domains.rooms.model import (
    AcceptInvitation,
    AddMembers,
    ChangeRoom,
    CreateRoom,
    EnteredRoom,
    Forward,
    Invitation,
    Invite,
    MemberOfRoom,
    Message,
    MessageOfRoom,
    Room,
    SendMessage,
    Sent,
    TellInPerson,
)
from kairan.domains.rooms.queries import messages
from kairan.domains.rooms.queries import rooms as room_queries
from kairan.domains.rooms.queries.messages import Page, Where
from kairan.domains.rooms.queries.readers import Readers, readers
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import read_secret
from tests.world import Somebody, World


class Talk:
    """The rooms of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._numbers = itertools.count(1)

    # who is inside

    def room(self, owner: Somebody, *members: Somebody, name: str = "台風の備え", **rules) -> str:
        """Make a group and return its id."""
        ids = tuple(member.account for member in members)
        made, new = self.world.do(
            owner, actions.create_room, CreateRoom("group", name, ids, **rules)
        )
        assert new
        return made

    def direct(self, who: Somebody, peer: Somebody) -> str:
        """Return the direct room of two people, new or not."""
        return self.world.do(
            who, actions.create_room, CreateRoom("direct", members=(peer.account,))
        )[0]

    def unit_room(self, who: Somebody, unit: str, **rules) -> str:
        """Make a room that follows a unit."""
        return self.world.do(who, actions.create_room, CreateRoom("unit", unit=unit, **rules))[0]

    def add(self, who: Somebody, room: str, *members: Somebody) -> int:
        """Let people in; return how many are new."""
        ids = tuple(member.account for member in members)
        return self.world.do(who, actions.add_members, AddMembers(room, ids))

    def remove(self, who: Somebody, room: str, member: Somebody) -> None:
        """Remove somebody, or leave."""
        self.world.do(who, actions.remove_member, MemberOfRoom(room, member.account))

    def leave(self, who: Somebody, room: str) -> None:
        self.remove(who, room, who)

    def make_owner(self, who: Somebody, room: str, member: Somebody) -> None:
        self.world.do(who, actions.add_owner, MemberOfRoom(room, member.account))

    def unmake_owner(self, who: Somebody, room: str, member: Somebody) -> None:
        self.world.do(who, actions.remove_owner, MemberOfRoom(room, member.account))

    def change(self, who: Somebody, room: str, **rules) -> None:
        """Rename a room or change its rules."""
        self.world.do(who, actions.change_room, ChangeRoom(room, **rules))

    def suspend(self, *people: Somebody) -> None:
        """Suspend people, and let the listeners hear of it."""
        for who in people:
            command = AccountId(who.account)
            self.world.do(self.world.cast.yamamoto, directory.suspend_member, command)
        self.world.settle()

    def restore(self, who: Somebody) -> Somebody:
        """Let somebody in again; return the same person with a new session."""
        self.world.do(self.world.cast.yamamoto, directory.restore_member, AccountId(who.account))
        self.world.settle()
        return self.world.open_session(who.org, who.account, who.name)

    def newcomer(self, name: str = "", unit: str | None = None) -> Somebody:
        """Return somebody new, a member who has signed in."""
        number = next(self._numbers)
        name = name or f"新人 {number}"
        adding = AddMember(name=name, login=f"new{number}", unit=unit)
        account = self.world.do(self.world.cast.yamamoto, directory.add_member, adding)
        return self.world.open_session(self.world.cast.minato, account, name)

    def stays(self, room: str, org: str | None = None) -> list[Stay]:
        """Return every stay there ever was in a room."""
        org = org or self.world.cast.minato
        return self.world.ask_as(org, SERVER, lambda ctx: places.list_stays(ctx, room))

    def place(self, room: str) -> Place:
        org = self.world.cast.minato
        return self.world.ask_as(org, SERVER, lambda ctx: places.get_place(ctx, room))

    # what is written

    def send(self, who: Somebody, room: str, text: str = "了解しました", **more) -> Sent:
        """Write something and return what became of it."""
        client_id = more.pop("client_id", None) or f"c{next(self._numbers)}"
        return self.world.do(who, actions.send_message, SendMessage(room, client_id, text, **more))

    def write(self, who: Somebody, room: str, text: str = "了解しました", **more) -> int:
        """Write something and return its number."""
        return self.send(who, room, text, **more).message.no

    def forward(self, who: Somebody, source: str, no: int, room: str) -> int:
        return self.write(who, room, "", forward=Forward(source, no))

    def unsend(self, who: Somebody, room: str, no: int) -> None:
        self.world.do(who, actions.unsend_message, MessageOfRoom(room, no))

    def page(self, who: Somebody, room: str, **where) -> Page:
        return self.world.ask(who, lambda ctx: messages.page(ctx, room, Where(**where)))

    def seen(self, who: Somebody, room: str) -> list[int]:
        """Return the numbers of everything somebody can read in a room."""
        return [each.no for each in self.page(who, room, after=0, limit=10_000).items]

    def message(self, who: Somebody, room: str, no: int) -> Message:
        """Return one message as somebody sees it. Raises MessageNotFound."""
        found = self.page(who, room, after=no - 1, limit=1).items
        if not found or found[0].no != no:
            raise MessageNotFound
        return found[0]

    # who has read

    def read(self, who: Somebody, room: str, no: int) -> int:
        """Let somebody have read up to a number; return where the cursor stands."""
        return self.world.do(who, receipts.move_cursor, MoveCursor(room, no))

    def readers(self, who: Somebody, room: str, no: int) -> Readers:
        return self.world.ask(who, lambda ctx: readers(ctx, room, no))

    def acknowledge(self, who: Somebody, room: str, no: int) -> None:
        self.world.do(who, actions.acknowledge_message, MessageOfRoom(room, no))

    def withdraw(self, who: Somebody, room: str, no: int) -> None:
        self.world.do(who, actions.withdraw_acknowledgement, MessageOfRoom(room, no))

    def undertake(self, who: Somebody, room: str, no: int) -> None:
        self.world.do(who, actions.undertake_message, MessageOfRoom(room, no))

    def give_back(self, who: Somebody, room: str, no: int) -> None:
        self.world.do(who, actions.withdraw_undertaking, MessageOfRoom(room, no))

    def tell(
        self, who: Somebody, room: str, no: int, told: Somebody, how: How = "telephone"
    ) -> None:
        """Let somebody give word that a person was told."""
        command = TellInPerson(room, no, told.account, how)
        self.world.do(who, actions.tell_in_person, command)

    def untell(self, who: Somebody, room: str, no: int, told: Somebody) -> None:
        command = TellInPerson(room, no, told.account, "telephone")
        self.world.do(who, actions.withdraw_told, command)

    def rooms(self, who: Somebody) -> list[Room]:
        return self.world.ask(who, room_queries.list_rooms)

    def get(self, who: Somebody, room: str) -> Room:
        return self.world.ask(who, lambda ctx: room_queries.get_room(ctx, room))

    # coming in by a link

    def invite(self, who: Somebody, *rooms: str, **more) -> Invitation:
        return self.world.do(who, actions.create_invitation, Invite(rooms, **more))

    def accept(
        self, invitation: Invitation, name: str = "", *, by: Somebody | None = None, **more
    ) -> EnteredRoom:
        """Enter by a link: with a name as somebody new, or as who one is."""
        secret = read_secret(invitation.token or "")
        assert secret is not None
        command = AcceptInvitation(secret.digest, name, **more)
        if by is not None:
            return self.world.do(by, actions.accept_invitation, command)
        return self.world.do_as(secret.org, NOBODY, actions.accept_invitation, command)

    def enter(self, invitation: Invitation, name: str, **more) -> Somebody:
        """Enter by a link as somebody new; return who that is."""
        entered = self.accept(invitation, name, **more)
        assert entered.token is not None
        return Somebody(self.world.cast.minato, entered.account, name, entered.token)

    def wait(self, **time: float) -> None:
        """Let time pass for everybody."""
        self.world.pass_time(timedelta(**time))
