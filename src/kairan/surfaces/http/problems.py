"""Problems: every error as a problem document (RFC 9457) in the caller's language."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from kairan.kernel.errors import (
    BadInput,
    DomainError,
    NotFound,
    NotSignedIn,
    TooLarge,
    message_id,
)
from kairan.surfaces.http.words import say

log = logging.getLogger("kairan.http")


class MethodNotAllowed(DomainError):
    """This address does not take this method."""

    code = "kernel.method_not_allowed"
    status = 405


class Mistake(DomainError):
    """Something went wrong on our side; the log of the server says what."""

    code = "kernel.mistake"
    status = 500


@dataclass(frozen=True, slots=True)
class Document:
    """A problem document, ready to be sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def document(error: DomainError, language: str) -> Document:
    """Return the problem document of an error in a language."""
    id_ = message_id(error.code)
    detail = say(language, id_, error.data)
    body = {
        "status": error.status,
        "code": error.code,
        "title": say(language, f"{id_}.title", error.data) or detail or error.code,
        "detail": detail or error.code,
        "fields": {name: _field(language, reason, error) for name, reason in error.fields.items()},
    }
    headers = {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        "content-language": language,
    }
    if "retry_after" in error.data:
        headers["retry-after"] = str(error.data["retry_after"])
    return Document(error.status, headers, msgspec.json.encode(body))


def of(error: Exception) -> DomainError:
    """Return what a person may know of any error; what is ours is logged."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, ValidationException):
        return BadInput(_fields(error.extra))
    if isinstance(error, HTTPException):
        return _of_framework(error)
    log.error("a request failed", exc_info=error)
    return Mistake()


def _of_framework(error: HTTPException) -> DomainError:
    if error.status_code == 404:
        return NotFound()
    if error.status_code == 405:
        return MethodNotAllowed()
    if error.status_code == 413:
        return TooLarge()
    if error.status_code == 401:
        return NotSignedIn()
    if error.detail == "client disconnected prematurely":
        return BadInput()  # nobody is there to read it, and nothing of ours went wrong
    if error.status_code >= 500:
        log.error("a request failed", exc_info=error)
        return Mistake()
    return BadInput()


def _fields(extra: object) -> Mapping[str, str]:
    """Return the names of faulty fields; the framework's English is not for people."""
    found = extra if isinstance(extra, list) else []
    keys = [str(each.get("key", "")) for each in found if isinstance(each, dict)]
    return {key.split(".")[-1]: "wrong" for key in keys if key}


def _field(language: str, reason: str, error: DomainError) -> str:
    return say(language, f"field-{reason}", error.data) or reason


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a request with the problem document of what went wrong."""
    accepted = request.headers.get("accept-language", "").strip().lower()
    made = document(of(error), "en" if accepted.startswith("en") else "ja")
    headers = {name: value for name, value in made.headers.items() if name != "content-type"}
    return Response(
        made.body,
        status_code=made.status,
        media_type=made.headers["content-type"],
        headers=headers,
    )
