"""Both languages are complete: the same words, and words for everything the server may say."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from kairan.domains.importers.model.heading_words import FIELDS
from kairan.surfaces.http import words
from tests.house.reference import all_errors
from tests.house.source import KAIRAN, ROOT, Source, sources

LANGUAGES = words.LANGUAGES
FOLDER = ROOT / "web" / "src" / "locales"
CODES = {each.__name__: each.code for each in all_errors()}
REASON = re.compile("[a-z]+(_[a-z]+)*")

Words = dict[str, ftl.Message]


@cache
def catalogue(language: str) -> Words:
    """Return the messages of a language by id."""
    return {message.id.name: message for message in _messages(language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_can_be_read_to_its_end(language: str) -> None:
    parsed = FluentParser().parse(_text(language))
    junk = [each.content for each in parsed.body if isinstance(each, ftl.Junk)]
    assert not junk


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_stands_there_twice(language: str) -> None:
    counted = Counter(message.id.name for message in _messages(language))
    assert not [id_ for id_, times in counted.items() if times > 1]


def test_both_languages_have_the_same_words() -> None:
    ja, en = (set(catalogue(language)) for language in LANGUAGES)
    assert ja == en


def test_both_languages_have_the_same_attributes_and_variables() -> None:
    ja, en = (catalogue(language) for language in LANGUAGES)
    assert {id_: _shape(ja[id_]) for id_ in ja} == {id_: _shape(en[id_]) for id_ in en}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_can_be_said(language: str) -> None:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(_text(language)))
    failed = []
    for id_, message in catalogue(language).items():
        values = dict.fromkeys(_variables(message), 3)
        said = bundle.get_message(id_)
        for pattern in (said.value, *said.attributes.values()):
            if pattern is not None and bundle.format_pattern(pattern, values)[1]:
                failed.append(id_)
    assert not failed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_words(language: str) -> None:
    known = catalogue(language)
    missing = [
        error.code
        for error in all_errors()
        for id_ in [f"error-{error.code.replace('.', '-')}"]
        if id_ not in known or not known[id_].value or "title" not in _shape(known[id_])
    ]
    assert not missing, "a detail and a .title, please"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_beside_a_field_has_words(language: str) -> None:
    missing = {f"field-{reason}" for reason in _reasons()} - set(catalogue(language))
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_an_import_has_words(language: str) -> None:
    codes = {
        str(string.value)
        for source in sources(KAIRAN / "domains" / "importers" / "model")
        for string in source.strings()
        if re.fullmatch(r"importers\.[a-z0-9_]+", str(string.value))
    }
    missing = {f"error-{code.replace('.', '-')}" for code in codes} - set(catalogue(language))
    assert codes
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_the_server_says_by_name_is_there(language: str) -> None:
    said = {
        str(string.value)
        for source in sources(KAIRAN)
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "say"
        for string in call.args
        if isinstance(string, ast.Constant) and "-" in str(string.value)
    }
    said |= {f"importers-field-{field}" for field in FIELDS}
    said |= {f"importers-problem-{what}" for what in ("line", "column", "value", "reason")}
    assert not said - set(catalogue(language))


def test_errors_are_given_what_their_words_need() -> None:
    """A word that says ``{ $hours }`` is raised with ``hours=`` wherever it is raised."""
    silent = []
    for source, call, code in _raised():
        given = {keyword.arg for keyword in call.keywords}
        reasons = {f"field-{reason}" for reason in _reasons_in(call)}
        for id_ in (f"error-{code.replace('.', '-')}", *reasons):
            for language in LANGUAGES:
                needed = _variables(catalogue(language)[id_])
                if not needed <= given and None not in given:
                    silent.append(f"{source.at(call)}: {id_} needs {needed}")
    assert not silent


def test_the_server_reads_the_catalogues_of_the_client() -> None:
    for language in LANGUAGES:
        served = KAIRAN / "locales" / f"{language}.ftl"
        assert served.resolve() == (FOLDER / f"{language}.ftl").resolve()
    assert words.say("ja", "error-kernel-not_found.title") == "見つかりません"
    assert words.say("en", "error-kernel-not_found.title") == "Not found"
    assert words.say("en", "no-such-word") is None


def _text(language: str) -> str:
    return Path(FOLDER / f"{language}.ftl").read_text("utf-8")


def _messages(language: str) -> Iterator[ftl.Message]:
    parsed = FluentParser().parse(_text(language))
    return (each for each in parsed.body if isinstance(each, ftl.Message))


def _shape(message: ftl.Message) -> dict[str, set[str]]:
    """Return the variables of a message and of each of its attributes (the message itself: "").

    ``$outside``, the organisation's word for outsiders, is known to every sentence and left out.
    """
    parts = {attribute.id.name: attribute.value for attribute in message.attributes}
    shape = {"": message.value} | parts
    return {name: _variables(part) - {"outside"} for name, part in shape.items()}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.found.add(node.id.name)


def _variables(node: ftl.BaseNode | None) -> set[str]:
    visitor = _Variables()
    if node is not None:
        visitor.visit(node)
    return visitor.found


def _raised() -> Iterator[tuple[Source, ast.Call, str]]:
    """Yield every place where an error is made, with its code."""
    for source in sources(KAIRAN):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in CODES:
                yield source, node, CODES[name]


def _reasons() -> set[str]:
    """Return every reason a field may be refused for, as the source has them."""
    raised = {reason for _, call, _ in _raised() for reason in _reasons_in(call)}
    gathered = {
        str(node.value.value)
        for source in sources(KAIRAN)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("faults[")
        if isinstance(node.value, ast.Constant)
    }
    by_default = {
        str(node.args[1].value)
        for source in sources(KAIRAN)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "faults.setdefault"
        if isinstance(node.args[1], ast.Constant)
    }
    found = raised | gathered | by_default | {"wrong", "unknown"}
    assert {"too_long", "empty", "taken", "twice"} <= found
    return found


def _reasons_in(call: ast.Call) -> list[str]:
    if not call.args or not isinstance(call.args[0], ast.Dict):
        return []
    values = [each.value for each in call.args[0].values if isinstance(each, ast.Constant)]
    return [str(value) for value in values if REASON.fullmatch(str(value))]
