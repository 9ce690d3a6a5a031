"""What every answer carries: nothing is kept, nothing is sniffed, nothing is framed."""

from collections.abc import Iterator

import pytest

from tests.house.requests import request_of
from tests.house.scene import Scene
from tests.house.test_routes import LINES, Line
from tests.site import ORIGIN, Site
from tests.world import World

GETS = [line for line in LINES if line.method == "GET"]
API = [line for line in GETS if line.path.startswith("/api/")]
OPEN = {
    "about",
    "get_push_key",
    "openapi",
    "preview_entry_link",
    "preview_invitation",
    "stream",
}
"""Answers that are no snapshots: anybody gets them, or they have a head of their own."""
SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@pytest.fixture(scope="module")
def secure(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as people reach it by HTTPS."""
    site = Site.of(first_world, tmp_path_factory.mktemp("secure"), public="https://kairan.example")
    yield site
    site.close()


@pytest.mark.parametrize("line", GETS, ids=str)
@pytest.mark.parametrize("known", [True, False], ids=["to somebody", "to nobody"])
def test_every_answer_carries_the_security_headers(
    known: bool, line: Line, shared_site: Site
) -> None:
    answer = _ask(shared_site, line, known=known)
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    assert "server" not in answer.headers


@pytest.mark.parametrize("line", API, ids=str)
@pytest.mark.parametrize("known", [True, False], ids=["to somebody", "to nobody"])
def test_nothing_of_the_api_is_kept(known: bool, line: Line, shared_site: Site) -> None:
    answer = _ask(shared_site, line, known=known)
    assert answer.headers.get_list("cache-control") == ["no-store"]


@pytest.mark.parametrize("line", API, ids=str)
def test_a_snapshot_says_where_the_log_stood(line: Line, shared_site: Site) -> None:
    answer = _ask(shared_site, line, known=True)
    own = answer.status_code == 200 and line.operation not in OPEN
    assert answer.headers.get_list("kairan-seq") == ([_head(shared_site)] if own else [])


@pytest.mark.parametrize("line", API, ids=str)
def test_where_the_log_stands_is_nobody_elses_affair(line: Line, shared_site: Site) -> None:
    answer = _ask(shared_site, line, known=False)
    assert "kairan-seq" not in answer.headers


def test_a_refusal_is_not_kept_either(shared_site: Site) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = shared_site.client(None).request(method, "/rooms/x/boundary")
        assert answer.status_code == 405
        assert answer.headers.get_list("cache-control") == ["no-store"]
        assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY


def test_by_https_browsers_are_told_to_stay_with_it(secure: Site, shared_site: Site) -> None:
    told = secure.request("GET", f"{ORIGIN}/healthz").headers
    assert told["strict-transport-security"] == "max-age=31536000"
    silent = shared_site.request("GET", f"{ORIGIN}/healthz").headers
    assert "strict-transport-security" not in silent


def _ask(site: Site, line: Line, *, known: bool):
    scene = Scene(site)
    who = scene.cast.sato if line.cells["owner"] == "200" else scene.cast.yamamoto
    path = scene.fill(line.path, who)
    more = request_of(line.operation, scene, who)
    site.forget_tries()
    return site.client(who if known else None).request("GET", ORIGIN + path, **more)


def _head(site: Site) -> str:
    return str(site.seq(site.cast.minato))
