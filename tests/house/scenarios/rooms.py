"""Rooms are made and changed, people come and go, write, take back, acknowledge, and tell."""

import pytest

from kairan.domains.accounts.model import AccountId, FoundOrganisation
from kairan.domains.directory import actions as directory
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.errors import SetupNotFound
from kairan.domains.rooms.model import (
    AcceptInvitation,
    AddMembers,
    ApplicationOfRoom,
    Beginning,
    ChangeRoom,
    CreateRoom,
    Forward,
    Invite,
    MemberOfRoom,
    MessageOfRoom,
    TellInPerson,
)
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import Secret, new_id, read_secret
from tests.house.scenarios.notifications import subscribe
from tests.house.stage import Scenarios, Stage
from tests.world import Somebody, password_hash

FIRST = 2
"""The first message in every room, after the one that says it was made."""


def nobody_begins_again(stage: Stage) -> None:
    founding = FoundOrganisation("kita", "北町", "北 太郎", "kita", password_hash())
    beginning = Beginning(founding, "Phone", "はじめの部屋")
    with pytest.raises(SetupNotFound):
        stage.site.lane.run(new_id(), SERVER, rooms.begin_organisation, beginning, founds=True)


def sato_makes_a_group(stage: Stage) -> None:
    cast = stage.cast
    people = (cast.kobayashi.account, cast.maeda.account, cast.takahashi.account)
    stage.do(cast.sato, rooms.create_room, CreateRoom("group", "花見", people))


def takahashi_talks_to_nakamura(stage: Stage) -> None:
    cast = stage.cast
    making = CreateRoom("direct", members=(cast.nakamura.account,))
    room, _ = stage.do(cast.takahashi, rooms.create_room, making)
    stage.write(cast.takahashi, room)


def takahashi_makes_a_unit_room(stage: Stage) -> None:
    making = CreateRoom("unit", unit=stage.cast.somu)
    stage.do(stage.cast.takahashi, rooms.create_room, making)


def sato_renames_the_room(stage: Stage) -> None:
    stage.do(stage.cast.sato, rooms.change_room, ChangeRoom(stage.rooms.open, name="防災本部"))


def sato_closes_the_lists(stage: Stage) -> None:
    closing = ChangeRoom(stage.rooms.open, reader_list="owners", history="from_joining")
    stage.do(stage.cast.sato, rooms.change_room, closing)


def sato_opens_the_lists(stage: Stage) -> None:
    opening = ChangeRoom(stage.rooms.quiet, reader_list="everyone")
    stage.do(stage.cast.sato, rooms.change_room, opening)
    pressing = MessageOfRoom(stage.rooms.quiet, FIRST)
    stage.do(stage.cast.sato, rooms.acknowledge_message, pressing)


def sato_lets_people_in(stage: Stage) -> None:
    cast = stage.cast
    people = (cast.takahashi.account, cast.nakamura.account)
    stage.do(cast.sato, rooms.add_members, AddMembers(stage.rooms.open, people))
    stage.write(cast.takahashi, stage.rooms.open)


def sato_lets_somebody_suspended_in(stage: Stage) -> None:
    cast = stage.cast
    stage.do(cast.yamamoto, directory.suspend_member, AccountId(cast.takahashi.account))
    adding = AddMembers(stage.rooms.open, (cast.takahashi.account,))
    stage.do(cast.sato, rooms.add_members, adding)


def takahashi_comes_late(stage: Stage) -> None:
    stage.write(stage.cast.sato, stage.rooms.late)
    adding = AddMembers(stage.rooms.late, (stage.cast.takahashi.account,))
    stage.do(stage.cast.sato, rooms.add_members, adding)
    stage.write(stage.cast.nakamura, stage.rooms.late)


def kobayashi_leaves(stage: Stage) -> None:
    leaving = MemberOfRoom(stage.rooms.open, stage.cast.kobayashi.account)
    stage.do(stage.cast.kobayashi, rooms.remove_member, leaving)
    stage.write(stage.cast.sato, stage.rooms.open)


def maeda_is_removed(stage: Stage) -> None:
    removing = MemberOfRoom(stage.rooms.open, stage.cast.maeda.account)
    stage.do(stage.cast.sato, rooms.remove_member, removing)


def somebody_suspended_is_removed(stage: Stage) -> None:
    cast, room = stage.cast, stage.rooms.open
    stage.do(cast.yamamoto, directory.suspend_member, AccountId(stage.rooms.newcomer))
    stage.site.calm()
    stage.do(cast.sato, rooms.remove_member, MemberOfRoom(room, stage.rooms.newcomer))


def maeda_goes_and_comes_again(stage: Stage) -> None:
    maeda_is_removed(stage)
    stage.write(stage.cast.sato, stage.rooms.open)
    adding = AddMembers(stage.rooms.open, (stage.cast.maeda.account,))
    stage.do(stage.cast.sato, rooms.add_members, adding)
    stage.write(stage.cast.maeda, stage.rooms.open)


