"""Errors of notifications."""

from kairan.kernel.errors import BadInput, NotFound, Refused, TooMany


class DeviceNotFound(NotFound):
    """There is no such device, or it is somebody else's."""

    code = "notifications.device_not_found"


class TurnedOff(Refused):
    """This server sends no notifications to telephones: the operator has turned it off."""

    code = "notifications.turned_off"


class NoDevice(Refused):
    """None of one's devices can be reached; there is nowhere to send a test to."""

    code = "notifications.no_device"


class NotAPushService(BadInput):
    """The address that was given is none of a push service."""

    code = "notifications.not_a_push_service"


class RemindedLately(TooMany):
    """The unread of this message were reminded a moment ago; again after ``retry_after`` seconds."""

    code = "notifications.reminded_lately"


ERRORS = (DeviceNotFound, TurnedOff, NoDevice, NotAPushService, RemindedLately)
