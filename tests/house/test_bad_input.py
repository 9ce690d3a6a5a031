"""Bad input: whatever is sent, the answer is a problem document in words, and nothing has changed."""

import itertools
import re
from typing import Any

import httpx
import pytest

from kairan.kernel import store
from kairan.kernel.ids import is_id
from kairan.kernel.store import Head
from tests.house.badness import SEGMENTS, bad_bodies, bad_queries
from tests.house.requests import JSON_BODIES, request_of
from tests.house.scene import Scene
from tests.house.test_routes import LINES, Line
from tests.site import ORIGIN, Site
from tests.world import Somebody

ONE_EACH = list({line.operation: line for line in LINES if line.path.startswith("/api/")}.values())
WITH_BODY = [line for line in ONE_EACH if line.operation in JSON_BODIES]
WITH_NAMES = [line for line in ONE_EACH if "{" in line.path]
LANGUAGES = itertools.cycle(("ja", "en"))


class Try:
    """Somebody who may use a route, and uses it badly."""

    def __init__(self, site: Site, line: Line) -> None:
        self.site, self.line = site, line
        self.scene = Scene(site)
        names = re.findall(r"{(\w+)}", line.path)
        self.names = {name: self.scene.named(name, self.who) for name in names}
        self.good = request_of(line.operation, self.scene, self.who)
        self.wrong: list[str] = []
        site.calm()

    @property
    def who(self) -> Somebody | None:
        cast = self.scene.cast
        people = {"owner": cast.sato, "member": cast.kobayashi, "admin": cast.yamamoto}
        if self.line.operation == "change_password":
            return cast.yamamoto  # who has one
        if self.line.operation == "accept_invitation":
            return None  # who has to say who it is
        allowed = (people[name] for name in people if self.line.expected(name)[0] < 400)
        return next(allowed, None)

    def send(self, what: str, *, names: dict[str, str] | None = None, **more: Any) -> None:
        """Send something bad; note down what is wrong with how it is taken."""
        self.site.forget_tries()
        path, _, asked = self.line.path.format_map(self.names | (names or {})).partition("?")
        given = dict(each.split("=") for each in asked.split("&") if each)
        params = given | more.pop("params", {})
        headers = {"Accept-Language": next(LANGUAGES)} | more.pop("headers", {})
        before = heads(self.site)
        with self.site.asked() as seen:
            answer = self.site.client(self.who, **headers).request(
                self.line.method, ORIGIN + path, params=params, **more
            )
        self.wrong += [f"{what}: {fault}" for fault in faults(answer)]
        no_ids = [repr(each) for each in (names or {}).values() if not is_id(each)]
        for statement, values in seen:
            if r"\x00" in values or any(each in values for each in no_ids):
                self.wrong.append(f"{what}: reaches the database: {statement[:200]}")
        after = heads(self.site)
        if after != before and not only_refused(self.site, before, after):
            self.wrong.append(f"{what}: something has changed")


def heads(site: Site) -> list[Head]:
    """Return where both logs and both records stand."""
    with site.database.read() as tx:
        found = [store.read_head(tx, org) for org in (site.cast.minato, site.cast.aoba)]
    return [head for head in found if head]


def only_refused(site: Site, before: list[Head], after: list[Head]) -> bool:
    """Say whether all that happened is that refused sign-ins were put on record."""
    orgs = (site.cast.minato, site.cast.aoba)
    new = [
        entry
        for org, then, now in zip(orgs, before, after, strict=True)
        if now.audit_no > then.audit_no
        for entry in site.audit(org)
        if entry.no > then.audit_no
    ]
    same = [head.seq for head in before] == [head.seq for head in after]
    return same and all(entry.kind == "accounts.refuse_sign_in" for entry in new)


def faults(answer: httpx.Response) -> list[str]:
    """Return what is wrong with an answer that should be a problem document for people."""
    if not 400 <= answer.status_code < 500:
        return [f"{answer.status_code} {answer.text[:200]}"]
    if answer.headers["content-type"] != "application/problem+json":
        return [f"{answer.headers['content-type']}: {answer.text[:200]}"]
    said = answer.json()
    found = [] if set(said) == {"status", "code", "title", "detail", "fields"} else [str(said)]
    words = [said["title"], said["detail"], *said["fields"].values()]
    ids = {said["code"], *said["fields"]}
    found += [f"no words: {word!r}" for word in words if "{" in word or word in ids or not word]
    return found + [f"no sentence: {w!r}" for w in words if re.fullmatch("[a-z]+(_[a-z]+)*", w)]


