"""``kairan doctor``: what an operator would find out too late, in one sentence each.

What only the process with the data folder can see is examined there; the rest is looked at from outside,
as a browser would, at the public address.
"""

import http.client
import shutil
import sqlite3
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from kairan.kernel import store
from kairan.kernel.settings import BadSetting, Settings, is_local
from kairan.surfaces.cli.backup import is_due
from kairan.surfaces.cli.office import Office
from kairan.surfaces.http.tls import ends_at, require_usable
from kairan.surfaces.stream.probe import EVERY, FRAMES, expect_probe

LEAST_FREE = 1_000_000_000
"""Bytes that should be free beside what the database needs for a copy of itself."""
ENDS_SOON = timedelta(days=21)
TIMEOUT = 10.0
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
_ASKS = "/api/v1/events?probe="


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and how it is."""

    level: Literal["good", "note", "bad"]
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Examine:
    """Look at what only the process with the data folder can see."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, and the word for listening to the stream."""

    findings: list[Finding]
    probe: str


def examine(office: Office, _: Examine) -> Examined:
    """Look at clock, disk, database and backup."""
    findings = [_clock(office), _disk(office), _database(office), _backup(office)]
    return Examined(findings, expect_probe(office.house))


def look_from_outside(settings: Settings, probe: str) -> Iterator[Finding]:
    """Look at the address, the certificate and the stream as a browser would."""
    yield _address(settings)
    if settings.tls is not None:
        yield _certificate_file(settings)
    parts = urlsplit(settings.public_url)
    try:
        with closing(_connected(parts)) as connection:
            if parts.scheme == "https":
                yield Finding("good", "certificate", "browsers accept it for this address.")
            yield _stream(connection, probe)
    except ssl.SSLCertVerificationError as error:
        yield Finding("bad", "certificate", f"browsers refuse it: {error.verify_message}.")
    except (OSError, http.client.HTTPException) as error:
        words = f"nobody answers at {settings.public_url} ({error}); is the server running?"
        yield Finding("bad", "reaching it", words)


def _address(settings: Settings) -> Finding:
    if is_local(urlsplit(settings.public_url).netloc):
        words = f"{settings.public_url} is this machine only; telephones need KAIRAN_PUBLIC_URL."
        return Finding("note", "address", words)
    if not settings.secure:
        words = f"{settings.public_url} is not HTTPS: see docs/howto/https.md."
        return Finding("bad", "address", words)
    return Finding("good", "address", f"links begin with {settings.public_url}.")


def _certificate_file(settings: Settings) -> Finding:
    assert settings.tls is not None
    try:
        require_usable(settings.tls)
    except BadSetting as error:
        return Finding("bad", "certificate file", str(error))
    end = ends_at(settings.tls)
    level: Literal["good", "note"] = "note" if end - datetime.now(UTC) < ENDS_SOON else "good"
    return Finding(level, "certificate file", f"it ends on {end:%Y-%m-%d}.")


def _clock(office: Office) -> Finding:
    now = office.house.clock()
    with office.house.database.read() as tx:
        last = store.ends_at(tx)
    if last is not None and now < last:
        words = (
            f"it shows {now:%Y-%m-%d %H:%M} UTC, before what was last done ({last:%Y-%m-%d %H:%M})."
        )
        return Finding("bad", "clock", words)
    if not _SYNCHRONISED.exists():
        words = f"{now:%Y-%m-%d %H:%M} UTC; nothing says that it is kept right (systemd-timesyncd)."
        return Finding("note", "clock", words)
    return Finding("good", "clock", f"{now:%Y-%m-%d %H:%M} UTC, kept right.")


def _disk(office: Office) -> Finding:
    data = office.house.settings.data
    free = shutil.disk_usage(data).free
    needed = office.house.settings.database_path.stat().st_size + LEAST_FREE
    level: Literal["good", "bad"] = "good" if free >= needed else "bad"
    return Finding(level, "disk", f"{free / 1e9:.1f} GB are free, {needed / 1e9:.1f} GB should be.")


def _database(office: Office) -> Finding:
    fault = office.house.database.find_fault()
    if fault is not None:
        return Finding("bad", "database", f"it is damaged ({fault}): restore the last backup.")
    return Finding("good", "database", f"it is whole (SQLite {sqlite3.sqlite_version}).")


def _backup(office: Office) -> Finding:
    with office.house.database.read() as tx:
        began = store.began_at(tx)
    if began is None:
        return Finding("good", "backup", "there is nothing to lose yet.")
    if is_due(office.house.settings.data, began, office.house.clock()):
        return Finding("bad", "backup", "none is younger than a week: kairan backup FILE.")
    return Finding("good", "backup", "the last one is younger than a week, or nothing is older.")


def _connected(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        trusted = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=trusted)
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
    connection.connect()
    return connection


def _stream(connection: http.client.HTTPConnection, probe: str) -> Finding:
    """Listen to the probe: frames that come together were held back."""
    connection.request("GET", _ASKS + probe, headers={"Accept": "text/event-stream"})
    answer = connection.getresponse()
    if answer.status != 200:
        words = f"the address answers {answer.status} instead of this server's stream."
        return Finding("bad", "stream", words)
    came = [time.monotonic() for line in iter(answer.readline, b"") if line.startswith(b"data:")]
    if len(came) < FRAMES:
        return Finding("bad", "stream", "it breaks off on the way: see docs/howto/https.md.")
    if came[-1] - came[0] < EVERY * (FRAMES - 1) / 2:
        words = "a proxy holds it back (buffering): see docs/howto/https.md."
        return Finding("bad", "stream", words)
    return Finding("good", "stream", "what happens comes through at once.")
