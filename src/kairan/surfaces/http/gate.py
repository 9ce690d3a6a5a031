"""The gate: who comes with a request, whether by HTTPS, and whether the browser was lured into sending it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from kairan.kernel.errors import NotAllowed
from kairan.kernel.ids import Secret, is_id, read_secret
from kairan.kernel.settings import Settings, is_local
from kairan.surfaces.http.limits import network

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
DEVICE_LIMIT = 200


class NeedsHttps(NotAllowed):
    """Over plain HTTP there is an answer on ``localhost`` only: on the way others could read along."""

    code = "kernel.needs_https"


class CrossSite(NotAllowed):
    """A page of somebody else's made the browser send this."""

    code = "kernel.cross_site"


def cookie_name(settings: Settings) -> str:
    """Return the session cookie's name: bound to host and HTTPS by its prefix (RFC 6265bis, 4.1.3.2)."""
    return "__Host-kairan" if settings.secure else "kairan"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request's headers as the gate reads them."""

    headers: Mapping[str, str]
    secret: Secret | None
    by_token: bool
    by_cookie: bool
    address: str
    safe: bool
    """Nobody on the way can read along: by HTTPS, or on this very machine."""

    @classmethod
    def of(cls, scope: Mapping[str, Any], settings: Settings) -> "Visitor":
        """Read the headers of an ASGI scope. Only one of bearer token and cookie counts, the token first."""
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        address = _address(scope.get("client"), headers, settings.trusted_proxies)
        safe = _is_safe(scope, headers, settings)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return cls(headers, read_secret(token.strip()), True, False, address, safe)
        cookie = _cookie(headers.get("cookie", ""), cookie_name(settings))
        secret = read_secret(cookie) if cookie else None
        return cls(headers, secret, False, cookie is not None, address, safe)

    @property
    def network(self) -> str:
        """Return what limits count the address by."""
        return network(self.address)

    def header(self, name: str) -> str:
        """Return a header, or nothing."""
        return self.headers.get(name, "")

    @property
    def language(self) -> Literal["ja", "en"]:
        """Return the first language asked for that we have: Japanese unless English comes first."""
        first = self.header("accept-language").strip().lower()
        return "en" if first.startswith("en") else "ja"

    @property
    def device(self) -> str:
        """Return what the device calls itself."""
        return self.header("user-agent")[:DEVICE_LIMIT]

    def refuse_plain_http(self) -> None:
        """Raise NeedsHttps where somebody on the way could read along."""
        if not self.safe:
            raise NeedsHttps

    def refuse_cross_site(self, method: str) -> None:
        """Raise CrossSite where a browser sent an unsafe request that our own page did not make.

        Fetch Metadata (W3C) where the browser has it, else the Origin, which must be our own host. With a
        cookie one of them must be there; without one (signing in, entering by a link) neither may speak
        against it, or a page elsewhere could sign somebody in as somebody else. A bearer token no page
        elsewhere has; any other Authorization means nothing here, and excuses nobody.
        """
        if method in SAFE or self.by_token:
            return
        site, origin = self.header("sec-fetch-site"), self.header("origin")
        if site in {"same-origin", "none"}:
            return
        if not site and origin and urlsplit(origin).netloc == self.header("host"):
            return
        if site or origin or self.by_cookie:
            raise CrossSite


NOTHING = "0" * 32
"""An id that nothing has."""


def replace_no_ids(names: dict[str, object]) -> None:
    """Let an address that names something by what cannot be an id name nothing instead.

    So no such word reaches the database (PostgreSQL answers U+0000 with an error), and every route still
    says in its own words that it was not found.
    """
    for name, value in names.items():
        if name != "token" and isinstance(value, str) and not is_id(value):
            names[name] = NOTHING


def _address(
    client: tuple[str, int] | None, headers: Mapping[str, str], trusted: frozenset[str]
) -> str:
    """Return who is calling: the last in the chain of proxies that is not one of ours.

    What stands further left was written by strangers and is not believed.
    """
    address = client[0] if client else ""
    chain = [part.strip() for part in headers.get("x-forwarded-for", "").split(",")]
    while address in trusted and chain and chain[-1]:
        address = chain.pop()
    return address[:64]


def _is_safe(scope: Mapping[str, Any], headers: Mapping[str, str], settings: Settings) -> bool:
    """Say whether a request came by HTTPS, or is for a name that never leaves the machine.

    What a proxy of ours says counts (``X-Forwarded-Proto``). One that says nothing is believed for the
    public address, if that is HTTPS: cookies and links are made for nothing else.
    """
    host = headers.get("host", "")
    if scope.get("scheme") == "https" or is_local(host):
        return True
    if (scope.get("client") or ("",))[0] not in settings.trusted_proxies:
        return False
    told = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    if told:
        return told == "https"
    return settings.secure and host.lower() == urlsplit(settings.public_url).netloc.lower()


def _cookie(header: str, name: str) -> str | None:
    """Return a cookie of ours; what others stand beside it, even broken ones, does not matter."""
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value.strip('"')
    return None
