"""Signing in by login and password."""

from datetime import timedelta

import pytest

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.api import ways_in as api
from kairan.domains.accounts.api.ways_in import PasswordBody, SignInBody
from kairan.domains.accounts.errors import NoLogin, WrongLogin, WrongPassword
from kairan.domains.accounts.model import (
    DUMMY_HASH,
    AccountId,
    ChangePassword,
    FoundOrganisation,
    GivePassword,
    SeenSessions,
    SignIn,
    checked_password,
    hash_password,
    password_fits,
)
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.kernel.errors import BadInput, NotAllowed, NotSignedIn, TooMany
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import new_id
from kairan.migrations import upgrade
from tests.desk import WorldDesk, call
from tests.world import PASSWORD, Somebody, World, password_hash


def sign_in(desk, login, password=PASSWORD):
    return call(api.sign_in, desk, data=SignInBody(login, password))


def set_password(world, who, new, old=None):
    desk = WorldDesk(world, who)
    call(api.change_password, desk, data=PasswordBody(new, old))


def see(world, who):
    """What the surfaces do every minute for those who were there."""
    [session] = [each.id for each in world.ask(who, queries.list_sessions) if each.current]
    world.do_as(who.org, SERVER, actions.see_sessions, SeenSessions((session,)))


def test_yamamoto_signs_in_with_login_and_code(world, cast):
    entered = sign_in(WorldDesk(world), "yamamoto@minato")
    assert entered.account == cast.yamamoto.account
    assert world.may_enter(entered.token)


def test_the_session_goes_into_the_cookie_unless_a_token_is_asked_for(world):
    desk = WorldDesk(world, wants_token=False)
    assert sign_in(desk, "yamamoto@minato").token is None
    assert world.may_enter(desk.entered)


@pytest.mark.parametrize(
    "login", ["YAMAMOTO@minato", "ｙａｍａｍｏｔｏ@MINATO", " yamamoto@minato "]
)
def test_a_login_is_the_same_in_any_case_and_width(world, login):
    assert sign_in(WorldDesk(world), login).token


def test_the_same_name_in_another_organisation_is_somebody_else(world, cast):
    with pytest.raises(WrongLogin):
        sign_in(WorldDesk(world), "yamamoto@aoba")
    assert sign_in(WorldDesk(world), "mikami@aoba").account == cast.mikami.account


def test_the_code_is_needed_while_there_are_two_organisations(world):
    with pytest.raises(WrongLogin):
        sign_in(WorldDesk(world), "yamamoto")


def test_the_code_may_be_left_out_while_there_is_one_organisation(tmp_path):
    world = World(tmp_path)
    upgrade(world.database.writer)
    founding = FoundOrganisation("minato", "みなと県", "山本 玲", "yamamoto", password_hash())
    world.lane.run(new_id(), SERVER, directory.found_organisation, founding, founds=True)
    assert sign_in(WorldDesk(world), "yamamoto").token
    world.close()


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("yamamoto@minato", "wrong"),
        ("yamamoto@minato", ""),
        ("nobody@minato", PASSWORD),
        ("sato@minato", PASSWORD),  # has no password
        ("yamamoto@nowhere", PASSWORD),
        ("@minato", PASSWORD),
        ("yamamoto@minato@minato", PASSWORD),
        ("", ""),
        ("yama\x00moto@minato", PASSWORD),
        ("yamamoto@minato", PASSWORD + "\x00"),
        ("%@minato", PASSWORD),
    ],
)
def test_whatever_is_wrong_the_answer_and_the_work_are_the_same(world, login, password):
    desk = WorldDesk(world)
    with pytest.raises(WrongLogin) as refused:
        sign_in(desk, login, password)
    assert desk.slow_work == 1
    assert (refused.value.code, refused.value.status) == ("accounts.wrong_login", 401)
    assert refused.value.fields == refused.value.data == {}


def test_a_password_nobody_has_costs_as_much_as_a_real_one():
    assert DUMMY_HASH.split("$")[:4] == hash_password("x" * 8).split("$")[:4]
    assert not password_fits(None, "")


