"""Links into rooms: exactly as many as were invited come in, for as long as the link is good."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.directory import queries as directory
from kairan.domains.directory.model.people import MemberFilter
from kairan.domains.rooms import actions
from kairan.domains.rooms.errors import (
    AlreadyInside,
    InvitationNotFound,
    OwnersOnly,
)
from kairan.domains.rooms.model import AcceptInvitation
from kairan.domains.rooms.queries import invitations as queries
from kairan.domains.rooms.queries import rooms as room_queries
from kairan.kernel.errors import BadInput, NotAllowed
from kairan.kernel.guard import NOBODY
from kairan.kernel.ids import new_id, new_secret, read_secret


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤 and 小林, which 佐藤 owns."""
    return talk.room(cast.sato, cast.kobayashi, name="南浜の安全")


def digest(invitation) -> str:
    secret = read_secret(invitation.token)
    assert secret is not None
    return secret.digest


def preview(world, cast, invitation, who=None):
    if who is not None:
        return world.ask(who, lambda ctx: queries.preview(ctx, digest(invitation)))
    return world.ask_as(cast.minato, NOBODY, lambda ctx: queries.preview(ctx, digest(invitation)))


def open_links(world, who, room):
    return [each.id for each in world.ask(who, lambda ctx: queries.list_invitations(ctx, room))]


def inside(talk, room):
    return {stay.account for stay in talk.stays(room) if stay.open}


# making and looking


def test_a_link_is_made_by_somebody_inside_with_an_end_and_a_number_of_uses(
    world, cast, talk, room
):
    made = talk.invite(cast.kobayashi, room)
    assert (made.kind, made.rooms, made.uses, made.used, made.by) == (
        "guest",
        (room,),
        50,
        0,
        "小林 誠",
    )
    assert timedelta(days=6, hours=23) < made.until - world.now() <= timedelta(days=7)
    assert open_links(world, cast.sato, room) == [made.id]
    with world.database.read() as tx:
        kept = str(tx.exec_driver_sql("SELECT * FROM invitations").all())
        logged = str(tx.exec_driver_sql("SELECT data FROM audit").all())
    assert made.token is not None
    assert made.token.split(".")[2] not in kept + logged


def test_only_who_is_inside_makes_a_link_and_for_members_only_an_administrator(cast, talk, room):
    with pytest.raises(RoomNotFound):
        talk.invite(cast.takahashi, room)
    with pytest.raises(RoomNotFound):
        talk.invite(cast.sato, room, talk.room(cast.takahashi))
    with pytest.raises(NotAllowed):
        talk.invite(cast.sato, room, kind="member")
    talk.add(cast.sato, room, cast.maeda)
    with pytest.raises(NotAllowed):
        talk.invite(cast.maeda, room)


