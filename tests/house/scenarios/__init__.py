"""Scenarios for the law of snapshots: what somebody does, by ``noun.action`` and a few words.

Every action of every domain needs one; ``test_snapshots`` says which are missing.
"""

from tests.house.scenarios import accounts, directory, importers, notifications, receipts, rooms
from tests.house.stage import Scenarios

SCENARIOS: Scenarios = {
    **accounts.SCENARIOS,
    **directory.SCENARIOS,
    **receipts.SCENARIOS,
    **notifications.SCENARIOS,
    **rooms.SCENARIOS,
    **importers.SCENARIOS,
}
