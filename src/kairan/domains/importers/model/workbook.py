"""XLSX: what is one, and its rows, read by a child process."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from kairan.domains.importers.model.sheet import MOST_COLUMNS, Row, UnreadableFile

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHILD = str(Path(__file__).with_name("workbook_child.py"))
CPU_FOR = 15
"""Seconds of work that the child process may take; 100,000 rows take a few."""
CLOCK_FOR = 30.0
"""Seconds it may take by the clock: a busy machine is no reason to wait for ever."""
_decoder = msgspec.json.Decoder(tuple[int, tuple[str, ...]] | str)


def is_workbook(content: bytes) -> bool:
    """Say whether to read it as XLSX. Raises UnreadableFile for old XLS, or with a password."""
    if content.startswith(_OLE):
        locked = _ENCRYPTED in content
        raise UnreadableFile("importers.locked_workbook" if locked else "importers.old_workbook")
    return content.startswith(_ZIP)


def read_workbook(content: bytes) -> Iterator[Row]:
    """Yield the rows of the first visible sheet that has any.

    Raises UnreadableFile where it is no workbook, is damaged or locked, or claims a sheet so large
    that the child process ran out of its memory or time.
    """
    if b"xl/" not in content or b"[Content_Types].xml" not in content:
        raise UnreadableFile("importers.not_a_table")
    with subprocess.Popen(
        [sys.executable, "-I", _CHILD, str(CPU_FOR), str(CLOCK_FOR)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _give(child.stdin, content)
            yield from map(_row, child.stdout)
            if child.wait() != 0:
                raise UnreadableFile("importers.workbook_too_large")
        finally:
            child.kill()


def _give(pipe: IO[bytes], content: bytes) -> None:
    with suppress(BrokenPipeError), pipe:
        pipe.write(content)


def _row(line: bytes) -> Row:
    try:
        told = _decoder.decode(line)
    except msgspec.DecodeError as error:  # half a line: the child was stopped while it wrote
        raise UnreadableFile("importers.workbook_too_large") from error
    if isinstance(told, str):
        raise UnreadableFile(told)
    number, cells = told
    return Row(number, cells[: MOST_COLUMNS + 1])
