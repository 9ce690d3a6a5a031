"""The law: a snapshot, with the events that follow applied to it, is the snapshot that follows.

For every action of every domain, and for each of the cast: what they could ask for before, changed
as ``reducer`` says by the events they may hear, is what they can ask for afterwards.
"""

import copy
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kairan.app import DOMAINS
from kairan.domains.receipts import actions as receipts
from kairan.surfaces.stream import app as stream
from tests.house import client_types
from tests.house.reducer import HEARD, STALE, Client, Json
from tests.house.scenarios import SCENARIOS
from tests.house.snapshot import differences, take
from tests.house.stage import Rooms, Stage, furnish
from tests.house.wire import event_names
from tests.site import Site
from tests.world import Somebody, World

ACTIONS = {action.name for domain in DOMAINS for action in domain.actions}
UNHEARD = {"accounts.account_entered", "directory.placements_changed"}
"""Events for listeners only: no client ever gets one."""


@pytest.fixture(scope="module", autouse=True)
def _at_once() -> Iterator[None]:
    """Neither announce moves late, nor wait for news where there are none."""
    patch = pytest.MonkeyPatch()
    patch.setattr(receipts, "ANNOUNCE_EVERY", timedelta())
    patch.setattr(stream, "POLL_FOR", 0.0)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def furnished(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Rooms]:
    """The site every scenario begins with, closed."""
    site = Site.of(first_world, tmp_path_factory.mktemp("furnished"))
    rooms = furnish(site)
    site.close()
    return site, rooms


@pytest.fixture(scope="module")
def before(furnished: tuple[Site, Rooms], tmp_path_factory) -> dict[str, Client]:
    """What each of the cast can ask for before anything happens."""
    site = Site.of(furnished[0], tmp_path_factory.mktemp("before"))
    taken = {who.name: take(site, who, closely=True) for who in _cast(site)}
    site.close()
    return {name: client for name, client in taken.items() if client}


@pytest.fixture(scope="module")
def theatre(furnished: tuple[Site, Rooms], tmp_path_factory) -> Iterator[Site]:
    """Where one scenario plays after the other."""
    site = Site.of(furnished[0], tmp_path_factory.mktemp("theatre"))
    yield site
    site.close()


@pytest.fixture
def stage(theatre: Site, furnished: tuple[Site, Rooms]) -> Stage:
    """A stage on which nothing has been played yet."""
    theatre.become(furnished[0])
    return Stage(theatre, furnished[1])


def test_every_action_has_a_scenario() -> None:
    assert {name.partition(":")[0] for name in SCENARIOS} == ACTIONS


def test_a_client_knows_what_to_do_with_every_event() -> None:
    there = {event.type for domain in DOMAINS for event in domain.events}
    assert set(HEARD) == there - UNHEARD


def test_the_wire_page_names_every_event_a_client_may_hear() -> None:
    assert set(event_names()) == set(HEARD)


@pytest.mark.parametrize("name", SCENARIOS)
def test_snapshot_and_events_are_the_next_snapshot(
    name: str, stage: Stage, before: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _noted(stage.site, monkeypatch)
    SCENARIOS[name](stage)
    stage.site.calm()
    assert name.partition(":")[0] in done, "the scenario does something else"
    wrong = []
    for who in _cast(stage.site):
        now = take(stage.site, who, stage.imports)
        if now is not None:
            heard = copy.deepcopy(before[who.name])
            told = _told(stage.site, who, heard.seq)
            heard.hear(told)
            wrong += _unlike_the_page(told)
            wrong += [f"{who.name}: {each}" for each in differences(heard, now)]
    assert not wrong, "\n".join(["what somebody's client shows is not so", *wrong])


@pytest.mark.parametrize(
    "name", ["rooms.send_message", "receipts.move_cursor: to the end", "rooms.acknowledge_message"]
)
def test_what_happens_all_day_asks_for_nothing_but_open_reader_lists(
    name: str, stage: Stage, before: dict[str, Client]
) -> None:
    """Otherwise the law would be easy to keep: ask for everything, always."""
    SCENARIOS[name](stage)
    stage.site.calm()
    for who in _cast(stage.site):
        heard = copy.deepcopy(before[who.name])
        heard.hear(_told(stage.site, who, heard.seq))
        assert {part[0] for part, held in heard.parts.items() if held is STALE} <= {"readers"}


def test_the_law_notices_what_nobody_is_told_of(stage: Stage, before: dict[str, Client]) -> None:
    sato = stage.cast.sato
    stage.write(stage.cast.kobayashi, stage.rooms.open, "誰にも知らせない")
    now, heard = take(stage.site, sato), copy.deepcopy(before[sato.name])
    assert now is not None
    wrong = differences(heard, now)
    assert any(each.startswith(f"room {stage.rooms.open} head") for each in wrong)
    heard.hear(_told(stage.site, sato, heard.seq))
    assert differences(heard, now) == []


def test_nobody_of_another_organisation_hears_anything(stage: Stage) -> None:
    mikami = stage.cast.mikami
    head = stage.site.seq(mikami.org)
    stage.write(stage.cast.sato, stage.rooms.open)
    assert _told(stage.site, mikami, head) == []


def _cast(site: Site) -> list[Somebody]:
    cast = site.cast
    minato = [cast.yamamoto, cast.sato, cast.kobayashi, cast.takahashi, cast.nakamura, cast.maeda]
    return [*minato, cast.mikami]


def _told(site: Site, who: Somebody, since: int) -> list[Json]:
    """Return what somebody is told of since a number, as a long poll answers it."""
    answer = site.client(who).get(f"/events?since={since}", headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    assert client_types.unlike(answer.json()["events"]) == [], "web/src/lib/wire/events.ts"
    assert "reset" not in answer.json()
    return answer.json()["events"]


def _unlike_the_page(told: list[Json]) -> list[str]:
    """Return which of these events carry other data than the wire page says."""
    page = event_names()
    return [
        f"{event['type']} carries {sorted(event['data'])}, not {sorted(page[event['type']])}"
        for event in told
        if set(event["data"]) != page[event["type"]]
    ]


def _noted(site: Site, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return where the names of the actions that are run will stand."""
    done: set[str] = set()
    submit = site.lane.submit

    def noting(org, caller, action, command, **more):
        done.add(action.name)
        return submit(org, caller, action, command, **more)

    monkeypatch.setattr(site.lane, "submit", noting)
    return done
