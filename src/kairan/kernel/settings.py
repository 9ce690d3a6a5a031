"""Settings: from the environment, each with a default and a help text. They are the reference manual."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_LOOPBACK = re.compile(r"127(\.\d{1,3}){3}")


class BadSetting(Exception):
    """A setting cannot be read; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the name in the environment, the default as it would be written there, what it does."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("KAIRAN_DATA", "./data", "Folder that holds everything the server keeps."),
    Setting(
        "KAIRAN_DATABASE_URL",
        "",
        "Database; empty means the file kairan.db in the data folder (sqlite:///PATH).",
    ),
    Setting("KAIRAN_HOST", "127.0.0.1", "Address to listen on."),
    Setting("KAIRAN_PORT", "8080", "Port to listen on."),
    Setting(
        "KAIRAN_PUBLIC_URL",
        "",
        "Address under which people reach the server; every link and QR begins with it. "
        "Empty means http://HOST:PORT, or https:// with a certificate.",
    ),
    Setting(
        "KAIRAN_TLS_CERT",
        "",
        "Certificate (PEM, with the chain) to serve HTTPS without a proxy; goes with KAIRAN_TLS_KEY.",
    ),
    Setting("KAIRAN_TLS_KEY", "", "Private key (PEM) of the certificate."),
    Setting(
        "KAIRAN_TRUSTED_PROXIES",
        "127.0.0.1 ::1",
        "Addresses of reverse proxies, separated by spaces, whose X-Forwarded-For and "
        "X-Forwarded-Proto are believed. "
        "Limits count by the address that it names last and that is none of these.",
    ),
    Setting(
        "KAIRAN_READS_PER_SECOND",
        "200",
        "How often a second one session may ask for something, for long; four times as often at a "
        "stroke. Beyond it the answer is 429 with Retry-After.",
    ),
    Setting(
        "KAIRAN_WRITES_PER_SECOND",
        "2000",
        "How often a second one session of a member may change something, for long; a guest's a "
        "hundredth of it; ten times as often at a stroke. Beyond it the answer is 429 with "
        "Retry-After.",
    ),
    Setting(
        "KAIRAN_PUSH",
        "on",
        '"on" or "off": whether telephones and browsers that ask for it are woken by Web Push. Off, no '
        "request leaves the server for it.",
    ),
    Setting(
        "KAIRAN_OUTGOING_ALLOWED",
        "",
        "Hosts (NAME:PORT, separated by spaces) that the server may reach for people although they are "
        "private or have no HTTPS: a push service of one's own. Empty: none.",
    ),
    Setting("KAIRAN_OPERATOR_NAME", "", "Who runs this server, shown under “about this server”."),
    Setting(
        "KAIRAN_OPERATOR_CONTACT",
        "",
        "Telephone or mail of the operator, shown there and under help.",
    ),
    Setting("KAIRAN_OPERATOR_PLACE", "", "Where the server stands, shown there."),
)


@dataclass(frozen=True, slots=True)
class Tls:
    """Files of a certificate with its chain, and of its key."""

    cert: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as the server uses them."""

    data: Path
    database_url: str
    host: str
    port: int
    public_url: str
    tls: Tls | None
    trusted_proxies: frozenset[str]
    reads_per_second: int
    writes_per_second: int
    push: bool
    outgoing_allowed: frozenset[str]
    operator_name: str
    operator_contact: str
    operator_place: str

    @property
    def database_path(self) -> Path:
        """Return the file of the embedded database."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def secure(self) -> bool:
        """Say whether people reach the server by HTTPS."""
        return self.public_url.startswith("https://")


def is_allowed_host(allowed: frozenset[str], host: str, port: int) -> bool:
    """Say whether KAIRAN_OUTGOING_ALLOWED names a host."""
    return f"{host.casefold()}:{port}" in allowed


def is_local(host: str) -> bool:
    """Say whether a host, with or without a port, names the machine itself (RFC 6761, 6.3)."""
    name = host.lower()
    if name.startswith("["):
        return name.partition("]")[0] == "[::1"
    name = name.partition(":")[0].rstrip(".")
    return (
        name == "localhost" or name.endswith(".localhost") or _LOOPBACK.fullmatch(name) is not None
    )


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings. Raises BadSetting with one sentence where a value cannot be used."""
    value = {s.name: environ.get(s.name, "").strip() or s.default for s in SETTINGS}
    data = Path(value["KAIRAN_DATA"])
    port = _port(value["KAIRAN_PORT"])
    tls = _tls(value["KAIRAN_TLS_CERT"], value["KAIRAN_TLS_KEY"])
    return Settings(
        data=data,
        database_url=_database_url(value["KAIRAN_DATABASE_URL"], data),
        host=value["KAIRAN_HOST"],
        port=port,
        public_url=_public_url(value["KAIRAN_PUBLIC_URL"], value["KAIRAN_HOST"], port, tls),
        tls=tls,
        trusted_proxies=frozenset(value["KAIRAN_TRUSTED_PROXIES"].split()),
        reads_per_second=_per_second(value, "KAIRAN_READS_PER_SECOND"),
        writes_per_second=_per_second(value, "KAIRAN_WRITES_PER_SECOND"),
        push=_switch(value, "KAIRAN_PUSH"),
        outgoing_allowed=frozenset(value["KAIRAN_OUTGOING_ALLOWED"].casefold().split()),
        operator_name=value["KAIRAN_OPERATOR_NAME"],
        operator_contact=value["KAIRAN_OPERATOR_CONTACT"],
        operator_place=value["KAIRAN_OPERATOR_PLACE"],
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise BadSetting(f"KAIRAN_PORT must be a number up to 65535, not {text!r}.")
    return int(text)


def _per_second(value: Mapping[str, str], name: str) -> int:
    text = value[name]
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise BadSetting(f"{name} must be a number from 1 to 1000000, not {text!r}.")
    return int(text)


def _switch(value: Mapping[str, str], name: str) -> bool:
    if value[name] not in {"on", "off"}:
        raise BadSetting(f"{name} must be on or off, not {value[name]!r}.")
    return value[name] == "on"


def _database_url(text: str, data: Path) -> str:
    url = text or f"sqlite:///{data / 'kairan.db'}"
    if not url.startswith("sqlite:///"):
        raise BadSetting("KAIRAN_DATABASE_URL must begin with sqlite:///; PostgreSQL comes later.")
    if url == "sqlite:///":
        raise BadSetting("KAIRAN_DATABASE_URL must name a file after sqlite:///.")
    return url


def _tls(cert: str, key: str) -> Tls | None:
    if bool(cert) != bool(key):
        raise BadSetting("KAIRAN_TLS_CERT and KAIRAN_TLS_KEY go together; one of them is empty.")
    return Tls(Path(cert), Path(key)) if cert else None


def _public_url(text: str, host: str, port: int, tls: Tls | None) -> str:
    if not text:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host
        scheme = "https" if tls else "http"
        return f"{scheme}://[{shown}]:{port}" if ":" in shown else f"{scheme}://{shown}:{port}"
    if not _is_address(text):
        raise BadSetting(
            f"KAIRAN_PUBLIC_URL must look like https://kairan.example.jp, not {text!r}."
        )
    return text.rstrip("/")


def _is_address(text: str) -> bool:
    """Say whether ``text`` is a scheme, a host and perhaps a port, and nothing else."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = f"{parts.scheme}://{parts.netloc}" == text.rstrip("/") and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and bool(host) and plain
