"""Bad input: whatever is sent, the answer is a problem document in words, and nothing has changed."""

import itertools
import re
from typing import Any

import httpx
import pytest

from kairan.kernel import store
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
        self.names = {name: self._named(name) for name in re.findall(r"{(\w+)}", line.path)}
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
        answer = self.site.client(self.who, **headers).request(
            self.line.method, ORIGIN + path, params=params, **more
        )
        self.wrong += [f"{what}: {fault}" for fault in faults(answer)]
        after = heads(self.site)
        if after != before and not only_refused(self.site, before, after):
            self.wrong.append(f"{what}: something has changed")

    def _named(self, name: str) -> str:
        if name == "own_session":
            assert self.who
            return self.scene.session_of(self.who)
        return str(getattr(self.scene, name))


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
