"""Suspension, administrators, organisations, and what one changes about oneself."""

import msgspec
import pytest

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.errors import (
    AccountNotFound,
    CodeTaken,
    LastAdministrator,
    LoginTaken,
    NameIsGiven,
    NotAMember,
    NotYourself,
)
from kairan.domains.accounts.model import (
    SESSION_IDLE_FOR,
    AccountChange,
    AccountId,
    ChangeMe,
    FoundOrganisation,
    NewAccount,
    Settings,
    SettingsChange,
)
from kairan.domains.directory import actions as directory
from kairan.kernel import store
from kairan.kernel.actions import Action
from kairan.kernel.audit import first_broken
from kairan.kernel.errors import BadInput, NotAllowed, NotSignedIn
from kairan.kernel.guard import SERVER, Role
from kairan.kernel.ids import new_id
from tests.world import by_server


def suspend(world, by, who):
    world.do(by, directory.suspend_member, AccountId(who.account))


def test_suspending_takes_effect_at_once_on_all_devices(world, cast):
    other = world.open_session(cast.minato, cast.sato.account)
    suspend(world, cast.yamamoto, cast.sato)
    assert not world.may_enter(cast.sato.token)
    assert not world.may_enter(other.token)
    with pytest.raises(NotSignedIn):
        world.do(cast.sato, actions.sign_out, None)
    [told] = world.events(cast.minato, type_="accounts.account_suspended")
    assert told.data == {"account": cast.sato.account}
    assert told.topics == ("admins", f"account:{cast.sato.account}")


def restore(world, by, who):
    world.do(by, directory.restore_member, AccountId(who.account))


def test_restoring_lets_in_again_by_the_devices_one_had(world, cast):
    """Whoever came by a QR code has no login: there is no other way back."""
    other = world.open_session(cast.minato, cast.sato.account)
    suspend(world, cast.yamamoto, cast.sato)
    restore(world, cast.yamamoto, cast.sato)
    assert world.may_enter(cast.sato.token)
    assert world.may_enter(other.token)
    assert world.events(cast.minato, type_="accounts.account_restored")


def test_restoring_does_not_revive_a_device_that_was_signed_out(world, cast):
    other = world.open_session(cast.minato, cast.sato.account)
    world.do(other, actions.sign_out, None)
    suspend(world, cast.yamamoto, cast.sato)
    restore(world, cast.yamamoto, cast.sato)
    assert not world.may_enter(other.token)
    assert world.may_enter(cast.sato.token)


def test_a_new_entry_link_after_restoring_ends_the_old_devices(world, cast):
    suspend(world, cast.yamamoto, cast.sato)
    restore(world, cast.yamamoto, cast.sato)
    world.do(cast.yamamoto, directory.issue_entry_link, AccountId(cast.sato.account))
    assert not world.may_enter(cast.sato.token)


def test_a_device_grows_old_while_its_account_is_suspended(world, cast):
    admin = cast.yamamoto
    suspend(world, admin, cast.sato)
    world.pass_time(SESSION_IDLE_FOR)
    admin = world.open_session(cast.minato, admin.account)
    restore(world, admin, cast.sato)
    assert not world.may_enter(cast.sato.token)


def test_suspending_twice_is_told_once(world, cast):
    suspend(world, cast.yamamoto, cast.sato)
    before = world.seq(cast.minato)
    suspend(world, cast.yamamoto, cast.sato)
    assert world.seq(cast.minato) == before


def test_nobody_suspends_herself(world, cast):
    world.do(cast.yamamoto, actions.grant_admin, AccountId(cast.sato.account))
    with pytest.raises(NotYourself):
        suspend(world, cast.yamamoto, cast.yamamoto)


def test_the_last_administrator_stays_one(world, cast):
    with pytest.raises(LastAdministrator):
        world.do(cast.yamamoto, actions.withdraw_admin, AccountId(cast.yamamoto.account))


