"""The file a backup is: a tar with a list of its contents first, each with its size and SHA-256.

::

    backup.json     {"format": 1, "version", "made_at", "files": [{"name", "size", "sha256"}]}
    kairan.db       the database as of one moment
    vapid.pem       the key by which push services know this server
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from kairan import __version__

FORMAT = 1
CONTENTS = "backup.json"
CONTENTS_LIMIT = 64 * 1024 * 1024
BLOCK = 1024 * 1024

Moved = Callable[[int], None]
"""Hears how many bytes more are done."""


class BadArchive(Exception):
    """It is no backup of ours, or not as it was written; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in it; ``name`` is relative to the data folder, ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What the list at the front says."""

    made_at: datetime
    files: list[Member]
    version: str = __version__
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Return the bytes of all files together."""
        return sum(each.size for each in self.files)


def measure(folder: Path, name: str) -> Member:
    """Return a file of a folder as it will stand in the list."""
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Member(name, file.tell(), digest)


def write(path: Path, contents: Contents, folder: Path, moved: Moved) -> None:
    """Write the list and the files it names from a folder, durably. Raises OSError (a full disk …)."""
    said = msgspec.json.encode(contents)
    with path.open("xb") as file:
        os.chmod(path, 0o600)
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(_header(CONTENTS, len(said)), io.BytesIO(said))
            for each in contents.files:
                with (folder / each.name).open("rb") as content:
                    tar.addfile(_header(each.name, each.size), content)
                moved(each.size)
        file.flush()
        os.fsync(file.fileno())


def check(path: Path, moved: Moved) -> Contents:
    """Read a file to its end and compare everything with its list. Raises BadArchive, OSError."""
    with _opened(path) as (contents, files):
        for member, content in files:
            _pass_on(member, content, None, moved)
    return contents


def unpack(path: Path, folder: Path, moved: Moved) -> Contents:
    """Write the files into an empty folder, each compared with the list. Raises BadArchive, OSError."""
    with _opened(path) as (contents, files):
        for member, content in files:
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with target.open("xb") as file:
                os.chmod(target, 0o600)
                _pass_on(member, content, file, moved)
                file.flush()
                os.fsync(file.fileno())
    return contents


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Contents, Iterator[tuple[Member, IO[bytes]]]]]:
    try:
        with tarfile.open(path, "r:") as tar:
            contents = _contents(tar)
            yield contents, _files(tar, contents)
    except (tarfile.TarError, msgspec.DecodeError, EOFError) as error:
        raise BadArchive(f"{path} is no backup of Kairan, or a part of it is missing.") from error


def _contents(tar: tarfile.TarFile) -> Contents:
    first = tar.next()
    if first is None or first.name != CONTENTS or first.size > CONTENTS_LIMIT:
        raise tarfile.TarError
    contents = msgspec.json.decode(_content(tar, first).read(), type=Contents)
    if contents.format != FORMAT:
        raise BadArchive(f"This backup was made by Kairan {contents.version}, in another form.")
    if not all(map(_lies_inside, contents.files)):
        raise tarfile.TarError
    return contents


def _files(tar: tarfile.TarFile, contents: Contents) -> Iterator[tuple[Member, IO[bytes]]]:
    for expected in contents.files:
        found = tar.next()
        if found is None or (found.name, found.size) != (expected.name, expected.size):
            raise tarfile.TarError
        yield expected, _content(tar, found)


def _content(tar: tarfile.TarFile, header: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(header) if header.isreg() else None
    if content is None:
        raise tarfile.TarError
    return content


def _pass_on(member: Member, content: IO[bytes], to: IO[bytes] | None, moved: Moved) -> None:
    digest = hashlib.sha256()
    while block := content.read(BLOCK):
        digest.update(block)
        if to is not None:
            to.write(block)
        moved(len(block))
    if digest.hexdigest() != member.sha256:
        raise BadArchive(f"{member.name} in this backup is not as it was written.")


def _lies_inside(member: Member) -> bool:
    """A name leads nowhere but into the data folder (CWE-22)."""
    parts = PurePosixPath(member.name).parts
    return bool(parts) and member.name == "/".join(parts) and not {"..", "/"} & set(parts)


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header
