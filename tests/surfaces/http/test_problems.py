"""Problems: every refusal is one document, in the language of whoever asks."""

import pytest

from tests.site import ORIGIN, Site
from tests.world import PASSWORD


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ({}, "ja"),
        ({"Accept-Language": "ja"}, "ja"),
        ({"Accept-Language": "en"}, "en"),
        ({"Accept-Language": "en-GB,en;q=0.9,ja;q=0.8"}, "en"),
        ({"Accept-Language": "ja,en;q=0.5"}, "ja"),
        ({"Accept-Language": "fr"}, "ja"),
        ({"Accept-Language": "*;q=0"}, "ja"),
    ],
)
def test_a_refusal_speaks_the_language_asked_for(
    asked: dict[str, str], answered: str, shared_site: Site
) -> None:
    answer = shared_site.client(None, **asked).get("/me")
    assert answer.headers["content-language"] == answered
    assert answer.json()["title"].isascii() is (answered == "en")


def test_a_refusal_has_all_its_parts(shared_site: Site) -> None:
    answer = shared_site.client(shared_site.cast.sato).get("/rooms/x")
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (said["status"], said["code"], said["fields"]) == (404, "rooms.not_found", {})
    assert said["title"] != said["detail"]


def test_a_faulty_field_is_named_with_a_reason_in_words(shared_site: Site) -> None:
    sato = shared_site.client(shared_site.cast.sato, **{"Accept-Language": "en"})
    said = sato.post("/rooms", json={"kind": "group", "name": "", "members": []}).json()
    assert said["code"] == "kernel.bad_input"
    assert list(said["fields"]) == ["name"]
    assert " " in said["fields"]["name"]


def test_a_method_that_is_not_there_is_refused_as_such(shared_site: Site) -> None:
    answer = shared_site.client(shared_site.cast.sato).delete("/about")
    assert (answer.status_code, answer.json()["code"]) == (405, "kernel.method_not_allowed")


def test_too_many_tries_are_told_when_to_come_back(shared_site: Site) -> None:
    nobody = shared_site.client(None)
    body = {"login": "nobody@minato", "password": PASSWORD}
    with shared_site.in_one_place():
        said = [nobody.post("/session", json=body) for _ in range(6)]
    assert [answer.status_code for answer in said] == [401] * 5 + [429]
    assert 1 <= int(said[-1].headers["retry-after"]) <= 60
    assert said[-1].headers["retry-after"] in said[-1].json()["detail"]


def test_a_mistake_of_ours_says_nothing_of_itself(
    shared_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("SELECT secret FROM passwords")

    monkeypatch.setattr(type(shared_site.house), "read", broken)
    answer = shared_site.client(shared_site.cast.sato).get("/me")
    assert (answer.status_code, answer.json()["code"]) == (500, "kernel.mistake")
    assert "SELECT" not in answer.text


def test_health_is_told_without_words(shared_site: Site) -> None:
    answer = shared_site.request("GET", f"{ORIGIN}/healthz")
    assert answer.json() == {"status": "ok"}
    assert answer.headers["cache-control"] == "no-store"
