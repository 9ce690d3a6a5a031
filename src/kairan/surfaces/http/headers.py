"""What every answer carries, whatever it is: nothing is sniffed, framed, or told to other sites."""

from collections.abc import Iterator

from kairan.kernel.settings import Settings

_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"x-frame-options", b"DENY"),
)


def security(settings: Settings) -> Iterator[tuple[bytes, bytes]]:
    """Yield the headers of every answer; by HTTPS, browsers are told to stay with it (RFC 6797)."""
    yield from _SECURITY
    if settings.secure:
        yield b"strict-transport-security", b"max-age=31536000"
