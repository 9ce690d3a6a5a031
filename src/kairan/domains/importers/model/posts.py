"""Posts held together (兼務): one person on several lines of a list, each with another unit.

The first line is the person's main post; the others become places in further units. They belong
together: when one of them cannot be taken, all come back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kairan.domains.directory.model.rows import Post, employee_no_of, login_of
from kairan.domains.importers.model.people import OTHER_LINE, Problem, Reading
from kairan.kernel import text


@dataclass(frozen=True, slots=True)
class Posts:
    """What has to be known of lines elsewhere in the file.

    ``further`` are the posts of other lines, by the person's first line; ``firsts`` is the first
    line of each line that is such a post.
    """

    further: Mapping[int, tuple[Post, ...]] = field(default_factory=dict)
    firsts: Mapping[int, int] = field(default_factory=dict)


NO_POSTS = Posts()


def find_posts(readings: Iterable[Reading]) -> tuple[Posts, dict[int, Problem]]:
    """Return the posts of a whole file, and what keeps lines back because of another one's problem."""
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        if key := login_of(reading.member):
            groups.setdefault(key, []).append(reading)
    further: dict[int, tuple[Post, ...]] = {}
    firsts: dict[int, int] = {}
    held: dict[int, Problem] = {}
    for group in groups.values():
        if len(group) == 1 or not _are_posts(group):
            continue
        if faulty := [each.line for each in group if each.problems]:
            held |= {each.line: _held(each.line, faulty[0]) for each in group if not each.problems}
        first, *others = group
        further[first.line] = tuple(_post(each) for each in others)
        firsts |= {each.line: first.line for each in others}
    return Posts(further, firsts), held


def within(posts: Posts, lines: Iterable[int]) -> Posts:
    """Return what of these posts concerns some lines."""
    wanted = set(lines)
    return Posts(
        {line: each for line, each in posts.further.items() if line in wanted},
        {line: each for line, each in posts.firsts.items() if line in wanted},
    )


def joined(readings: Iterable[Reading], posts: Posts) -> list[Reading]:
    """Return the readings with all posts at the first line; good lines that are posts go into it."""
    return [
        replace(each, member=replace(each.member, also=posts.further.get(each.line, ())))
        for each in readings
        if each.problems or each.line not in posts.firsts
    ]


def held_by(posts: Posts, bad: set[int]) -> dict[int, Problem]:
    """Return what keeps lines back whose first line turned out bad."""
    return {
        line: _held(line, first)
        for line, first in posts.firsts.items()
        if first in bad and line not in bad
    }


def _are_posts(group: Sequence[Reading]) -> bool:
    """One name, one number and login, and a unit of its own on every line."""
    members = [each.member for each in group]
    people = {(text.folded(m.name or ""), employee_no_of(m), login_of(m)) for m in members}
    units = {member.unit for member in members if member.unit}
    return len(people) == 1 and len(units) == len(group)


def _held(line: int, other: int) -> Problem:
    return Problem(line, "", "", OTHER_LINE, {"line": other})


def _post(reading: Reading) -> Post:
    member = reading.member
    return Post(member.unit or "", member.position, member.level, member.order_no)
