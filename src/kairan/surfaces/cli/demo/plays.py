"""Puts a play together: an organisation, its people, its talks, and who looks when, in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from kairan.domains.directory.model.rows import ROWS_LIMIT
from kairan.surfaces.cli.demo.acts import (
    Enter,
    Found,
    HidePhone,
    LetAdminister,
    PutPeople,
    Step,
    Suspend,
)
from kairan.surfaces.cli.demo.attention import attend, stays
from kairan.surfaces.cli.demo.days import Days, at
from kairan.surfaces.cli.demo.deeds import MakeRoom, Say
from kairan.surfaces.cli.demo.patterns import Parts, read_small_talks, spoken, spread
from kairan.surfaces.cli.demo.people import COUNCIL, HERE, Person, read_cast, read_lists
from kairan.surfaces.cli.demo.script import Reader, Talk

SMALL_TALKS = 6
SMALL_LENGTH = 40
"""What a room gets from patterns where little is wanted."""
AWAY = "県外サポーター"
"""The affiliation of those who live far away."""
_LIVELY = frozenset({"keen", "desk", "daily"})


@dataclass(frozen=True, slots=True)
class Organisation:
    """What is not in the files: ``entrances`` and ``links`` are as whom one may try it.

    The founder is its administrator; ``administers`` are people and units, ``suspended`` people and
    moments.
    """

    code: str
    name: str
    outside_word: str
    founder: str
    entrances: Mapping[str, str]
    links: Mapping[str, str]
    administers: Mapping[str, str]
    suspended: Mapping[str, str]


MINATO = Organisation(
    code="minato",
    name="みなと県",
    outside_word="庁外",
    founder="山本",
    entrances={
        "山本": "administrator, 総務課",
        "三輪": "clerk of the assembly",
        "新妻": "member of a section, デジタル戦略課",
        "佐藤": "administrator of a unit, 防災課",
    },
    links={"前田": "guest of one room", "松永": "not yet in"},
    administers={"和泉": "議会", "佐藤": "知事部局/危機管理部/防災課"},
    suspended={"古賀": "月-3 09:12"},
)
AOBA = Organisation(
    code="aoba",
    name="あおば商店",
    outside_word="社外",
    founder="三上",
    entrances={"三上": "administrator of the small firm"},
    links={"榎本": "not yet in"},
    administers={},
    suspended={},
)
ORGANISATIONS = (MINATO, AOBA)
"""The organisations of the demonstration; the first is the first of the server, if it is empty."""


@dataclass(frozen=True, slots=True)
class Play:
    """All steps of one organisation in order, up to ``until``; ``entered`` have come in."""

    organisation: Organisation
    until: datetime
    cast: dict[str, Person]
    steps: list[Step]
    entered: tuple[str, ...]


def make_play(organisation: Organisation, now: datetime, seed: int, *, small: bool) -> Play:
    """Return the play of an organisation as it would have been until ``now``: always the same one.

    ``small`` leaves out what is there for its length and its number only.
    """
    rng = Random(f"{seed} {organisation.code}")
    days = Days.before(now)
    cast = read_cast(organisation.code, organisation.founder, rng, small=small)
    talks = _read_talks(organisation.code, cast, days, rng)
    entries = _entries(cast, talks, days, rng)
    for talk in talks:
        if talk.patterns:
            talk.steps += _lengthen(organisation.code, talk, cast, entries, days, rng, small=small)
            talk.steps.sort(key=lambda step: step.at)
    ends = {who: days.moment(when) for who, when in organisation.suspended.items()}
    steps = [*_opening(organisation, cast, entries, days)]
    for talk in talks:
        steps += [_room(talk), *talk.steps]
        steps += attend(talk, cast, entries, ends, days, now, rng)
    steps.sort(key=lambda step: step.at)
    entered = tuple(key for key in entries if key not in organisation.suspended)
    return Play(organisation, now, cast, [step for step in steps if step.at < now], entered)


def _read_talks(code: str, cast: dict[str, Person], days: Days, rng: Random) -> list[Talk]:
    reader = Reader(cast, days, rng)
    found = sorted((HERE / code / "talks").iterdir(), key=lambda path: path.name)
    return [talk for path in found for talk in reader.read(path.read_text("utf-8"))]


def _entries(
    cast: dict[str, Person], talks: Sequence[Talk], days: Days, rng: Random
) -> dict[str, datetime]:
    """Return when each member first came in: some day in the first weeks, before they do anything."""
    first: dict[str, datetime] = {}
    for talk in talks:
        acted = [(step.who, step.at) for step in talk.steps]
        acted += [(who, each.at) for each in talk.pressed for who in each.people]
        acted.append((talk.owner, _begun(talk)))
        for who, moment in acted:
            first[who] = min(moment, first.get(who, moment))
    early = days.working_days(days.day("月-7"), days.day("金-7"))
    late = days.working_days(days.day("水-6"), days.day("火-5"))
    entries: dict[str, datetime] = {}
    for key, person in cast.items():
        if person.row is None or person.habit == "absent":
            continue
        weeks = late if person.unit == COUNCIL or rng.random() < 0.3 else early
        moment = at(rng.choice(weeks), f"{rng.randrange(10, 17)}:{rng.randrange(60):02}")
        entries[key] = min(moment, first.get(key, moment) - timedelta(minutes=10))
    return entries


def _opening(
    organisation: Organisation,
    cast: dict[str, Person],
    entries: dict[str, datetime],
    days: Days,
) -> Iterator[Step]:
    """The organisation and its people, as an administrator sets them up."""
    monday, admin = days.day("月-7"), organisation.founder
    row = cast[admin].row
    assert row is not None
    assert row.name
    assert row.login
    found = Found(
        organisation.code, organisation.name, admin, row.name, row.login, organisation.outside_word
    )
    yield Step(at(monday, "8:30"), "", found)
    members = [(key, person.row) for key, person in cast.items() if person.row]
    for first in range(0, len(members), ROWS_LIMIT):
        keys, rows = zip(*members[first : first + ROWS_LIMIT], strict=True)
        yield Step(at(monday, "9:00"), admin, PutPeople(keys, rows))
    for key, row in members:
        if (row.level or "").startswith("1 "):
            yield Step(at(monday, "9:20"), admin, HidePhone(key))
    for who, unit in organisation.administers.items():
        yield Step(at(monday, "9:30"), admin, LetAdminister(who, unit))
    for who, moment in entries.items():
        yield Step(moment, admin, Enter(who))
    for who, when in organisation.suspended.items():
        yield Step(days.moment(when), admin, Suspend(who))


def _room(talk: Talk) -> Step:
    people = tuple(who for who in talk.people if who != talk.owner)
    made = MakeRoom(
        talk.room,
        talk.kind,
        people,
        reader_list="owners" if talk.restricted else "everyone",
        unit=talk.unit,
    )
    return Step(_begun(talk), talk.owner, made)


def _begun(talk: Talk) -> datetime:
    assert talk.start, f"{talk.room}: start is missing"
    return talk.start


def _lengthen(
    code: str,
    talk: Talk,
    cast: dict[str, Person],
    entries: dict[str, datetime],
    days: Days,
    rng: Random,
    *,
    small: bool,
) -> Iterator[Step]:
    """Small talks from a file of patterns, spoken by whoever is inside at the time."""
    assert talk.patterns
    path = HERE / code / talk.patterns
    small_talks, words = read_small_talks(path.read_text("utf-8")), read_lists(path)
    length = talk.length
    if small:
        small_talks = [replace(each, weight=1) for each in small_talks[:SMALL_TALKS]]
        length = min(length, SMALL_LENGTH)
    working = days.working_days(days.day("月-5"), days.day("-1"))
    calm = [day for day in working if length or day not in (days.day("水-3"), days.day("木-3"))]
    said = sum(isinstance(step.act, Say) for step in talk.steps)
    length = max(0, length - said)
    inside = stays(talk)
    lively = {
        who: stay
        for who, stay in inside.items()
        if cast[who].habit in _LIVELY and who not in talk.behind
    }
    for number, (begin, each) in enumerate(spread(small_talks, calm, length, rng)):
        there = [w for w, s in lively.items() if s.begin < begin and entries.get(w, begin) <= begin]
        parts = Parts(
            tuple(who for who in there if cast[who].row),
            tuple(who for who in there if not cast[who].row and cast[who].affiliation != AWAY),
            tuple(who for who in there if cast[who].affiliation == AWAY),
        )
        yield from spoken(talk.room, each, number, begin, parts, words, rng)
