"""Health: whether the server can commit, for all who ask, and at nobody's cost."""

import threading

import pytest

from kairan.surfaces.http import house, probe
from tests.kernel.test_lane_failures import read_only
from tests.site import ORIGIN, Site
from tests.world import PASSWORD

HEALTH = f"{ORIGIN}/healthz"


@pytest.fixture
def _for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "SHARED_FOR", 60.0)


@pytest.fixture
def _never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "SHARED_FOR", 0.0)


@pytest.mark.usefixtures("_for_long")
def test_however_many_ask_one_commit_answers_them_all(site: Site) -> None:
    codes: list[int] = []
    asking = [
        threading.Thread(target=lambda: codes.append(site.request("GET", HEALTH).status_code))
        for _ in range(60)
    ]
    with site.asked() as asked:
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    assert codes == [200] * 60
    assert len([each for each, _ in asked if each.startswith("UPDATE logs")]) == 1


def test_who_asks_for_health_takes_no_turn_of_those_who_sign_in(site: Site) -> None:
    site.house.hashing = house.HASHING_QUEUE
    assert site.request("GET", HEALTH).status_code == 200
    body = {"login": "sato@minato", "password": PASSWORD}
    assert site.client(None).post("/session", json=body).status_code == 429


@pytest.mark.usefixtures("_never_again")
def test_a_disk_that_cannot_be_written_is_no_health_until_it_can(site: Site) -> None:
    with read_only(site):
        assert site.request("GET", HEALTH).status_code == 503
    assert site.request("GET", HEALTH).status_code == 200


def test_a_house_that_is_closed_leaves_no_thread_behind(first_world, tmp_path) -> None:
    before = {thread.name for thread in threading.enumerate()}
    site = Site.of(first_world, tmp_path)
    site.request("GET", HEALTH)
    site.client(site.cast.sato).get("/me")
    site.client(None).post("/session", json={"login": "sato@minato", "password": PASSWORD})
    site.close()
    assert {thread.name for thread in threading.enumerate()} <= before
