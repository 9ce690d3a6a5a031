"""How it was before Kairan: three questions that may be left out, kept to compare with later."""

import pytest

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.model import HURTS_LIMIT, Baseline
from kairan.kernel.errors import BadInput, NotAllowed


def test_nothing_is_known_until_somebody_answers(world, cast):
    kept = world.ask(cast.yamamoto, queries.get_baseline)
    assert (kept.answers, kept.recorded_at) == (Baseline(), None)


def test_an_administrator_answers_some_of_it_and_later_more(world, cast):
    world.do(cast.yamamoto, actions.record_baseline, Baseline(calls=120, hurts="  "))
    kept = world.ask(cast.yamamoto, queries.get_baseline)
    assert kept.answers == Baseline(calls=120)
    full = Baseline(calls=100, faxes=0, mails=300, hurts="電話の取り次ぎ\n折り返しが来ない")
    world.do(cast.yamamoto, actions.record_baseline, full)
    kept = world.ask(cast.yamamoto, queries.get_baseline)
    assert kept.answers == full
    assert kept.recorded_at is not None
    assert abs((kept.recorded_at - world.now()).total_seconds()) < 5


def test_each_organisation_has_its_own(world, cast):
    world.do(cast.yamamoto, actions.record_baseline, Baseline(calls=1))
    assert world.ask(cast.mikami, queries.get_baseline).answers == Baseline()


def test_members_neither_answer_nor_read_it(world, cast):
    with pytest.raises(NotAllowed):
        world.do(cast.sato, actions.record_baseline, Baseline(calls=1))
    with pytest.raises(NotAllowed):
        world.ask(cast.sato, queries.get_baseline)


def test_what_is_too_long_or_forged_is_refused_and_nothing_is_kept(world, cast):
    for hurts in ("あ" * (HURTS_LIMIT + 1), "a\u202eb"):
        with pytest.raises(BadInput):
            world.do(cast.yamamoto, actions.record_baseline, Baseline(hurts=hurts))
    assert world.ask(cast.yamamoto, queries.get_baseline).recorded_at is None
