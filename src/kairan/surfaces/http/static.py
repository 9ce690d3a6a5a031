"""The client's files: a static shell for every address people open, hashed assets for ever."""

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from kairan.domains.accounts import queries as people
from kairan.kernel.ids import Secret, read_secret
from kairan.surfaces.http.desk import HttpDesk

FOLDER = Path(__file__).parents[2] / "static"
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".ftl": "text/plain",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)
_TITLE = re.compile(rb"<title>.*?</title>")
_HASHED = re.compile(r"^assets/.+-[\w-]{8,}\.\w+$")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the client as it is served."""

    body: bytes
    media_type: str
    headers: Mapping[str, str]


@cache
def files() -> Mapping[str, File]:
    """Return every file of the client by its path; read once, they are few and small."""
    found = (path for path in FOLDER.rglob("*") if path.is_file() and path.suffix in _TYPES)
    return {
        path.relative_to(FOLDER).as_posix(): _file(path)
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(FOLDER).parts)
    }


@get(
    ["/", "/{path:path}"],
    operation_id="client",
    include_in_schema=False,
    cache=False,
)
async def client(
    request: Request[None, None, State], desk: NamedDependency[HttpDesk]
) -> Response[bytes]:
    """Serve a file of the client; every other address is the client's own and gets the shell.

    That of an invitation or entry link says in its head whose it is, for messengers that show a preview.
    """
    name = str(request.path_params.get("path", "")).strip(
        "/"
    )  # an argument could come in the query
    known = files()
    if name not in known and _is_no_page(name):
        raise NotFoundException
    found = known.get(name) or known.get("index.html")
    if found is None:
        raise NotFoundException
    if found is known.get("index.html") and (secret := _secret_of(name)):
        whose = await desk.ask_in(secret.org, people.find_organisation)
        if whose is not None:
            found = replace(found, body=_named(found.body, whose.name))
    return Response(found.body, media_type=found.media_type, headers=dict(found.headers))


def _secret_of(name: str) -> Secret | None:
    """Return what an address of an invitation or entry link carries."""
    kind, _, token = name.partition("/")
    return read_secret(token) if kind in {"j", "e"} else None


def _named(shell: bytes, organisation: str) -> bytes:
    """Return the shell with the organisation's name in its head, and nothing else of the link."""
    name = html.escape(organisation)
    head = (
        f'<title>{name}</title><meta property="og:title" content="{name}" />'
        '<meta property="og:site_name" content="回覧 Kairan" />'
        '<meta property="og:type" content="website" />'
    )
    return _TITLE.sub(lambda _: head.encode(), shell, count=1)


def _is_no_page(name: str) -> bool:
    """An address of the API, or of a file; tokens in addresses of pages have dots too."""
    if name.startswith(("j/", "e/", "setup/")):
        return False
    return name.startswith("api/") or "." in name.rpartition("/")[2]


def _file(path: Path) -> File:
    body = path.read_bytes()
    name = path.relative_to(FOLDER).as_posix()
    for_ever = "public, max-age=31536000, immutable"
    headers = {"cache-control": for_ever if _HASHED.match(name) else "no-cache"}
    if path.suffix == ".html":
        headers["content-security-policy"] = _policy(body)
    return File(body, _TYPES[path.suffix], headers)


def _policy(page: bytes) -> str:
    """Return the policy of a page: nothing inline runs but the style sheet whose hash is named here."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'"
        for style in _STYLE.findall(page)
    )
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"style-src 'self'{hashes}; manifest-src 'self'; worker-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
