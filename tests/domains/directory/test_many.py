"""Many members at once, as an import brings them."""

import pytest

from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions, queries
from kairan.domains.directory.errors import UnitNotFound
from kairan.domains.directory.model.people import Accounts
from kairan.domains.directory.model.rows import Fault, MemberRow, PutMembers
from kairan.domains.directory.model.units import UnitAdministrator
from kairan.kernel.errors import BadInput, NotAllowed


def put(world, who, *rows, unit=None):
    return world.do(who, actions.put_members, PutMembers(tuple(rows), unit))


def compare(world, who, *rows, unit=None):
    command = PutMembers(tuple(rows), unit)
    return world.ask(who, lambda ctx: queries.compare_members(ctx, command))


def known(world, cast, account):
    return world.ask(cast.yamamoto, lambda ctx: queries.find_members(ctx, [account]))[0]


def row(number, **fields):
    return MemberRow(**{"name": f"人 {number}", "employee_no": f"9{number:04}", **fields})


def paths(world, cast):
    return [unit.path for unit in world.ask(cast.sato, queries.list_units)]


def test_new_people_are_added_and_their_units_made(world, cast):
    [outcome] = put(world, cast.yamamoto, row(1, unit="企画部/デジタル戦略課", kana="ひと いち"))
    member = known(world, cast, outcome.account)
    assert (outcome.what, member.login, member.state) == ("added", "90001", "not_yet")
    assert member.units[0].path == "企画部/デジタル戦略課"
    assert member.affiliation == "デジタル戦略課"


def test_the_same_list_a_second_time_changes_nothing(world, cast):
    rows = [row(n, unit="企画部/広報課", order_no=str(n), level="3", phone="1") for n in range(50)]
    first = put(world, cast.yamamoto, *rows)
    before = world.seq(cast.minato)
    second = put(world, cast.yamamoto, *rows)
    assert {outcome.what for outcome in second} == {"same"}
    assert [each.account for each in second] == [each.account for each in first]
    assert world.seq(cast.minato) == before


def test_the_dry_run_says_what_the_run_does_and_does_nothing(world, cast):
    rows = [
        row(1, unit="新しい部"),
        MemberRow(name="佐藤 華子", employee_no="1001"),
        MemberRow(login="kobayashi"),
        row(2, name=""),
        row(1),
    ]
    before = world.seq(cast.minato)
    dry = compare(world, cast.yamamoto, *rows)
    assert world.seq(cast.minato) == before
    assert "新しい部" not in paths(world, cast)
    real = put(world, cast.yamamoto, *rows)
    assert [each.what for each in dry] == ["added", "changed", "same", "bad", "bad"]
    assert [(e.what, e.differences, e.faults) for e in dry] == [
        (e.what, e.differences, e.faults) for e in real
    ]
    [difference] = dry[1].differences
    assert (difference.field, difference.before, difference.after) == (
        "name",
        "佐藤 花子",
        "佐藤 華子",
    )


def test_what_the_list_does_not_say_stays_and_what_it_empties_goes(world, cast):
    put(world, cast.yamamoto, MemberRow(employee_no="1001", phone="03-1", position="係長"))
    put(world, cast.yamamoto, MemberRow(employee_no="1001", phone=""))
    member = known(world, cast, cast.sato.account)
    assert (member.phone, member.position, member.name) == (None, "係長", "佐藤 花子")


def test_good_rows_go_in_and_bad_ones_say_why(world, cast):
    outcomes = put(
        world,
        cast.yamamoto,
        row(1),
        row(2, name=" "),
        row(3, email="no address"),
        row(4, name="a\x00b"),
        row(5, order_no="x"),
        MemberRow(name="名無し"),
        row(6, login="sato"),
        row(7, unit="/".join("abcdefghijk")),
        row(8),
    )
    assert [outcome.what for outcome in outcomes] == ["added", *["bad"] * 7, "added"]
    faults = [outcome.faults for outcome in outcomes[1:-1]]
    assert faults == [
        (Fault("name", "empty"),),
        (Fault("email", "not_an_address"),),
        (Fault("name", "control_characters"),),
        (Fault("order_no", "not_a_number"),),
        (Fault("login", "empty"),),
        (Fault("employee_no", "another"),),
        (Fault("unit", "too_deep"),),
    ]


def test_a_number_and_a_login_of_two_people_are_refused(world, cast):
    [outcome] = put(world, cast.yamamoto, MemberRow(employee_no="1001", login="kobayashi"))
    assert outcome.faults == (Fault("login", "taken"),)


def test_the_same_person_twice_in_one_list(world, cast):
    first, second = put(world, cast.yamamoto, row(1), row(1, name="別人"))
    assert (first.what, second.what) == ("added", "bad")
    assert second.faults == (Fault("employee_no", "twice"),)


def test_somebody_who_came_by_hand_is_found_by_login(world, cast):
    [outcome] = put(world, cast.yamamoto, MemberRow(login="YAMAMOTO", employee_no="1"))
    assert (outcome.what, outcome.account) == ("changed", cast.yamamoto.account)
    assert known(world, cast, cast.yamamoto.account).employee_no == "1"
    assert known(world, cast, cast.yamamoto.account).login == "YAMAMOTO"


