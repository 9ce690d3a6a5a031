"""Where one is signed in, and how that ends."""

import pytest

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.errors import SessionNotFound
from kairan.domains.accounts.model import SessionId
from kairan.kernel.actions import Action
from kairan.kernel.errors import NotSignedIn
from kairan.kernel.guard import SERVER
from tests.world import by_server


def test_sato_sees_her_own_devices_and_which_one_asks(world, cast):
    other = world.open_session(cast.minato, cast.sato.account)
    seen = world.ask(cast.sato, queries.list_sessions)
    assert [session.current for session in seen].count(True) == 1
    assert {session.device for session in seen} == {"Test 1.0"}
    assert len(seen) == 2
    assert len(world.ask(other, queries.list_sessions)) == 2


def test_signing_out_ends_this_session_only_and_says_so(world, cast):
    other = world.open_session(cast.minato, cast.sato.account)
    [ended] = [s.id for s in world.ask(other, queries.list_sessions) if s.current]
    world.do(other, actions.sign_out, None)
    assert not world.may_enter(other.token)
    assert world.may_enter(cast.sato.token)
    [told] = world.events(cast.minato, type_="accounts.sessions_ended")
    assert told.data == {"account": cast.sato.account, "sessions": [ended]}
    assert told.topics == (f"account:{cast.sato.account}",)
    with pytest.raises(NotSignedIn):
        world.do(other, actions.sign_out, None)


def test_sato_signs_her_lost_telephone_out(world, cast):
    lost = world.open_session(cast.minato, cast.sato.account)
    [session] = [s.id for s in world.ask(cast.sato, queries.list_sessions) if not s.current]
    world.do(cast.sato, actions.end_session, SessionId(session))
    assert not world.may_enter(lost.token)
    with pytest.raises(SessionNotFound):
        world.do(cast.sato, actions.end_session, SessionId(session))


def test_somebody_elses_session_is_not_found_also_for_the_administrator(world, cast):
    [session] = [s.id for s in world.ask(cast.sato, queries.list_sessions)]
    for who in (cast.kobayashi, cast.yamamoto, cast.mikami):
        with pytest.raises(SessionNotFound):
            world.do(who, actions.end_session, SessionId(session))
    assert world.may_enter(cast.sato.token)


@pytest.mark.parametrize("session", ["", "x", "0" * 32, "\x00", "あ" * 5000])
def test_an_unknown_session_is_not_found(world, cast, session):
    with pytest.raises(SessionNotFound):
        world.do(cast.sato, actions.end_session, SessionId(session))


def test_what_a_device_calls_itself_is_shortened_and_cleaned(world, cast):
    opening: Action[str, str] = by_server(
        lambda ctx, device: actions.open_session(ctx, cast.sato.account, device)
    )
    world.do_as(cast.minato, SERVER, opening, "Evil\r\n\x1b[31mPhone " + "x" * 500)
    devices = {s.device for s in world.ask(cast.sato, queries.list_sessions)}
    [cleaned] = devices - {"Test 1.0"}
    assert cleaned.startswith("Evil[31mPhone ")
    assert len(cleaned) == 200


def test_many_secrets_are_recognised_in_one_statement(world, cast):
    secrets = [who.secret for who in (cast.sato, cast.kobayashi, cast.maeda, cast.mikami)]
    with world.statements() as statements, world.database.read() as tx:
        actors = queries.authenticate(tx, secrets)
    assert len(actors) == 4
    assert len(statements) == 1