@pytest.mark.parametrize("line", WITH_BODY, ids=str)
def test_a_bad_body_is_refused(line: Line, shared_site: Site) -> None:
    bad = Try(shared_site, line)
    for each in bad_bodies(line.operation, bad.good["json"]):
        bad.send(each.wrong, **each.more)
    assert not bad.wrong, "\n".join(bad.wrong)


@pytest.mark.parametrize("line", WITH_NAMES, ids=str)
def test_an_address_of_nothing_is_refused(line: Line, shared_site: Site) -> None:
    bad = Try(shared_site, line)
    for name, segment in itertools.product(bad.names, SEGMENTS):
        if bad.names[name] != segment:
            bad.send(f"{name} is {segment[:20]}", names={name: segment}, **bad.good)
    assert not bad.wrong, "\n".join(bad.wrong)


@pytest.mark.parametrize("line", WITH_NAMES, ids=str)
def test_what_another_organisation_has_is_not_found(line: Line, shared_site: Site) -> None:
    bad = Try(shared_site, line)
    elsewhere = shared_site.client(bad.scene.cast.mikami)
    made = elsewhere.post("/rooms", json={"kind": "group", "name": "あおば", "members": []})
    unit = elsewhere.post("/units", json={"name": f"売り場{bad.scene.number}"})
    theirs = {"unit": unit.json()["id"], "run_unit": unit.json()["id"]}
    theirs |= dict.fromkeys(("room", "quiet"), made.json()["id"])
    people = ("kobayashi", "maeda", "mate", "person", "outsider", "suspended", "linked")
    theirs |= dict.fromkeys((*people, "administrator"), bad.scene.cast.mikami.account)
    shared_site.calm()
    for name in bad.names.keys() & theirs.keys():
        bad.send(f"{name} of aoba", names={name: theirs[name]}, **bad.good)
    assert not bad.wrong, "\n".join(bad.wrong)


@pytest.mark.parametrize("line", ONE_EACH, ids=str)
def test_a_bad_question_is_refused(line: Line, shared_site: Site) -> None:
    bad = Try(shared_site, line)
    for each in bad_queries(line.operation):
        bad.send(each.wrong, params=each.more, **bad.good)
    assert not bad.wrong, "\n".join(bad.wrong)


@pytest.mark.parametrize("place", ["x", "-1", "1.5", "NaN", "9" * 30, "１", "%00", "a" * 10_001])
def test_a_stream_does_not_begin_nowhere(place: str, shared_site: Site) -> None:
    sato = shared_site.client(shared_site.cast.sato, Accept="application/json")
    assert faults(sato.get(f"/events?since={place}")) == []
    if place.isascii():
        assert faults(sato.get("/events", headers={"Last-Event-ID": place})) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_stream_is_only_read(method: str, shared_site: Site) -> None:
    answer = shared_site.client(shared_site.cast.sato).request(method, "/events", json={})
    assert (answer.status_code, faults(answer)) == (405, [])


@pytest.mark.parametrize(
    ("what", "content", "status"),
    [
        ("nothing", b"", 422),
        ("zeros", b"\0" * 1000, 422),
        ("a web page", b"<!doctype html><html><body>x</body></html>", 422),
        ("a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, 422),
        ("an open quote", '職員番号,氏名\n1,"佐藤\n'.encode() * 3, 422),
        ("5 MB of one line", b"a" * 5 * 1024 * 1024, 422),
        ("more than may be sent", b"a" * (20 * 1024 * 1024 + 1), 413),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    what: str, content: bytes, status: int, shared_site: Site
) -> None:
    yamamoto = shared_site.client(shared_site.cast.yamamoto)
    shared_site.calm()
    before = heads(shared_site)
    answer = yamamoto.post("/imports?name=x.csv", content=content)
    assert (answer.status_code, faults(answer)) == (status, []), what
    assert heads(shared_site) == before
