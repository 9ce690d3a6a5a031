"""The reference manual, ``docs/reference``, and the client's types, written from the program itself."""

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from unittest.mock import Mock

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from kairan.app import DOMAINS
from kairan.kernel.errors import DomainError
from kairan.kernel.events import Event
from kairan.kernel.settings import SETTINGS
from kairan.surfaces.http.app import make_app
from kairan.surfaces.http.house import House
from kairan.surfaces.http.serve import STREAM_PATH
from kairan.surfaces.stream.app import StreamApp
from tests.house import client_types

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
NOTE = "Written by `make reference` from the program; changes belong there.\n"
PLACED = {"room", "no", "to", "restricted"}
"""Fields of an event that say where it belongs, beside its data."""


def pages() -> dict[str, str]:
    """Return every page of the manual by its name."""
    return {
        "settings.md": _page("Settings", _settings()),
        "events.md": _page("Events", _events()),
        "errors.md": _page("Errors", _errors()),
        "actions.md": _page("Actions", _actions()),
        "routes.md": _page("Routes", _routes()),
    }


def all_errors() -> list[type[DomainError]]:
    """Return every error a person may see, wherever it is defined, by its code.

    What others are derived from outside the kernel is a kind of error and never raised itself.
    """

    def below(error: type[DomainError]) -> Iterator[type[DomainError]]:
        for each in error.__subclasses__():
            if each.__module__.startswith("kairan.kernel.") or not each.__subclasses__():
                yield each
            yield from below(each)

    ours = (each for each in below(DomainError) if each.__module__.startswith("kairan."))
    by_code = {each.code: each for each in [*ours][::-1]}
    return [by_code[code] for code in sorted(by_code)]


def app() -> Litestar:
    """Return the application over nothing, for looking at."""
    return make_app(Mock(House), DOMAINS, Mock())


def handlers(of: Litestar) -> list[tuple[str, HTTPRouteHandler]]:
    """Return the framework's handlers with their paths, in order of path and method."""
    found = [
        (re.sub(r":\w+}", "}", route.path), handler)
        for route in of.routes
        for handler in getattr(route, "route_handlers", ())
        if handler.operation_id
    ]
    return sorted(found, key=lambda each: (each[0], sorted(each[1].http_methods)))


def says(thing: object) -> str:
    """Return the first paragraph of a docstring, on one line."""
    doc = inspect.getdoc(thing) or ""
    return " ".join(doc.split("\n\n")[0].split())


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (FOLDER / name).write_text(page)
    client_types.FILE.write_text(client_types.page(app()))


def _settings() -> Iterator[str]:
    yield "Read from the environment. `kairan settings` shows their present values.\n"
    rows = [(f"`{s.name}`", f"`{s.default}`" if s.default else "", s.help) for s in SETTINGS]
    yield from _table(("setting", "default", "what it does"), rows)


def _events() -> Iterator[str]:
    yield (
        "Facts in the past tense, in the order of `seq`. What is sent in `data` may have more than"
        " what is kept: words are joined when an event is told (docs/subsystems/wire.md).\n"
    )
    for domain in DOMAINS:
        rows = [(f"`{each.type}`", _says(each), _data(each)) for each in domain.events]
        yield from _section(domain.noun, ("event", "what happened", "kept data"), rows)


def _errors() -> Iterator[str]:
    yield (
        "Problem documents (RFC 9457). The code is stable; `title` and `detail` come in the"
        " language of whoever asks.\n"
    )
    rows = [(f"`{each.code}`", str(each.status), _says(each)) for each in all_errors()]
    yield from _table(("code", "status", "what it means"), rows)


def _actions() -> Iterator[str]:
    yield (
        "The only way to change anything. The name is also that of the permission; the role is the"
        " least one that carries it.\n"
    )
    for domain in DOMAINS:
        rows = [
            (f"`{each.name}`", each.role.name.lower(), _joined(each.doc)) for each in domain.actions
        ]
        yield from _section(domain.noun, ("action", "role", "what it does"), rows)


def _routes() -> Iterator[str]:
    yield (
        "Who is answered what is tested, cell by cell, in `tests/house/routes.txt`. Shapes are in"
        " `GET /api/v1/openapi.json`.\n"
    )
    rows = [
        (f"`{method} {path}`", f"`{handler.operation_id}`", _says(_function(handler)))
        for path, handler in handlers(app())
        for method in sorted(handler.http_methods)
    ]
    rows.append((f"`GET {STREAM_PATH}`", "`stream`", _says(StreamApp)))
    yield from _table(("route", "operation", "what it does"), sorted(rows, key=_by_path))


def _by_path(row: tuple[str, str, str]) -> tuple[str, str]:
    method, _, path = row[0].strip("`").partition(" ")
    return path, method


def _function(handler: HTTPRouteHandler) -> Callable[..., object]:
    return handler.fn


def _data(event: type[Event]) -> str:
    return ", ".join(f"`{field.name}`" for field in fields(event) if field.name not in PLACED)


def _says(thing: object) -> str:
    return _plain(says(thing))


def _joined(doc: str) -> str:
    return _plain(" ".join(doc.split()))


def _plain(text: str) -> str:
    return text.replace("``", "`").replace("|", r"\|")


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", NOTE, *lines]).rstrip() + "\n"


def _section(
    title: str, head: tuple[str, str, str], rows: Sequence[tuple[str, str, str]]
) -> Iterator[str]:
    if rows:
        yield f"## {title}\n"
        yield from _table(head, rows)
        yield ""


def _table(head: tuple[str, str, str], rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---|---|---|"
    for row in rows:
        yield f"| {' | '.join(row)} |".replace("|  |", "| |")


if __name__ == "__main__":
    main()
