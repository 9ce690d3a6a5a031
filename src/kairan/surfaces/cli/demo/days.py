"""How the files of the demonstration say when something happens, relative to the day it is loaded.

``火-5`` is Tuesday five weeks ago; ``-1`` is the last working day, ``-2`` the one before. A time past
midnight belongs to the evening before: ``25:10`` is ten past one. In a text, ``{+3}`` is three working
days after the day it is written on, and ``{日-2}`` a day as above, both as people read them.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

TOKYO = timezone(timedelta(hours=9), "JST")
WEEKDAYS = "月火水木金土日"

_WEEK = re.compile(rf"([{WEEKDAYS}])-(\d)")
_STEPS = re.compile(r"([+-])(\d+)")
_SHOWN = re.compile(rf"\{{((?:[{WEEKDAYS}]-\d)|\+\d+)\}}")


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar as seen from the day the demonstration is loaded."""

    today: date

    @classmethod
    def before(cls, now: datetime) -> "Days":
        """Return the calendar of an instant."""
        return cls(now.astimezone(TOKYO).date())

    def day(self, word: str, since: date | None = None) -> date:
        """Return the day a word means; ``+3`` counts from ``since``. Raises ValueError."""
        if week := _WEEK.fullmatch(word):
            monday = self.today - timedelta(days=self.today.weekday())
            return monday + timedelta(days=WEEKDAYS.index(week[1]), weeks=-int(week[2]))
        if steps := _STEPS.fullmatch(word):
            forward = steps[1] == "+"
            return _working_day(since or self.today, int(steps[2]), 1 if forward else -1)
        raise ValueError(f"not a day: {word!r}")

    def moment(self, word: str) -> datetime:
        """Return the instant that ``DAY HH:MM`` means. Raises ValueError."""
        day, time = word.split()
        return at(self.day(day), time)

    def worded(self, text: str, since: date) -> str:
        """Return a text with its days as people read them."""
        return _SHOWN.sub(lambda found: shown(self.day(found[1], since)), text)

    def working_days(self, first: date, last: date) -> list[date]:
        """Return the working days from ``first`` to ``last``."""
        count = (last - first).days + 1
        days = (first + timedelta(days=n) for n in range(count))
        return [day for day in days if is_working_day(day)]


def at(day: date, time: str) -> datetime:
    """Return the instant of a time on a day; hours go on past 24."""
    hours, minutes = time.split(":")
    midnight = datetime(day.year, day.month, day.day, tzinfo=TOKYO)
    return (midnight + timedelta(hours=int(hours), minutes=int(minutes))).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Say whether people are at work; public holidays are not known here."""
    return day.weekday() < 5


def shown(day: date) -> str:
    """Return a day as people write it: 11月9日（月）."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _working_day(day: date, steps: int, direction: int) -> date:
    while steps:
        day += timedelta(days=direction)
        steps -= is_working_day(day)
    return day
