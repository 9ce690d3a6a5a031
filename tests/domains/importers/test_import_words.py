"""Every reason that can come back has words, in both languages, and says what it is told to say."""

import re
from pathlib import Path

import pytest

import kairan.domains.importers
from kairan.domains.importers.errors import ERRORS
from kairan.domains.importers.model.heading_words import FIELDS
from kairan.domains.importers.model.headings import find_field
from kairan.domains.importers.model.people import CODES
from kairan.domains.importers.model.plan import _FAULTS
from kairan.surfaces.http.words import LANGUAGES, say

DATA = {
    "line": 7,
    "heading": "議席",
    "limit": 9,
    "kind": "休職",
    "perhaps": "a@b.example",
    "position": 1,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*CODES, *(error.code for error in ERRORS)])
def test_every_reason_has_words(code, language):
    words = say(language, f"error-{code.replace('.', '-')}", DATA)
    assert words
    assert "{" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_every_heading_of_ours_has_words(language):
    ours = [f"importers-problem-{what}" for what in ("line", "column", "value", "reason")]
    for id_ in (*ours, "importers-problems-file", *(f"importers-field-{f}" for f in FIELDS)):
        assert say(language, id_), id_


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["line", "column", "value", "reason"])
def test_our_own_columns_are_passed_over_when_they_come_back(what, language):
    assert find_field(say(language, f"importers-problem-{what}")) == "ignore"


def test_the_list_of_reasons_is_whole():
    folder = Path(kairan.domains.importers.__file__).parent / "model"
    read = (folder / "values.py").read_text() + (folder / "people.py").read_text()
    found = set(re.findall(r'"(importers\.[a-z_]+)"', read))
    ours = {f"importers.{code}" for code in _FAULTS.values()}
    assert found | ours <= set(CODES)
    assert {"importers.too_long", "importers.control_characters"} <= set(CODES)
