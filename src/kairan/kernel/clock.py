"""Time: instants are aware datetimes in UTC, stored as whole microseconds since 1970."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """Return the present instant (the system's answer to the clock port)."""
    return datetime.now(UTC)


def to_micros(instant: datetime) -> int:
    """Return whole microseconds since 1970 of an aware datetime."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the instant that lies ``micros`` microseconds after 1970, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def on_wire(instant: datetime) -> str:
    """Return an instant as RFC 3339 in UTC, always with six digits of a second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
