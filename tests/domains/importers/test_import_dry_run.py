"""A list of people is looked at first, and a second time it leaves no trace."""

import pytest

from kairan.domains.directory import queries as members
from kairan.domains.importers import actions, queries
from kairan.domains.importers.errors import (
    FileRefused,
    ImportIsElsewhere,
    ImportNotFound,
    NoKeyColumn,
    NoNameColumn,
)
from kairan.domains.importers.model.commands import ImportId
from kairan.kernel.errors import BadInput
from kairan.kernel.ids import new_id
from tests.domains.importers.acting import (
    EVERYBODY,
    HEAD,
    ITO,
    SATO,
    TAKAHASHI,
    choose,
    known,
    make_unit_admin,
    plan,
    run,
    see,
    upload,
)
from tests.domains.importers.files import csv, roll


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


def test_what_an_administrator_of_a_unit_answers_is_for_that_file_only(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    rows = [["職員番号", "氏名", "備考"], ["1001", "佐藤 花子", "fuga"]]
    import_ = upload(world, cast.sato, rows)
    choose(world, cast.sato, import_, {"備考": "login", "職員番号": "ignore"})
    assert [each.field for each in see(world, cast.sato, import_).columns][2] == "login"
    for who in (cast.sato, cast.yamamoto):
        columns = plan(world, who, rows).columns
        assert [each.field for each in columns] == ["employee_no", "name", None]


def test_what_everybody_knows_means_the_same_whatever_was_answered_once(world, cast):
    rows = [["職員番号", "氏名", "携帯"], ["1001", "佐藤 花子", "090"]]
    before = [each.field for each in plan(world, cast.yamamoto, rows).columns]
    import_ = upload(world, cast.yamamoto, rows)
    choose(world, cast.yamamoto, import_, {"携帯": "ignore"})
    assert [each.field for each in plan(world, cast.yamamoto, rows).columns] == before


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


def test_columns_are_not_said_again_once_it_has_run(world, cast):
    import_ = upload(world, cast.yamamoto, EVERYBODY)
    run(world, cast.yamamoto, import_)
    with pytest.raises(ImportIsElsewhere):
        choose(world, cast.yamamoto, import_, {"役職": "ignore"})


def test_a_file_that_never_came_whole_is_not_planned_again(world, cast):
    import_ = new_id()
    received, first, *_ = actions.steps(plan(world, cast.yamamoto, roll(250)), import_)
    for step in (received, first):
        world.do(cast.yamamoto, step.action, step.command)
    with pytest.raises(ImportIsElsewhere):
        choose(world, cast.yamamoto, import_, {"職級": "ignore"})
    with pytest.raises(ImportIsElsewhere):
        world.do(cast.yamamoto, actions.run_import, ImportId(import_))


def test_a_dry_run_that_stopped_half_way_is_made_again(world, cast):
    import_ = upload(world, cast.yamamoto, roll(250))
    of = see(world, cast.yamamoto, import_)
    again = world.ask(
        cast.yamamoto, lambda ctx: queries.plan_again(ctx, import_, {"職級": "ignore"})
    )
    for step in [*actions.steps_again(again, of, {"職級": "ignore"})][:2]:
        world.do(cast.yamamoto, step.action, step.command)
    assert see(world, cast.yamamoto, import_).state == "reading"
    choose(world, cast.yamamoto, import_, {"職級": "level"})
    assert run(world, cast.yamamoto, import_).ran.added == 250


def test_two_dry_runs_at_once_do_not_mix(world, cast):
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


def test_a_new_file_takes_the_place_of_one_that_was_never_run(world, cast):
    first = upload(world, cast.yamamoto, EVERYBODY)
    second = upload(world, cast.yamamoto, EVERYBODY)
    with pytest.raises(ImportNotFound):
        see(world, cast.yamamoto, first)
    assert see(world, cast.yamamoto, second).state == "dry_run"


def test_a_file_that_is_none_is_refused_and_nothing_is_kept(world, cast):
    before = world.seq(cast.minato)
    for content in (b"\0", csv(EVERYBODY) + "山田\n".encode("cp932")):
        with pytest.raises(FileRefused):
            plan(world, cast.yamamoto, content)
    assert world.seq(cast.minato) == before


def test_a_dry_run_tells_how_far_it_has_come(world, cast):
    told: list[int] = []
    plan(world, cast.yamamoto, roll(250), progressed=told.append)
    assert told == [100, 200, 250]


def test_a_list_of_100_000_is_compared_within_bounds(world, cast):
    content = csv([["番号", "氏名", "職員番号"], *[["", "山田", f"x{n}"] for n in range(100_000)]])
    found = plan(world, cast.yamamoto, content)
    assert (found.rows, found.summary.counts.added) == (100_000, 100_000)
    assert len(found.blocks) == 1_000
    assert sum(len(block.rows) for block in found.blocks) < 2 * len(content)
    commands = [step.command for step in actions.steps(found, new_id())]
    assert len(commands) == 1_003
