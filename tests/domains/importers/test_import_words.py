"""What the words of imports have to agree with; that there are words is a law of the house."""

import re
from pathlib import Path

import pytest

import kairan.domains.importers
from kairan.domains.importers.model.headings import find_field
from kairan.domains.importers.model.people import CODES
from kairan.domains.importers.model.plan import _FAULTS
from kairan.surfaces.http.words import LANGUAGES, say


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["line", "column", "value", "reason"])
def test_our_own_columns_are_passed_over_when_they_come_back(what, language):
    heading = say(language, f"importers-problem-{what}")
    assert heading
    assert find_field(heading) == "ignore"


def test_the_list_of_reasons_is_whole():
    folder = Path(kairan.domains.importers.__file__).parent / "model"
    read = (folder / "values.py").read_text() + (folder / "people.py").read_text()
    found = set(re.findall(r'"(importers\.[a-z_]+)"', read))
    ours = {f"importers.{code}" for code in _FAULTS.values()}
    assert found | ours <= set(CODES)
    assert {"importers.too_long", "importers.control_characters"} <= set(CODES)
