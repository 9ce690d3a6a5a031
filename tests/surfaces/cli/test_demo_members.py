"""Generated members for load tools: all in one room, each with a token."""

import stat

import pytest

from kairan.app import open_kairan
from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import password_fits
from kairan.domains.rooms.queries import rooms
from kairan.kernel import settings, store
from kairan.kernel.guard import NOBODY, Actor, Role
from kairan.kernel.ids import read_secret
from kairan.surfaces.cli.demo.members import AddLoad, add_load
from kairan.surfaces.cli.demo.shown import write_tokens
from kairan.surfaces.cli.office import CommandFailed, Office
from kairan.surfaces.cli.setup import SetUpOrganisation, setup

PASSWORD = "春の海ひねもすのたり"


@pytest.fixture
def office(tmp_path):
    """An organisation with its administrator only."""
    kairan = open_kairan(settings.load({"KAIRAN_DATA": str(tmp_path)}))
    office = Office(kairan.house, lambda done, of: None)
    yield office
    kairan.close()


def found(office: Office) -> str:
    setup(office, SetUpOrganisation("みなと県", "minato", "山本 玲", "yamamoto", PASSWORD))
    return office.organisations()[0].id


def on_record(office: Office, org: str) -> int:
    return len(office.ask(org, lambda ctx: store.list_audit(ctx.tx, ctx.org)))


def who_is(office: Office, token: str) -> Actor:
    secret = read_secret(token)
    assert secret is not None
    with office.house.database.read() as tx:
        return accounts.authenticate(tx, [secret]).get(secret.digest, NOBODY)


def test_all_are_in_one_room_and_each_token_is_its_members(office):
    org = found(office)
    added = add_load(office, AddLoad(12, password=PASSWORD, tokens=True))
    assert (added.organisation, added.added, added.kept) == ("minato", 12, 0)
    assert added.password is None, "it was chosen, so it is not told"
    actors = [who_is(office, token) for token in added.tokens]
    logins = [
        office.ask(org, lambda ctx, id_=actor.id: accounts.get_account(ctx, id_)).login
        for actor in actors
    ]
    assert logins == [f"m{number:05}" for number in range(1, 13)]
    [room] = office.ask(org, rooms.list_rooms, actor=actors[5])
    assert (room.id, room.name, room.members) == (added.room, "load", 12)
    own = office.ask(org, accounts.get_own_credentials, actor=actors[0])
    assert password_fits(own.password_hash, PASSWORD)


def test_the_same_number_again_adds_nobody_and_more_are_added_to_them(office):
    org = found(office)
    first = add_load(office, AddLoad(5, password=PASSWORD, tokens=True))
    before = on_record(office, org)
    again = add_load(office, AddLoad(5, password="another password", tokens=False))
    assert (again.added, again.kept, again.room) == (0, 5, first.room)
    assert on_record(office, org) == before
    more = add_load(office, AddLoad(8, tokens=True))
    assert (more.added, more.kept, more.room) == (3, 5, first.room)
    assert more.password
    assert len(more.tokens) == 8
    assert not set(more.tokens) & set(first.tokens)
    assert who_is(office, first.tokens[0]) != NOBODY


def test_names_come_from_the_seed_with_their_readings(office):
    org = found(office)
    add_load(office, AddLoad(6, seed=7, password=PASSWORD))
    ids = office.ask(org, lambda ctx: accounts.find_by_logins(ctx, ["m00003"]))
    admin = Actor(Role.ADMIN, ids["m00003"])
    [name] = [p.name for p in office.ask(org, lambda c: accounts.people(c, ids.values())).values()]
    assert " " in name
    add_load(office, AddLoad(9, seed=8, password=PASSWORD))
    people = office.ask(org, lambda ctx: accounts.people(ctx, ids.values()), actor=admin)
    assert [person.name for person in people.values()] == [name], (
        "those who are kept stay as they are"
    )


def test_it_is_refused_with_a_sentence(office):
    with pytest.raises(CommandFailed, match="no organisation yet"):
        add_load(office, AddLoad(1))
    found(office)
    with pytest.raises(CommandFailed, match="from 1 to"):
        add_load(office, AddLoad(0))
    with pytest.raises(CommandFailed, match="too_short"):
        add_load(office, AddLoad(1, password="short"))
    assert len(office.ask(office.organisations()[0].id, accounts.list_administrators)) == 1


def test_the_file_of_tokens_is_for_its_owner_only(tmp_path):
    path = tmp_path / "tokens"
    path.write_text("old")
    path.chmod(0o644)
    write_tokens(path, ["k1.a", "k1.b"])
    assert path.read_text() == "k1.a\nk1.b\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
