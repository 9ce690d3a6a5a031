"""兼務: of one person's lines with different units the first is the main unit, the others further ones."""

from kairan.domains.directory import queries as directory
from kairan.domains.importers import queries
from tests.domains.importers.acting import HEAD, SATO, known, make_unit_admin, plan, run, upload
from tests.domains.importers.files import roll

ITO = ["2001", "伊藤 健", "いとう けん", "企画部/デジタル戦略課", "係長"]
ALSO = ["2001", "伊藤　健", "", "総務課", "主査"]


def units(world, cast, number):
    """Return somebody's main unit and further places, by the paths of units."""
    details = known(world, cast.yamamoto, number).details
    paths = {unit.id: unit.path for unit in world.ask(cast.yamamoto, directory.list_units)}
    return paths.get(details.unit), [(paths[p.unit], p.position) for p in details.also]


def test_the_first_line_is_the_main_unit_and_the_others_are_further_ones(world, cast):
    third = [*ALSO[:3], "土木事務所", ""]
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, [HEAD, ITO, ALSO, third]))
    assert (of.rows, of.ran.added, of.ran.bad) == (3, 1, 0)
    assert units(world, cast, "2001") == (
        "企画部/デジタル戦略課",
        [("総務課", "主査"), ("土木事務所", None)],
    )


def test_the_dry_run_says_the_same_and_a_second_run_changes_nothing(world, cast):
    rows = [HEAD, ITO, SATO, ALSO]
    planned = plan(world, cast.yamamoto, rows).summary.counts
    assert (planned.added, planned.same, planned.bad) == (1, 1, 0)
    run(world, cast.yamamoto, upload(world, cast.yamamoto, rows))
    again = run(world, cast.yamamoto, upload(world, cast.yamamoto, rows))
    assert (again.ran.added, again.ran.changed, again.ran.same) == (0, 0, 2)


def test_somebody_who_is_here_already_gets_the_further_unit_and_keeps_those_there_were(world, cast):
    also = [*SATO[:3], "土木事務所", "兼務主査"]
    planned = plan(world, cast.yamamoto, [HEAD, SATO, also])
    assert [(c.field, c.after) for c in planned.summary.changes] == [("also", "土木事務所")]
    run(world, cast.yamamoto, upload(world, cast.yamamoto, [HEAD, SATO, also]))
    run(world, cast.yamamoto, upload(world, cast.yamamoto, [HEAD, SATO]))
    assert units(world, cast, "1001")[1] == [("土木事務所", "兼務主査")]


def test_the_lines_may_stand_far_apart_and_the_new_units_are_shown(world, cast):
    rows = roll(250)
    far = [*rows[1]]
    far[rows[0].index("所属")] = "新設局/兼務課"
    rows.append(far)
    found = plan(world, cast.yamamoto, rows)
    assert (found.summary.counts.added, found.summary.counts.bad) == (250, 0)
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, rows))
    assert (of.ran.added, of.ran.bad, of.done) == (250, 0, 251)
    assert units(world, cast, rows[1][0])[1][0][0] == "新設局/兼務課"


def test_other_names_or_the_same_unit_are_no_posts(world, cast):
    for other in (["2001", "別人", "", "総務課", ""], ["2001", "伊藤 健", "", ITO[3], "主査"]):
        found = plan(world, cast.yamamoto, [HEAD, ITO, other])
        assert [(p.line, p.code) for p in found.summary.problems] == [
            (2, "importers.twice"),
            (3, "importers.twice"),
        ]


def test_when_one_line_is_bad_all_of_that_person_come_back(world, cast):
    bad_kana = [*ALSO[:2], "漢字", *ALSO[3:]]
    for rows, faulty in (
        ([HEAD, ITO, bad_kana], 3),
        ([HEAD, [*ITO[:2], "漢字", *ITO[3:]], ALSO], 2),
    ):
        of = run(world, cast.yamamoto, upload(world, cast.yamamoto, rows))
        assert (of.ran.added, of.ran.bad) == (0, 2)
        other = 5 - faulty
        codes = {p.line: (p.code, p.data) for p in of.planned.problems}
        assert codes[other] == ("importers.other_line", {"line": faulty})
        bad = world.ask(cast.yamamoto, lambda ctx, of=of: queries.list_bad_rows(ctx, of.id))
        assert [each.row.line for each in bad] == [2, 3]


def test_a_unit_administrator_gives_no_post_in_a_unit_of_others(world, cast):
    make_unit_admin(world, cast, cast.sato, cast.bosai)
    rows = [HEAD, [*ITO[:3], "危機管理部/防災課", ""], ALSO]
    of = run(world, cast.sato, upload(world, cast.sato, rows))
    assert (of.ran.added, of.ran.bad) == (0, 2)
    assert [(p.line, p.code) for p in of.planned.problems] == [
        (2, "importers.not_your_unit"),
        (3, "importers.other_line"),
    ]
