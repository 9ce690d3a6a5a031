"""Leaving for good: nothing opens any more, what was written stays, and no room is left ownerless."""

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries as people
from kairan.domains.accounts.errors import EntryLinkNotFound, LastAdministrator
from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions as directory
from kairan.domains.rooms import actions
from kairan.kernel.guard import NOBODY
from kairan.kernel.ids import digest


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤, 小林 and 前田, which 佐藤 owns."""
    return talk.room(cast.sato, cast.kobayashi, cast.maeda, name="南浜の安全")


def test_every_device_and_link_is_dead(world, cast, room):
    second = world.open_session(cast.minato, cast.sato.account)
    link = world.do(cast.yamamoto, directory.issue_entry_link, AccountId(cast.kobayashi.account))
    again = world.open_session(cast.minato, cast.kobayashi.account)
    world.do(cast.sato, actions.leave_for_good, None)
    world.do(again, actions.leave_for_good, None)
    assert not any(world.may_enter(each.token) for each in (cast.sato, second, again))
    with pytest.raises(EntryLinkNotFound):
        world.ask_as(
            cast.minato, NOBODY, lambda ctx: people.preview_entry_link(ctx, digest(link.token))
        )


def test_what_was_written_stays_with_the_name_and_the_room_says_who_left(world, cast, talk, room):
    no = talk.write(cast.sato, room, "8時30分に集まります")
    world.do(cast.sato, actions.leave_for_good, None)
    world.settle()
    written = talk.message(cast.kobayashi, room, no)
    assert (written.text, written.sender) == ("8時30分に集まります", cast.sato.account)
    sender = world.ask(cast.kobayashi, lambda ctx: people.people(ctx, [written.sender]))
    assert sender[cast.sato.account].name == "佐藤 花子"
    stays = {stay.account: stay for stay in talk.stays(room)}
    assert not stays[cast.sato.account].open
    # 小林 is inside longest of those who may own a room.
    assert stays[cast.kobayashi.account].owner


def test_a_guest_leaves_too(world, cast, talk, room):
    world.do(cast.maeda, actions.leave_for_good, None)
    assert not world.may_enter(cast.maeda.token)
    assert cast.maeda.account not in {stay.account for stay in talk.stays(room) if stay.open}


def test_the_last_administrator_stays(world, cast):
    with pytest.raises(LastAdministrator):
        world.do(cast.yamamoto, actions.leave_for_good, None)
    assert world.may_enter(cast.yamamoto.token)
    world.do(cast.yamamoto, accounts.grant_admin, AccountId(cast.takahashi.account))
    world.do(cast.yamamoto, actions.leave_for_good, None)
    assert not world.may_enter(cast.yamamoto.token)
