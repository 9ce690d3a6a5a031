"""The law of kill -9, a hundred rounds."""

import json
from pathlib import Path
from statistics import median

from tests.laws import durability
from tests.soak.run import COMMIT, SEED, soak
from tests.world import World

ROUNDS = 100


@soak
def test_a_hundred_times_kill_9(first_world: World, tmp_path: Path):
    report = durability.check(first_world, tmp_path, rounds=ROUNDS, seed=SEED)
    figures = {
        "law": "kill -9",
        "seed": report.seed,
        "commit": COMMIT,
        "rounds": report.rounds,
        "acknowledged": report.acknowledged,
        "retried": report.retried,
        "lost": len(report.lost),
        "doubled": len(report.doubled),
        "unanswered": len(report.unanswered),
        "answered_otherwise": len(report.answered_otherwise),
        "gaps": len(report.gaps),
        "start_seconds": round(median(report.starts), 2),
    }
    print(json.dumps(figures))
    assert report.holds, report
