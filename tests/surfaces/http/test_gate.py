"""The gate: who comes with a request, and whether somebody else's page made the browser send it."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from kairan.kernel.settings import load
from tests.house.requests import request_of
from tests.house.scene import Scene
from tests.house.test_bad_input import faults
from tests.house.test_routes import LINES, Line
from tests.site import ORIGIN, Site
from tests.world import PASSWORD, Somebody, World

UNSAFE = {line.operation: line for line in LINES if line.method != "GET"}.values()
LURES: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{ORIGIN}.evil.example"},
    {},
)
"""What a browser says of a request that a page of somebody else's made, or a browser that says nothing."""


@pytest.fixture(scope="module")
def secure(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as people reach it by HTTPS."""
    site = Site.of(first_world, tmp_path_factory.mktemp("secure"), public="https://kairan.example")
    yield site
    site.close()


@pytest.mark.parametrize("line", UNSAFE, ids=str)
def test_a_page_of_somebody_elses_changes_nothing(line: Line, shared_site: Site) -> None:
    scene = Scene(shared_site)
    who = scene.cast.sato if line.expected("owner")[0] < 400 else scene.cast.yamamoto
    path = scene.fill(line.path, who)
    more = request_of(line.operation, scene, who)
    shared_site.calm()
    before = shared_site.seq(who.org)
    for lure in LURES:
        answer = _by_cookie(shared_site, who, line.method, path, lure, more)
        assert (answer.status_code, faults(answer)) == (403, []), lure
        assert answer.json()["code"] == "kernel.cross_site"
    assert shared_site.seq(who.org) == before


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": ORIGIN}]
)
def test_our_own_page_may(headers: dict[str, str], site: Site) -> None:
    more = {"json": {"settings": {"simple": True}}}
    answer = _by_cookie(site, site.cast.sato, "PATCH", "/api/v1/me", headers, more)
    assert answer.status_code == 200


def test_reading_is_open_to_links_from_elsewhere(site: Site) -> None:
    lure = {"Sec-Fetch-Site": "cross-site"}
    assert _by_cookie(site, site.cast.sato, "GET", "/api/v1/me", lure, {}).status_code == 200


def test_a_script_with_a_token_is_no_browser(site: Site) -> None:
    lured = site.client(site.cast.sato, **{"Sec-Fetch-Site": "cross-site"})
    assert lured.patch("/me", json={"settings": {"simple": True}}).status_code == 200


@pytest.mark.parametrize("other", ["Basic eDp5", "Digest x", "x"])
def test_an_authorization_that_is_no_token_excuses_no_page_of_somebody_elses(
    other: str, site: Site
) -> None:
    lure = {"Sec-Fetch-Site": "cross-site", "Authorization": other}
    more = {"json": {"settings": {"simple": True}}}
    answer = _by_cookie(site, site.cast.sato, "PATCH", "/api/v1/me", lure, more)
    assert answer.json()["code"] == "kernel.cross_site"


def test_a_bad_token_is_not_made_good_by_a_cookie(site: Site) -> None:
    headers = {"Authorization": "Bearer nonsense", "Cookie": f"kairan={site.cast.sato.token}"}
    assert site.request("GET", f"{ORIGIN}/api/v1/me", headers=headers).status_code == 401


def test_signing_in_gives_a_cookie_that_scripts_cannot_read(site: Site) -> None:
    [cookie] = _sign_in(site).headers.get_list("set-cookie")
    name, _, rest = cookie.partition("=")
    assert name == "kairan"
    assert rest.split("; ")[1:] == ["Path=/", "Max-Age=15552000", "HttpOnly", "SameSite=Lax"]


def test_by_https_the_cookie_is_bound_to_the_host(secure: Site) -> None:
    [cookie] = _sign_in(secure).headers.get_list("set-cookie")
    assert cookie.startswith("__Host-kairan=k1.")
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    plain = {"Cookie": f"kairan={secure.cast.sato.token}"}
    assert secure.request("GET", f"{ORIGIN}/api/v1/me", headers=plain).status_code == 401


def test_a_token_comes_without_a_cookie(site: Site) -> None:
    answer = _sign_in(site, **{"as": "token"})
    assert "set-cookie" not in answer.headers
    bearer = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert site.request("GET", f"{ORIGIN}/api/v1/me", headers=bearer).status_code == 200


def test_signing_out_takes_the_cookie_away(site: Site) -> None:
    who = site.open_session(site.cast.minato, site.cast.sato.account)
    own = {"Sec-Fetch-Site": "same-origin"}
    answer = _by_cookie(site, who, "DELETE", "/api/v1/session", own, {})
    assert answer.status_code == 204
    assert answer.headers["set-cookie"].startswith("kairan=; Path=/; Max-Age=0;")
    assert _by_cookie(site, who, "GET", "/api/v1/me", {}, {}).status_code == 401


PROXY = "127.0.0.1"


@pytest.mark.parametrize("host", ["kairan.example", "192.0.2.8:8080", "localhost.example", "[::2]"])
@pytest.mark.parametrize("path", ["/about", "/me", "/events"])
def test_over_plain_http_nobody_elsewhere_is_answered(host: str, path: str, site: Site) -> None:
    answer = site.client(site.cast.sato).get(f"http://{host}/api/v1{path}")
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.needs_https")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "a.localhost", "127.9.9.9"]
)
def test_over_plain_http_the_machine_itself_is(host: str, site: Site) -> None:
    assert site.client(site.cast.sato).get(f"http://{host}/api/v1/me").status_code == 200


def test_by_https_of_ones_own_everybody_is_answered(site: Site) -> None:
    assert site.client(site.cast.sato).get("https://kairan.example/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("told", "host", "status"),
    [
        ("https", "kairan.example", 200),
        ("http, https", "kairan.example", 200),
        ("http", "kairan.example", 403),
        ("https, http", "kairan.example", 403),
        (None, "kairan.example", 200),
        (None, "other.example", 403),
    ],
)
def test_behind_a_proxy_of_ours_its_word_counts(
    told: str | None, host: str, status: int, secure: Site
) -> None:
    """One that says nothing stands before the public address only, as every link names it."""
    headers = {} if told is None else {"X-Forwarded-Proto": told}
    with secure.in_one_place(PROXY):
        answer = secure.client(secure.cast.sato, **headers).get(f"http://{host}/api/v1/me")
    assert answer.status_code == status


def test_a_strangers_word_on_https_does_not_count(secure: Site) -> None:
    answer = secure.client(secure.cast.sato, **{"X-Forwarded-Proto": "https"}).get(
        "http://kairan.example/api/v1/me"
    )
    assert answer.json()["code"] == "kernel.needs_https"


def test_the_page_that_says_so_comes_over_plain_http(site: Site) -> None:
    answer = site.client(None).get("http://kairan.example/")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_settings_know_how_people_reach_the_server() -> None:
    assert load({"KAIRAN_PUBLIC_URL": "https://kairan.example"}).secure
    assert not load({}).secure


def _sign_in(site: Site, **more: str) -> httpx.Response:
    body = {"login": "yamamoto@minato", "password": PASSWORD, **more}
    answer = site.client(None).post("/session", json=body)
    assert answer.status_code == 201, answer.text
    return answer


def _by_cookie(
    site: Site, who: Somebody, method: str, path: str, headers: dict[str, str], more: dict
) -> httpx.Response:
    sent = {"Cookie": f"kairan={who.token}"} | more.get("headers", {}) | headers
    return site.request(method, ORIGIN + path, **more | {"headers": sent})


@pytest.mark.parametrize("content_type", ["application/json", "text/csv"])
def test_of_whom_we_do_not_know_no_file_is_read(content_type: str, site: Site) -> None:
    """Neither is it held: the answer comes before anything of the body was asked for."""
    asked: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        for n in range(10):
            asked.append(n)
            yield b" " * 65_536

    answer = site.client(None).post(
        "/imports?name=x.csv", content=body(), headers={"content-type": content_type}
    )
    assert (answer.status_code, asked) == (401, [])
