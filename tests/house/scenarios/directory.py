"""Administrators change units and people."""

from kairan.domains.accounts.model import AccountId, FoundOrganisation
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import (
    Accounts,
    AddMember,
    ChangeMember,
    IssueEntryCards,
    MemberChange,
)
from kairan.domains.directory.model.rows import MemberRow, PutMembers
from kairan.domains.directory.model.units import (
    ChangeUnit,
    MakeUnit,
    UnitAdministrator,
    UnitChange,
    UnitId,
)
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from tests.house.stage import Scenarios, Stage
from tests.world import password_hash


def an_organisation_is_founded(stage: Stage) -> None:
    founding = FoundOrganisation("kita", "北町", "北 太郎", "kita", password_hash())
    stage.site.lane.run(new_id(), SERVER, directory.found_organisation, founding, founds=True)


def a_member_is_added_to_bosai(stage: Stage) -> None:
    adding = AddMember(name="林 優", login="hayashi", unit=stage.cast.bosai)
    stage.do(stage.cast.yamamoto, directory.add_member, adding)


def sato_marries(stage: Stage) -> None:
    _change(stage, stage.cast.sato.account, MemberChange(name="鈴木 花子", kana="すずき はなこ"))


def takahashi_has_another_telephone(stage: Stage) -> None:
    _change(stage, stage.cast.takahashi.account, MemberChange(phone="03-0000-9999"))


def nakamura_moves_to_bosai(stage: Stage) -> None:
    _change(stage, stage.cast.nakamura.account, MemberChange(unit=stage.cast.bosai))


def kobayashi_moves_away(stage: Stage) -> None:
    _change(stage, stage.cast.kobayashi.account, MemberChange(unit=stage.cast.somu))


def a_list_is_put(stage: Stage) -> None:
    rows = (
        MemberRow(name="林 優", employee_no="2001", unit="危機管理部/防災課"),
        MemberRow(name="小林 誠一", employee_no="1002"),
    )
    stage.do(stage.cast.yamamoto, directory.put_members, PutMembers(rows))


def kobayashi_is_suspended(stage: Stage) -> None:
    who = AccountId(stage.cast.kobayashi.account)
    stage.do(stage.cast.yamamoto, directory.suspend_member, who)


def maeda_is_suspended(stage: Stage) -> None:
    who = AccountId(stage.cast.maeda.account)
    stage.do(stage.cast.yamamoto, directory.suspend_member, who)


def kobayashi_is_restored(stage: Stage) -> None:
    kobayashi_is_suspended(stage)
    who = AccountId(stage.cast.kobayashi.account)
    stage.do(stage.cast.yamamoto, directory.restore_member, who)


def two_are_suspended(stage: Stage) -> None:
    both = Accounts((stage.cast.kobayashi.account, stage.rooms.newcomer))
    stage.do(stage.cast.yamamoto, directory.suspend_members, both)


def two_are_restored(stage: Stage) -> None:
    two_are_suspended(stage)
    both = Accounts((stage.cast.kobayashi.account, stage.rooms.newcomer))
    stage.do(stage.cast.yamamoto, directory.restore_members, both)


def the_suspended_come_into_a_unit_room(stage: Stage) -> None:
    who = stage.rooms.newcomer
    stage.do(stage.cast.yamamoto, directory.suspend_member, AccountId(who))
    _change(stage, who, MemberChange(unit=stage.cast.bosai))


def the_newcomer_gets_a_link(stage: Stage) -> None:
    who = AccountId(stage.rooms.newcomer)
    stage.do(stage.cast.yamamoto, directory.issue_entry_link, who)


def the_newcomer_gets_a_card(stage: Stage) -> None:
    cards = IssueEntryCards(((stage.rooms.newcomer, password_hash()),))
    stage.do(stage.cast.yamamoto, directory.issue_entry_cards, cards)


def the_link_is_revoked(stage: Stage) -> None:
    the_newcomer_gets_a_link(stage)
    who = AccountId(stage.rooms.newcomer)
    stage.do(stage.cast.yamamoto, directory.revoke_entry_link, who)


def a_unit_is_made(stage: Stage) -> None:
    stage.do(stage.cast.yamamoto, directory.make_unit, MakeUnit("広報課"))


def bosai_is_renamed(stage: Stage) -> None:
    renaming = ChangeUnit(stage.cast.bosai, UnitChange(name="危機対策課"))
    stage.do(stage.cast.yamamoto, directory.change_unit, renaming)


def doboku_moves_below_bosai(stage: Stage) -> None:
    moving = ChangeUnit(stage.cast.doboku, UnitChange(parent=stage.cast.bosai))
    stage.do(stage.cast.yamamoto, directory.change_unit, moving)


def a_unit_is_dropped(stage: Stage) -> None:
    unit = stage.do(stage.cast.yamamoto, directory.make_unit, MakeUnit("広報課"))
    naming = UnitAdministrator(unit, stage.cast.takahashi.account)
    stage.do(stage.cast.yamamoto, directory.add_unit_administrator, naming)
    stage.do(stage.cast.yamamoto, directory.drop_unit, UnitId(unit))


def takahashi_administers_somu(stage: Stage) -> None:
    naming = UnitAdministrator(stage.cast.somu, stage.cast.takahashi.account)
    stage.do(stage.cast.yamamoto, directory.add_unit_administrator, naming)


def takahashi_no_longer_administers(stage: Stage) -> None:
    takahashi_administers_somu(stage)
    naming = UnitAdministrator(stage.cast.somu, stage.cast.takahashi.account)
    stage.do(stage.cast.yamamoto, directory.remove_unit_administrator, naming)


def _change(stage: Stage, account: str, change: MemberChange) -> None:
    stage.do(stage.cast.yamamoto, directory.change_member, ChangeMember(account, change))


SCENARIOS: Scenarios = {
    "directory.found_organisation": an_organisation_is_founded,
    "directory.add_member": a_member_is_added_to_bosai,
    "directory.change_member: a name": sato_marries,
    "directory.change_member: a telephone": takahashi_has_another_telephone,
    "directory.change_member: into a unit": nakamura_moves_to_bosai,
    "directory.change_member: out of a unit": kobayashi_moves_away,
    "directory.change_member: somebody suspended": the_suspended_come_into_a_unit_room,
    "directory.put_members": a_list_is_put,
    "directory.suspend_member": kobayashi_is_suspended,
    "directory.suspend_member: a guest": maeda_is_suspended,
    "directory.restore_member": kobayashi_is_restored,
    "directory.suspend_members": two_are_suspended,
    "directory.restore_members": two_are_restored,
    "directory.issue_entry_link": the_newcomer_gets_a_link,
    "directory.issue_entry_cards": the_newcomer_gets_a_card,
    "directory.revoke_entry_link": the_link_is_revoked,
    "directory.make_unit": a_unit_is_made,
    "directory.change_unit: a name": bosai_is_renamed,
    "directory.change_unit: a place": doboku_moves_below_bosai,
    "directory.drop_unit": a_unit_is_dropped,
    "directory.add_unit_administrator": takahashi_administers_somu,
    "directory.remove_unit_administrator": takahashi_no_longer_administers,
}
