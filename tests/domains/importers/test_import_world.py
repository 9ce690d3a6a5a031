"""A list of people comes in: looked at first, then in blocks, and a second time without a trace."""

from datetime import timedelta

import pytest

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as members
from kairan.domains.directory.errors import UnitNotFound
from kairan.domains.directory.model.people import AddMember
from kairan.domains.directory.model.units import UnitAdministrator
from kairan.domains.importers import actions, queries, store
from kairan.domains.importers.errors import (
    FileRefused,
    ImportIsElsewhere,
    ImportNotFound,
    NoKeyColumn,
    NoNameColumn,
)
from kairan.domains.importers.model.commands import ImportChunk, ImportId, TouchMissing
from kairan.kernel.errors import BadInput, NotAllowed
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from tests.domains.importers.files import csv, roll

HEAD = ["職員番号", "氏名", "よみ", "所属", "役職"]
SATO = ["1001", "佐藤 花子", "さとう はなこ", "危機管理部/防災課", ""]
KOBAYASHI = ["1002", "小林 誠", "こばやし まこと", "危機管理部/防災課", ""]
TAKAHASHI = ["1003", "髙橋 聡", "たかはし さとし", "総務課", ""]
NAKAMURA = ["1004", "中村 みどり", "なかむら みどり", "土木事務所", ""]
EVERYBODY = [HEAD, SATO, KOBAYASHI, TAKAHASHI, NAKAMURA]
ITO = ["2001", "伊藤 健", "いとう けん", "企画部/デジタル戦略課", "係長"]


def plan(world, who, rows, **more):
    content = rows if isinstance(rows, bytes) else csv(rows)
    return world.ask(who, lambda ctx: queries.plan_file(ctx, "名簿.csv", content, **more))


def upload(world, who, rows, **more):
    """Let somebody send a file, and return the id of the import."""
    import_ = new_id()
    for step in actions.steps(plan(world, who, rows, **more), import_):
        world.do(who, step.action, step.command)
    return import_


def run(world, who, import_):
    """Run an import to its end and return it."""
    world.do(who, actions.run_import, ImportId(import_))
    world.settle()
    return see(world, who, import_)


def see(world, who, import_):
    return world.ask(who, lambda ctx: queries.get_import(ctx, import_))


def choose(world, who, import_, answers):
    of = see(world, who, import_)
    again = world.ask(who, lambda ctx: queries.plan_again(ctx, import_, answers))
    for step in actions.steps_again(again, of, answers):
        world.do(who, step.action, step.command)


def chunk(world, org, import_, no):
    return world.do_as(org, SERVER, actions.import_chunk, ImportChunk(import_, no))


def known(world, who, number):
    [found] = world.ask(who, lambda ctx: members.find_members_for_import(ctx, [], [number]))
    return found


def make_unit_admin(world, cast, who, unit):
    command = UnitAdministrator(unit, who.account)
    world.do(cast.yamamoto, directory.add_unit_administrator, command)


def test_a_dry_run_counts_and_changes_nothing(world, cast):
    before = world.seq(cast.minato)
    moved = [*TAKAHASHI[:3], "企画部/デジタル戦略課", "主任"]
    found = plan(world, cast.yamamoto, [HEAD, SATO, moved, ITO])
    counts = found.summary.counts
    assert (counts.added, counts.changed, counts.same, counts.bad, counts.missing) == (
        1,
        1,
        1,
        0,
        2,
    )
    assert [(c.name, c.field, c.before, c.after) for c in found.summary.changes] == [
        ("髙橋 聡", "unit", "総務課", "企画部/デジタル戦略課"),
        ("髙橋 聡", "position", None, "主任"),
    ]
    assert found.summary.units == ("企画部/デジタル戦略課",)
    assert world.seq(cast.minato) == before


def test_the_same_list_again_changes_nothing(world, cast):
    first = run(world, cast.yamamoto, upload(world, cast.yamamoto, [*EVERYBODY, ITO]))
    assert (first.state, first.ran.added, first.ran.same) == ("done", 1, 4)
    second = run(world, cast.yamamoto, upload(world, cast.yamamoto, [*EVERYBODY, ITO]))
    assert (second.state, second.ran.added, second.ran.changed, second.ran.same) == (
        "done",
        0,
        0,
        5,
    )


