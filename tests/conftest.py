"""Fixtures for all tests: a world of one's own, copied from one that was made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site
from tests.talk import Talk
from tests.world import Cast, World


@pytest.fixture(scope="session")
def first_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world as it begins, closed; ``world`` copies it."""
    world = World.begin(tmp_path_factory.mktemp("world"))
    world.close()
    return world


@pytest.fixture
def world(first_world: World, tmp_path: Path) -> Iterator[World]:
    """A world with the whole cast in it."""
    world = first_world.copy(tmp_path)
    yield world
    world.close()


@pytest.fixture
def talk(world: World) -> Talk:
    """What people do in the rooms of that world."""
    return Talk(world)


@pytest.fixture
def cast(world: World) -> Cast:
    """Everybody."""
    return world.cast


@pytest.fixture
def site(first_world: World, tmp_path: Path) -> Iterator[Site]:
    """The same world, served."""
    site = Site.of(first_world, tmp_path)
    yield site
    site.close()


@pytest.fixture(scope="module")
def shared_site(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served world that all tests of a file share: each makes in it what it needs."""
    site = Site.of(first_world, tmp_path_factory.mktemp("site"))
    yield site
    site.close()
