"""Fixtures for the kernel: batches that do not run out of time on a busy machine."""

import pytest

from kairan.kernel import lane


@pytest.fixture(autouse=True)
def _much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a batch take all that waits; tests of the limit itself set it again."""
    monkeypatch.setattr(lane, "BATCH_FOR", 20.0)