def kobayashi_becomes_an_owner(stage: Stage) -> None:
    for room in (stage.rooms.open, stage.rooms.quiet):
        naming = MemberOfRoom(room, stage.cast.kobayashi.account)
        stage.do(stage.cast.sato, rooms.add_owner, naming)


def sato_is_no_longer_an_owner(stage: Stage) -> None:
    kobayashi_becomes_an_owner(stage)
    for room in (stage.rooms.open, stage.rooms.quiet):
        naming = MemberOfRoom(room, stage.cast.sato.account)
        stage.do(stage.cast.kobayashi, rooms.remove_owner, naming)


def everybody_writes(stage: Stage) -> None:
    for who in (stage.cast.sato, stage.cast.kobayashi, stage.cast.maeda):
        stage.write(who, stage.rooms.open, reply_to=FIRST)
        stage.write(who, stage.rooms.quiet)


def sato_forwards(stage: Stage) -> None:
    passed = Forward(stage.rooms.open, FIRST)
    stage.write(stage.cast.sato, stage.rooms.quiet, forward=passed)


def sato_takes_a_read_message_back(stage: Stage) -> None:
    stage.do(stage.cast.sato, rooms.unsend_message, MessageOfRoom(stage.rooms.open, FIRST))


def maeda_takes_the_last_message_back(stage: Stage) -> None:
    replied = stage.write(stage.cast.maeda, stage.rooms.open, reply_to=FIRST)
    stage.do(stage.cast.maeda, rooms.unsend_message, MessageOfRoom(stage.rooms.open, replied))


def sato_takes_back_what_is_quoted_last(stage: Stage) -> None:
    stage.write(stage.cast.maeda, stage.rooms.open, reply_to=FIRST)
    sato_takes_a_read_message_back(stage)


def kobayashi_acknowledges(stage: Stage) -> None:
    stage.do(
        stage.cast.kobayashi, rooms.acknowledge_message, MessageOfRoom(stage.rooms.open, FIRST)
    )


def sato_acknowledges_where_names_are_kept(stage: Stage) -> None:
    stage.do(stage.cast.sato, rooms.acknowledge_message, MessageOfRoom(stage.rooms.quiet, FIRST))


def maeda_takes_it_back(stage: Stage) -> None:
    for room in (stage.rooms.open, stage.rooms.quiet):
        taking = MessageOfRoom(room, FIRST)
        stage.do(stage.cast.maeda, rooms.withdraw_acknowledgement, taking)


def kobayashi_and_maeda_undertake(stage: Stage) -> None:
    about = MessageOfRoom(stage.rooms.open, FIRST)
    for who in (stage.cast.kobayashi, stage.cast.maeda):
        stage.do(who, rooms.undertake_message, about)


def kobayashi_gives_it_back(stage: Stage) -> None:
    kobayashi_and_maeda_undertake(stage)
    about = MessageOfRoom(stage.rooms.open, FIRST)
    stage.do(stage.cast.kobayashi, rooms.withdraw_undertaking, about)


def what_is_undertaken_is_taken_back(stage: Stage) -> None:
    kobayashi_and_maeda_undertake(stage)
    sato_takes_a_read_message_back(stage)


def sato_telephones(stage: Stage) -> None:
    telling = TellInPerson(stage.rooms.open, FIRST, stage.cast.maeda.account, "telephone")
    stage.do(stage.cast.sato, rooms.tell_in_person, telling)


def kobayashi_tells_where_names_are_kept(stage: Stage) -> None:
    telling = TellInPerson(stage.rooms.quiet, FIRST, stage.cast.maeda.account, "fax")
    stage.do(stage.cast.kobayashi, rooms.tell_in_person, telling)


def the_word_is_taken_back(stage: Stage) -> None:
    cast = stage.cast
    telling = TellInPerson(stage.rooms.open, FIRST, stage.rooms.newcomer, "telephone")
    stage.do(cast.sato, rooms.withdraw_told, telling)
    telling = TellInPerson(stage.rooms.quiet, FIRST, cast.sato.account, "paper")
    stage.do(cast.kobayashi, rooms.withdraw_told, telling)


def sato_makes_a_link(stage: Stage) -> None:
    _invite(stage)


def sato_stops_a_link(stage: Stage) -> None:
    stage.do(stage.cast.sato, rooms.stop_invitation, _invite(stage)[0])


def somebody_comes_in_by_a_link(stage: Stage) -> None:
    _, secret = _invite(stage)
    _accept(stage, secret, "岡田 光")


def takahashi_comes_in_by_a_link(stage: Stage) -> None:
    _, secret = _invite(stage)
    entering = AcceptInvitation(secret.digest)
    stage.do(stage.cast.takahashi, rooms.accept_invitation, entering)


def somebody_asks_to_come_in(stage: Stage) -> None:
    _apply(stage)


def sato_approves(stage: Stage) -> None:
    stage.do(stage.cast.sato, rooms.approve_application, _of_open(stage, _apply(stage)))


def sato_refuses(stage: Stage) -> None:
    stage.do(stage.cast.sato, rooms.refuse_application, _of_open(stage, _apply(stage)))


