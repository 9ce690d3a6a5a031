"""How often, how much at once, and as whom somebody is counted."""

import threading
from pathlib import Path

import pytest

from kairan.domains.accounts.model import AccountId
from kairan.domains.directory.actions import issue_entry_link
from kairan.kernel.errors import TooMany
from kairan.surfaces.http import house
from kairan.surfaces.http.limits import KEYS_LIMIT, Limits, network
from tests.site import Site
from tests.talk import Talk
from tests.world import PASSWORD, Somebody, World


class Hands:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def refused(limits: Limits, key: str = "x", *, times: int = 5, seconds: int = 60) -> int:
    """Return after how many seconds to come back; 0: it was allowed."""
    try:
        limits.count("tries", key, times=times, seconds=seconds)
    except TooMany as error:
        return int(error.data["retry_after"])
    return 0


def test_a_burst_is_free_and_then_comes_one_at_a_time() -> None:
    hands = Hands()
    limits = Limits(hands)
    assert [refused(limits) for _ in range(6)] == [0, 0, 0, 0, 0, 12]
    hands.now += 11
    assert refused(limits) == 1
    hands.now += 1
    assert [refused(limits), refused(limits)] == [0, 12]
    hands.now += 3_600
    assert [refused(limits) for _ in range(6)].count(0) == 5


def test_everybody_is_counted_alone() -> None:
    limits = Limits(Hands())
    assert [refused(limits, "x") for _ in range(6)][-1]
    assert refused(limits, "y") == 0


def test_what_is_remembered_does_not_grow_without_end() -> None:
    limits = Limits(Hands())
    for key in range(KEYS_LIMIT + 10):
        refused(limits, str(key))
    assert len(limits._whole_at["tries"]) == KEYS_LIMIT