def test_who_was_imported_has_everything_the_file_says(world, cast):
    rows = [
        ["職員番号", "姓", "名", "セイ", "メイ", "部", "課", "職級", "電話", "メール", "並び順"],
        [
            "0007",
            "𠮷野",
            "玲",
            "ﾖｼﾉ",
            "ﾚｲ",
            "企画部",
            "広報課",
            "３級",
            "０１９０－０",
            "y@minato.example",
            "7",
        ],
    ]
    run(world, cast.yamamoto, upload(world, cast.yamamoto, rows))
    details = known(world, cast.yamamoto, "0007").details
    assert (details.name, details.kana, details.login) == ("𠮷野 玲", "よしの れい", "0007")
    assert (details.level, details.phone, details.email) == ("3級", "0190-0", "y@minato.example")
    assert details.order_no == 7
    paths = [unit.path for unit in world.ask(cast.yamamoto, members.list_units)]
    assert "企画部/広報課" in paths


def test_good_rows_go_in_and_bad_rows_come_back(world, cast):
    rows = [HEAD, SATO, ["", "名無し", "", "", ""], ITO, ["3001", "山田 太郎", "山田", "", ""]]
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, rows))
    assert (of.ran.added, of.ran.same, of.ran.bad) == (1, 1, 2)
    assert [(p.line, p.column, p.value, p.code) for p in of.planned.problems] == [
        (3, "職員番号", "", "importers.missing_key"),
        (5, "よみ", "山田", "importers.bad_kana"),
    ]
    bad = world.ask(cast.yamamoto, lambda ctx: queries.list_bad_rows(ctx, of.id))
    assert [row.row.cells[1] for row in bad] == ["名無し", "山田 太郎"]


def test_two_lines_about_one_person_both_come_back(world, cast):
    found = plan(world, cast.yamamoto, [HEAD, ITO, [*ITO[:1], "別人", "", "", ""]])
    assert [(p.line, p.code, p.data) for p in found.summary.problems] == [
        (2, "importers.twice", {"line": 3}),
        (3, "importers.twice", {"line": 2}),
    ]
    assert found.summary.counts.bad == 2


def test_two_lines_that_find_the_same_person_by_different_keys_are_told(world, cast):
    rows = [["職員番号", "ID", "氏名"], ["1001", "hanako", "佐藤 花子"], ["", "sato", "佐藤 花子"]]
    found = plan(world, cast.yamamoto, rows)
    assert found.summary.counts.bad == 1
    assert found.summary.problems[0].code in {
        "importers.same_person_twice",
        "importers.login_taken",
    }


def test_a_login_of_somebody_else_is_not_taken_over(world, cast):
    rows = [["職員番号", "ID", "氏名"], ["9001", "sato", "佐藤 一"]]
    [problem] = plan(world, cast.yamamoto, rows).summary.problems
    assert (problem.line, problem.column) == (2, "職員番号")
    assert problem.code == "importers.another_person"


def test_nobody_is_removed_and_who_is_missing_is_listed(world, cast):
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, [HEAD, SATO]))
    page = world.ask(cast.yamamoto, lambda ctx: queries.list_missing(ctx, of.id, after=-1, limit=2))
    rest = world.ask(
        cast.yamamoto, lambda ctx: queries.list_missing(ctx, of.id, after=page.next, limit=2)
    )
    names = [member.name for member in (*page.items, *rest.items)]
    assert names == ["小林 誠", "髙橋 聡", "中村 みどり"]  # never an administrator
    assert rest.next is None
    assert not any(member.suspended for member in page.items)


def test_who_has_a_bad_row_is_not_missing(world, cast):
    rows = [["職員番号", "氏名", "区分"], ["1001", "佐藤 花子", "休職"], ["1002", "", ""]]
    found = plan(world, cast.yamamoto, rows)
    missing = {cast.takahashi.account, cast.nakamura.account}
    assert (found.summary.counts.bad, set(found.missing)) == (2, missing)


def test_the_missing_are_suspended_in_one_step_and_let_in_again(world, cast):
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, [HEAD, SATO, KOBAYASHI]))
    touched = world.do(cast.yamamoto, actions.suspend_missing, TouchMissing(of.id))
    assert (touched.count, touched.next) == (2, None)
    assert not world.may_enter(cast.takahashi.token)
    assert world.may_enter(cast.sato.token)
    again = world.do(cast.yamamoto, actions.suspend_missing, TouchMissing(of.id))
    assert again.count == 0
    back = world.do(cast.yamamoto, actions.restore_missing, TouchMissing(of.id))
    assert back.count == 2
    found = world.ask(cast.yamamoto, lambda ctx: accounts.get_account(ctx, cast.nakamura.account))
    assert found.state == "active"


