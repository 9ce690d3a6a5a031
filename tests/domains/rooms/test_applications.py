"""Links where an owner approves: one waits outside until somebody decides."""

import pytest

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.actions import grant_admin, withdraw_admin
from kairan.domains.accounts.model import AccountId
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.rooms import actions
from kairan.domains.rooms.errors import (
    ApplicationNotFound,
    InvitationNotFound,
    OwnersOnly,
    StillWaiting,
)
from kairan.domains.rooms.model import ApplicationOfRoom
from kairan.domains.rooms.queries import invitations as queries
from kairan.domains.rooms.queries import rooms
from kairan.kernel.errors import NotAllowed, NotSignedIn
from kairan.kernel.guard import Role
from tests.domains.rooms.test_invitations import inside
from tests.world import Somebody


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤 and 小林, which 佐藤 owns."""
    return talk.room(cast.sato, cast.kobayashi, name="南浜の安全")


def applications(world, who, room):
    return world.ask(who, lambda ctx: queries.list_applications(ctx, room))


def of(room, asked):
    return ApplicationOfRoom(room, asked.id)


def test_where_an_owner_approves_one_waits_outside(world, cast, talk, room):
    made = talk.invite(cast.kobayashi, room, approval=True)
    okada = talk.enter(made, "岡田 京子", affiliation="南浜自治会")
    assert world.ask(okada, accounts.get_own).waiting
    assert talk.rooms(okada) == []
    with pytest.raises(RoomNotFound):
        talk.page(okada, room)
    assert world.ask(okada, places.acquaintances) == {okada.account}
    [asked] = applications(world, cast.sato, room)
    assert (asked.name, asked.affiliation) == ("岡田 京子", "南浜自治会")
    [event] = world.events(cast.minato, type_="rooms.application_made")
    assert event.topics == (f"account:{cast.sato.account}",)


def deciders(world, who):
    return [(a.room, a.deciders) for a in world.ask(who, queries.list_own_applications)]


def test_who_waits_knows_who_decides(world, cast, talk, room):
    talk.make_owner(cast.sato, room, cast.kobayashi)
    okada = talk.enter(talk.invite(cast.kobayashi, room, approval=True), "岡田 京子")
    assert deciders(world, okada) == [("南浜の安全", ["佐藤 花子", "小林 誠"])]
    assert deciders(world, cast.sato) == []
    talk.suspend(cast.kobayashi)
    assert deciders(world, okada) == [("南浜の安全", ["佐藤 花子"])]


def test_who_waits_to_be_a_member_is_decided_on_by_who_may(world, cast, talk, room):
    """By the owners while its maker is an administrator, else by those of them who are."""
    talk.add(cast.sato, room, cast.yamamoto)
    made = talk.invite(cast.yamamoto, room, kind="member", approval=True)
    okada = talk.enter(made, "岡田 京子")
    assert deciders(world, okada) == [("南浜の安全", ["佐藤 花子"])]
    world.do(cast.yamamoto, grant_admin, AccountId(cast.takahashi.account))
    world.do(cast.takahashi, withdraw_admin, AccountId(cast.yamamoto.account))
    assert deciders(world, okada) == [("南浜の安全", [])]


def test_an_owner_lets_in_who_waits(world, cast, talk, room):
    okada = talk.enter(talk.invite(cast.kobayashi, room, approval=True), "岡田 京子")
    [asked] = applications(world, cast.sato, room)
    world.do(cast.sato, actions.approve_application, of(room, asked))
    assert okada.account in inside(talk, room)
    assert not world.ask(okada, accounts.get_own).waiting
    assert applications(world, cast.sato, room) == []
    for action in (actions.approve_application, actions.refuse_application):
        with pytest.raises(ApplicationNotFound):
            world.do(cast.sato, action, of(room, asked))


def test_an_owner_sees_beside_the_room_how_many_ask(world, cast, talk, room):
    quiet = talk.room(cast.sato, cast.kobayashi, name="静かな部屋")
    made = talk.invite(cast.kobayashi, room, approval=True)
    talk.enter(made, "岡田 京子")
    talk.enter(made, "上田 静")
    assert _counts(world, cast.sato) == {room: 2, quiet: 0}
    assert _counts(world, cast.kobayashi) == {room: 0, quiet: 0}
    for asked, decide in zip(
        applications(world, cast.sato, room),
        (actions.approve_application, actions.refuse_application),
        strict=True,
    ):
        world.do(cast.sato, decide, of(room, asked))
    assert _counts(world, cast.sato) == {room: 0, quiet: 0}


def _counts(world, who):
    return {room.id: room.applications for room in world.ask(who, rooms.list_rooms)}


def test_an_owner_refuses_who_waits_and_the_account_made_for_it_is_closed(world, cast, talk, room):
    okada = talk.enter(talk.invite(cast.sato, room, approval=True), "岡田 京子")
    [asked] = applications(world, cast.sato, room)
    world.do(cast.sato, actions.refuse_application, of(room, asked))
    assert applications(world, cast.sato, room) == []
    assert okada.account not in inside(talk, room)
    with pytest.raises(NotSignedIn):
        talk.page(okada, room)


@pytest.mark.parametrize("name", ["takahashi", "maeda", "yamamoto"])
def test_who_had_an_account_before_keeps_it_when_refused(world, cast, talk, room, name):
    who = getattr(cast, name)
    assert talk.rooms(who) == []
    talk.accept(talk.invite(cast.sato, room, approval=True), by=who)
    [asked] = applications(world, cast.sato, room)
    world.do(cast.sato, actions.refuse_application, of(room, asked))
    me = world.ask(who, accounts.get_own)
    assert (me.state, me.waiting) == ("active", False)


def test_who_asked_for_two_rooms_waits_until_both_have_decided(world, cast, talk, room):
    other = talk.room(cast.sato)
    okada = talk.enter(talk.invite(cast.sato, room, other, approval=True), "岡田 京子")
    [first], [second] = applications(world, cast.sato, room), applications(world, cast.sato, other)
    world.do(cast.sato, actions.refuse_application, of(room, first))
    assert world.ask(okada, accounts.get_own).waiting
    world.do(cast.sato, actions.approve_application, of(other, second))
    assert [each.id for each in talk.rooms(okada)] == [other]
    assert not world.ask(okada, accounts.get_own).waiting


def test_who_was_removed_comes_back_by_a_link_only_if_an_owner_agrees(world, cast, talk, room):
    link = talk.invite(cast.sato, room)
    talk.remove(cast.sato, room, cast.kobayashi)
    assert talk.accept(link, by=cast.kobayashi).waiting
    assert cast.kobayashi.account not in inside(talk, room)
    [asked] = applications(world, cast.sato, room)
    world.do(cast.sato, actions.approve_application, of(room, asked))
    assert cast.kobayashi.account in inside(talk, room)


def test_who_left_comes_back_by_a_link_without_asking(cast, talk, room):
    link = talk.invite(cast.sato, room)
    talk.leave(cast.kobayashi, room)
    assert not talk.accept(link, by=cast.kobayashi).waiting
    assert cast.kobayashi.account in inside(talk, room)


def test_only_owners_decide_and_see_who_waits(world, cast, talk, room):
    okada = talk.enter(talk.invite(cast.sato, room, approval=True), "岡田 京子")
    [asked] = applications(world, cast.sato, room)
    with pytest.raises(OwnersOnly):
        applications(world, cast.kobayashi, room)
    for action in (actions.approve_application, actions.refuse_application):
        with pytest.raises(OwnersOnly):
            world.do(cast.kobayashi, action, of(room, asked))
        for who in (okada, cast.takahashi, cast.mikami):
            with pytest.raises(RoomNotFound):
                world.do(who, action, of(room, asked))
    assert okada.account not in inside(talk, room)


def test_who_asks_again_uses_nothing_more_up(world, cast, talk, room):
    made = talk.invite(cast.sato, room, approval=True, uses=2)
    for _ in range(5):
        assert talk.accept(made, by=cast.takahashi).waiting
    assert len(applications(world, cast.sato, room)) == 1
    assert talk.enter(made, "岡田 京子")
    with pytest.raises(InvitationNotFound):
        talk.accept(made, "もう一人")


def test_who_is_inside_one_room_asks_for_the_others_only(world, cast, talk, room):
    other = talk.room(cast.sato)
    talk.accept(talk.invite(cast.sato, room, other, approval=True), by=cast.kobayashi)
    assert applications(world, cast.sato, room) == []
    assert len(applications(world, cast.sato, other)) == 1


def test_who_was_let_in_by_hand_meanwhile_is_not_let_in_twice(world, cast, talk, room):
    okada = talk.enter(talk.invite(cast.sato, room, approval=True), "岡田 京子")
    talk.add(cast.sato, room, Somebody(cast.minato, okada.account, "", ""))
    head = talk.place(room).head
    [asked] = applications(world, cast.sato, room)
    world.do(cast.sato, actions.approve_application, of(room, asked))
    assert talk.place(room).head == head
    assert not world.ask(okada, accounts.get_own).waiting


def test_an_application_is_decided_on_in_its_own_room_only(world, cast, talk, room):
    talk.enter(talk.invite(cast.sato, room, approval=True), "岡田 京子")
    [asked] = applications(world, cast.sato, room)
    other = talk.room(cast.sato)
    for action in (actions.approve_application, actions.refuse_application):
        with pytest.raises(ApplicationNotFound):
            world.do(cast.sato, action, of(other, asked))
    assert applications(world, cast.sato, room) == [asked]


def test_who_decided_and_how_is_on_the_record(world, cast, talk, room):
    okada = talk.enter(talk.invite(cast.sato, room, approval=True), "岡田 京子")
    [asked] = applications(world, cast.sato, room)
    world.do(cast.sato, actions.approve_application, of(room, asked))
    [entry] = world.audit(cast.minato, kind="rooms.approve_application")
    assert (entry.actor, entry.subject) == (cast.sato.account, okada.account)


@pytest.fixture
def hopeful(cast, talk):
    """山本's room 全庁連絡 with 佐藤 as its owner, a link for members with approval, and 岡田, who waits."""
    room = talk.room(cast.yamamoto, cast.sato, name="全庁連絡")
    talk.make_owner(cast.yamamoto, room, cast.sato)
    link = talk.invite(cast.yamamoto, room, kind="member", approval=True)
    return room, talk.enter(link, "岡田 京子"), link


