"""Who may import, and whom."""

import pytest

from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as members
from kairan.domains.directory.errors import UnitNotFound
from kairan.domains.directory.model.units import UnitAdministrator
from kairan.domains.importers import actions
from kairan.domains.importers.errors import (
    ImportNotFound,
)
from kairan.domains.importers.model.commands import ImportId
from kairan.kernel.errors import NotAllowed
from tests.domains.importers.acting import (
    EVERYBODY,
    HEAD,
    SATO,
    TAKAHASHI,
    chunk,
    known,
    make_unit_admin,
    plan,
    run,
    see,
    upload,
)


def test_members_and_guests_import_nothing(world, cast):
    for who in (cast.sato, cast.maeda):
        with pytest.raises(NotAllowed):
            plan(world, who, EVERYBODY)


def test_an_import_is_its_makers_and_the_administrators(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    make_unit_admin(world, cast, cast.takahashi, cast.somu)
    import_ = upload(world, cast.sato, [HEAD, SATO])
    assert see(world, cast.yamamoto, import_).made_by == cast.sato.account
    for who in (cast.takahashi, cast.kobayashi, cast.mikami):
        with pytest.raises((ImportNotFound, NotAllowed)):
            see(world, who, import_)
        with pytest.raises((ImportNotFound, NotAllowed)):
            world.do(who, actions.run_import, ImportId(import_))


def test_a_unit_administrator_imports_into_the_own_units_only(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.kikikanri)
    rows = [
        HEAD,
        ["4001", "新田 一", "", "危機管理部/防災課", ""],
        ["4002", "新田 二", "", "危機管理部/消防保安課", ""],
        ["4003", "新田 三", "", "総務課", ""],
        ["4004", "新田 四", "", "財政課", ""],
        [*TAKAHASHI[:3], "危機管理部/防災課", ""],
    ]
    of = run(world, cast.sato, upload(world, cast.sato, rows))
    assert (of.ran.added, of.ran.bad) == (2, 3)
    assert [(p.line, p.code) for p in of.planned.problems] == [
        (4, "importers.not_your_unit"),
        (5, "importers.not_your_unit"),
        (6, "importers.not_your_member"),
    ]
    paths = [unit.path for unit in world.ask(cast.yamamoto, members.list_units)]
    assert "財政課" not in paths
    assert "危機管理部/消防保安課" in paths


def test_without_a_column_for_units_people_come_into_the_only_unit_one_administers(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    run(world, cast.sato, upload(world, cast.sato, [["職員番号", "氏名"], ["4001", "新田 一"]]))
    assert known(world, cast.yamamoto, "4001").details.unit == cast.bosai


def test_a_unit_administrator_misses_only_the_own_people(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    assert plan(world, cast.sato, [HEAD, SATO]).missing == (cast.kobayashi.account,)


def test_a_unit_administrator_names_no_unit_of_others(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    with pytest.raises(UnitNotFound):
        plan(world, cast.sato, EVERYBODY, unit=cast.somu)


def test_people_without_a_unit_come_into_the_unit_of_the_import(world, cast):
    rows = [["職員番号", "氏名"], ["5001", "新田 五"]]
    run(world, cast.yamamoto, upload(world, cast.yamamoto, rows, unit=cast.bosai))
    assert known(world, cast.yamamoto, "5001").details.unit == cast.bosai


def test_whoever_loses_the_power_meanwhile_stops_the_import(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    rows = [["職員番号", "氏名"], *[[str(6000 + n), f"新田 {n}"] for n in range(150)]]
    import_ = upload(world, cast.sato, rows)
    world.do(cast.sato, actions.run_import, ImportId(import_))
    chunk(world, cast.minato, import_, 0)
    command = UnitAdministrator(cast.bosai, cast.sato.account)
    world.do(cast.yamamoto, directory.remove_unit_administrator, command)
    world.settle()
    of = see(world, cast.yamamoto, import_)
    assert (of.state, of.error, of.done) == ("failed", "importers.no_longer_allowed", 100)
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    assert run(world, cast.sato, import_).ran.added == 150
