"""Actions for the lane's own tests: somebody says a word, which leaves a row, an event and an audit line.

Words that begin with ``no`` are refused after all that was written; ``oops`` is a mistake of ours.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kairan.kernel import store, topics
from kairan.kernel.actions import Action, Call
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError, Refused
from kairan.kernel.events import Event
from kairan.kernel.guard import Role
from tests.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """A word was said."""

    type: ClassVar[str] = "tests.said"
    word: str

    def topics(self) -> tuple[str, ...]:
        return (topics.ORG,)


class Mistake(Exception):
    """Something nobody thought of."""


def _say(ctx: Ctx, word: str) -> int:
    seq = ctx.emit(Said(word=word))
    store.move_listener_cursor(ctx.tx, ctx.org, f"word {word}", seq)
    ctx.audit("tests.say", None, word=word)
    if word.startswith("no"):
        raise Refused(word=word)
    if word.startswith("oops"):
        raise Mistake(word)
    return seq


def _say_all(ctx: Ctx, calls: Sequence[Call[str]]) -> list[int | DomainError]:
    answers: list[int | DomainError] = []
    for call in calls:
        if call.command.startswith("no"):
            answers.append(Refused(word=call.command))
        else:
            answers.append(_say(ctx.by(call.actor), call.command))
    return answers


SAY: Action[str, int] = Action("tests.say", Role.GUEST, "", one=_say)
SAY_ALL: Action[str, int] = Action("tests.say_all", Role.GUEST, "", many=_say_all)


def words(world: World, org: str) -> list[str]:
    """Return what was said, by the log."""
    return [str(event.data["word"]) for event in world.events(org, type_=Said.type)]


def rows(world: World, org: str) -> set[str]:
    """Return what was said, by the rows that were written."""
    query = "SELECT listener FROM listener_cursors WHERE org_id = ? AND listener LIKE 'word %'"
    with world.database.read() as tx:
        found = tx.exec_driver_sql(query, (org,)).scalars()
        return {each.removeprefix("word ") for each in found}


def audited(world: World, org: str) -> list[str]:
    """Return what was said, by the record."""
    return [str(entry.data["word"]) for entry in world.audit(org, kind="tests.say")]


def slow(seconds: float) -> Action[str, int]:
    """Return an action that says a word after a while."""

    def say_slowly(ctx: Ctx, word: str) -> int:
        threading.Event().wait(seconds)
        return _say(ctx, word)

    return Action("tests.say_slowly", Role.GUEST, "", one=say_slowly)