def role(world, who):
    return world.ask(who, lambda ctx: ctx.actor.role)


def test_who_waits_to_become_a_member_enters_by_no_other_link(world, cast, talk, room, hopeful):
    _, okada, link = hopeful
    for approval in (False, True):
        with pytest.raises(StillWaiting):
            talk.accept(talk.invite(cast.kobayashi, room, approval=approval), by=okada)
    assert talk.rooms(okada) == []
    assert talk.accept(link, by=okada).waiting


def test_a_refusal_makes_nobody_a_member(world, cast, talk, room, hopeful):
    everybody, okada, _ = hopeful
    talk.add(cast.sato, room, Somebody(cast.minato, okada.account, "", ""))
    [asked] = applications(world, cast.sato, everybody)
    world.do(cast.sato, actions.refuse_application, of(everybody, asked))
    assert role(world, okada) is Role.ANYONE


def test_who_waits_to_become_a_member_counts_as_from_outside_until_then(
    world, cast, talk, room, hopeful
):
    everybody, okada, _ = hopeful
    talk.add(cast.sato, room, Somebody(cast.minato, okada.account, "", ""))
    assert (role(world, okada), outsiders(world, cast.sato, room)) == (Role.GUEST, 1)
    assert world.ask(cast.sato, lambda ctx: places.boundary(ctx, room)).outside.count == 1
    [asked] = applications(world, cast.sato, everybody)
    world.do(cast.sato, actions.approve_application, of(everybody, asked))
    assert (role(world, okada), outsiders(world, cast.sato, room)) == (Role.MEMBER, 0)
    assert outsiders(world, cast.sato, everybody) == 0


def outsiders(world, who, room):
    return world.ask(who, lambda ctx: places.count_inside(ctx, [room]))[room].outside


def test_a_link_of_who_is_no_administrator_any_more_makes_members_only_if_one_agrees(
    world, cast, talk, hopeful
):
    everybody, okada, _ = hopeful
    world.do(cast.yamamoto, grant_admin, AccountId(cast.sato.account))
    world.do(cast.sato, withdraw_admin, AccountId(cast.yamamoto.account))
    talk.add(cast.sato, everybody, cast.kobayashi)
    talk.make_owner(cast.sato, everybody, cast.kobayashi)
    [asked] = applications(world, cast.kobayashi, everybody)
    with pytest.raises(NotAllowed):
        world.do(cast.kobayashi, actions.approve_application, of(everybody, asked))
    assert role(world, okada) is Role.GUEST
    world.do(cast.sato, actions.approve_application, of(everybody, asked))
    assert role(world, okada) is Role.MEMBER
