"""Entry links: once, by the tap, and the way back from a lost telephone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kairan.domains.accounts import actions
from kairan.domains.accounts.api import ways_in as api
from kairan.domains.accounts.api.ways_in import EntryBody
from kairan.domains.accounts.errors import AccountNotFound, EntryLinkNotFound
from kairan.domains.accounts.model import AccountId, UseEntryLink
from kairan.domains.directory import actions as directory
from kairan.domains.directory.errors import MemberNotFound
from kairan.kernel.errors import NotAllowed
from kairan.kernel.guard import NOBODY
from kairan.kernel.ids import digest, new_secret
from tests.desk import WorldDesk, call


def issue(world, cast, who):
    return world.do(cast.yamamoto, directory.issue_entry_link, AccountId(who.account))


def preview(world, token):
    return call(api.preview_entry_link, WorldDesk(world), token=token)


def enter(world, token):
    return call(api.use_entry_link, WorldDesk(world), token=token, data=EntryBody())


def test_a_link_enters_exactly_that_account(world, cast):
    link = issue(world, cast, cast.sato)
    entered = enter(world, link.token)
    assert entered.account == cast.sato.account
    assert world.may_enter(entered.token)


def test_opening_a_link_uses_nothing_up(world, cast):
    link = issue(world, cast, cast.sato)
    before = world.seq(cast.minato)
    for _ in range(3):
        shown = preview(world, link.token)
    assert (shown.name, shown.organisation) == ("佐藤 花子", "みなと県")
    assert shown.until == link.until
    assert world.seq(cast.minato) == before
    assert enter(world, link.token).token


def test_a_used_link_is_not_found(world, cast):
    link = issue(world, cast, cast.sato)
    enter(world, link.token)
    for trying in (preview, enter):
        with pytest.raises(EntryLinkNotFound):
            trying(world, link.token)


def test_of_fifty_people_who_tap_at_once_one_comes_in(world, cast):
    link = issue(world, cast, cast.sato)
    using = UseEntryLink(digest(link.token), "Test")
    answers = [
        world.lane.submit(cast.minato, NOBODY, actions.use_entry_link, using) for _ in range(50)
    ]
    failures = [answer.exception(timeout=30) for answer in answers]
    assert failures.count(None) == 1
    assert all(isinstance(failure, EntryLinkNotFound) for failure in failures if failure)
    assert len(world.audit(cast.minato, kind="accounts.use_entry_link")) == 1


def test_fifty_threads_redeem_one_link_and_one_succeeds(world, cast):
    link = issue(world, cast, cast.sato)

    def one(_):
        try:
            return enter(world, link.token).token
        except EntryLinkNotFound:
            return None

    with ThreadPoolExecutor(50) as pool:
        tokens = [token for token in pool.map(one, range(50)) if token]
    assert len(tokens) == 1
    assert world.may_enter(tokens[0])


def test_issuing_a_link_signs_the_old_devices_out(world, cast):
    issue(world, cast, cast.sato)
    assert not world.may_enter(cast.sato.token)
    [told] = world.events(cast.minato, type_="accounts.sessions_ended")
    assert told.data["account"] == cast.sato.account


def test_using_a_link_signs_out_who_came_in_meanwhile(world, cast):
    link = issue(world, cast, cast.sato)
    meanwhile = world.open_session(cast.minato, cast.sato.account)
    entered = enter(world, link.token)
    assert not world.may_enter(meanwhile.token)
    assert world.may_enter(entered.token)


def test_the_administrator_stays_signed_in_when_making_a_link_for_herself(world, cast):
    other = world.open_session(cast.minato, cast.yamamoto.account)
    issue(world, cast, cast.yamamoto)
    assert world.may_enter(cast.yamamoto.token)
    assert not world.may_enter(other.token)


def test_a_new_link_makes_the_old_one_useless(world, cast):
    old, new = issue(world, cast, cast.sato), issue(world, cast, cast.sato)
    with pytest.raises(EntryLinkNotFound):
        enter(world, old.token)
    assert enter(world, new.token).account == cast.sato.account


def test_a_revoked_link_is_not_found(world, cast):
    link = issue(world, cast, cast.sato)
    world.do(cast.yamamoto, directory.revoke_entry_link, AccountId(cast.sato.account))
    for trying in (preview, enter):
        with pytest.raises(EntryLinkNotFound):
            trying(world, link.token)


def test_a_link_ends_after_thirty_days(world, cast):
    link = issue(world, cast, cast.sato)
    world.pass_time(timedelta(days=29, hours=23))
    assert preview(world, link.token)
    world.pass_time(timedelta(hours=2))
    with pytest.raises(EntryLinkNotFound):
        enter(world, link.token)


def test_suspending_makes_a_link_useless_for_good(world, cast):
    link = issue(world, cast, cast.sato)
    world.do(cast.yamamoto, directory.suspend_member, AccountId(cast.sato.account))
    with pytest.raises(EntryLinkNotFound):
        enter(world, link.token)
    with pytest.raises(AccountNotFound):
        issue(world, cast, cast.sato)
    world.do(cast.yamamoto, directory.restore_member, AccountId(cast.sato.account))
    with pytest.raises(EntryLinkNotFound):
        enter(world, link.token)


@pytest.mark.parametrize("token", ["", "x", "k1.x.y", "k1." + "0" * 32 + ".", "\x00", "あ" * 5000])
def test_what_is_no_token_is_not_found(world, token):
    for trying in (preview, enter):
        with pytest.raises(EntryLinkNotFound):
            trying(world, token)


def test_a_token_of_nobody_or_nowhere_is_not_found(world, cast):
    for org in (cast.minato, cast.aoba, "0" * 32):
        token, _ = new_secret(org)
        for trying in (preview, enter):
            with pytest.raises(EntryLinkNotFound):
                trying(world, token)


def test_a_link_of_one_organisation_does_not_open_another(world, cast):
    link = issue(world, cast, cast.sato)
    with pytest.raises(EntryLinkNotFound):
        enter(world, link.token.replace(cast.minato, cast.aoba))
    assert enter(world, link.token).token


def test_only_administrators_make_links_and_only_for_their_own_people(world, cast):
    for who in (cast.sato, cast.maeda):
        with pytest.raises(NotAllowed):
            world.do(who, directory.issue_entry_link, AccountId(cast.kobayashi.account))
    with pytest.raises(MemberNotFound):
        world.do(cast.mikami, directory.issue_entry_link, AccountId(cast.sato.account))
    assert world.may_enter(cast.sato.token)


def test_a_guest_who_lost_the_telephone_gets_a_link_from_the_administrator(world, cast):
    link = issue(world, cast, cast.maeda)
    assert enter(world, link.token).account == cast.maeda.account


def test_neither_token_nor_digest_is_ever_in_the_log_or_on_the_record(world, cast):
    link = issue(world, cast, cast.sato)
    entered = enter(world, link.token)
    said = f"{world.events(cast.minato)} {world.audit(cast.minato)}"
    for token in (link.token, entered.token):
        assert token not in said
        assert digest(token) not in said
