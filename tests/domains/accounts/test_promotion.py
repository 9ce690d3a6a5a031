"""Who let somebody in before a promotion is not let in with them after it; nor do links outlive power."""

from dataclasses import dataclass

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries
from kairan.domains.accounts.errors import EntryLinkNotFound, WrongLogin
from kairan.domains.accounts.model import AccountId, ChangePassword, SignIn, UseEntryLink
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import ChangeMember, MemberChange
from kairan.domains.directory.model.rows import MemberRow, PutMembers
from kairan.domains.directory.model.units import ChangeUnit, UnitAdministrator, UnitChange
from kairan.kernel.guard import NOBODY
from kairan.kernel.ids import digest
from tests.world import Cast, Somebody, World, password_hash


@dataclass(frozen=True)
class Office:
    """小林 administers 防災課, in which 佐藤 works."""

    world: World
    cast: Cast

    def link(self, by, who) -> str:
        return self.world.do(by, directory.issue_entry_link, AccountId(who.account)).token

    def enter(self, token, who) -> Somebody:
        using = UseEntryLink(digest(token), "Test 1.0")
        entered = self.world.do_as(self.cast.minato, NOBODY, accounts.use_entry_link, using)
        assert entered.account == who.account
        return Somebody(self.cast.minato, who.account, who.name, entered.token)

    def make_administrator(self, who, unit) -> None:
        naming = UnitAdministrator(unit, who.account)
        self.world.do(self.cast.yamamoto, directory.add_unit_administrator, naming)

    def promote(self, who) -> None:
        self.world.do(self.cast.yamamoto, accounts.grant_admin, AccountId(who.account))

    def move(self, who, unit) -> None:
        change = ChangeMember(who.account, MemberChange(unit=unit))
        self.world.do(self.cast.yamamoto, directory.change_member, change)


@pytest.fixture
def office(world, cast):
    made = Office(world, cast)
    made.make_administrator(cast.kobayashi, cast.bosai)
    return made


def test_a_link_of_a_unit_administrator_dies_when_its_owner_administers_another_unit(office, cast):
    token = office.link(cast.kobayashi, cast.sato)
    office.make_administrator(cast.sato, cast.somu)
    with pytest.raises(EntryLinkNotFound):
        office.enter(token, cast.sato)


def test_it_lives_where_the_one_who_made_it_may_still_make_one(office, cast):
    token = office.link(cast.kobayashi, cast.sato)
    office.make_administrator(cast.sato, cast.bosai)
    assert office.enter(token, cast.sato)


def test_a_link_of_the_organisations_administrator_outlives_it(office, cast):
    token = office.link(cast.yamamoto, cast.sato)
    office.make_administrator(cast.sato, cast.somu)
    assert office.enter(token, cast.sato)


def test_a_link_dies_when_its_owner_moves_out_of_reach(office, cast):
    token = office.link(cast.kobayashi, cast.sato)
    office.move(cast.sato, cast.somu)
    with pytest.raises(EntryLinkNotFound):
        office.enter(token, cast.sato)


def test_it_dies_too_when_a_list_moves_them(office, world, cast):
    token = office.link(cast.kobayashi, cast.sato)
    row = MemberRow(employee_no="1001", name="佐藤 花子", unit="総務課")
    [moved] = world.do(cast.yamamoto, directory.put_members, PutMembers((row,)))
    assert moved.what == "changed"
    with pytest.raises(EntryLinkNotFound):
        office.enter(token, cast.sato)


def test_moving_signs_nobody_out(office, world, cast):
    entered = office.enter(office.link(cast.kobayashi, cast.sato), cast.sato)
    office.move(cast.sato, cast.somu)
    assert world.may_enter(entered.token)


def test_who_came_in_by_such_a_link_is_no_administrators_device(office, world, cast):
    entered = office.enter(office.link(cast.kobayashi, cast.sato), cast.sato)
    office.promote(cast.sato)
    assert not world.may_enter(entered.token)


def test_nor_a_unit_administrators(office, world, cast):
    entered = office.enter(office.link(cast.kobayashi, cast.sato), cast.sato)
    office.make_administrator(cast.sato, cast.somu)
    assert not world.may_enter(entered.token)


def test_who_came_in_by_the_organisations_link_stays_in(office, world, cast):
    entered = office.enter(office.link(cast.yamamoto, cast.sato), cast.sato)
    office.make_administrator(cast.sato, cast.somu)
    office.promote(cast.sato)
    assert world.may_enter(entered.token)


def test_nor_does_a_password_help_that_was_set_on_such_a_device(office, world, cast):
    entered = office.enter(office.link(cast.kobayashi, cast.sato), cast.sato)
    world.do(entered, accounts.change_password, ChangePassword(None, password_hash()))
    signing_in = SignIn(cast.sato.account, password_hash(), "Test 1.0")
    by_password = world.do_as(cast.minato, NOBODY, accounts.sign_in, signing_in)
    office.promote(cast.sato)
    assert not world.may_enter(by_password.token)
    with pytest.raises(WrongLogin):
        world.do_as(cast.minato, NOBODY, accounts.sign_in, signing_in)


def test_a_password_that_goes_back_to_the_organisations_link_stays(office, world, cast):
    entered = office.enter(office.link(cast.yamamoto, cast.sato), cast.sato)
    world.do(entered, accounts.change_password, ChangePassword(None, password_hash()))
    office.promote(cast.sato)
    assert world.ask(entered, queries.get_own).has_password