def test_of_two_administrators_who_withdraw_each_other_at_once_one_remains(world, cast):
    world.do(cast.yamamoto, actions.grant_admin, AccountId(cast.sato.account))
    answers = [
        world.begin_to(cast.yamamoto, actions.withdraw_admin, AccountId(cast.sato.account)),
        world.begin_to(cast.sato, actions.withdraw_admin, AccountId(cast.yamamoto.account)),
    ]
    assert [answer.exception(timeout=30) is None for answer in answers].count(True) == 1
    assert len(world.ask(cast.kobayashi, queries.list_administrators)) == 1


def test_a_suspended_administrator_does_not_count(world, cast):
    world.do(cast.yamamoto, actions.grant_admin, AccountId(cast.sato.account))
    suspend(world, cast.yamamoto, cast.sato)
    with pytest.raises(LastAdministrator):
        world.do(cast.yamamoto, actions.withdraw_admin, AccountId(cast.yamamoto.account))


def test_sato_becomes_an_administrator_and_is_told(world, cast):
    world.do(cast.yamamoto, actions.grant_admin, AccountId(cast.sato.account))
    assert world.ask(cast.sato, lambda ctx: ctx.actor.role) is Role.ADMIN
    [told] = world.events(cast.minato, type_="accounts.role_changed")
    assert told.topics == ("admins", f"account:{cast.sato.account}")
    [entry] = world.audit(cast.minato, kind="accounts.grant_admin")
    assert (entry.actor, entry.subject) == (cast.yamamoto.account, cast.sato.account)


def test_a_guest_cannot_be_an_administrator(world, cast):
    with pytest.raises(NotAMember):
        world.do(cast.yamamoto, actions.grant_admin, AccountId(cast.maeda.account))


def test_members_and_strangers_make_no_administrators(world, cast):
    with pytest.raises(NotAllowed):
        world.do(cast.sato, actions.grant_admin, AccountId(cast.sato.account))
    with pytest.raises(AccountNotFound):
        world.do(cast.mikami, actions.grant_admin, AccountId(cast.sato.account))


def found(world, code, **changed):
    command = {"name": "新しい会社", "admin_name": "社長", "login": "shacho", "password_hash": None}
    founding = FoundOrganisation(code, **{**command, **changed})
    action = directory.found_organisation
    return world.lane.run(new_id(), SERVER, action, founding, founds=True)


def test_a_code_belongs_to_one_organisation(world):
    with pytest.raises(CodeTaken):
        found(world, "minato")


def test_an_organisation_that_cannot_be_founded_leaves_no_log_behind(world):
    with world.database.read() as tx:
        before = store.list_orgs(tx)
    with pytest.raises(CodeTaken):
        found(world, "minato")
    with world.database.read() as tx:
        assert store.list_orgs(tx) == before


@pytest.mark.parametrize("code", ["", "a", "A1", "みなと", "a b", "a" * 33, "a.b", "a\n", "a@b"])
def test_what_is_no_code_is_refused(world, code):
    with pytest.raises(BadInput) as refused:
        found(world, code)
    assert refused.value.fields == {"code": "not_a_code"}


@pytest.mark.parametrize(
    "login", ["", " ", "a b", "a@b", "x" * 101, "a\x00", "a\u3000b", "\u202eab"]
)
def test_what_is_no_login_is_refused(world, login):
    with pytest.raises(BadInput) as refused:
        found(world, "new-one", login=login)
    assert "login" in refused.value.fields


def test_members_cannot_found_an_organisation(world, cast):
    founding = FoundOrganisation("new-one", "x", "x", "x", None)
    with pytest.raises(NotAllowed):
        world.do(cast.yamamoto, directory.found_organisation, founding)


def test_settings_are_merged(world, cast):
    world.do(cast.sato, actions.change_me, ChangeMe(settings=SettingsChange(text="largest")))
    world.do(cast.sato, actions.change_me, ChangeMe(settings=SettingsChange(simple=True)))
    world.do(cast.sato, actions.change_me, ChangeMe(language="en"))
    me = world.ask(cast.sato, queries.get_own)
    assert me.settings == Settings(text="largest", simple=True)
    assert me.language == "en"
    told = world.events(cast.minato, type_="accounts.me_changed")
    assert {event.topics for event in told} == {(f"account:{cast.sato.account}",)}


