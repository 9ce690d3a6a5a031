"""Reads the talks of the demonstration: readable files of what people say and do in their rooms.

room: 南浜地区 連絡                    a room begins; other lines of the form ``word: …`` are
kind: group                          about it: kind, unit, start, owner, people, readers,
people: 佐藤 小林 council             night, patterns, and behind (who looks no more, since when)

== 木-2                              the day (see ``days``)
14:02 前田 [ninzu]:                  who writes, with a label if others speak of it
  自治会からは12人です。               what, indented
14:10 小林 > saishu:                 a reply to what has that label
14:12 ok ninzu: 佐藤 山本             了解, one after the other; ``50%``: so many of those inside
16:41 小林 unsends machigai          and so on: see ``_DEEDS``
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import msgspec

from kairan.domains.boundary.model import Kind
from kairan.domains.receipts.model import How
from kairan.surfaces.cli.demo.acts import Step
from kairan.surfaces.cli.demo.days import Days, at
from kairan.surfaces.cli.demo.deeds import (
    Accept,
    AddPeople,
    Invite,
    Leave,
    MakeOwner,
    PassOn,
    Rename,
    Say,
    Tell,
    Unsend,
)
from kairan.surfaces.cli.demo.people import COUNCIL, Person

_TIMED = re.compile(r"(\d\d:\d\d) (.+)")
_SAYS = re.compile(r"(\S+)(?: \[(\w+)\])?(?: > (\w+))?:")
_OK = re.compile(r"ok (\w+): (.+)")
_DEED = re.compile(r"(\S+) (\w+)(?: (.+))?")
_TELLS = re.compile(r"(\S+) of (\w+) by (telephone|in_person|fax|paper)")


@dataclass(slots=True)
class Pressed:
    """了解 on a message: by these people from this moment on, or by a share of those inside."""

    at: datetime
    label: str
    people: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(slots=True)
class Talk:
    """A room and what happens in it. ``behind``: since when somebody has not looked any more."""

    room: str
    kind: Kind = "group"
    start: datetime | None = None
    owner: str = ""
    people: list[str] = field(default_factory=list)
    unit: str | None = None
    restricted: bool = False
    night: bool = False
    patterns: str | None = None
    length: int = 0
    behind: dict[str, datetime] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    pressed: list[Pressed] = field(default_factory=list)


class BadScript(Exception):
    """A talk cannot be read; the message says where."""


class Reader:
    """Reads talks for one cast and one calendar."""

    def __init__(self, cast: dict[str, Person], days: Days, rng: Random) -> None:
        """Take who there is; guests without words are let in wherever ``guests*N`` stands."""
        self._cast = cast
        self._days = days
        self._rng = rng
        self._drawn = iter([person.key for person in cast.values() if person.drawn])
        self._links = 0

    def read(self, text: str) -> list[Talk]:
        """Return the talks of one file. Raises BadScript."""
        talks: list[Talk] = []
        day = self._days.today
        for number, block in _blocks(text):
            try:
                if block.startswith(("room: ", "direct: ")):
                    talks.append(_begun(block))
                elif block.startswith("== "):
                    day = self._days.day(block[3:])
                elif timed := _TIMED.match(block):
                    self._timed(talks[-1], day, at(day, timed[1]), block[6:])
                else:
                    self._about(talks[-1], *block.split(": ", 1))
            except (ValueError, LookupError, TypeError) as error:
                raise BadScript(f"line {number}: {block.splitlines()[0]}: {error}") from error
        return talks

    def _about(self, talk: Talk, word: str, value: str) -> None:
        match word:
            case "kind" if value in ("group", "unit"):
                talk.kind = "unit" if value == "unit" else "group"
            case "unit":
                talk.unit = value
                talk.people = [k for k, person in self._cast.items() if person.works_in(value)]
            case "start":
                talk.start = self._days.moment(value)
            case "owner":
                talk.owner = self._known(value)
            case "people":
                talk.people = [k for name in value.split() for k in self._group(name)]
            case "readers":
                talk.restricted = value == "owners"
            case "night":
                talk.night = value == "yes"
            case "behind":
                who, when = value.split(maxsplit=1)
                talk.behind[self._known(who)] = self._days.moment(when)
            case "patterns":
                talk.patterns, _, length = value.partition(" ")
                talk.length = int(length or 0)
            case _:
                raise ValueError(f"{word} is not known")

    def _timed(self, talk: Talk, day: date, when: datetime, what: str) -> None:
        when += timedelta(seconds=self._rng.randrange(50))
        first, _, body = what.partition("\n")
        if says := _SAYS.fullmatch(first):
            text = self._days.worded(body, day)
            said = Say(talk.room, _id(talk), text, says[2], says[3])
            talk.steps.append(Step(when, self._known(says[1]), said))
        elif ok := _OK.fullmatch(first):
            talk.pressed.append(self._ok(when, ok[1], ok[2]))
        elif deed := _DEED.fullmatch(first):
            talk.steps += self._deed(talk, when, self._known(deed[1]), deed[2], deed[3] or "")
        else:
            raise ValueError("nothing is said or done")

    def _ok(self, when: datetime, label: str, who: str) -> Pressed:
        if who.endswith("%"):
            return Pressed(when, label, share=int(who[:-1]) / 100)
        return Pressed(when, label, tuple(self._known(name) for name in who.split()))

    def _deed(self, talk: Talk, when: datetime, who: str, verb: str, rest: str) -> Iterator[Step]:
        room = talk.room
        match verb:
            case "leaves":
                yield Step(when, who, Leave(room, who))
            case "adds":
                yield Step(when, who, AddPeople(room, tuple(map(self._known, rest.split()))))
            case "owner":
                yield Step(when, who, MakeOwner(room, self._known(rest)))
            case "renames":
                yield Step(when, who, Rename(room, rest))
            case "unsends":
                yield Step(when, who, Unsend(room, rest))
            case "forwards":
                source, _, label = rest.rpartition("/")
                yield Step(when, who, PassOn(room, _id(talk), source, label))
            case "tells" if told := _TELLS.fullmatch(rest):
                how: How = msgspec.convert(told[3], How)
                yield Step(when, who, Tell(room, told[2], self._known(told[1]), how))
            case "invites" | "awaits":
                yield from self._invited(room, when, who, rest, approval=verb == "awaits")
            case _:
                raise ValueError(f"{verb} is not known")

    def _invited(
        self, room: str, when: datetime, who: str, guests: str, *, approval: bool
    ) -> Iterator[Step]:
        """A link, and those who enter by it: the ones who will speak first, all within an hour."""
        people = [key for name in guests.split() for key in self._guests(name)]
        self._links += 1
        link = f"link {self._links}"
        yield Step(when, who, Invite(room, link, uses=len(people) + 10, approval=approval))
        for number, key in enumerate(people):
            person = self._cast[key]
            entered = when + timedelta(seconds=90 + number * 55 + self._rng.randrange(50))
            yield Step(entered, key, Accept(link, key, person.name, person.affiliation))

    def _guests(self, name: str) -> list[str]:
        word, _, count = name.partition("*")
        if word != "guests":
            return [self._known(name)]
        return [key for _, key in zip(range(int(count)), self._drawn, strict=False)]

    def _group(self, name: str) -> list[str]:
        if name == "council":
            return [key for key, person in self._cast.items() if person.unit == COUNCIL]
        if name == "community":
            return [key for key, person in self._cast.items() if person.community]
        return [self._known(name)]

    def _known(self, name: str) -> str:
        if name not in self._cast:
            raise ValueError(f"nobody is called {name}")
        return name


def _begun(block: str) -> Talk:
    word, name = block.split(": ", 1)
    if word == "room":
        return Talk(name)
    owner, peer = name.split()
    return Talk(name, "direct", owner=owner, people=[peer])


def _id(talk: Talk) -> str:
    """Return the sender's own name for the next message: the same in every run."""
    return f"demo-{len(talk.steps)}"


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with the indented lines that belong to it, and its number."""
    begun, block = 0, ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("  ") or (not line and block):
            block += f"\n{line[2:]}"
            continue
        if block:
            yield begun, block.rstrip("\n")
        begun, block = number, "" if line.startswith("#") else line
    if block:
        yield begun, block.rstrip("\n")