def _as_takahashi(office: Office, by: Somebody) -> Somebody:
    """髙橋 administers 防災課, too; somebody enters as 髙橋 by a link of their own."""
    office.make_administrator(office.cast.kobayashi, office.cast.somu)
    office.make_administrator(office.cast.takahashi, office.cast.bosai)
    return office.enter(office.link(by, office.cast.takahashi), office.cast.takahashi)


def _promote_both(office: Office) -> None:
    office.promote(office.cast.takahashi)
    office.promote(office.cast.sato)


def test_nor_does_a_way_round_through_somebody_who_is_promoted_too(office, world, cast):
    as_takahashi = _as_takahashi(office, by=cast.kobayashi)
    as_sato = office.enter(office.link(as_takahashi, cast.sato), cast.sato)
    _promote_both(office)
    assert not world.may_enter(as_sato.token)


def test_nor_where_the_device_on_the_way_has_signed_out(office, world, cast):
    as_takahashi = _as_takahashi(office, by=cast.kobayashi)
    as_sato = office.enter(office.link(as_takahashi, cast.sato), cast.sato)
    world.do(as_takahashi, accounts.sign_out, None)
    _promote_both(office)
    assert not world.may_enter(as_sato.token)


def test_nor_where_a_password_was_set_on_the_way(office, world, cast):
    as_takahashi = _as_takahashi(office, by=cast.kobayashi)
    world.do(as_takahashi, accounts.change_password, ChangePassword(None, password_hash()))
    signing_in = SignIn(cast.takahashi.account, password_hash(), "Test 1.0")
    again = world.do_as(cast.minato, NOBODY, accounts.sign_in, signing_in)
    as_takahashi = Somebody(cast.minato, cast.takahashi.account, "髙橋 聡", again.token)
    as_sato = office.enter(office.link(as_takahashi, cast.sato), cast.sato)
    world.do(as_sato, accounts.change_password, ChangePassword(None, password_hash()))
    _promote_both(office)
    assert not world.may_enter(as_sato.token)
    assert not world.ask(
        cast.yamamoto, lambda ctx: queries.get_account(ctx, cast.sato.account)
    ).has_password


def test_a_way_that_goes_back_to_the_organisations_link_stays_open(office, world, cast):
    as_takahashi = _as_takahashi(office, by=cast.yamamoto)
    as_sato = office.enter(office.link(as_takahashi, cast.sato), cast.sato)
    _promote_both(office)
    assert world.may_enter(as_sato.token)


def _remove_unit_administrator(office: Office, cast: Cast) -> None:
    removed = UnitAdministrator(cast.bosai, cast.kobayashi.account)
    office.world.do(cast.yamamoto, directory.remove_unit_administrator, removed)


def _suspend(office: Office, cast: Cast) -> None:
    suspended = AccountId(cast.kobayashi.account)
    office.world.do(cast.yamamoto, directory.suspend_member, suspended)


def _suspend_and_restore(office: Office, cast: Cast) -> None:
    _suspend(office, cast)
    restored = AccountId(cast.kobayashi.account)
    office.world.do(cast.yamamoto, directory.restore_member, restored)


@pytest.mark.parametrize("lose", [_remove_unit_administrator, _suspend, _suspend_and_restore])
def test_a_link_dies_when_the_one_who_made_it_loses_the_power_to(office, cast, lose):
    token = office.link(cast.kobayashi, cast.sato)
    lose(office, cast)
    with pytest.raises(EntryLinkNotFound):
        office.enter(token, cast.sato)


def test_a_link_of_somebody_who_is_administrator_no_longer_dies(office, cast):
    office.promote(cast.takahashi)
    token = office.link(cast.takahashi, cast.nakamura)
    withdrawn = AccountId(cast.takahashi.account)
    office.world.do(cast.yamamoto, accounts.withdraw_admin, withdrawn)
    with pytest.raises(EntryLinkNotFound):
        office.enter(token, cast.nakamura)


def _move_unit(office: Office, cast: Cast, unit: str, parent: str | None) -> None:
    change = ChangeUnit(unit, UnitChange(parent=parent))
    office.world.do(cast.yamamoto, directory.change_unit, change)


def test_a_link_dies_when_the_unit_of_its_owner_is_moved_away(office, cast):
    office.make_administrator(cast.takahashi, cast.kikikanri)
    token = office.link(cast.takahashi, cast.sato)
    _move_unit(office, cast, cast.bosai, cast.somu)
    with pytest.raises(EntryLinkNotFound):
        office.enter(token, cast.sato)


def test_it_dies_when_a_unit_is_moved_away_that_its_owner_administers(office, cast):
    office.make_administrator(cast.takahashi, cast.kikikanri)
    _move_unit(office, cast, cast.doboku, cast.kikikanri)
    office.make_administrator(cast.sato, cast.doboku)
    token = office.link(cast.takahashi, cast.sato)
    _move_unit(office, cast, cast.doboku, None)
    with pytest.raises(EntryLinkNotFound):
        office.enter(token, cast.sato)


def test_it_lives_when_a_unit_moves_within_reach(office, cast):
    token = office.link(cast.kobayashi, cast.sato)
    _move_unit(office, cast, cast.bosai, cast.somu)
    assert office.enter(token, cast.sato)
