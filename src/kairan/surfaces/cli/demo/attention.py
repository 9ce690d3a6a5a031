"""Who is inside a room when, who looks, and who presses 了解."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kairan.surfaces.cli.demo.acts import Step
from kairan.surfaces.cli.demo.days import Days
from kairan.surfaces.cli.demo.deeds import (
    Accept,
    Acknowledge,
    AddPeople,
    Invite,
    Leave,
    PassOn,
    Read,
    Say,
)
from kairan.surfaces.cli.demo.people import Person
from kairan.surfaces.cli.demo.reading import Watch, glances, slower
from kairan.surfaces.cli.demo.script import Pressed, Talk

CROWDED = 100
"""People, or messages that are hardly for anybody, that make a room looked into less often."""
TIRED = 0.6
"""The share of those who seldom look there and one day do no more."""


@dataclass(slots=True)
class Stay:
    """From when to when somebody is inside."""

    begin: datetime
    end: datetime | None = None


def stays(talk: Talk) -> dict[str, Stay]:
    """Return who is ever inside a room, and when."""
    assert talk.start
    inside = {who: Stay(talk.start) for who in (talk.owner, *talk.people)}
    waiting = {s.act.link for s in talk.steps if isinstance(s.act, Invite) and s.act.approval}
    for step in talk.steps:
        match step.act:
            case Accept(link=link, person=person) if link not in waiting:
                inside[person] = Stay(step.at)
            case AddPeople(people=people):
                inside |= {who: Stay(step.at) for who in people}
            case Leave(person=person):
                inside[person].end = step.at
    return inside


def attend(
    talk: Talk,
    cast: Mapping[str, Person],
    entries: Mapping[str, datetime],
    ends: Mapping[str, datetime],
    days: Days,
    now: datetime,
    rng: Random,
) -> Iterator[Step]:
    """Return every look into a room and every 了解; ``ends`` is when somebody was suspended."""
    inside = stays(talk)
    arrivals = sorted(step.at for step in talk.steps if isinstance(step.act, Say | PassOn))
    crowded = max(len(inside), len(arrivals)) > CROWDED and not talk.restricted
    looks: dict[str, list[datetime]] = {}
    for who, stay in inside.items():
        person = cast[who]
        end = min(each for each in (stay.end, talk.behind.get(who), ends.get(who), now) if each)
        begin = max(stay.begin, entries.get(who, stay.begin))
        habit = person.habit
        if crowded and who not in talk.behind:
            habit = slower(habit)
            if habit == "weekly" and rng.random() < TIRED:
                end = begin + (end - begin) * rng.random()
        looks[who] = glances(Watch(habit, begin, end, arrivals, talk.night), days, rng)
    for who, moments in looks.items():
        yield from (Step(moment, who, Read(talk.room)) for moment in moments)
    for step in talk.steps:
        if isinstance(step.act, Say | PassOn) and not talk.length:
            yield Step(step.at - timedelta(seconds=4), step.who, Read(talk.room))
    for pressed in talk.pressed:
        for who, moment in _pressing(talk, pressed, inside, looks, rng):
            if moment < now:
                yield Step(moment - timedelta(seconds=3), who, Read(talk.room))
                yield Step(moment, who, Acknowledge(talk.room, pressed.label))


def _pressing(
    talk: Talk,
    pressed: Pressed,
    inside: Mapping[str, Stay],
    looks: Mapping[str, list[datetime]],
    rng: Random,
) -> Iterator[tuple[str, datetime]]:
    """Return who presses when: the named ones one after the other, a share of the rest as they look."""
    moment = pressed.at
    for who in pressed.people:
        moment += timedelta(seconds=rng.randrange(8, 150))
        yield who, moment
    if pressed.share:
        [asked] = [s for s in talk.steps if isinstance(s.act, Say) and s.act.label == pressed.label]
        others = [who for who in inside if who != asked.who and looks[who]]
        for who in rng.sample(others, round(pressed.share * len(others))):
            after = bisect_left(looks[who], asked.at)
            if after < len(looks[who]):
                yield who, looks[who][after] + timedelta(seconds=rng.randrange(5, 90))
