"""The screens inside a room: its messages, their readers, and what one does with them."""

import pytest

from tests.stories.screens.catalogue import MESSAGES
from tests.stories.screens.hall import Hall, Screen
from tests.stories.screens.looking import require_all_can_be_read_and_pressed


@pytest.mark.parametrize("screen", MESSAGES, ids=lambda screen: screen.name)
def test_everything_on_the_screen_can_be_read_and_pressed(hall: Hall, screen: Screen) -> None:
    """Nothing is clipped or too small, and axe is content."""
    require_all_can_be_read_and_pressed(hall, screen)
