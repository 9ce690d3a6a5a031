"""The tree of units, who administers it, and how far its people have come."""

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions, queries
from kairan.domains.directory.errors import (
    MemberNotFound,
    NotYours,
    UnitExists,
    UnitInItself,
    UnitNotEmpty,
    UnitNotFound,
)
from kairan.domains.directory.model.people import AddMember, ChangeMember, MemberChange, Placement
from kairan.domains.directory.model.units import (
    ChangeUnit,
    MakeUnit,
    UnitAdministrator,
    UnitChange,
    UnitId,
)
from kairan.kernel.errors import BadInput, NotAllowed


def make(world, cast, name, parent=None):
    return world.do(cast.yamamoto, actions.make_unit, MakeUnit(name, parent))


def change(world, cast, unit, **fields):
    world.do(cast.yamamoto, actions.change_unit, ChangeUnit(unit, UnitChange(**fields)))


def paths(world, cast):
    return [unit.path for unit in world.ask(cast.sato, queries.list_units)]


def appoint(world, cast, who, unit):
    command = UnitAdministrator(unit, who.account)
    world.do(cast.yamamoto, actions.add_unit_administrator, command)


def test_units_are_listed_each_before_those_below_it(world, cast):
    make(world, cast, "調整係", cast.bosai)
    assert paths(world, cast) == [
        "危機管理部",
        "危機管理部/防災課",
        "危機管理部/防災課/調整係",
        "総務課",
        "土木事務所",
    ]


def test_units_can_be_put_in_order(world, cast):
    change(world, cast, cast.doboku, order_no=0)
    assert paths(world, cast)[0] == "土木事務所"


def test_a_unit_counts_those_who_work_right_there(world, cast):
    command = ChangeMember(
        cast.nakamura.account, MemberChange(also=(Placement(cast.bosai), Placement(cast.somu)))
    )
    world.do(cast.yamamoto, actions.change_member, command)
    counts = {unit.name: unit.members for unit in world.ask(cast.sato, queries.list_units)}
    assert counts == {"危機管理部": 0, "防災課": 3, "総務課": 2, "土木事務所": 1}
    world.do(cast.yamamoto, actions.suspend_member, AccountId(cast.nakamura.account))
    counts = {unit.name: unit.members for unit in world.ask(cast.sato, queries.list_units)}
    assert counts == {"危機管理部": 0, "防災課": 2, "総務課": 1, "土木事務所": 0}


def test_renaming_a_unit_changes_its_peoples_affiliation(world, cast):
    change(world, cast, cast.bosai, name="防災危機管理課")
    assert world.ask(cast.sato, queries.get_me).affiliation == "防災危機管理課"
    told = world.events(cast.minato, type_="accounts.me_changed")
    ids = {cast.sato.account, cast.kobayashi.account}
    assert {event.data["account"] for event in told} == ids


def test_moving_a_unit_moves_what_is_below_it(world, cast):
    make(world, cast, "調整係", cast.bosai)
    change(world, cast, cast.bosai, parent=cast.doboku)
    assert "土木事務所/防災課/調整係" in paths(world, cast)
    told = world.events(cast.minato, type_="directory.placements_changed")[-1]
    assert set(told.data["units"]) == {cast.bosai, cast.kikikanri}
    change(world, cast, cast.bosai, parent=None)
    assert "防災課/調整係" in paths(world, cast)


def test_a_unit_does_not_go_below_itself(world, cast):
    below = make(world, cast, "調整係", cast.bosai)
    for parent in (cast.kikikanri, cast.bosai, below):
        with pytest.raises(UnitInItself):
            change(world, cast, cast.kikikanri, parent=parent)


def test_names_are_once_in_one_place(world, cast):
    with pytest.raises(UnitExists):
        make(world, cast, "防災課", cast.kikikanri)
    with pytest.raises(UnitExists):
        make(world, cast, "総務課")
    with pytest.raises(UnitExists):
        change(world, cast, cast.doboku, name="総務課")
    make(world, cast, "総務課", cast.kikikanri)


@pytest.mark.parametrize("name", ["", " ", "a/b", "a／b", "x" * 101, "a\x00", "a\nb"])
def test_what_is_no_name_of_a_unit_is_refused(world, cast, name):
    with pytest.raises(BadInput):
        make(world, cast, name)
    with pytest.raises(BadInput):
        change(world, cast, cast.bosai, name=name)


