"""Small talks that repeat with other words, for rooms that need length.

A file gives lists of words (``place: … | …``) and then small talks. ``== 2`` begins one: where the
length of the room is not fixed it comes twice, else it is drawn twice as often as ``== 1``. Speakers
are parts: 内A, 内B are people of the organisation, 外A comes from outside, 遠A from far away.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from kairan.surfaces.cli.demo.acts import Step
from kairan.surfaces.cli.demo.days import at
from kairan.surfaces.cli.demo.deeds import Say

OPENING = 8
"""The hour in whose middle work begins."""
DUTY = (OPENING, 9, 9, 10, 11, 13, 14, 15)
LEISURE = (12, 12, 12, 18, 19, 20, 20, 10, 15)
MORNING = (9, 10, 12, 12)
LONG = 100
"""Minutes after which a small talk is begun in the morning."""

_SMALL_TALK = re.compile(r"^== (\d+)\n(.*?)(?=^==|\Z)", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^\+(\d+) ([内外遠]\w)( >)?:\n((?:  .*\n?)+)", re.MULTILINE)
_WORD = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """What one part says, so many minutes after the first word."""

    after: int
    part: str
    reply: bool
    text: str


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A few lines that belong together."""

    weight: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Who may speak in a room, by side."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]
    away: tuple[str, ...]

    def cast(self, parts: set[str], rng: Random) -> dict[str, str]:
        """Return who speaks which part: nobody two of them."""
        given: dict[str, str] = {}
        for mark, people in (("内", self.inside), ("外", self.outside), ("遠", self.away)):
            wanted = sorted(part for part in parts if part.startswith(mark))
            given |= zip(wanted, rng.sample(people, len(wanted)), strict=True)
        return given


def read_small_talks(text: str) -> list[SmallTalk]:
    """Return the small talks of a file."""
    return [
        SmallTalk(int(weight), tuple(_line(*found) for found in _LINE.findall(body)))
        for weight, body in _SMALL_TALK.findall(text)
    ]


def spoken(
    room: str,
    talk: SmallTalk,
    number: int,
    begin: datetime,
    parts: Parts,
    words: dict[str, list[str]],
    rng: Random,
) -> list[Step]:
    """Return one small talk as it is spoken: every word in braces drawn once."""
    cast = parts.cast({line.part for line in talk.lines}, rng)
    drawn = {word: rng.choice(listed) for word, listed in words.items()}
    label = f"talk{number}" if any(line.reply for line in talk.lines) else None
    return [
        Step(
            begin + timedelta(minutes=line.after, seconds=rng.randrange(55)),
            cast[line.part],
            Say(
                room,
                f"demo-talk-{number}-{each}",
                _WORD.sub(lambda found: drawn[found[1]], line.text),
                label if each == 0 else None,
                label if line.reply else None,
            ),
        )
        for each, line in enumerate(talk.lines)
    ]


def spread(
    talks: list[SmallTalk], days: list[date], length: int, rng: Random
) -> list[tuple[datetime, SmallTalk]]:
    """Return which small talk begins when: ``length`` lines in working hours, or each ``weight`` times."""
    if not length:
        return [
            (_some_time(rng.choice(_part(days, time, talk.weight)), _leisure(talk), rng), talk)
            for talk in talks
            for time in range(talk.weight)
        ]
    begun: list[tuple[datetime, SmallTalk]] = []
    lines = 0
    while lines < length:
        day = days[len(begun) % len(days)]
        fitting = [talk for talk in talks if len(talk.lines) <= length - lines]
        [talk] = rng.choices(fitting, [talk.weight for talk in fitting])
        begun.append((_some_time(day, DUTY, rng), talk))
        lines += len(talk.lines)
    return begun


def _part(days: list[date], number: int, of: int) -> list[date]:
    """Return one part of the days, so that what comes again does so much later."""
    return days[number * len(days) // of : (number + 1) * len(days) // of]


def _some_time(day: date, hours: tuple[int, ...], rng: Random) -> datetime:
    hour = rng.choice(hours)
    return at(day, f"{hour}:{rng.randrange(30 if hour == OPENING else 0, 60):02}")


def _leisure(talk: SmallTalk) -> tuple[int, ...]:
    """Return when people talk who need not: at lunch and in the evening, unless it would take long."""
    return LEISURE if talk.lines[-1].after < LONG else MORNING


def _line(after: str, part: str, reply: str, text: str) -> Line:
    said = "\n".join(line[2:] for line in text.splitlines()).rstrip()
    return Line(int(after), part, bool(reply), said)