def takahashi_asks_and_is_let_in(stage: Stage) -> None:
    cast = stage.cast
    application = _apply(stage, cast.takahashi)
    stage.do(cast.sato, rooms.approve_application, _of_open(stage, application))


def _of_open(stage: Stage, application: str) -> ApplicationOfRoom:
    return ApplicationOfRoom(stage.rooms.open, application)


def _invite(stage: Stage, *, approval: bool = False) -> tuple[str, Secret]:
    inviting = Invite((stage.rooms.open,), approval=approval)
    made = stage.do(stage.cast.sato, rooms.create_invitation, inviting)
    secret = read_secret(str(made.token))
    assert secret is not None
    return made.id, secret


def _accept(stage: Stage, secret: Secret, name: str) -> None:
    entering = AcceptInvitation(secret.digest, name, "南浜自治会")
    stage.site.do_as(secret.org, NOBODY, rooms.accept_invitation, entering)


def _apply(stage: Stage, who: Somebody | None = None) -> str:
    """Let somebody ask to be let in, and return the application."""
    _, secret = _invite(stage, approval=True)
    if who is None:
        _accept(stage, secret, "岡田 光")
    else:
        stage.do(who, rooms.accept_invitation, AcceptInvitation(secret.digest))
    way = stage.site.client(stage.cast.sato)
    return way.ask(f"/rooms/{stage.rooms.open}/applications")["items"][0]["id"]


def a_backup_is_restored(stage: Stage) -> None:
    stage.serve(rooms.stop_every_invitation, None)


def sato_reminds(stage: Stage) -> None:
    subscribe(stage)
    no = stage.write(stage.cast.sato, stage.rooms.open)
    stage.do(stage.cast.sato, rooms.remind_unread, MessageOfRoom(stage.rooms.open, no))


def sato_reminds_where_lists_are_closed(stage: Stage) -> None:
    subscribe(stage)
    no = stage.write(stage.cast.sato, stage.rooms.quiet)
    stage.do(stage.cast.sato, rooms.remind_unread, MessageOfRoom(stage.rooms.quiet, no))


def sato_leaves_for_good(stage: Stage) -> None:
    stage.do(stage.cast.sato, rooms.leave_for_good, None)


SCENARIOS: Scenarios = {
    "rooms.remind_unread": sato_reminds,
    "rooms.remind_unread: where lists are closed": sato_reminds_where_lists_are_closed,
    "rooms.leave_for_good": sato_leaves_for_good,
    "rooms.begin_organisation": nobody_begins_again,
    "rooms.create_room: a group": sato_makes_a_group,
    "rooms.create_room: for two": takahashi_talks_to_nakamura,
    "rooms.create_room: of a unit": takahashi_makes_a_unit_room,
    "rooms.change_room: its name": sato_renames_the_room,
    "rooms.change_room: closes the lists": sato_closes_the_lists,
    "rooms.change_room: opens the lists": sato_opens_the_lists,
    "rooms.add_members": sato_lets_people_in,
    "rooms.add_members: without history": takahashi_comes_late,
    "rooms.add_members: somebody suspended": sato_lets_somebody_suspended_in,
    "rooms.remove_member: oneself": kobayashi_leaves,
    "rooms.remove_member: a guest": maeda_is_removed,
    "rooms.remove_member: somebody suspended": somebody_suspended_is_removed,
    "rooms.remove_member: and again": maeda_goes_and_comes_again,
    "rooms.add_owner": kobayashi_becomes_an_owner,
    "rooms.remove_owner": sato_is_no_longer_an_owner,
    "rooms.send_message": everybody_writes,
    "rooms.send_message: forwards": sato_forwards,
    "rooms.unsend_message": sato_takes_a_read_message_back,
    "rooms.unsend_message: unread": maeda_takes_the_last_message_back,
    "rooms.unsend_message: quoted": sato_takes_back_what_is_quoted_last,
    "rooms.acknowledge_message": kobayashi_acknowledges,
    "rooms.acknowledge_message: where names are kept": sato_acknowledges_where_names_are_kept,
    "rooms.withdraw_acknowledgement": maeda_takes_it_back,
    "rooms.undertake_message": kobayashi_and_maeda_undertake,
    "rooms.withdraw_undertaking": kobayashi_gives_it_back,
    "rooms.unsend_message: undertaken": what_is_undertaken_is_taken_back,
    "rooms.tell_in_person": sato_telephones,
    "rooms.tell_in_person: where names are kept": kobayashi_tells_where_names_are_kept,
    "rooms.withdraw_told": the_word_is_taken_back,
    "rooms.create_invitation": sato_makes_a_link,
    "rooms.stop_invitation": sato_stops_a_link,
    "rooms.stop_every_invitation": a_backup_is_restored,
    "rooms.accept_invitation: a new guest": somebody_comes_in_by_a_link,
    "rooms.accept_invitation: a member": takahashi_comes_in_by_a_link,
    "rooms.accept_invitation: asks": somebody_asks_to_come_in,
    "rooms.approve_application": sato_approves,
    "rooms.approve_application: of a member": takahashi_asks_and_is_let_in,
    "rooms.refuse_application": sato_refuses,
}
