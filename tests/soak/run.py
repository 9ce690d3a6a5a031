"""What every long run says of itself: seed and commit, so that it can be run again.

``KAIRAN_SEED`` chooses the seed.
"""

import os
import subprocess
from pathlib import Path
from random import SystemRandom

import pytest

SEED = int(os.environ.get("KAIRAN_SEED") or SystemRandom().randrange(2**32))


def _commit() -> str:
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
    )
    return described.stdout.strip() or "unknown"


COMMIT = _commit()


def soak(test):
    """Mark a test that runs long, and only under ``KAIRAN_SOAK=1``."""
    only = pytest.mark.skipif(not os.environ.get("KAIRAN_SOAK"), reason="make soak runs it")
    return pytest.mark.soak(only(test))
