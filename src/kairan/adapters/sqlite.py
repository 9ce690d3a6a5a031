"""SQLite: one file, one writer that also owns the checkpoints, readers that only read.

Acknowledged means committed: WAL with ``synchronous=FULL`` survives a power cut
(https://www.sqlite.org/pragma.html#pragma_synchronous). One writing connection keeps us clear of the
WAL-reset bug of SQLite 3.7.0 to 3.51.2 (https://www.sqlite.org/wal.html), which needs two.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.pool import PoolProxiedConnection, StaticPool

from kairan.kernel.ports import Unknown
from kairan.kernel.store import Transaction

_FAILING = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}


class AlreadyRunning(Exception):
    """Another process writes to this data folder."""


class SqliteDatabase:
    """The database port over one SQLite file. Make one a process; it holds the folder's lock."""

    def __init__(self, path: Path) -> None:
        """Open (or make) the file. Raises AlreadyRunning where another process holds the lock."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._lock = _hold(path.with_suffix(".lock"))
        self._writing = threading.Lock()
        self.writer = _engine(path, "rwc", begin="BEGIN IMMEDIATE")
        try:
            with self.writer.connect() as opened:
                opened.exec_driver_sql("SELECT 1")  # makes the WAL: without it readers cannot open
        except BaseException:
            os.close(self._lock)
            raise
        self._readers = threading.local()
        self._opened: list[Engine] = []

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open the one writing transaction; see the port."""
        with self._writing:
            try:
                connection = self.writer.connect()
                begun = connection.begin()
            except DatabaseError as error:
                raise Unknown from error
            with connection:
                try:
                    yield connection
                except BaseException:
                    begun.rollback()
                    raise
                try:
                    begun.commit()
                except DatabaseError as error:
                    connection.connection.rollback()  # SQLite may still be in it
                    raise Unknown from error

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a snapshot on this thread's own read-only connection."""
        engine: Engine | None = getattr(self._readers, "engine", None)
        if engine is None:
            engine = self._readers.engine = _engine(self.path, "ro", begin="BEGIN")
            self._opened.append(engine)
        with engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def savepoint(self, tx: Transaction) -> Iterator[None]:
        """Open a savepoint in ``tx``."""
        nested = tx.begin_nested()
        try:
            yield
        except BaseException as error:
            if not self.is_open(tx):
                raise Unknown from error
            nested.rollback()
            raise
        if not self.is_open(tx):
            raise Unknown
        nested.commit()

    def is_open(self, tx: Transaction) -> bool:
        """Say whether SQLite still has the transaction (it ends it by itself on a full disk)."""
        driver = tx.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver.in_transaction

    def is_failing(self, error: Exception) -> bool:
        """Say whether ``error`` means the file cannot be written or read now."""
        driver = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(driver, "sqlite_errorcode", None)
        return code is not None and (code & 0xFF) in _FAILING

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of this moment to a new file; writing goes on meanwhile.

        ``VACUUM INTO`` reads one snapshot (https://www.sqlite.org/lang_vacuum.html#vacuuminto) and leaves
        out what was deleted. Raises OSError where the file cannot be written, the disk full included.
        """
        copying = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)
        try:
            copying.execute("VACUUM INTO ?", (str(path),))
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error
        finally:
            copying.close()

    def find_fault(self) -> str | None:
        """Run SQLite's own check (https://www.sqlite.org/pragma.html#pragma_integrity_check)."""
        with self.read() as tx:
            found = str(tx.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
        return None if found == "ok" else found

    def close(self) -> None:
        """Close every connection and let the lock go."""
        for engine in [*self._opened, self.writer]:
            engine.dispose()
        os.close(self._lock)


def _hold(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise AlreadyRunning(path) from error
    return descriptor


def _engine(path: Path, mode: str, *, begin: str) -> Engine:
    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{path}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=5,
            cached_statements=512,
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-16000")
        if mode != "ro":
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            os.chmod(path, 0o600)
        return connection

    def do_begin(driver: PoolProxiedConnection) -> None:
        driver.cursor().execute(begin)

    engine = create_engine("sqlite://", creator=opened, poolclass=StaticPool, hide_parameters=True)
    # A listener for "begin" would do the same, but an engine with any listener asks at each statement.
    engine.dialect.do_begin = do_begin  # type: ignore[method-assign, assignment]  # an instance has no self
    return engine