def test_only_so_many_go_on_at_once_and_whoever_is_done_makes_room() -> None:
    limits = Limits()
    with limits.hold("calls", "x", most=2), limits.hold("calls", "x", most=2):
        with pytest.raises(TooMany), limits.hold("calls", "x", most=2):
            pass
        with limits.hold("calls", "y", most=2):
            pass
    with limits.hold("calls", "x", most=1):
        pass
    assert limits._held == {}


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("203.0.113.9:1234", "203.0.113.9"),
        ("[2001:db8:1:2::1]:80", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_address_is_counted_with_its_neighbours(address: str, counted_as: str) -> None:
    assert network(address) == counted_as


def test_what_went_well_is_not_counted() -> None:
    limits = Limits(Hands())
    for _ in range(20):
        assert refused(limits) == 0
        limits.forgive("tries", "x", times=5, seconds=60)
    assert [refused(limits) for _ in range(6)].count(0) == 5


@pytest.fixture
def slow_site(first_world: World, tmp_path: Path):
    """A site at which a session may ask five times a second, twenty times at a stroke."""
    site = Site.of(first_world, tmp_path, reads=5)
    yield site
    site.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_who_reads_too_fast_is_told_when_to_come_back(slow_site: Site, language: str) -> None:
    sato = slow_site.client(slow_site.cast.sato, **{"accept-language": language})
    answers = [sato.get("/me") for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 20
    assert refused[0].headers["content-type"] == "application/problem+json"
    assert refused[0].headers["content-language"] == language
    assert refused[0].headers["retry-after"] == "1"
    assert refused[0].json()["code"] == "kernel.too_many"
    assert slow_site.client(slow_site.cast.kobayashi).get("/me").status_code == 200


def test_writing_is_not_counted_as_reading(slow_site: Site) -> None:
    sato = slow_site.client(slow_site.cast.sato)
    answers = [sato.patch("/me", json={"language": "ja"}) for _ in range(60)]
    assert {answer.status_code for answer in answers} <= {200, 204}


@pytest.fixture
def calm_site(first_world: World, tmp_path: Path):
    """A site at which a member may change five things a second, and a guest less than one."""
    site = Site.of(first_world, tmp_path, writes=5)
    yield site
    site.close()


def test_who_changes_too_much_is_told_when_to_come_back(calm_site: Site) -> None:
    cast = calm_site.cast
    sato, maeda = calm_site.client(cast.sato), calm_site.client(cast.maeda)
    answers = [sato.patch("/me", json={"language": "ja"}) for _ in range(90)]
    assert [each.status_code for each in answers[:50]] == [200] * 50
    refused = [each for each in answers if each.status_code == 429]
    assert len(refused) >= 20
    assert refused[0].headers["retry-after"] == "1"
    codes = [maeda.patch("/me", json={"language": "ja"}).status_code for _ in range(5)]
    assert codes == [200, 429, 429, 429, 429]
    assert calm_site.client(cast.kobayashi).patch("/me", json={"language": "ja"}).is_success


def test_a_guest_writes_twenty_times_a_second_by_the_settings_as_they_come(
    first_world: World, tmp_path: Path
) -> None:
    site = Site.of(first_world, tmp_path, writes=2_000)
    site.house.limits.clock = lambda: 0.0  # no second passes, however slow the machine is
    maeda, sato = site.client(site.cast.maeda), site.client(site.cast.sato)
    codes = [maeda.patch("/me", json={"language": "ja"}).status_code for _ in range(210)]
    assert codes == [200] * 200 + [429] * 10
    assert {sato.patch("/me", json={"language": "ja"}).status_code for _ in range(400)} == {200}
    site.close()


def test_tokens_made_up_are_counted_by_the_address(slow_site: Site) -> None:
    org = slow_site.cast.minato
    with slow_site.in_one_place():
        codes = [
            slow_site.client(None, Authorization=f"Bearer k1.{org}.{n:043}").get("/me").status_code
            for n in range(300)
        ]
    assert codes[:100] == [401] * 100
    assert 429 in codes


def test_one_session_cannot_fill_the_queue_for_all(site: Site) -> None:
    sato, kobayashi = site.client(site.cast.sato), site.client(site.cast.kobayashi)
    for each in (sato, kobayashi):
        each.get("/me")
    codes: list[int] = []
    with site.together(site.cast.minato):
        writing = [
            threading.Thread(
                target=lambda: codes.append(sato.patch("/me", json={"language": "ja"}).status_code)
            )
            for _ in range(house.AT_ONCE + 8)
        ]
        for thread in writing:
            thread.start()
        while len(codes) < 8:
            pass
        assert codes == [429] * 8
        assert kobayashi.get("/me").status_code == 200
    for thread in writing:
        thread.join()
    assert codes.count(429) == 8


def test_neighbours_in_one_network_are_counted_together(site: Site) -> None:
    nobody = site.client(None)
    codes = []
    for n in range(200):
        with site.in_one_place(f"2001:db8::{n:x}"):
            codes.append(nobody.get("/entry/nothing").status_code)
    assert codes[:60] == [404] * 60
    assert 429 in codes


def test_a_town_hall_behind_one_address_opens_all_its_links(site: Site) -> None:
    talk, nobody = Talk(site), site.client(None)
    link = talk.invite(site.cast.sato, talk.room(site.cast.sato), uses=200).token
    entry = entry_link(site, site.cast.sato)
    with site.in_one_place():
        rubbish = [nobody.get("/entry/rubbish").status_code for _ in range(100)]
        rubbish += [nobody.get("/invitations/rubbish/preview").status_code for _ in range(100)]
        assert 429 in rubbish[:100]
        assert 429 in rubbish[100:]
        for n in range(70):
            assert nobody.get(f"/entry/{entry}").status_code == 200
            assert nobody.get(f"/invitations/{link}/preview").status_code == 200
            entered = nobody.post(f"/invitations/{link}/accept", json={"name": f"住民 {n}"})
            assert entered.status_code == 201
        assert nobody.post(f"/entry/{entry}", json={}).status_code == 201


def entry_link(site: Site, who: Somebody) -> str:
    issued = site.do(site.cast.yamamoto, issue_entry_link, AccountId(who.account))
    return issued.token


def test_wrong_passwords_of_a_neighbour_keep_few_out(site: Site) -> None:
    nobody = site.client(None)
    body = {"login": "yamamoto@minato", "password": PASSWORD}
    with site.in_one_place():
        for n in range(40):
            wrong = nobody.post("/session", json={"login": f"x{n}@minato", "password": "wrong"})
            assert wrong.status_code == 401
        for _ in range(8):
            assert nobody.post("/session", json=body).status_code == 201