def test_units_go_ten_deep_and_no_deeper(world, cast):
    parent = None
    for depth in range(10):
        parent = make(world, cast, f"層{depth}", parent)
    with pytest.raises(BadInput) as refused:
        make(world, cast, "底", parent)
    assert refused.value.fields == {"parent": "too_deep"}
    with pytest.raises(BadInput):
        change(world, cast, cast.kikikanri, parent=parent)


def test_only_an_empty_unit_is_dropped(world, cast):
    for unit in (cast.kikikanri, cast.bosai):
        with pytest.raises(UnitNotEmpty):
            world.do(cast.yamamoto, actions.drop_unit, UnitId(unit))
    empty = make(world, cast, "空課")
    appoint(world, cast, cast.sato, empty)
    world.do(cast.yamamoto, actions.drop_unit, UnitId(empty))
    assert "空課" not in paths(world, cast)
    assert world.ask(cast.sato, queries.get_me).unit_admin == ()


def test_a_unit_whose_people_are_suspended_is_not_empty(world, cast):
    world.do(cast.yamamoto, actions.suspend_member, AccountId(cast.nakamura.account))
    with pytest.raises(UnitNotEmpty):
        world.do(cast.yamamoto, actions.drop_unit, UnitId(cast.doboku))


def test_members_change_no_units(world, cast):
    for who in (cast.sato, cast.maeda):
        with pytest.raises(NotAllowed):
            world.do(who, actions.make_unit, MakeUnit("x"))
        with pytest.raises(NotAllowed):
            world.do(who, actions.drop_unit, UnitId(cast.doboku))
        with pytest.raises(NotAllowed):
            world.do(
                who, actions.add_unit_administrator, UnitAdministrator(cast.bosai, who.account)
            )


def test_units_of_another_organisation_are_not_found(world, cast):
    with pytest.raises(UnitNotFound):
        world.do(cast.mikami, actions.drop_unit, UnitId(cast.doboku))
    with pytest.raises(UnitNotFound):
        world.do(cast.mikami, actions.make_unit, MakeUnit("x", cast.bosai))
    with pytest.raises(UnitNotFound):
        world.ask(cast.mikami, lambda ctx: queries.list_unit_administrators(ctx, cast.bosai))
    assert world.ask(cast.mikami, queries.list_units) == []


def test_sato_administers_her_unit_and_what_is_below_it(world, cast):
    appoint(world, cast, cast.sato, cast.kikikanri)
    assert world.ask(cast.sato, queries.get_me).unit_admin == (cast.kikikanri,)
    adding = AddMember(name="新人", login="neu", unit=cast.bosai)
    account = world.do(cast.sato, actions.add_member, adding)
    world.do(cast.sato, actions.change_member, ChangeMember(account, MemberChange(name="新人 二")))
    assert world.do(cast.sato, actions.issue_entry_link, AccountId(account)).token
    world.do(cast.sato, actions.suspend_member, AccountId(account))
    world.do(cast.sato, actions.restore_member, AccountId(account))
    people = world.ask(
        cast.kobayashi, lambda c: queries.list_unit_administrators(c, cast.kikikanri)
    )
    assert [person.name for person in people] == ["佐藤 花子"]


def test_sato_does_not_administer_people_elsewhere(world, cast):
    appoint(world, cast, cast.sato, cast.kikikanri)
    for who in (cast.takahashi, cast.yamamoto, cast.maeda, cast.mikami):
        for action in (actions.suspend_member, actions.issue_entry_link, actions.restore_member):
            with pytest.raises(MemberNotFound):
                world.do(cast.sato, action, AccountId(who.account))
        command = ChangeMember(who.account, MemberChange(name="x"))
        with pytest.raises(MemberNotFound):
            world.do(cast.sato, actions.change_member, command)


def test_sato_puts_nobody_into_other_units(world, cast):
    appoint(world, cast, cast.sato, cast.kikikanri)
    for unit in (cast.somu, None):
        with pytest.raises(NotYours):
            world.do(cast.sato, actions.add_member, AddMember(name="x", login="x", unit=unit))
        command = ChangeMember(cast.kobayashi.account, MemberChange(unit=unit))
        with pytest.raises(NotYours):
            world.do(cast.sato, actions.change_member, command)
    command = ChangeMember(cast.kobayashi.account, MemberChange(also=(Placement(cast.somu),)))
    with pytest.raises(NotYours):
        world.do(cast.sato, actions.change_member, command)