def test_undo_does_not_let_in_who_was_suspended_by_hand(world, cast):
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, [HEAD, SATO, KOBAYASHI]))
    world.do(cast.yamamoto, directory.suspend_member, AccountId(cast.takahashi.account))
    assert world.do(cast.yamamoto, actions.suspend_missing, TouchMissing(of.id)).count == 1
    assert world.do(cast.yamamoto, actions.restore_missing, TouchMissing(of.id)).count == 1
    found = world.ask(cast.yamamoto, lambda ctx: accounts.get_account(ctx, cast.takahashi.account))
    assert found.state == "suspended"


def test_the_missing_cannot_be_suspended_before_the_run(world, cast):
    import_ = upload(world, cast.yamamoto, [HEAD, SATO])
    with pytest.raises(ImportIsElsewhere):
        world.do(cast.yamamoto, actions.suspend_missing, TouchMissing(import_))


def test_hundreds_of_missing_are_suspended_in_steps(world, cast):
    run(world, cast.yamamoto, upload(world, cast.yamamoto, roll(250)))
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, EVERYBODY))
    after, counts = -1, []
    while after is not None:
        touched = world.do(cast.yamamoto, actions.suspend_missing, TouchMissing(of.id, after))
        counts.append(touched.count)
        after = touched.next
    assert counts == [100, 100, 50]


def test_a_column_nobody_knows_can_be_said_and_is_remembered(world, cast):
    rows = [["職員番号", "氏名", "議席"], ["1001", "佐藤 花子", "12"]]
    import_ = upload(world, cast.yamamoto, rows)
    column = see(world, cast.yamamoto, import_).columns[2]
    assert (column.heading, column.field, column.sample) == ("議席", None, ("12",))
    choose(world, cast.yamamoto, import_, {"議席": "order_no"})
    of = see(world, cast.yamamoto, import_)
    assert (of.state, of.planned.counts.changed, of.planned.changes[0].after) == (
        "dry_run",
        1,
        "12",
    )
    run(world, cast.yamamoto, import_)
    assert known(world, cast.yamamoto, "1001").details.order_no == 12
    again = plan(
        world, cast.yamamoto, [["職員番号", "氏名", " 議　席"], ["1001", "佐藤 花子", "12"]]
    )
    assert again.columns[2].field == "order_no"
    other = plan(world, cast.mikami, rows)
    assert other.columns[2].field is None


def test_problems_follow_the_columns_that_were_said(world, cast):
    import_ = upload(world, cast.yamamoto, [["職員番号", "氏名", "x"], ["1", "山田", "abc"]])
    choose(world, cast.yamamoto, import_, {"x": "email"})
    [problem] = see(world, cast.yamamoto, import_).planned.problems
    assert (problem.column, problem.code) == ("x", "importers.bad_email")
    choose(world, cast.yamamoto, import_, {"x": "ignore"})
    assert see(world, cast.yamamoto, import_).planned.problems == ()


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({"無い": "email"}, {"無い": "unknown"}),
        ({"x": "email", "y": "email"}, {"y": "twice"}),
    ],
)
def test_answers_that_make_no_sense_are_refused(world, cast, answers, faults):
    import_ = upload(
        world, cast.yamamoto, [["職員番号", "氏名", "x", "y"], ["1", "山田", "a", "b"]]
    )
    with pytest.raises(BadInput) as caught:
        world.ask(cast.yamamoto, lambda ctx: queries.plan_again(ctx, import_, answers))
    assert caught.value.fields == faults


def test_without_a_name_column_nothing_runs_until_somebody_says_it(world, cast):
    import_ = upload(world, cast.yamamoto, [["職員番号", "だれ"], ["1001", "佐藤 花"]])
    assert see(world, cast.yamamoto, import_).error == "importers.no_name_column"
    with pytest.raises(NoNameColumn):
        world.do(cast.yamamoto, actions.run_import, ImportId(import_))
    choose(world, cast.yamamoto, import_, {"だれ": "name"})
    assert run(world, cast.yamamoto, import_).ran.changed == 1


def test_without_number_and_login_nothing_runs(world, cast):
    import_ = upload(world, cast.yamamoto, [["氏名", "所属"], ["佐藤 花子", "総務課"]])
    with pytest.raises(NoKeyColumn):
        world.do(cast.yamamoto, actions.run_import, ImportId(import_))


