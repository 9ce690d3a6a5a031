"""``kairan backup``: everything the data folder holds, in one file, while the server goes on."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from kairan.surfaces.cli import archive
from kairan.surfaces.cli.archive import Contents
from kairan.surfaces.cli.office import CommandFailed, Office

DATABASE = "kairan.db"
KEYS = ("vapid.pem",)
"""Keys in the data folder; without the one for Web Push, every device would have to ask again."""
LAST = "last_backup.json"
"""In the data folder: when the last backup was made, and where to."""
OLD_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MakeBackup:
    """Where to; an absolute path on the server's machine."""

    path: str


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was written: ``size`` in bytes of the files in it."""

    made_at: datetime
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Last:
    """The last backup of a data folder."""

    made_at: datetime
    path: str


def backup(office: Office, asked: MakeBackup) -> BackedUp:
    """Write a backup, read it back and compare, and only then give it its name.

    Raises CommandFailed with a sentence; what was begun is then gone, and an older file is untouched.
    """
    path = Path(asked.path)
    if path.exists():
        raise CommandFailed(f"{path} is there already; choose another name.")
    part = path.with_name(path.name + ".part")
    with _explained(path), _gone_after(part), _copy_of(office) as folder:
        part.unlink(missing_ok=True)
        made_at = office.house.clock()
        files = [archive.measure(folder, each) for each in (DATABASE, *KEYS)]
        contents = Contents(made_at, files)
        done = _Done(office, 2 * contents.size)
        archive.write(part, contents, folder, done)
        archive.check(part, done)
        part.rename(path)
        _sync(path.parent)
        _remember(office.house.settings.data, Last(made_at, str(path)))
    return BackedUp(made_at, len(contents.files), contents.size)


def is_due(data: Path, began_at: datetime, now: datetime) -> bool:
    """Say whether a server that began then has no backup younger than a week."""
    try:
        last = msgspec.json.decode((data / LAST).read_bytes(), type=Last).made_at
    except (FileNotFoundError, msgspec.DecodeError):
        last = began_at
    return now - last > OLD_AFTER


@contextlib.contextmanager
def _copy_of(office: Office) -> Iterator[Path]:
    """Copy the keys and the database as of one moment, beside it: there is room where there was for it."""
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=office.house.settings.data))
    try:
        office.house.database.copy_to(folder / DATABASE)
        for key in KEYS:
            shutil.copy2(office.house.settings.data / key, folder / key)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _gone_after(part: Path) -> Iterator[None]:
    try:
        yield
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except archive.BadArchive as error:
        raise CommandFailed(
            f"What was written does not read back: {error} No backup was made."
        ) from error
    except OSError as error:
        full = error.errno == errno.ENOSPC or "full" in str(error)
        why = "The disk is full" if full else f"{path} cannot be written ({error.strerror})"
        raise CommandFailed(f"{why}; no backup was made, and nothing else has changed.") from error


class _Done:
    """Adds up what is done, and tells it."""

    def __init__(self, office: Office, of: int) -> None:
        self._office, self._of, self._done = office, of, 0

    def __call__(self, size: int) -> None:
        self._done += size
        self._office.progress(self._done, self._of)


def _remember(data: Path, last: Last) -> None:
    written = data / f"{LAST}.part"
    written.write_bytes(msgspec.json.encode(last))
    written.chmod(0o600)
    written.replace(data / LAST)


def _sync(folder: Path) -> None:
    """Make a new name in a folder survive a power cut (fsync(2))."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