def test_an_existing_unit_is_not_made_again(world, cast):
    before = paths(world, cast)
    [outcome] = put(world, cast.yamamoto, row(1, unit=" 危機管理部 ／ 防災課/"))
    assert known(world, cast, outcome.account).units[0].unit == cast.bosai
    assert paths(world, cast) == before


def test_a_unit_given_with_the_list_is_where_people_and_short_paths_go(world, cast):
    outcomes = put(
        world,
        cast.yamamoto,
        row(1),
        row(2, unit="調整係"),
        row(3, unit="防災課/調整係"),
        row(4, unit="総務課"),
        row(5, unit="危機管理部/防災課"),
        unit=cast.bosai,
    )
    found = [known(world, cast, each.account).units[0].path for each in outcomes]
    assert found == [
        "危機管理部/防災課",
        "危機管理部/防災課/調整係",
        "危機管理部/防災課/調整係",
        "総務課",
        "危機管理部/防災課",
    ]


def test_nobody_is_removed(world, cast):
    put(world, cast.yamamoto, row(1))
    assert known(world, cast, cast.sato.account).state == "in"


def test_two_hundred_rows_take_as_many_statements_as_two(world, cast):
    counts = []
    for base, size in ((0, 2), (1000, 200)):
        rows = [row(base + n, unit=f"部{base}/課{n % 2}") for n in range(size)]
        for _ in range(2):
            with world.statements() as statements:
                put(world, cast.yamamoto, *rows)
            counts.append(len(statements))
            rows = [
                MemberRow(**{**{f: getattr(r, f) for f in ("name", "employee_no")}, "phone": "1"})
                for r in rows
            ]
    assert counts[:2] == counts[2:]
    assert max(counts) <= 30


def test_more_than_two_hundred_rows_come_in_blocks(world, cast):
    with pytest.raises(BadInput):
        put(world, cast.yamamoto, *[row(n) for n in range(201)])
    assert put(world, cast.yamamoto) == []


def test_members_put_nobody(world, cast):
    for who in (cast.sato, cast.maeda):
        with pytest.raises(NotAllowed):
            put(world, who, row(1, unit="危機管理部/防災課"))
        with pytest.raises(NotAllowed):
            compare(world, who, row(1))
    with pytest.raises(UnitNotFound):
        put(world, cast.mikami, row(1), unit=cast.bosai)


def test_a_unit_administrator_puts_people_into_the_own_units_only(world, cast):
    command = UnitAdministrator(cast.kikikanri, cast.sato.account)
    world.do(cast.yamamoto, actions.add_unit_administrator, command)
    outcomes = put(
        world,
        cast.sato,
        row(1, unit="危機管理部/防災課"),
        row(2, unit="危機管理部/新設課"),
        row(3, unit="総務課"),
        row(4, unit="新設部"),
        row(5),
        MemberRow(employee_no="1003", phone="1"),
        MemberRow(employee_no="1002", unit="総務課"),
        MemberRow(employee_no="1002", phone="1"),
    )
    whats = [outcome.what for outcome in outcomes]
    assert whats == ["added", "added", "bad", "bad", "bad", "bad", "bad", "bad"]
    assert {fault.reason for o in outcomes[2:7] for fault in o.faults} == {"not_yours"}
    assert outcomes[7].faults == (Fault("employee_no", "twice"),)
    assert "新設部" not in paths(world, cast)


def test_an_import_tells_members_once(world, cast):
    before = world.seq(cast.minato)
    put(world, cast.yamamoto, *[row(n, unit=f"部{n}") for n in range(20)])
    types = [event.type for event in world.events(cast.minato) if event.seq > before]
    assert sorted(types) == [
        "directory.counts_changed",
        "directory.directory_changed",
        "directory.placements_changed",
    ]
    [entry] = world.audit(cast.minato, kind="directory.put_members")
    assert entry.data == {"added": 20, "changed": 0}


def test_who_is_missing_can_be_suspended_in_one_step_with_undo(world, cast):
    everybody = world.ask(cast.yamamoto, queries.list_accounts)
    missing = [cast.nakamura.account, cast.takahashi.account]
    assert set(missing) <= set(everybody)
    assert world.do(cast.yamamoto, actions.suspend_members, Accounts(tuple(missing))) == 2
    assert set(world.ask(cast.yamamoto, queries.list_accounts)) == set(everybody) - set(missing)
    assert not world.may_enter(cast.nakamura.token)
    assert world.do(cast.yamamoto, actions.suspend_members, Accounts(tuple(missing))) == 0
    assert world.do(cast.yamamoto, actions.restore_members, Accounts(tuple(missing))) == 2
    assert known(world, cast, cast.nakamura.account).state == "in"


def test_known_members_are_found_for_the_importer_in_bulk(world, cast):
    with world.statements() as statements:
        found = world.ask(
            cast.yamamoto,
            lambda ctx: queries.find_members_for_import(ctx, ["SATO", "nobody"], ["1002"]),
        )
    assert {each.account.name for each in found} == {"佐藤 花子", "小林 誠"}
    assert len(statements) <= 8


def test_a_suspended_member_in_the_list_is_changed_but_stays_suspended(world, cast):
    world.do(cast.yamamoto, actions.suspend_member, AccountId(cast.sato.account))
    put(world, cast.yamamoto, MemberRow(employee_no="1001", phone="1"))
    assert known(world, cast, cast.sato.account).state == "suspended"
