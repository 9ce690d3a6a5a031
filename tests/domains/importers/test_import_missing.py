"""Who is missing from a list is listed, and suspended only by hand, with undo."""

import pytest

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions as directory
from kairan.domains.importers import actions, queries
from kairan.domains.importers.errors import (
    ImportIsElsewhere,
)
from kairan.domains.importers.model.commands import TouchMissing
from tests.domains.importers.acting import (
    EVERYBODY,
    HEAD,
    ITO,
    KOBAYASHI,
    SATO,
    plan,
    run,
    see,
    upload,
)
from tests.domains.importers.files import roll


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
    import_ = upload(world, cast.yamamoto, [HEAD, SATO, ITO])
    with pytest.raises(ImportIsElsewhere):
        world.do(cast.yamamoto, actions.suspend_missing, TouchMissing(import_))


def test_a_list_that_only_lacks_somebody_needs_no_run(world, cast):
    """The plainest file at the end of March: nothing is new, and one has left."""
    run(world, cast.yamamoto, upload(world, cast.yamamoto, EVERYBODY))
    import_ = upload(world, cast.yamamoto, EVERYBODY[:-1])
    counts = see(world, cast.yamamoto, import_).planned.counts
    assert (counts.added, counts.changed, counts.missing, counts.known) == (0, 0, 1, 5)
    assert world.do(cast.yamamoto, actions.suspend_missing, TouchMissing(import_)).count == 1
    assert not world.may_enter(cast.nakamura.token)
    assert see(world, cast.yamamoto, import_).state == "done"
    assert world.do(cast.yamamoto, actions.restore_missing, TouchMissing(import_)).count == 1
    assert world.may_enter(cast.nakamura.token)


def test_a_list_of_which_no_row_was_understood_suspends_nobody(world, cast):
    import_ = upload(world, cast.yamamoto, [HEAD, ["", "誰か", "", "", ""]])
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
