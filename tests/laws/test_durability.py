"""The law of kill -9, short; ``make soak`` runs a hundred rounds."""

from pathlib import Path

from tests.laws import durability
from tests.world import World


def test_what_was_acknowledged_survives_kill_9_once_and_with_its_number(
    first_world: World, tmp_path: Path
):
    report = durability.check(first_world, tmp_path, rounds=3, seed=1)
    assert report.holds, report
    assert report.acknowledged > 20
    assert report.retried > 20
