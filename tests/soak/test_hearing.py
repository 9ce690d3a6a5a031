"""The law of the stream, for minutes, with the server killed now and then."""

import json
from dataclasses import replace
from pathlib import Path

from tests.laws import hearing
from tests.soak.run import COMMIT, SEED, soak
from tests.world import World


@soak
def test_two_minutes_of_coming_and_going(first_world: World, tmp_path: Path):
    report = hearing.check(first_world, tmp_path, seed=SEED, seconds=120.0, kills=8)
    figures = {
        "law": "hearing",
        "seed": report.seed,
        "commit": COMMIT,
        "events": report.events,
        "listeners": hearing.LISTENERS,
        "sessions": report.sessions,
        "heard": report.heard,
        "removals": report.removals,
        "kills": report.kills,
        "wrong": len(report.wrong),
        "doubled": len(report.doubled),
        "resets": len(report.resets),
    }
    print(json.dumps(figures))
    assert report.holds, replace(report, wrong=report.wrong[:3])