def test_two_people_choosing_columns_at_once_do_not_mix(world, cast):
    import_ = upload(world, cast.yamamoto, [["職員番号", "氏名", "x"], ["1", "山田", "a"]])
    of = see(world, cast.yamamoto, import_)
    again = world.ask(cast.yamamoto, lambda ctx: queries.plan_again(ctx, import_, {"x": "phone"}))
    first, second, *_ = actions.steps_again(again, of, {"x": "phone"})
    world.do(cast.yamamoto, first.action, first.command)
    with pytest.raises(ImportIsElsewhere):
        world.do(cast.yamamoto, first.action, first.command)
    choose(world, cast.yamamoto, import_, {"x": "ignore"})
    with pytest.raises(ImportIsElsewhere):
        world.do(cast.yamamoto, second.action, second.command)


def test_a_new_file_takes_the_place_of_one_that_was_never_run(world, cast):
    first = upload(world, cast.yamamoto, EVERYBODY)
    second = upload(world, cast.yamamoto, EVERYBODY)
    with pytest.raises(ImportNotFound):
        see(world, cast.yamamoto, first)
    assert see(world, cast.yamamoto, second).state == "dry_run"


def test_an_import_may_stop_between_blocks_and_go_on(first_world, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    world = first_world.copy(tmp_path / "a")
    cast = world.cast
    import_ = upload(world, cast.yamamoto, roll(350))
    world.do(cast.yamamoto, actions.run_import, ImportId(import_))
    assert chunk(world, cast.minato, import_, 0).done == 100
    assert chunk(world, cast.minato, import_, 1).done == 200
    world.close()
    later = world.copy(tmp_path / "b")
    later.settle()
    of = see(later, cast.yamamoto, import_)
    assert (of.state, of.done, of.ran.added) == ("done", 350, 350)
    later.close()


def test_a_block_that_fails_half_way_leaves_nothing_and_goes_in_later(world, cast, monkeypatch):
    import_ = upload(world, cast.yamamoto, roll(150))
    world.do(cast.yamamoto, actions.run_import, ImportId(import_))
    before = world.seq(cast.minato)

    def broken(*_):
        raise RuntimeError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr(store, "update_block", broken)
        with pytest.raises(RuntimeError):
            chunk(world, cast.minato, import_, 0)
    assert world.seq(cast.minato) == before
    assert (
        world.ask(cast.yamamoto, lambda ctx: members.find_members_for_import(ctx, [], ["000001"]))
        == []
    )
    world.settle()
    assert see(world, cast.yamamoto, import_).ran.added == 150


def test_a_block_is_imported_once_however_often_it_is_asked_for(world, cast):
    import_ = upload(world, cast.yamamoto, roll(150))
    world.do(cast.yamamoto, actions.run_import, ImportId(import_))
    assert chunk(world, cast.minato, import_, 0).done == 100
    assert chunk(world, cast.minato, import_, 0).done == 100
    assert chunk(world, cast.minato, import_, 1).state == "done"
    assert chunk(world, cast.minato, import_, 1).state == "done"
    assert see(world, cast.yamamoto, import_).ran.added == 150


def test_running_twice_at_once_imports_everybody_once(world, cast):
    import_ = upload(world, cast.yamamoto, roll(350))
    world.do(cast.yamamoto, actions.run_import, ImportId(import_))
    world.do(cast.yamamoto, actions.run_import, ImportId(import_))
    world.settle()
    of = see(world, cast.yamamoto, import_)
    assert (of.state, of.done, of.ran.added) == ("done", 350, 350)
    assert world.do(cast.yamamoto, actions.run_import, ImportId(import_)).state == "done"


def test_who_runs_it_hears_every_step_and_nobody_else_does(world, cast):
    run(world, cast.yamamoto, upload(world, cast.yamamoto, roll(250)))
    told = world.events(cast.minato, type_="importers.import_progressed")
    assert [(e.data["state"], e.data["done"], e.data["rows"]) for e in told] == [
        ("running", 0, 250),
        ("running", 100, 250),
        ("running", 200, 250),
        ("done", 250, 250),
    ]
    assert {e.topics for e in told} == {(f"account:{cast.yamamoto.account}",)}


def test_the_rows_are_forgotten_as_soon_as_they_are_in(world, cast):
    of = run(
        world, cast.yamamoto, upload(world, cast.yamamoto, [*EVERYBODY, ["", "名無し", "", "", ""]])
    )
    [(_, block)] = world.ask(
        cast.yamamoto, lambda ctx: store.list_blocks(ctx, of.id, after=-1, limit=9)
    )
    assert "佐藤" not in block.rows.decode()
    assert "名無し" in block.rows.decode()


def test_after_a_day_an_import_is_forgotten_at_the_next_start(world, cast):
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, EVERYBODY))
    world.do_as(cast.minato, SERVER, actions.forget_old_imports, None)
    assert see(world, cast.yamamoto, of.id).state == "done"
    world.pass_time(timedelta(days=1, minutes=1))
    world.do_as(cast.minato, SERVER, actions.forget_old_imports, None)
    with pytest.raises(ImportNotFound):
        see(world, cast.yamamoto, of.id)


