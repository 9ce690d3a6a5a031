"""Who looks when: from habits to moments, and so to who has read what."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kairan.surfaces.cli.demo.days import TOKYO, Days, at, is_working_day
from kairan.surfaces.cli.demo.people import Habit

_GLANCES: dict[Habit, tuple[tuple[str, float], ...]] = {
    "desk": (("8:33", 0.5), ("10:25", 0.45), ("13:02", 0.55), ("15:35", 0.5), ("17:18", 0.55)),
    "daily": (("12:18", 0.55), ("20:35", 0.5)),
    "sometimes": (("12:25", 0.2), ("20:50", 0.15)),
    "weekly": (("18:10", 0.12),),
}
"""When people look of their own accord, and how likely they do on a given day."""

_SLOWER: dict[Habit, Habit] = {"keen": "daily", "desk": "sometimes", "daily": "sometimes"}


@dataclass(frozen=True, slots=True)
class Watch:
    """One person in one room: from when to when, how, and when something came."""

    habit: Habit
    begin: datetime
    end: datetime
    arrivals: Sequence[datetime]
    night: bool


def slower(habit: Habit) -> Habit:
    """Return how somebody looks into a room where much is written that is not for them."""
    return _SLOWER.get(habit, "weekly" if habit != "absent" else "absent")


def glances(watch: Watch, days: Days, rng: Random) -> list[datetime]:
    """Return when somebody looks, in order, only where there was something new."""
    arrivals = [each for each in watch.arrivals if watch.begin <= each < watch.end]
    if watch.habit == "absent" or not arrivals:
        return []
    found = _at_once(arrivals, watch, rng) if watch.habit == "keen" else _by_habit(watch, days, rng)
    return [each for each in _with_news(found, arrivals) if each < watch.end]


def _at_once(arrivals: Sequence[datetime], watch: Watch, rng: Random) -> Iterator[datetime]:
    """Somebody who is called by each message and looks soon, but not at night."""
    last = watch.begin
    for arrival in arrivals:
        if arrival > last:
            patience = rng.choice((1, 1, 2, 4, 9, 25, 70))
            last = arrival + timedelta(minutes=patience, seconds=rng.randrange(60))
            if not watch.night:
                last = _awake(last, rng)
            yield last


def _by_habit(watch: Watch, days: Days, rng: Random) -> Iterator[datetime]:
    day = watch.begin.astimezone(TOKYO).date()
    while day <= days.today:
        for time, chance in _GLANCES[watch.habit]:
            if rng.random() < chance * (1 if is_working_day(day) else 0.4):
                moment = at(day, time) + timedelta(seconds=rng.randrange(-900, 900))
                if moment > watch.begin:
                    yield moment
        day += timedelta(days=1)


def _with_news(moments: Iterator[datetime], arrivals: Sequence[datetime]) -> Iterator[datetime]:
    """Leave out the looks that found nothing new."""
    seen = 0
    for moment in moments:
        come = bisect_right(arrivals, moment)
        if come > seen:
            seen = come
            yield moment


def _awake(moment: datetime, rng: Random) -> datetime:
    """Put what falls into the night to the next morning."""
    local = moment.astimezone(TOKYO)
    if 7 <= local.hour < 22:
        return moment
    day = local.date() + timedelta(days=local.hour >= 22)
    late = 40 if is_working_day(day) else 150
    return at(day, "7:05") + timedelta(minutes=rng.randrange(late), seconds=rng.randrange(60))
