"""Who is calling: looked up inside the transaction, as it is at that moment."""

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.units import MakeUnit
from kairan.kernel.actions import Action
from kairan.kernel.errors import NotAllowed, NotFound, NotSignedIn
from kairan.kernel.guard import NOBODY, SERVER, Role
from kairan.kernel.ids import new_id, new_secret, read_secret
from tests.kernel.test_lane import outcome
from tests.kernel.words import SAY, SAY_ALL, words


def test_a_session_that_ended_while_its_call_waited_is_nobodys(world, cast):
    phone = world.open_session(cast.minato, cast.sato.account)
    with world.together(cast.minato):
        world.begin_to(phone, accounts.sign_out, None)
        late = world.begin_to(phone, SAY, "late")
        other = world.begin_to(cast.sato, SAY, "other device")
    assert outcome(late) == "NotSignedIn"
    assert outcome(other) == "done"


def test_a_session_that_ended_earlier_in_a_run_of_other_actions_is_nobodys_in_many(world, cast):
    with world.together(cast.minato):
        world.begin_to(cast.sato, SAY_ALL, "before")
        world.begin_to(cast.yamamoto, directory.suspend_member, AccountId(cast.sato.account))
        late = world.begin_to(cast.sato, SAY_ALL, "after")
    assert outcome(late) == "NotSignedIn"
    assert words(world, cast.minato) == ["before"]


def test_who_lost_the_office_a_moment_ago_has_lost_it(world, cast):
    world.do(cast.yamamoto, accounts.grant_admin, AccountId(cast.sato.account))
    with world.together(cast.minato):
        world.begin_to(cast.yamamoto, accounts.withdraw_admin, AccountId(cast.sato.account))
        late = world.begin_to(cast.sato, directory.make_unit, MakeUnit("秘書課"))
    assert outcome(late) == "NotAllowed"


def test_a_secret_of_an_organisation_that_is_not_there_is_nobodys(world):
    token, _ = new_secret(new_id())
    secret = read_secret(token)
    assert secret is not None
    with pytest.raises(NotSignedIn):
        world.lane.submit(secret.org, secret, SAY, "hello").result(timeout=30)
    with pytest.raises(NotFound):
        world.do_as(new_id(), SERVER, SAY, "hello")


def test_the_lane_remembers_nothing_of_organisations_that_have_nothing_waiting(world, cast):
    for _ in range(50):
        with pytest.raises(NotFound):
            world.do_as(new_id(), SERVER, SAY, "hello")
    world.do(cast.sato, SAY, "hello")
    assert len(world.lane._queues) <= 1


def test_a_role_that_does_not_carry_an_action_is_refused(world, cast):
    only_admins = Action("tests.rule", Role.ADMIN, "", one=SAY.one)
    with pytest.raises(NotAllowed):
        world.do(cast.sato, only_admins, "word")
    with pytest.raises(NotSignedIn):
        world.do_as(cast.minato, NOBODY, only_admins, "word")
    assert world.do(cast.yamamoto, only_admins, "word")
