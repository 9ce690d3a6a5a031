"""The client's files: a shell for every address of the client, and a policy that lets nothing else run."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import httpx
import pytest

from kairan.surfaces.http import static
from tests.house.scene import Scene
from tests.house.source import ROOT
from tests.site import ORIGIN, Site

PAGES = (ROOT / "web" / "index.html", static.FOLDER / "index.html")


class Page(HTMLParser):
    """What of a page would run, or would want to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.addresses: list[str] = []
        self.styles: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._open = tag
        self.inline += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.inline += [f"{tag} style" for name in given if name == "style"]
        if tag == "script" and not given.get("src"):
            self.inline.append("script")
        self.addresses += [v for n, v in given.items() if n in {"src", "href", "action"} and v]

    def handle_data(self, data: str) -> None:
        if self._open == "style" and data.strip():
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


@pytest.mark.parametrize("path", PAGES, ids=["as written", "as built"])
def test_the_shell_has_nothing_inline_that_runs(path) -> None:
    page = Page(path.read_text())
    assert page.inline == []
    assert page.addresses
    assert [a for a in page.addresses if not a.startswith("/") or a.startswith("//")] == []


def test_a_page_with_something_inline_would_be_noticed() -> None:
    page = Page('<body onload="x()"><p style="a"></p><script>1</script><img src="//e.example/x">')
    assert page.inline == ["body onload", "p style", "script"]
    assert page.addresses == ["//e.example/x"]


@pytest.mark.parametrize("address", ["/", "/rooms/1", "/settings", "/j/k1.abc.def", "/e/a.b"])
def test_every_address_of_the_client_gets_the_shell(address: str, shared_site: Site) -> None:
    answer = _get(shared_site, address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.content == static.files()["index.html"].body


def test_the_policy_lets_only_our_own_files_run(shared_site: Site) -> None:
    answer = _get(shared_site, "/")
    policy = dict(each.strip().split(" ", 1) for each in _policy(answer).split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in _policy(answer)
    assert "http" not in _policy(answer)


def test_the_policy_names_the_style_sheet_of_the_shell(shared_site: Site) -> None:
    answer = _get(shared_site, "/")
    [style] = Page(answer.text).styles
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in _policy(answer)


def test_files_with_a_hash_are_kept_for_ever(shared_site: Site) -> None:
    scripts = re.findall(r'"(/assets/[^"]+\.js)"', _get(shared_site, "/").text)
    assert scripts
    for script in scripts:
        answer = _get(shared_site, script)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("file", ["/sw.js", "/app.webmanifest", "/boot.js"])
def test_files_without_a_hash_are_asked_for_again(file: str, shared_site: Site) -> None:
    answer = _get(shared_site, file)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_only_the_address_says_which_file_is_meant(shared_site: Site) -> None:
    answer = _get(shared_site, "/?path=boot.js")
    assert answer.content == static.files()["index.html"].body
    assert _get(shared_site, "/rooms/1?path=api/x.js").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/no/such/file.js",
        "/.vite/manifest.json",
        "/..%2f..%2fapp.py",
        "/%2e%2e/%2e%2e/app.py",
        "/assets/..%2findex.htm",
        "/etc/passwd.txt",
        "/api/v1/nothing",
        "/api/other",
        "/%00.js",
    ],
)
def test_nothing_else_is_to_be_had(address: str, shared_site: Site) -> None:
    answer = _get(shared_site, address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def _get(site: Site, address: str) -> httpx.Response:
    return site.request("GET", httpx.URL(ORIGIN + address))


def _policy(answer: httpx.Response) -> str:
    [policy] = answer.headers.get_list("content-security-policy")
    return policy


class Head(HTMLParser):
    """What a messenger shows of a page: its title and its Open Graph words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (given.get("property") or "").startswith("og:"):
            self.said[str(given["property"])] = str(given["content"])


@pytest.mark.parametrize("agent", ["facebookexternalhit/1.1;line-poker/1.0", "Slackbot", ""])
@pytest.mark.parametrize("kind", ["j", "e"])
def test_a_preview_of_a_link_shows_the_organisations_name_only(
    kind: str, agent: str, site: Site
) -> None:
    """And uses nothing up, however often a messenger looks."""
    scene = Scene(site)
    token = scene.invitation_token if kind == "j" else scene.entry_token
    site.calm()
    before = site.seq(site.cast.minato)
    plain = site.request("GET", f"{ORIGIN}/").text
    for _ in range(3):
        page = site.request("GET", f"{ORIGIN}/{kind}/{token}", headers={"User-Agent": agent})
        assert page.status_code == 200
    assert Head(page.text).said == {
        "og:title": "みなと県",
        "og:site_name": "回覧 Kairan",
        "og:type": "website",
    }
    assert token not in page.text
    # Beside that it is the shell as everybody gets it, under the same policy.
    assert page.text.split("</title>")[0].split("<title>")[0] == plain.split("<title>")[0]
    assert Page(page.text).inline == []
    assert site.seq(site.cast.minato) == before
    path = f"/invitations/{token}/preview" if kind == "j" else f"/entry/{token}"
    assert site.client(None).get(path).status_code == 200


def test_a_name_that_looks_like_markup_stays_a_name(site: Site) -> None:
    name = '"><script>x</script>&'
    renamed = site.client(site.cast.yamamoto).patch("/organisation", json={"name": name})
    assert renamed.status_code == 200
    page = site.request("GET", f"{ORIGIN}/e/{Scene(site).entry_token}")
    assert Head(page.text).said["og:title"] == name
    assert Page(page.text).inline == []


@pytest.mark.parametrize(
    "path", ["e", "e/minato", "e/k1.x", f"j/k1.{'0' * 32}.{'x' * 43}", "rooms"]
)
def test_other_addresses_name_nobody(path: str, site: Site) -> None:
    page = site.request("GET", f"{ORIGIN}/{path}")
    assert page.status_code == 200
    assert Head(page.text).said == {}
