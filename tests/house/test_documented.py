"""Everything people rely on is documented by the program itself, and the manual is up to date.

Docstrings on everything public are ruff's affair (``D``); here they have to say something.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType

import pytest

import kairan.domains
from kairan.app import DOMAINS
from kairan.kernel.actions import Action
from kairan.kernel.events import Event
from kairan.kernel.manifest import Manifest
from kairan.kernel.settings import SETTINGS
from tests.house import reference

EVENTS = [each for domain in DOMAINS for each in domain.events]
ACTIONS = [each for domain in DOMAINS for each in domain.actions]


def test_the_reference_manual_is_up_to_date() -> None:
    kept = {path.name: path.read_text() for path in reference.FOLDER.glob("*.md")}
    assert kept == reference.pages(), "the program says something else now: make reference"


def test_every_setting_says_what_it_does() -> None:
    _say_something((setting.name, setting.help) for setting in SETTINGS)


def test_every_event_says_what_happened() -> None:
    _say_something((each.type, reference.says(each)) for each in EVENTS)


def test_every_error_says_what_it_means() -> None:
    _say_something((each.code, reference.says(each)) for each in reference.all_errors())


def test_every_action_says_what_it_does() -> None:
    _say_something((each.name, " ".join(each.doc.split())) for each in ACTIONS)


def test_every_route_says_what_it_does() -> None:
    _say_something(
        (path, reference.says(handler.fn)) for path, handler in reference.handlers(reference.app())
    )


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.noun)
def test_a_manifest_has_all_that_its_domain_defines(domain: Manifest) -> None:
    own = [*_defined_in(f"kairan.domains.{domain.noun}")]
    actions = {each.name for each in own if isinstance(each, Action)}
    events = {each for each in own if _is(each, Event) and "type" in vars(each)}
    errors = {each for each in own if each in reference.all_errors()}
    missing = events - set(domain.events) | errors - set(domain.errors)
    assert not missing, "the manifest leaves out what this domain defines"
    assert actions == {each.name for each in domain.actions}


def _say_something(said: Iterable[tuple[str, str]]) -> None:
    """Return if each has a sentence: some words, a capital or a quote to begin with, and an end."""
    silent = [
        name
        for name, text in said
        if len(text.split()) < 3 or text[0].islower() or not text.rstrip().endswith((".", ")", "…"))
    ]
    assert not silent, "one useful sentence, please"


def _is(thing: object, base: type) -> bool:
    return isinstance(thing, type) and issubclass(thing, base) and thing is not base


def _defined_in(package: str) -> Iterator[object]:
    for module in _modules(package):
        for each in vars(module).values():
            defined = getattr(each, "one", None) or getattr(each, "many", None) or each
            if str(getattr(defined, "__module__", "")).startswith(f"{package}."):
                yield each


def _modules(package: str) -> Iterator[ModuleType]:
    imported = importlib.import_module(package)
    yield imported
    for found in pkgutil.walk_packages(imported.__path__, f"{package}."):
        yield importlib.import_module(found.name)


def test_every_domain_there_is_has_its_place_in_the_app() -> None:
    there = {each.name for each in pkgutil.iter_modules(kairan.domains.__path__)}
    assert there == {domain.noun for domain in DOMAINS}
