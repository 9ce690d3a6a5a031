"""Good rows go in, in blocks; an import may stop anywhere and go on."""

import time
from datetime import timedelta

import pytest

from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as members
from kairan.domains.directory.model.people import AddMember
from kairan.domains.importers import actions, queries, store
from kairan.domains.importers.errors import (
    ImportNotFound,
)
from kairan.domains.importers.model.commands import ImportId
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from kairan.surfaces import worker
from tests.domains.importers.acting import (
    EVERYBODY,
    HEAD,
    ITO,
    chunk,
    make_unit_admin,
    run,
    see,
    upload,
)
from tests.domains.importers.files import csv, roll


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


def test_an_import_whose_block_fails_for_ever_ends_and_keeps_what_is_in(site, monkeypatch):
    cast = site.cast
    monkeypatch.setattr(worker, "RETRY_AFTER", 0.01)
    import_ = upload(site, cast.yamamoto, roll(350))
    with monkeypatch.context() as patch:
        keep, tried = store.update_block, []

        def poisoned(ctx, import_, no, block):
            if no == 1:
                tried.append(no)
                raise RuntimeError("this block can never go in")
            keep(ctx, import_, no, block)

        patch.setattr(store, "update_block", poisoned)
        site.do(cast.yamamoto, actions.run_import, ImportId(import_))
        _wait_until(lambda: see(site, cast.yamamoto, import_).state == "failed")
    of = see(site, cast.yamamoto, import_)
    assert (of.error, of.done, of.ran.added) == ("importers.broke_off", 100, 100)
    assert len(tried) == worker.TRIES
    assert [e.data["done"] for e in site.audit(cast.minato, kind="importers.break_off")] == [100]
    shown = site.client(cast.yamamoto, **{"Accept-Language": "ja"}).get(f"/imports/{import_}")
    assert shown.json()["error"].startswith("サーバーの問題で、途中で止まりました。")
    site.do(cast.yamamoto, actions.run_import, ImportId(import_))
    _wait_until(lambda: see(site, cast.yamamoto, import_).state == "done")
    assert see(site, cast.yamamoto, import_).ran.added == 350


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


def test_after_a_day_an_import_is_forgotten(world, cast):
    of = run(world, cast.yamamoto, upload(world, cast.yamamoto, EVERYBODY))
    world.do_as(cast.minato, SERVER, actions.forget_old_imports, None)
    assert see(world, cast.yamamoto, of.id).state == "done"
    world.pass_time(timedelta(days=1, minutes=1))
    world.do_as(cast.minato, SERVER, actions.forget_old_imports, None)
    with pytest.raises(ImportNotFound):
        see(world, cast.yamamoto, of.id)


def test_one_that_is_running_is_not_forgotten(world, cast):
    import_ = upload(world, cast.yamamoto, roll(150))
    world.do(cast.yamamoto, actions.run_import, ImportId(import_))
    world.pass_time(timedelta(days=1, minutes=1))
    world.do_as(cast.minato, SERVER, actions.forget_old_imports, None)
    assert see(world, cast.yamamoto, import_).state == "running"


def test_only_some_are_forgotten_at_a_time_the_oldest_first(world, cast, monkeypatch):
    monkeypatch.setattr(actions.keeping, "FORGOTTEN_AT_ONCE", 1)
    make_unit_admin(world, cast, cast.kobayashi, cast.bosai)
    first = upload(world, cast.yamamoto, EVERYBODY)
    second = upload(world, cast.kobayashi, [HEAD, ITO], unit=cast.bosai)
    world.pass_time(timedelta(days=1, minutes=1))
    world.do_as(cast.minato, SERVER, actions.forget_old_imports, None)
    with pytest.raises(ImportNotFound):
        see(world, cast.yamamoto, first)
    assert see(world, cast.kobayashi, second)
    world.do_as(cast.minato, SERVER, actions.forget_old_imports, None)
    with pytest.raises(ImportNotFound):
        see(world, cast.kobayashi, second)


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


def _wait_until(condition):
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


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
