"""The law of backups, twenty times."""

import json
from pathlib import Path
from statistics import median

from tests.laws import backups
from tests.soak.run import COMMIT, soak
from tests.world import World

ROUNDS = 20


@soak
def test_twenty_backups_while_people_write(first_world: World, tmp_path: Path):
    report = backups.check(first_world, tmp_path, rounds=ROUNDS)
    figures = {
        "law": "backup and restore",
        "commit": COMMIT,
        "rounds": report.rounds,
        "acknowledged": report.acknowledged,
        "restored": report.restored,
        "lost": len(report.lost),
        "doubled": len(report.doubled),
        "gaps": len(report.gaps),
        "backup_seconds": round(median(report.seconds), 2),
    }
    print(json.dumps(figures))
    assert report.holds, report
