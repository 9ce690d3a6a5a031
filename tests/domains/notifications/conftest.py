"""A served world that rings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domains.notifications.ringing import Ringing, ringing
from tests.world import World


@pytest.fixture
def bell(first_world: World, tmp_path: Path) -> Iterator[Ringing]:
    """The site with a post office it may reach."""
    with ringing(first_world, tmp_path) as bell:
        yield bell