def test_a_failed_sign_in_is_on_the_record_without_what_was_typed(world, cast):
    for login in ("yamamoto@minato", "typed-my-password-here@minato"):
        with pytest.raises(WrongLogin):
            sign_in(WorldDesk(world), login, "wrong-secret")
    first, second = world.audit(cast.minato, kind="accounts.refuse_sign_in")
    assert (first.subject, second.subject) == (cast.yamamoto.account, None)
    assert second.data == {"address": "192.0.2.7"}
    assert "wrong-secret" not in str(world.audit(cast.minato))


def test_a_sign_in_is_on_the_record(world, cast):
    before = len(world.audit(cast.minato, kind="accounts.sign_in"))
    sign_in(WorldDesk(world), "yamamoto@minato")
    entries = world.audit(cast.minato, kind="accounts.sign_in")
    assert len(entries) == before + 1
    assert entries[-1].subject == cast.yamamoto.account


def test_after_five_tries_a_minute_a_login_has_to_wait_right_or_wrong(world):
    desk = WorldDesk(world)
    for _ in range(5):
        with pytest.raises(WrongLogin):
            sign_in(desk, "yamamoto@minato", "wrong")
    with pytest.raises(TooMany):
        sign_in(desk, "YAMAMOTO@minato")
    assert desk.slow_work == 5


def guess(desk, times):
    for _ in range(times):
        with pytest.raises((WrongLogin, TooMany)):
            sign_in(desk, "yamamoto@minato", "wrong")


def let_many_places_guess(desk):
    """Count the tries of many places without the work of fifty passwords, which takes a minute."""
    login = f"{desk.world.cast.minato} yamamoto"
    while desk.tries.get(("sign_in_anywhere", login), 0) < 50:
        desk.limit("sign_in_anywhere", login, times=50, seconds=600)


def test_guessing_elsewhere_locks_nobody_out(world):
    desk = WorldDesk(world)
    desk.at = "203.0.113.9"
    guess(desk, 6)
    desk.at = "192.0.2.7"
    assert sign_in(desk, "yamamoto@minato").token


def test_guessing_from_many_places_is_slowed_down_for_strangers(world):
    desk = WorldDesk(world)
    let_many_places_guess(desk)
    desk.at = "192.0.2.7"
    with pytest.raises(TooMany):
        sign_in(desk, "yamamoto@minato")


def test_but_not_where_the_owner_signed_in_before(world):
    desk = WorldDesk(world)
    desk.at = "192.0.2.7"
    sign_in(desk, "yamamoto@minato")
    let_many_places_guess(desk)
    desk.at = "192.0.2.7"
    assert sign_in(desk, "YAMAMOTO@minato").token


def test_signing_in_to_ones_own_account_opens_no_door_to_anothers(world, cast):
    set_password(world, cast.sato, "long enough")
    desk = WorldDesk(world)
    desk.at = "203.0.113.250"
    sign_in(desk, "sato@minato", "long enough")
    let_many_places_guess(desk)
    desk.at = "203.0.113.250"
    with pytest.raises(TooMany):
        sign_in(desk, "yamamoto@minato", "wrong")


def test_a_suspended_account_does_not_come_in_with_the_right_password(world, cast):
    set_password(world, cast.sato, "long enough")
    world.do(cast.yamamoto, directory.suspend_member, AccountId(cast.sato.account))
    with pytest.raises(WrongLogin):
        sign_in(WorldDesk(world), "sato@minato", "long enough")


def test_a_password_that_changed_meanwhile_is_not_good(world, cast):
    signing_in = SignIn(cast.yamamoto.account, password_hash(), "Test")
    world.do(cast.yamamoto, actions.change_password, ChangePassword(password_hash(), "other hash"))
    with pytest.raises(WrongLogin):
        world.do_as(cast.minato, NOBODY, actions.sign_in, signing_in)


def test_sato_sets_a_first_password_and_signs_in_with_it(world, cast):
    set_password(world, cast.sato, "夏草や兵どもが夢の跡")
    assert (
        sign_in(WorldDesk(world), "sato@minato", "夏草や兵どもが夢の跡").account
        == cast.sato.account
    )
    assert world.ask(cast.sato, queries.get_own).has_password


