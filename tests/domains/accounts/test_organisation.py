"""The organisation itself: its name, its word for outsiders, and how long messages can be unsent."""

import msgspec
import pytest

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.model import UNSEND_MOST, AccountId, ChangeOrganisation
from kairan.domains.directory import actions as directory
from kairan.kernel.errors import BadInput, NotAllowed

BEFORE = {"name": "みなと県", "outside_word": "社外", "unsend_for": 86_400}


def change(world, who, **changed):
    world.do(who, actions.change_organisation, ChangeOrganisation(**changed))


def shown(world, who):
    it = world.ask(who, queries.get_organisation)
    return {"name": it.name, "outside_word": it.outside_word, "unsend_for": it.unsend_for}


def told(world, org):
    return world.events(org, type_="accounts.organisation_changed")


def test_yamamoto_changes_all_three_and_the_code_stays(world, cast):
    code = world.ask(cast.sato, queries.get_organisation).code
    assert shown(world, cast.sato) == BEFORE
    change(world, cast.yamamoto, name=" みなと県庁 ", outside_word="庁外", unsend_for=3_600)
    after = {"name": "みなと県庁", "outside_word": "庁外", "unsend_for": 3_600}
    assert shown(world, cast.sato) == shown(world, cast.maeda) == after
    assert world.ask(cast.sato, queries.get_organisation).code == code


def test_what_yamamoto_leaves_out_stays(world, cast):
    change(world, cast.yamamoto, outside_word="庁外")
    assert shown(world, cast.sato) == {**BEFORE, "outside_word": "庁外"}


def test_the_change_is_on_record_with_what_was_before(world, cast):
    change(world, cast.yamamoto, unsend_for=0)
    [entry] = world.audit(cast.minato, kind="accounts.change_organisation")
    assert (entry.actor, entry.subject) == (cast.yamamoto.account, cast.minato)
    before = {**BEFORE, "help_name": "", "help_phone": ""}
    assert entry.data == {"before": before, "after": {**before, "unsend_for": 0}}


def test_members_hear_of_it_and_so_does_the_guest_maeda(world, cast):
    change(world, cast.yamamoto, outside_word="庁外")
    [event] = told(world, cast.minato)
    assert event.topics == ("org", f"account:{cast.maeda.account}")
    assert event.data == {}


def test_suspended_guests_are_not_named(world, cast):
    world.do(cast.yamamoto, directory.suspend_member, AccountId(cast.maeda.account))
    change(world, cast.yamamoto, outside_word="庁外")
    [event] = told(world, cast.minato)
    assert event.topics == ("org",)


def test_saving_what_is_there_already_is_told_to_nobody(world, cast):
    change(world, cast.yamamoto, **BEFORE)
    assert not told(world, cast.minato)
    assert not world.audit(cast.minato, kind="accounts.change_organisation")


def test_members_and_guests_change_nothing(world, cast):
    for who in (cast.sato, cast.maeda):
        with pytest.raises(NotAllowed):
            change(world, who, name="花子の県")
    assert shown(world, cast.sato) == BEFORE


def test_mikami_changes_her_own_organisation_only(world, cast):
    change(world, cast.mikami, name="あおば商事")
    assert shown(world, cast.mikami)["name"] == "あおば商事"
    assert shown(world, cast.sato) == BEFORE
    assert not told(world, cast.minato)


@pytest.mark.parametrize("word", ["", "　", "外" * 21, "庁\n外", "\u202e庁外"])
def test_a_word_for_outsiders_has_1_to_20_characters(world, cast, word):
    with pytest.raises(BadInput) as refused:
        change(world, cast.yamamoto, outside_word=word)
    assert "outside_word" in refused.value.fields
    assert shown(world, cast.sato) == BEFORE


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "a\x00b"])
def test_a_name_has_to_be_a_name(world, cast, name):
    with pytest.raises(BadInput) as refused:
        change(world, cast.yamamoto, name=name, outside_word="庁外")
    assert "name" in refused.value.fields
    assert shown(world, cast.sato) == BEFORE


def test_the_longest_word_and_both_ends_of_the_time_are_taken(world, cast):
    for seconds in (0, UNSEND_MOST):
        change(world, cast.yamamoto, outside_word="外" * 20, unsend_for=seconds)
        assert shown(world, cast.sato)["unsend_for"] == seconds


@pytest.mark.parametrize(
    "body",
    [
        b'{"unsend_for": -1}',
        b'{"unsend_for": 2592001}',
        b'{"unsend_for": 1.5}',
        b'{"unsend_for": "3600"}',
        b'{"unsend_for": true}',
        b'{"name": null}',
        b'{"outside_word": 1}',
        b'{"code": "minato"}',
    ],
)
def test_a_change_of_the_wrong_shape_is_not_decoded(body):
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(body, type=ChangeOrganisation)
