"""Fixtures for the stream: the cast on a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.surfaces.stream.served import Served
from tests.talk import Talk
from tests.world import Cast, World


@pytest.fixture
def served(first_world: World, tmp_path: Path) -> Iterator[Served]:
    """The cast on a server of its own."""
    served = Served.of(first_world, tmp_path)
    yield served
    served.close()


@pytest.fixture
def talk(served: Served) -> Talk:
    """What people do in the rooms of that server."""
    return Talk(served)


@pytest.fixture
def cast(served: Served) -> Cast:
    """Everybody."""
    return served.cast
