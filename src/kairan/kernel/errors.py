"""Errors that a person may see: a stable code and data here, prose in the locale files.

    DomainError
    ├── NotFound        404  also for what is somebody else's
    ├── NotAllowed      403  one's role does not carry this
    ├── Conflict        409  it is already so, or somebody else was first
    ├── Refused         422  a rule of the domain says no
    ├── TooMany         429  with retry_after in seconds
    ├── BadInput        400  wrong shape; fields says where
    ├── NotSignedIn     401
    └── Unavailable     503  nothing was changed as far as we know; ask again

A domain subclasses these with a code of its own (``rooms.not_found``). Only a DomainError rolls
back to a savepoint; anything else aborts the batch (see ``lane``).
"""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """Something a person asked for cannot be; carries a code, a status and data for the words."""

    code: ClassVar[str] = "kernel.error"
    status: ClassVar[int] = 400

    def __init__(self, fields: Mapping[str, str] | None = None, **data: str | int) -> None:
        """Take the faulty fields (name to reason id) and what the words need (names, limits)."""
        super().__init__(self.code)
        self.fields = dict(fields or {})
        self.data = data


def message_id(code: str) -> str:
    """Return the id under which the catalogues have the words of an error or a reason, by its code."""
    return f"error-{code.replace('.', '-')}"


class NotFound(DomainError):
    """It is not there, or not yours: the two cannot be told apart."""

    code = "kernel.not_found"
    status = 404


class NotAllowed(DomainError):
    """Your role does not carry this."""

    code = "kernel.not_allowed"
    status = 403


class Conflict(DomainError):
    """It is already so, or somebody else was first."""

    code = "kernel.conflict"
    status = 409


class Refused(DomainError):
    """A rule of the domain says no."""

    code = "kernel.refused"
    status = 422


class TooMany(DomainError):
    """Too often in too short a time; ``retry_after`` is in seconds."""

    code = "kernel.too_many"
    status = 429


class BadInput(DomainError):
    """What was sent does not have the shape that was asked for; ``fields`` says where."""

    code = "kernel.bad_input"
    status = 400


class TooLarge(DomainError):
    """The body is larger than this route takes; ``limit`` is in bytes."""

    code = "kernel.too_large"
    status = 413


class NotSignedIn(DomainError):
    """Nobody is signed in with what was sent."""

    code = "accounts.not_signed_in"
    status = 401


class Unavailable(DomainError):
    """We could not make sure that it was kept; asking again with the same ids is safe."""

    code = "kernel.busy"
    status = 503
