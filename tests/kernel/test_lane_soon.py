"""Calls that an action asks the lane to make soon: once for each key, later, and never lost on closing."""

import time
from datetime import timedelta

import pytest

from kairan.kernel import lane as lane_module
from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import Refused
from kairan.kernel.guard import Role
from kairan.kernel.lane import Lane
from tests.kernel.test_lane_failures import read_only
from tests.kernel.words import SAY, Mistake, Said, words
from tests.threads import meanwhile
from tests.world import World

SOON = timedelta(milliseconds=250)


def echoing(world: World, *, delay: timedelta = SOON) -> Action[str, None]:
    """Return an action that has its word said soon, once for each first letter; ``no`` is refused."""

    def echo(ctx: Ctx, word: str) -> None:
        ctx.emit(Said(word=word))
        ctx.soon(_say, f"echo of {word[0]}", delay=delay, key=word[0])
        if word.startswith("no"):
            raise Refused

    return Action("tests.echo", Role.GUEST, "", one=echo)


def _say(ctx: Ctx, word: str) -> None:
    ctx.emit(Said(word=word))


def _fail(_ctx: Ctx, _: object) -> None:
    raise Mistake


def echoes(world: World, org: str) -> list[str]:
    return [word for word in words(world, org) if word.startswith("echo")]


def wait_for_echoes(world: World, org: str, count: int) -> None:
    until = time.monotonic() + 10
    while len(echoes(world, org)) < count:
        assert time.monotonic() < until
        time.sleep(0.005)


def test_what_is_asked_for_often_is_done_once_for_each_key(world, cast):
    echo = echoing(world)
    with world.together(cast.minato):
        for n in range(5):
            world.begin_to(cast.sato, echo, f"a{n}")
            last = world.begin_to(cast.sato, echo, f"b{n}")
    last.result(timeout=30)
    assert echoes(world, cast.minato) == []
    wait_for_echoes(world, cast.minato, 2)
    world.do(cast.sato, echo, "z")  # a second echo of the others would come before this one
    wait_for_echoes(world, cast.minato, 3)
    assert sorted(echoes(world, cast.minato)) == ["echo of a", "echo of b", "echo of z"]


def test_after_it_was_done_it_can_be_asked_for_again(world, cast):
    echo = echoing(world)
    for n in range(1, 4):
        world.do(cast.sato, echo, f"a{n}")
        wait_for_echoes(world, cast.minato, n)


def test_it_is_not_done_before_its_time(world, cast):
    begun = time.monotonic()
    world.do(cast.sato, echoing(world, delay=timedelta(milliseconds=150)), "a")
    wait_for_echoes(world, cast.minato, 1)
    assert 0.15 <= time.monotonic() - begun < 5


def test_each_organisation_has_keys_of_its_own(world, cast):
    echo = echoing(world)
    world.do(cast.sato, echo, "a")
    world.do(cast.mikami, echo, "a")
    wait_for_echoes(world, cast.minato, 1)
    wait_for_echoes(world, cast.aoba, 1)


def test_what_a_refused_action_asked_for_is_not_done(world, cast):
    echo = echoing(world)
    with pytest.raises(Refused):
        world.do(cast.sato, echo, "no")
    world.do(cast.sato, echo, "a")  # the refused one would be due before it
    wait_for_echoes(world, cast.minato, 1)
    assert echoes(world, cast.minato) == ["echo of a"]


def test_it_is_done_as_the_server_and_is_nobodys(world, cast):
    world.do(cast.sato, echoing(world), "a")
    wait_for_echoes(world, cast.minato, 1)
    [event] = [e for e in world.events(cast.minato) if e.data.get("word") == "echo of a"]
    assert event.actor is None


def test_what_fails_later_hurts_nobody(world, cast):
    def ask_for_trouble(ctx: Ctx, _: None) -> None:
        ctx.soon(_fail, None, delay=timedelta(), key="trouble")

    world.do(cast.sato, Action("tests.trouble", Role.GUEST, "", one=ask_for_trouble), None)
    assert world.do(cast.sato, SAY, "all is well")
    assert world.do(cast.sato, SAY, "still")


def test_closing_does_at_once_what_was_to_be_done_later(world, cast):
    lane = Lane(world.database, world.now, world.authenticate, lambda *_: None)
    lane.start()
    echo = echoing(world, delay=timedelta(hours=1))
    lane.submit(cast.minato, cast.sato.secret, echo, "a").result(timeout=30)
    begun = time.monotonic()
    lane.close()
    assert time.monotonic() - begun < 5
    assert echoes(world, cast.minato) == ["echo of a"]


def test_a_busy_lane_still_does_what_is_due(world, cast):
    echo = echoing(world)
    with meanwhile(lambda: world.do(cast.kobayashi, SAY, "chat")):
        world.do(cast.sato, echo, "a")
        wait_for_echoes(world, cast.minato, 1)


def test_what_could_not_be_kept_at_its_time_is_done_when_it_can_be(world, cast, monkeypatch):
    monkeypatch.setattr(lane_module, "RETRY_LATER", timedelta(milliseconds=30))
    world.do(cast.sato, echoing(world, delay=timedelta(milliseconds=50)), "a")
    with read_only(world):
        time.sleep(0.2)
    wait_for_echoes(world, cast.minato, 1)
    time.sleep(0.1)
    assert echoes(world, cast.minato) == ["echo of a"]
