"""Nothing of the machine it was written on, and no secret, gets into the repository."""

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.source import ROOT

BINARY = {".png", ".ico", ".woff2", ".xlsx", ".pdf"}
ADDRESS = re.compile(r"(?:https?|wss?|git|ssh)://([\w.-]+)")
PLACE = re.compile(r"(?<![\w./~-])/(?:root|home|Users|work|tmp/(?:dev|bash_jobs))/[\w.-]+")
INDEX = re.compile(
    r"--(?:extra-)?index-url|--find-links|index_url|^\s*(?:registry|@[\w-]+:registry)\s*=|\"resolved\"",
    re.MULTILINE,
)
SECRET = re.compile(
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b|\bxox[abp]-\w{10}"
    r"|\bk1\.[0-9a-f]{32}\.[\w-]{43}\b"
)
EXAMPLES = re.compile(
    r"(^|\.)(example|test|localhost|invalid)(\.(com|org|net|jp))?$|^127\.0\.0\.1$"
)
PUBLIC = {
    "github.com",
    "opencollective.com",
    "feross.org",
    "www.patreon.com",
    "tidelift.com",
    "paulmillr.com",
    "eslint.org",
    "www.apache.org",
    "www.w3.org",
    "www.sqlite.org",
    "schemas.openxmlformats.org",
    "keepachangelog.com",
    "semver.org",
}
"""Places that documentation, licences and locks may name: nothing is fetched from them."""


def test_no_file_names_a_place_of_the_machine_it_was_written_on() -> None:
    assert not _found(PLACE)


def test_no_file_says_where_packages_come_from() -> None:
    """Whoever installs decides; an address in a lock would decide for everybody."""
    assert not _found(INDEX)


def test_no_file_holds_a_secret() -> None:
    assert not _found(SECRET)


def test_only_known_places_are_named() -> None:
    named = {
        f"{host} in {path.relative_to(ROOT)}"
        for path, text in _texts()
        for host in ADDRESS.findall(text)
        if host.strip(".") not in PUBLIC and not EXAMPLES.search(host) and "." in host
    }
    assert not named, "is it public documentation? then say so here"


def test_locks_have_hashes() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        wanted = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", lock.read_text(), re.MULTILINE)
        hashed = re.findall(
            r"^[\w.-]+(?:\[[\w,]+\])?==[^\n]*\\\n\s+--hash=", lock.read_text(), re.MULTILINE
        )
        assert wanted
        assert len(wanted) == len(hashed), lock.name
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_the_patterns_find_what_they_are_for() -> None:
    for place in ("root", "home/a", "work"):
        assert PLACE.search(f"cd /{place}/kairan"), place
    for fine in ("/api/v1/rooms", "web/src/root/x", "https://a.example/home/x", "~/home/b"):
        assert not PLACE.search(fine), fine
    for guilty in ("--index-url https://x", 'registry = "x"', '"resolved": "https://x"'):
        assert INDEX.search(guilty), guilty
    assert SECRET.search("k1." + "0" * 32 + "." + "x" * 43)
    assert EXAMPLES.search("kairan.example.jp")
    assert not EXAMPLES.search("example.evil.io")


def _found(pattern: re.Pattern[str]) -> list[str]:
    own = Path(__file__)
    return [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in _texts()
        if path != own
        for match in [pattern.search(text)]
        if match
    ]


@cache
def _texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text("utf-8")) for path in _committed()]


def _committed() -> Iterator[Path]:
    """Yield what is committed, or would be: everything that is not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink() and path.suffix not in BINARY:
            yield path