def test_a_link_leads_to_no_more_power_than_its_maker_has(world, cast):
    appoint(world, cast, cast.sato, cast.bosai)
    link = AccountId(cast.kobayashi.account)
    assert world.do(cast.sato, actions.issue_entry_link, link)
    appoint(world, cast, cast.kobayashi, cast.kikikanri)
    with pytest.raises(MemberNotFound):
        world.do(cast.sato, actions.issue_entry_link, link)
    remove = UnitAdministrator(cast.kikikanri, cast.kobayashi.account)
    world.do(cast.yamamoto, actions.remove_unit_administrator, remove)
    world.do(cast.yamamoto, accounts.grant_admin, AccountId(cast.kobayashi.account))
    with pytest.raises(MemberNotFound):
        world.do(cast.sato, actions.issue_entry_link, link)


def test_a_further_placement_does_not_make_somebody_yours(world, cast):
    appoint(world, cast, cast.sato, cast.bosai)
    command = ChangeMember(cast.takahashi.account, MemberChange(also=(Placement(cast.bosai),)))
    world.do(cast.yamamoto, actions.change_member, command)
    with pytest.raises(MemberNotFound):
        world.do(cast.sato, actions.issue_entry_link, AccountId(cast.takahashi.account))


def test_power_ends_at_once_and_only_administrators_give_it(world, cast):
    appoint(world, cast, cast.sato, cast.bosai)
    command = UnitAdministrator(cast.bosai, cast.sato.account)
    with pytest.raises(NotAllowed):
        world.do(cast.sato, actions.add_unit_administrator, command)
    world.do(cast.yamamoto, actions.remove_unit_administrator, command)
    with pytest.raises(NotAllowed):
        world.do(cast.sato, actions.issue_entry_link, AccountId(cast.kobayashi.account))
    kinds = [entry.kind for entry in world.audit(cast.minato)]
    assert kinds.count("directory.add_unit_administrator") == 1
    assert kinds.count("directory.remove_unit_administrator") == 1


def test_a_guest_administers_no_unit(world, cast):
    for who in (cast.maeda, cast.mikami):
        with pytest.raises(MemberNotFound):
            appoint(world, cast, who, cast.bosai)


def counted(world, who):
    counts = world.ask(who, queries.count_members)
    return (counts.total.not_yet, counts.total.in_, counts.total.suspended), {
        unit.path: (unit.not_yet, unit.in_, unit.suspended) for unit in counts.units
    }


def test_the_first_screen_counts_not_yet_in_and_suspended_by_unit(world, cast):
    adding = AddMember(name="新人", login="neu", unit=cast.bosai)
    account = world.do(cast.yamamoto, actions.add_member, adding)
    world.do(cast.yamamoto, actions.suspend_member, AccountId(cast.nakamura.account))
    total, units = counted(world, cast.yamamoto)
    assert total == (1, 4, 1)
    assert units["危機管理部/防災課"] == (1, 2, 0)
    assert units["土木事務所"] == (0, 0, 1)
    world.open_session(cast.minato, account)
    world.settle()
    assert counted(world, cast.yamamoto)[0] == (0, 5, 1)
    assert world.events(cast.minato, type_="directory.counts_changed")[-1].topics == ("admins",)


def test_restored_before_ever_coming_in_is_not_yet_in(world, cast):
    adding = AddMember(name="新人", login="neu", unit=cast.bosai)
    account = AccountId(world.do(cast.yamamoto, actions.add_member, adding))
    world.do(cast.yamamoto, actions.suspend_member, account)
    world.do(cast.yamamoto, actions.restore_member, account)
    assert counted(world, cast.yamamoto)[1]["危機管理部/防災課"] == (1, 2, 0)


def test_a_unit_administrator_counts_the_own_units(world, cast):
    appoint(world, cast, cast.sato, cast.kikikanri)
    total, units = counted(world, cast.sato)
    assert total == (0, 2, 0)
    assert list(units) == ["危機管理部", "危機管理部/防災課"]
    with pytest.raises(NotAllowed):
        counted(world, cast.kobayashi)


def test_the_listener_may_run_twice(world, cast):
    adding = AddMember(name="新人", login="neu", unit=cast.bosai)
    account = world.do(cast.yamamoto, actions.add_member, adding)
    world.open_session(cast.minato, account)
    world.settle()
    before = world.seq(cast.minato)
    world.settle()
    assert world.seq(cast.minato) == before


def test_who_belongs_to_a_unit_for_unit_rooms(world, cast):
    inside = world.ask(cast.sato, lambda ctx: queries.accounts_of_unit(ctx, cast.kikikanri))
    assert inside == {cast.sato.account, cast.kobayashi.account}
    above = world.ask(cast.sato, lambda ctx: queries.units_above(ctx, [cast.bosai, "gone"]))
    assert above == {cast.bosai, cast.kikikanri}