def test_a_file_that_is_none_is_refused_and_nothing_is_kept(world, cast):
    before = world.seq(cast.minato)
    for content in (b"\0", csv(EVERYBODY) + "山田\n".encode("cp932")):
        with pytest.raises(FileRefused):
            plan(world, cast.yamamoto, content)
    assert world.seq(cast.minato) == before


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


def test_a_login_taken_after_the_dry_run_comes_back_as_a_problem(world, cast):
    import_ = upload(world, cast.yamamoto, [HEAD, ITO, ["2002", "上田 葵", "", "", ""]])
    world.do(
        cast.yamamoto, directory.add_member, AddMember(name="別人", login="2001", employee_no="9")
    )
    of = run(world, cast.yamamoto, import_)
    assert (of.state, of.ran.added, of.ran.bad) == ("done", 1, 1)
    assert [p.line for p in of.planned.problems] == [2]


def test_the_command_line_runs_an_import_as_the_server(world, cast):
    found = world.ask_as(
        cast.minato, SERVER, lambda ctx: queries.plan_file(ctx, "a.csv", csv(roll(150)))
    )
    import_ = new_id()
    for step in actions.steps(found, import_):
        world.do_as(cast.minato, SERVER, step.action, step.command)
    world.do_as(cast.minato, SERVER, actions.run_import, ImportId(import_))
    no, state = 0, "running"
    while state == "running":
        state, no = chunk(world, cast.minato, import_, no).state, no + 1
    assert (state, no) == ("done", 2)
    assert see(world, cast.yamamoto, import_).ran.added == 150


def test_a_dry_run_tells_how_far_it_has_come(world, cast):
    told: list[int] = []
    plan(world, cast.yamamoto, roll(250), progressed=told.append)
    assert told == [100, 200, 250]


def test_runs_and_their_ends_are_on_the_record(world, cast):
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, [*EVERYBODY, ITO]))
    [begun] = world.audit(cast.minato, kind="importers.run_import")
    [ended] = world.audit(cast.minato, kind="importers.finish_import")
    assert (begun.actor, begun.subject, ended.actor) == (
        cast.yamamoto.account,
        of.id,
        cast.yamamoto.account,
    )
    assert (ended.data["added"], ended.data["same"]) == (1, 4)


def faulty(rows):
    """Break 20 rows, each in its own way, and return their lines."""
    faults = [
        (0, ""), (1, ""), (2, "漢字"), (6, "ito@minato,example"), (6, "ito"), (7, "なし"),
        (8, "休職"), (8, "ゲスト"), (9, "一番"), (4, "長" * 101),
    ]  # fmt: skip
    lines = []
    for n in range(20):
        at = 200 * n + 7
        column, value = faults[n % len(faults)]
        rows[at][column] = value
        lines.append(at + 1)
    return lines


def test_5000_rows_of_cp932_with_20_faulty_ones(world, cast):
    rows = roll(5_000)
    lines = faulty(rows)
    content = csv(rows, "cp932")
    first = run(world, cast.yamamoto, upload(world, cast.yamamoto, content))
    assert (first.encoding, first.ran.added, first.ran.bad) == ("cp932", 4_980, 20)
    bad = world.ask(cast.yamamoto, lambda ctx: queries.list_bad_rows(ctx, first.id))
    assert [row.row.line for row in bad] == lines
    assert all(row.problems for row in bad)
    second = run(world, cast.yamamoto, upload(world, cast.yamamoto, content))
    assert (second.ran.added, second.ran.changed, second.ran.same, second.ran.bad) == (
        0,
        0,
        4_980,
        20,
    )


def test_a_list_of_100_000_is_compared_within_bounds(world, cast):
    content = csv([["番号", "氏名", "職員番号"], *[["", "山田", f"x{n}"] for n in range(100_000)]])
    found = plan(world, cast.yamamoto, content)
    assert (found.rows, found.summary.counts.added) == (100_000, 100_000)
    assert len(found.blocks) == 1_000
    assert sum(len(block.rows) for block in found.blocks) < 2 * len(content)
    commands = [step.command for step in actions.steps(found, new_id())]
    assert len(commands) == 1_003
