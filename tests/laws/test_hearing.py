"""The law of the stream, short; ``make soak`` runs it for minutes, with the server killed meanwhile."""

from pathlib import Path

from tests.laws import hearing
from tests.world import World


def test_everybody_hears_what_there_is_for_them_once_and_nothing_else(
    first_world: World, tmp_path: Path
):
    report = hearing.check(first_world, tmp_path, seed=1, seconds=3.0)
    assert report.holds, report
    assert report.heard > 500
    assert report.removals > 10
