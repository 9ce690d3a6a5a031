"""Plays a play: many steps in one transaction, each at its own moment.

A batch of the lane has one time and one commit; 9,000 moments of six weeks would be as many commits.
So a scene is one action of ours that runs the ordinary actions inside its transaction, with ``ctx``
moved to each step's actor and moment. It works in the process that may write, with a server or
without. Each scene leaves a line on the record that says how far the play has come and which ids the
keys have become; that is where an interrupted play goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

import msgspec

from kairan.kernel import store
from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError
from kairan.kernel.guard import SERVER, Role
from kairan.surfaces.cli.demo.acts import Known, Step
from kairan.surfaces.cli.demo.deeds import Accept, Invite
from kairan.surfaces.cli.office import Office

V = TypeVar("V")

SCENE = 100
"""Steps in one transaction, about; a link and those who enter by it are never parted."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far a play has come: ``upto`` of ``steps``, begun at ``began_at`` with ``seed``.

    ``done`` says that it has ended, passwords and all. The ids are those new in this scene.
    """

    began_at: datetime
    seed: int
    small: bool
    steps: int
    upto: int
    done: bool = False
    accounts: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """Some steps, what is known before them, and where the play stands after them."""

    steps: Sequence[Step]
    known: Known
    bookmark: Bookmark


def _play(ctx: Ctx, scene: Scene) -> Known:
    """Run the steps of a scene in order; return what is known after them."""
    before = scene.known
    known = Known(
        dict(before.accounts), dict(before.rooms), dict(before.messages), before.roles, {}
    )
    for step in scene.steps:
        try:
            step.act.play(replace(ctx, now=step.at, actor=known.actor(step.who)), known)
        except DomainError as error:
            error.add_note(f"{step.at} {step.who} {step.act}")
            raise
    left = replace(
        scene.bookmark,
        accounts=_new(before.accounts, known.accounts),
        rooms=_new(before.rooms, known.rooms),
        messages=_new(before.messages, known.messages),
    )
    ctx.audit(play_scene.name, **msgspec.to_builtins(left))
    return known


play_scene: Action[Scene, Known] = Action(
    "demo.play_scene", Role.SERVER, _play.__doc__ or "", one=_play
)


def bookmarks(office: Office, org: str) -> list[Bookmark]:
    """Return what the scenes of an organisation left on the record, oldest first."""
    entries = office.ask(org, lambda ctx: store.list_audit(ctx.tx, ctx.org))
    return [
        msgspec.convert(entry.data, Bookmark) for entry in entries if entry.kind == play_scene.name
    ]


def known_by(left: Sequence[Bookmark]) -> Known:
    """Return everything that the scenes so far have made."""
    known = Known()
    for bookmark in left:
        known.accounts |= bookmark.accounts
        known.rooms |= bookmark.rooms
        known.messages |= bookmark.messages
    return known


def perform(
    office: Office,
    org: str,
    steps: Sequence[Step],
    begin: Bookmark,
    known: Known,
    tell: Callable[[int], None],
) -> Known:
    """Play the steps after ``begin.upto``; ``tell`` hears how many are done."""
    upto = begin.upto
    for scene in _scenes(steps[upto:]):
        upto += len(scene)
        known = play(office, org, Scene(scene, known, replace(begin, upto=upto)))
        tell(upto)
    return known


def play(office: Office, org: str, scene: Scene) -> Known:
    """Play one scene; the first one founds the organisation."""
    founds = not scene.known.accounts
    return office.house.lane.run(org, SERVER, play_scene, scene, founds=founds)


def _scenes(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Cut the steps into scenes, never between a link and somebody who enters by it."""
    due: dict[str, int] = {}
    for step in steps:
        if isinstance(step.act, Accept):
            due[step.act.link] = due.get(step.act.link, 0) + 1
    scene: list[Step] = []
    living: set[str] = set()
    for step in steps:
        scene.append(step)
        if isinstance(step.act, Invite) and due.get(step.act.link):
            living.add(step.act.link)
        if isinstance(step.act, Accept):
            due[step.act.link] -= 1
            if not due[step.act.link]:
                living.discard(step.act.link)
        if len(scene) >= SCENE and not living:
            yield scene
            scene = []
    if scene:
        yield scene


def _new(before: Mapping[str, V], after: Mapping[str, V]) -> dict[str, V]:
    return {key: value for key, value in after.items() if key not in before}
