"""How files are named and how long they are: a file tells one story, a function fits in the eye."""

from collections.abc import Iterator
from pathlib import Path

from tests.house import client_types
from tests.house.source import DOMAINS, KAIRAN, ROOT, sources

ROLES = {
    "__init__",
    "model",
    "errors",
    "events",
    "tables",
    "store",
    "queries",
    "actions",
    "listeners",
    "api",
    "admin",
    "manifest",
}
"""The files a domain may have; one that grows too long becomes a folder of the same name."""

VAGUE = {"utils", "util", "helpers", "helper", "common", "services", "service", "managers", "misc"}
LINES = 400
FUNCTION_LINES = 60
PYTHON = (KAIRAN, ROOT / "tests", ROOT / "bench")


def test_a_domain_has_only_the_files_it_may_have() -> None:
    found = [
        str(source)
        for source in sources(DOMAINS)
        if len(source.parts) > 1 and source.parts[1] not in ROLES
    ]
    assert not found, f"a domain is made of {', '.join(sorted(ROLES))}"


def test_every_domain_says_what_it_is_for() -> None:
    packages = {source.parts[0]: source for source in sources(DOMAINS) if source.parts[1:]}
    for noun in packages:
        text = (DOMAINS / noun / "__init__.py").read_text()
        assert text.startswith('"""'), f"{noun}: its story is the docstring of the package"
        assert "Invariants:" in text, f"{noun}: what always holds is not said"


def test_no_file_is_called_by_a_vague_name() -> None:
    named = (*_python(), *_client())
    found = [str(path) for path in named if VAGUE & {path.stem, *path.parent.parts}]
    assert not found, "say what it is"


def test_no_file_is_longer_than_400_lines() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in (*_python(), *_client())
        if (lines := path.read_text().count("\n")) > LINES
    ]
    assert not found


def test_no_function_is_longer_than_60_lines() -> None:
    found = [
        f"{source.at(function)} {function.name}: {lines}"
        for folder in PYTHON
        for source in sources(folder)
        for function in source.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert not found


def _python() -> Iterator[Path]:
    for folder in PYTHON:
        yield from (source.path for source in sources(folder))


def _client() -> Iterator[Path]:
    """Yield what people wrote of the client; ``lib/wire/api.ts`` is generated."""
    for folder in (ROOT / "web" / "src", ROOT / "web" / "tests"):
        for path in folder.rglob("*"):
            if path.suffix in {".ts", ".svelte", ".css"} and path != client_types.FILE:
                yield path