@pytest.mark.parametrize(
    "until",
    [
        datetime(2020, 1, 1, tzinfo=UTC),
        datetime(2026, 11, 30),
        datetime(9999, 12, 31, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_a_link_ends_in_the_future_and_within_a_year(cast, talk, room, until):
    with pytest.raises(BadInput) as caught:
        talk.invite(cast.sato, room, until=until)
    assert caught.value.fields == {"until": "out_of_range"}


def test_the_end_of_a_link_is_told_in_utc_wherever_it_was_set(world, cast, talk, room):
    end = (world.now() + timedelta(days=3)).astimezone(timezone(timedelta(hours=9)))
    made = talk.invite(cast.sato, room, until=end)
    assert made.until == end
    assert made.until.utcoffset() == timedelta()


def test_looking_at_a_link_shows_who_invites_where_and_who_will_see_one(world, cast, talk, room):
    talk.add(cast.sato, room, cast.maeda, cast.takahashi)
    talk.suspend(cast.takahashi)
    made = talk.invite(cast.kobayashi, room, approval=True)
    before = world.seq(cast.minato)
    shown = preview(world, cast, made)
    assert (shown.inviter.name, shown.inviter.affiliation) == ("小林 誠", "防災課")
    assert (shown.organisation.name, shown.approval, shown.already) == ("みなと県", True, None)
    [ahead] = shown.rooms
    assert (ahead.name, ahead.members) == ("南浜の安全", 3)
    groups = [(each.name, each.count, each.outside) for each in ahead.affiliations]
    assert groups == [("防災課", 2, False), ("南浜自治会", 1, True)]
    assert world.seq(cast.minato) == before


def test_looking_at_a_link_says_whether_one_is_inside_already(world, cast, talk, room):
    made = talk.invite(cast.sato, room)
    assert preview(world, cast, made, cast.kobayashi).already == room
    assert preview(world, cast, made, cast.takahashi).already is None


def test_links_of_a_room_are_for_those_inside(world, cast, talk, room):
    made = talk.invite(cast.sato, room)
    with pytest.raises(RoomNotFound):
        open_links(world, cast.takahashi, room)
    with pytest.raises(InvitationNotFound):
        world.ask(cast.takahashi, lambda ctx: queries.get_invitation(ctx, made.id))
    with pytest.raises(InvitationNotFound):
        world.ask(cast.mikami, lambda ctx: queries.get_invitation(ctx, made.id))
    assert world.ask(cast.kobayashi, lambda ctx: queries.get_invitation(ctx, made.id)).token is None


# entering


def test_who_enters_by_a_link_is_a_guest_of_the_inviter(world, cast, talk, room):
    made = talk.invite(cast.sato, room)
    okada = talk.enter(made, " 岡田 京子 ", affiliation="南浜自治会")
    me = world.ask(okada, accounts.get_own)
    assert (me.kind, me.name, me.affiliation, me.sponsor) == (
        "guest",
        "岡田 京子",
        "南浜自治会",
        cast.sato.account,
    )
    assert okada.account in inside(talk, room)
    assert talk.page(okada, room).items[-1].system.what == "joined"
    found = talk.get(cast.sato, room)
    assert (found.members, found.outside, found.outside_affiliations) == (3, 1, ("南浜自治会",))


def test_a_guest_who_entered_sees_only_the_people_of_the_room(world, cast, talk, room):
    okada = talk.enter(talk.invite(cast.sato, room), "岡田 京子")
    known = world.ask(okada, places.acquaintances)
    assert known == {okada.account, cast.sato.account, cast.kobayashi.account}
    members = world.ask(okada, lambda ctx: room_queries.list_members(ctx, room))
    assert {each.id for each in members} == known
    page = world.ask(
        okada, lambda ctx: directory.list_members(ctx, MemberFilter(), places.acquaintances)
    )
    assert {each.id for each in page.items} == known
    assert all(each.phone is None and each.email is None for each in page.items)


def test_one_link_opens_several_rooms(cast, talk, room):
    other = talk.room(cast.sato)
    okada = talk.enter(talk.invite(cast.sato, room, other, room), "岡田 京子")
    assert {each.id for each in talk.rooms(okada)} == {room, other}


def test_a_link_into_several_rooms_shows_only_those_one_is_in(world, cast, talk, room):
    other = talk.room(cast.sato)
    made = talk.invite(cast.sato, room, other)
    [shown] = world.ask(cast.kobayashi, lambda ctx: queries.list_invitations(ctx, room))
    assert shown.rooms == (room,)
    again = world.ask(cast.kobayashi, lambda ctx: queries.get_invitation(ctx, made.id))
    assert again.rooms == (room,)
    mine = world.ask(cast.sato, lambda ctx: queries.get_invitation(ctx, made.id))
    assert set(mine.rooms) == {room, other}


def test_a_signed_in_member_enters_as_who_one_is(world, cast, talk, room):
    made = talk.invite(cast.sato, room)
    entered = talk.accept(made, by=cast.takahashi)
    assert (entered.account, entered.token) == (cast.takahashi.account, None)
    assert cast.takahashi.account in inside(talk, room)
    stay = next(s for s in talk.stays(room) if s.account == cast.takahashi.account)
    assert (stay.outside, stay.invited_by) == (False, cast.sato.account)


def test_for_who_is_inside_a_link_that_has_ended_is_the_way_back(world, cast, talk, room):
    """For nobody else it is anything."""
    made = talk.invite(cast.sato, room)
    world.do(cast.sato, actions.stop_invitation, made.id)
    assert preview(world, cast, made, cast.kobayashi).already == room
    for stranger in (cast.takahashi, None):
        with pytest.raises(InvitationNotFound):
            preview(world, cast, made, stranger)
    talk.remove(cast.sato, room, cast.kobayashi)
    with pytest.raises(InvitationNotFound):
        preview(world, cast, made, cast.kobayashi)


def test_who_is_inside_already_uses_nothing_up(world, cast, talk, room):
    made = talk.invite(cast.sato, room, uses=1)
    with pytest.raises(AlreadyInside):
        talk.accept(made, by=cast.kobayashi)
    assert talk.enter(made, "岡田 京子")


def test_who_is_inside_one_of_the_rooms_enters_the_others(cast, talk, room):
    other = talk.room(cast.sato)
    made = talk.invite(cast.sato, room, other)
    talk.accept(made, by=cast.kobayashi)
    assert cast.kobayashi.account in inside(talk, other)
    assert len([s for s in talk.stays(room) if s.account == cast.kobayashi.account]) == 1


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "あ" * 101, "\u202e", "\u200b"])
def test_who_enters_has_a_name_that_can_be_read(world, cast, talk, room, name):
    made = talk.invite(cast.sato, room, uses=1)
    with pytest.raises(BadInput):
        talk.accept(made, name)
    assert talk.enter(made, "岡田 京子")


def test_a_link_that_is_no_link_opens_nothing(world, cast):
    _, secret = new_secret(cast.minato)
    for command in (AcceptInvitation(secret.digest, "誰か"), AcceptInvitation("", "誰か")):
        with pytest.raises(InvitationNotFound):
            world.do_as(cast.minato, NOBODY, actions.accept_invitation, command)


def test_a_link_of_one_organisation_opens_nothing_in_another(world, cast, talk, room):
    made = talk.invite(cast.sato, room)
    command = AcceptInvitation(digest(made), "誰か")
    with pytest.raises(InvitationNotFound):
        world.do_as(cast.aoba, NOBODY, actions.accept_invitation, command)
    with pytest.raises(InvitationNotFound):
        world.do(cast.mikami, actions.accept_invitation, command)


# exactly so often, so long


def test_fifty_who_try_at_once_use_a_link_exactly_as_often_as_it_may(world, cast, talk, room):
    made = talk.invite(cast.sato, room, uses=7)
    tries = [
        world.lane.submit(
            cast.minato,
            NOBODY,
            actions.accept_invitation,
            AcceptInvitation(digest(made), f"参加者 {n}"),
        )
        for n in range(50)
    ]
    errors = [each.exception(timeout=30) for each in tries]
    assert sum(error is None for error in errors) == 7
    assert {type(error) for error in errors if error} == {InvitationNotFound}
    assert len(inside(talk, room)) == 2 + 7
    assert open_links(world, cast.sato, room) == []


def test_fifty_who_try_together_with_owners_stopping_it_never_come_in_after_that(
    world, cast, talk, room
):
    made = talk.invite(cast.sato, room, uses=50)
    command = AcceptInvitation(digest(made), "参加者")
    with world.together(cast.minato):
        before = [
            world.lane.submit(cast.minato, NOBODY, actions.accept_invitation, command)
            for _ in range(5)
        ]
        world.begin_to(cast.sato, actions.stop_invitation, made.id)
        after = [
            world.lane.submit(cast.minato, NOBODY, actions.accept_invitation, command)
            for _ in range(5)
        ]
    assert all(each.exception(timeout=30) is None for each in before)
    assert all(isinstance(each.exception(timeout=30), InvitationNotFound) for each in after)


def test_a_link_that_ended_was_stopped_or_whose_maker_is_suspended_opens_nothing(
    world, cast, talk, room
):
    ended = talk.invite(cast.sato, room, until=world.now() + timedelta(hours=1))
    stopped = talk.invite(cast.sato, room)
    talk.world.do(cast.sato, actions.stop_invitation, stopped.id)
    suspended = talk.invite(cast.kobayashi, room)
    talk.suspend(cast.kobayashi)
    talk.wait(hours=1)
    for link in (ended, stopped, suspended):
        with pytest.raises(InvitationNotFound):
            preview(world, cast, link)
        with pytest.raises(InvitationNotFound):
            talk.accept(link, "岡田 京子")
        with pytest.raises(InvitationNotFound):
            talk.accept(link, by=cast.takahashi)
    assert len(inside(talk, room)) == 2


def test_who_was_removed_does_not_come_back_by_the_own_link(world, cast, talk, room):
    own = talk.invite(cast.kobayashi, room)
    talk.remove(cast.sato, room, cast.kobayashi)
    with pytest.raises(InvitationNotFound):
        talk.accept(own, by=cast.kobayashi)
    with pytest.raises(InvitationNotFound):
        talk.accept(own, "別の名前")
    assert open_links(world, cast.sato, room) == []


def test_a_link_into_two_rooms_goes_on_into_the_one_its_maker_is_still_in(world, cast, talk, room):
    other = talk.room(cast.sato, cast.kobayashi)
    link = talk.invite(cast.kobayashi, room, other)
    talk.remove(cast.sato, room, cast.kobayashi)
    okada = talk.enter(link, "岡田 京子")
    assert {each.id for each in talk.rooms(okada)} == {other}
    assert [ahead.name for ahead in preview(world, cast, link).rooms] == ["台風の備え"]


def test_its_maker_and_the_owners_stop_a_link_and_nobody_else(world, cast, talk, room):
    talk.add(cast.sato, room, cast.takahashi, cast.maeda)
    by_owner, by_maker = talk.invite(cast.kobayashi, room), talk.invite(cast.kobayashi, room)
    for who in (cast.takahashi, cast.maeda):
        with pytest.raises(OwnersOnly):
            world.do(who, actions.stop_invitation, by_owner.id)
    for who in (cast.nakamura, cast.mikami):
        with pytest.raises(InvitationNotFound):
            world.do(who, actions.stop_invitation, by_owner.id)
    with pytest.raises(InvitationNotFound):
        world.do(cast.sato, actions.stop_invitation, new_id())
    world.do(cast.sato, actions.stop_invitation, by_owner.id)
    world.do(cast.kobayashi, actions.stop_invitation, by_maker.id)
    assert open_links(world, cast.sato, room) == []


def test_one_lands_in_the_room_that_was_named_first(cast, talk):
    older, newer = talk.room(cast.sato, name="古い部屋"), talk.room(cast.sato, name="新しい部屋")
    for first, second in ((newer, older), (older, newer)):
        made = talk.invite(cast.sato, first, second)
        assert talk.accept(made, "岡田 京子").room == first