@pytest.mark.parametrize(
    "body",
    [
        b'{"settings": {"text": "huge"}}',
        b'{"settings": {"unknown": 1}}',
        b'{"settings": null}',
        b'{"language": "fr"}',
        b'{"name": null}',
        b'{"name": 1}',
        b'{"name": "' + b"x" * 101 + b'"}',
        b'{"admin": true}',
        b'{"settings": {"simple": NaN}}',
    ],
)
def test_a_change_of_the_wrong_shape_is_not_decoded(body):
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(body, type=ChangeMe)


def test_a_guest_changes_name_and_affiliation(world, cast):
    change = ChangeMe(name=" 前田　一朗 ", affiliation="南浜自治会　会長")
    world.do(cast.maeda, actions.change_me, change)
    person = world.ask(cast.maeda, queries.get_own).person
    assert (person.name, person.affiliation) == ("前田 一朗", "南浜自治会　会長")
    world.do(cast.maeda, actions.change_me, ChangeMe(affiliation=None))
    assert world.ask(cast.maeda, queries.get_own).affiliation is None


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "a\nb", "\u202e前田", "x" * 101])
def test_a_guests_name_has_to_be_a_name(world, cast, name):
    with pytest.raises(BadInput):
        world.do(cast.maeda, actions.change_me, ChangeMe(name=name))
    assert world.ask(cast.maeda, queries.get_own).name == "前田 一郎"


def test_members_names_are_kept_by_their_administrators(world, cast):
    for change in (ChangeMe(name="花子"), ChangeMe(affiliation="知事")):
        with pytest.raises(NameIsGiven):
            world.do(cast.sato, actions.change_me, change)


def test_people_are_known_in_bulk_and_never_across_organisations(world, cast):
    ids = [cast.sato.account, cast.maeda.account, cast.mikami.account, "nobody"]
    with world.statements() as statements:
        known = world.ask(cast.sato, lambda ctx: queries.people(ctx, ids))
    assert set(known) == {cast.sato.account, cast.maeda.account}
    assert known[cast.maeda.account].outside
    assert known[cast.maeda.account].affiliation == "南浜自治会"
    assert len(statements) <= 3


def test_roles_leave_out_the_suspended(world, cast):
    suspend(world, cast.yamamoto, cast.sato)
    ids = [cast.yamamoto.account, cast.sato.account, cast.maeda.account]
    roles = world.ask(cast.yamamoto, lambda ctx: queries.roles(ctx, ids))
    assert roles == {cast.yamamoto.account: Role.ADMIN, cast.maeda.account: Role.GUEST}


def test_a_login_is_taken_once_in_any_case(world, cast):
    adding: Action[list[NewAccount], list[str]] = by_server(
        lambda ctx, new: actions.add_accounts(ctx, new)
    )
    for logins in (["SATO"], ["neu", "ＮＥＵ"]):
        new = [NewAccount("member", "x", login=login) for login in logins]
        with pytest.raises(LoginTaken):
            world.do_as(cast.minato, SERVER, adding, new)
    world.do_as(cast.aoba, SERVER, adding, [NewAccount("member", "x", login="sato")])


def test_changing_to_a_taken_login_is_refused(world, cast):
    changing: Action[list[AccountChange], None] = by_server(
        lambda ctx, changes: actions.change_accounts(ctx, changes)
    )
    change = AccountChange(cast.sato.account, "佐藤 花子", None, "KOBAYASHI")
    with pytest.raises(LoginTaken):
        world.do_as(cast.minato, SERVER, changing, [change])


def test_the_record_is_a_chain_without_a_gap(world, cast):
    suspend(world, cast.yamamoto, cast.sato)
    entries = world.audit(cast.minato)
    assert first_broken(entries) is None
    assert {"accounts.found_organisation", "accounts.suspend_account"} <= {e.kind for e in entries}
