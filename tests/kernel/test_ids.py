"""Ids and secrets: their form, and that we keep nothing by which somebody could come in."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.kernel.ids import is_id, new_id, new_secret, read_secret


def test_ids_made_later_sort_later_and_are_all_different():
    ids = [new_id() for _ in range(2_000)]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert all(is_id(each) for each in ids)


@pytest.mark.parametrize(
    "value", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 32 + "\n", "０" * 32, "-" * 32]
)
def test_what_has_another_form_is_no_id(value):
    assert not is_id(value)


def test_a_secret_begins_with_its_organisation_and_is_kept_as_a_digest():
    org = new_id()
    token, kept = new_secret(org)
    assert token.startswith(f"k1.{org}.")
    assert read_secret(token) == kept
    assert kept.org == org
    assert kept.digest == hashlib.sha256(token.encode()).hexdigest()
    assert token.split(".")[2] not in repr(kept)


def test_secrets_are_all_different():
    org = new_id()
    assert len({new_secret(org)[0] for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token.replace("k1", "k2"),
        lambda token: token.upper(),
        lambda token: token.replace(".", "", 1),
        lambda token: token[:36] + "é" * 43,
        lambda token: token[:3] + "Z" * 32 + token[35:],
        lambda token: token.split(".")[2],
    ],
)
def test_what_has_another_form_is_no_secret(change):
    token, _ = new_secret(new_id())
    assert read_secret(change(token)) is None


def test_a_token_that_was_moved_to_another_organisation_is_another_secret():
    token, kept = new_secret(new_id())
    other = new_id()
    moved = read_secret(f"k1.{other}.{token.split('.')[2]}")
    assert moved is not None
    assert moved.org == other
    assert moved.digest != kept.digest


@given(st.text(max_size=100))
def test_reading_a_token_never_fails(value):
    assert read_secret(value) is None
