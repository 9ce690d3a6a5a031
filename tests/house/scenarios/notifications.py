"""People let their devices be told, and choose what of."""

from datetime import timedelta

from kairan.domains.notifications import actions
from kairan.domains.notifications.model import (
    Arrival,
    Choose,
    Claim,
    DeviceId,
    Outcome,
    Parcel,
    Subscription,
    TryDevices,
)
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import read_secret
from tests.house.stage import Scenarios, Stage

ADDRESS = "https://push.example.invalid/1"
"""A name that never leads anywhere (RFC 2606)."""


def subscribe(stage: Stage) -> str:
    command = Subscription(ADDRESS, "A" * 87, "A" * 22)
    return stage.do(stage.cast.kobayashi, actions.subscribe, command)


def kobayashi_subscribes(stage: Stage) -> None:
    subscribe(stage)


def kobayashi_subscribes_and_takes_it_back(stage: Stage) -> None:
    device = subscribe(stage)
    stage.do(stage.cast.kobayashi, actions.unsubscribe, DeviceId(device))


def kobayashi_wants_to_hear_less(stage: Stage) -> None:
    choosing = Choose(stage.rooms.open, "nothing", timedelta())
    stage.do(stage.cast.kobayashi, actions.choose_level, choosing)


def kobayashi_tests(stage: Stage) -> None:
    subscribe(stage)
    stage.do(stage.cast.kobayashi, actions.try_devices, TryDevices(None))


def a_test_arrives(stage: Stage) -> None:
    [parcel] = _claim(stage)
    secret = read_secret(parcel.token or "")
    assert secret is not None
    stage.site.do_as(secret.org, NOBODY, actions.report_arrival, Arrival(secret.digest))


def a_test_is_claimed(stage: Stage) -> None:
    assert len(_claim(stage)) == 1


def a_device_is_gone(stage: Stage) -> None:
    [parcel] = _claim(stage)
    gone = Outcome(parcel.push.notice, parcel.push.device.id, "gone", "gone")
    stage.serve(actions.settle_pushes, (gone,))


def old_notices_are_dropped(stage: Stage) -> None:
    subscribe(stage)
    stage.serve(actions.drop_old_notices, None)


def _claim(stage: Stage) -> list[Parcel]:
    """Claim a test of 小林's before the postman does: both in one batch of the lane."""
    subscribe(stage)
    minato, kobayashi = stage.cast.minato, stage.cast.kobayashi
    with stage.site.together(minato):
        asked = stage.site.begin_to(kobayashi, actions.try_devices, TryDevices(None))
        claimed = stage.site.lane.submit(
            minato, SERVER, actions.claim_pushes, Claim(9, frozenset())
        )
    asked.result(timeout=30)
    return claimed.result(timeout=30)


SCENARIOS: Scenarios = {
    "notifications.subscribe": kobayashi_subscribes,
    "notifications.unsubscribe": kobayashi_subscribes_and_takes_it_back,
    "notifications.choose_level": kobayashi_wants_to_hear_less,
    "notifications.try_devices": kobayashi_tests,
    "notifications.report_arrival": a_test_arrives,
    "notifications.claim_pushes": a_test_is_claimed,
    "notifications.settle_pushes": a_device_is_gone,
    "notifications.drop_old_notices": old_notices_are_dropped,
}