def test_the_server_gives_several_people_one_password(world, cast):
    giving = GivePassword((cast.sato.account, cast.kobayashi.account), password_hash())
    world.do_as(cast.minato, SERVER, actions.give_password, giving)
    for login in ("sato@minato", "kobayashi@minato"):
        assert sign_in(WorldDesk(world), login).token
    with pytest.raises(NotAllowed):
        world.do(cast.yamamoto, actions.give_password, giving)


def test_changing_a_password_needs_the_old_one(world, cast):
    for old in (None, "", "wrong"):
        with pytest.raises(WrongPassword):
            set_password(world, cast.yamamoto, "something else", old)
    set_password(world, cast.yamamoto, "something else", PASSWORD)
    with pytest.raises(WrongLogin):
        sign_in(WorldDesk(world), "yamamoto@minato", PASSWORD)


def test_changing_a_password_signs_the_other_devices_out(world, cast):
    other = world.open_session(cast.minato, cast.yamamoto.account)
    set_password(world, cast.yamamoto, "something else", PASSWORD)
    assert world.may_enter(cast.yamamoto.token)
    assert not world.may_enter(other.token)


def test_a_guest_without_a_login_cannot_have_a_password(world, cast):
    with pytest.raises(NoLogin):
        set_password(world, cast.maeda, "long enough")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "too_short"),
        ("", "too_short"),
        ("x" * 257, "too_long"),
        ("line\nbreak in it", "control_characters"),
        ("\x00" * 8, "control_characters"),
        ("lone surrogate \ud800", "control_characters"),
    ],
)
def test_a_password_that_cannot_be_taken(world, cast, password, reason):
    with pytest.raises(BadInput) as refused:
        set_password(world, cast.sato, password)
    assert refused.value.fields == {"new": reason}
    assert not world.ask(cast.sato, queries.get_own).has_password


def test_the_longest_and_widest_password_fits():
    longest = checked_password("new", "𠮷" * 256)
    assert password_fits(hash_password(longest), longest)
    assert not password_fits(hash_password(longest), longest[:-1])


def test_a_password_typed_in_another_normal_form_is_the_same():
    assert password_fits(hash_password(checked_password("new", "が" * 8)), "か\u3099" * 8)


def test_signing_in_for_the_first_time_is_told_once(world, cast):
    adding = AddMember(name="新人", login="shinjin", unit=cast.somu)
    account = world.do(cast.yamamoto, directory.add_member, adding)

    def first_in_at():
        return world.ask(cast.yamamoto, lambda ctx: queries.get_account(ctx, account)).first_in_at

    assert first_in_at() is None
    world.open_session(cast.minato, account)
    world.open_session(cast.minato, account)
    told = world.events(cast.minato, type_="accounts.account_entered")
    assert [event.data["account"] for event in told].count(account) == 1
    assert first_in_at() is not None


def test_a_session_ends_after_90_days_unseen(world, cast):
    world.pass_time(timedelta(days=89))
    assert world.may_enter(cast.sato.token)
    see(world, cast.kobayashi)
    world.pass_time(timedelta(days=2))
    assert not world.may_enter(cast.sato.token)
    assert world.may_enter(cast.kobayashi.token)


def test_a_session_ends_after_180_days_however_often_it_is_used(world, cast):
    for _ in range(2):
        world.pass_time(timedelta(days=80))
        see(world, cast.sato)
    world.pass_time(timedelta(days=19))
    assert world.may_enter(cast.sato.token)
    world.pass_time(timedelta(days=2))
    assert not world.may_enter(cast.sato.token)


def test_a_secret_of_one_organisation_does_not_open_another(world, cast):
    stolen = cast.sato.token.replace(cast.minato, cast.aoba)
    assert not world.may_enter(stolen)
    somebody = Somebody(cast.aoba, cast.sato.account, "", stolen)
    with pytest.raises(NotSignedIn):
        world.do(somebody, actions.sign_out, None)
