"""The law of backups, short; ``make soak`` does it twenty times."""

from pathlib import Path

from tests.laws import backups
from tests.world import World


def test_a_backup_made_while_people_write_brings_back_what_was_acknowledged(
    first_world: World, tmp_path: Path
):
    report = backups.check(first_world, tmp_path, rounds=2)
    assert report.holds, report
    assert report.acknowledged > 20
