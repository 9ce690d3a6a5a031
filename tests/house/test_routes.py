"""Who may call what: every cell of ``routes.txt`` is asked of the real application.

A route without a line fails, a line without a route fails, and whoever is refused has changed nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pytest

from tests.house.reference import all_errors, app, handlers
from tests.house.requests import request_of
from tests.house.scene import Scene
from tests.site import ORIGIN, Site
from tests.world import Somebody

TABLE = Path(__file__).with_name("routes.txt")
PEOPLE = ("nobody", "guest", "member", "owner", "other", "elsewhere", "admin")
USUAL = {
    400: "kernel.bad_input",
    401: "accounts.not_signed_in",
    403: "kernel.not_allowed",
    404: "kernel.not_found",
}
STREAM = ("GET", "/api/v1/events", "stream")
ALONE = {"change_password", "leave_for_good"}
"""Routes that change the cast itself: they get a site of their own."""


@dataclass(frozen=True)
class Line:
    """One route with what each of the seven is answered: a status, or a problem's code."""

    method: str
    path: str
    operation: str
    cells: Mapping[str, str]
    codes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def expected(self, person: str) -> tuple[int, frozenset[str]]:
        """Return the status and, for a refusal, the codes it may have."""
        cell, statuses = self.cells[person], _statuses()
        if not cell.isdecimal():
            return statuses[cell], frozenset([cell])
        status = int(cell)
        if status < 400:
            return status, frozenset()
        named = frozenset(code for code in self.codes if statuses[code] == status)
        return status, named or frozenset([USUAL[status]])


def read(text: str) -> list[Line]:
    """Return the lines of the table."""
    lines = []
    for row in text.splitlines():
        words = row.split()
        if words and not row.startswith("#"):
            method, path, operation, *rest = words
            cells = dict(zip(PEOPLE, rest[: len(PEOPLE)], strict=True))
            lines.append(Line(method, path, operation, cells, tuple(rest[len(PEOPLE) :])))
    return lines


LINES = read(TABLE.read_text())


@cache
def _statuses() -> Mapping[str, int]:
    return {error.code: error.status for error in all_errors()}


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    there = {
        (str(method), _shape(path), str(handler.operation_id))
        for path, handler in handlers(app())
        for method in handler.http_methods
    }
    there = {(m, p if o != "client" else "client", o) for m, p, o in there} | {STREAM}
    listed = {
        (line.method, _shape(line.path) if line.operation != "client" else "client", line.operation)
        for line in LINES
    }
    assert there == listed


@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_is_answered_what_the_table_says(
    line: Line, shared_site: Site, request: pytest.FixtureRequest
) -> None:
    wrong = []
    site: Site = request.getfixturevalue("site") if line.operation in ALONE else shared_site
    common = Scene(site)
    for person in PEOPLE:
        status, codes = line.expected(person)
        refused = status >= 400
        answer, changed = _asked(common if refused else Scene(site), line, person)
        said = (answer.status_code, _code(answer))
        if said[0] != status or (codes and said[1] not in codes):
            wrong.append(f"{person}: {said}, not {status} {' '.join(codes)}")
        if refused and changed:
            wrong.append(f"{person}: was refused, and yet there is {' '.join(changed)}")
    assert not wrong


def test_the_table_can_be_wrong() -> None:
    """A table that agrees with everything would be none."""
    [line] = read("GET /x get_x 401 403 rooms.owners_only 200 404 404 404 rooms.not_found")
    assert line.expected("nobody") == (401, frozenset(["accounts.not_signed_in"]))
    assert line.expected("member") == (403, frozenset(["rooms.owners_only"]))
    assert line.expected("owner") == (200, frozenset())
    assert line.expected("other") == (404, frozenset(["rooms.not_found"]))


def _asked(scene: Scene, line: Line, person: str) -> tuple[httpx.Response, list[str]]:
    """Make what the request is about, and ask; say also what that made happen."""
    site = scene.site
    who = _who(scene, person)
    acting = who and site.open_session(who.org, who.account, who.name)
    path = scene.fill(line.path, acting)
    more = request_of(line.operation, scene, acting)
    site.forget_tries()
    site.calm()
    before = _heads(site)
    answer = site.client(acting).request(line.method, ORIGIN + path, **more)
    return answer, [] if _heads(site) == before else _since(site, before)


def _who(scene: Scene, person: str) -> Somebody | None:
    cast = scene.cast
    return {
        "nobody": None,
        "guest": cast.maeda,
        "member": cast.kobayashi,
        "owner": cast.sato,
        "other": cast.takahashi,
        "elsewhere": cast.mikami,
        "admin": cast.yamamoto,
    }[person]


def _code(answer: httpx.Response) -> str | None:
    if answer.status_code < 400:
        return None
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()["code"]


def _heads(site: Site) -> tuple[int, int]:
    return site.seq(site.cast.minato), site.seq(site.cast.aoba)


def _since(site: Site, heads: tuple[int, int]) -> list[str]:
    orgs = zip((site.cast.minato, site.cast.aoba), heads, strict=True)
    return [event.type for org, head in orgs for event in site.events(org) if event.seq > head]


def _shape(path: str) -> str:
    """Return a path without the names between braces and without its question."""
    return re.sub(r"{\w+}", "{}", path.partition("?")[0])
