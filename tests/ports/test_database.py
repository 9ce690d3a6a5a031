"""The database port: what every adapter promises. Today there is one: SQLite."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from kairan.adapters.sqlite import AlreadyRunning, SqliteDatabase
from kairan.kernel.ports import Unknown

SRC = Path(__file__).parents[2] / "src"


@pytest.fixture
def database(tmp_path):
    made = SqliteDatabase(tmp_path / "data" / "kairan.db")
    with made.write() as tx:
        tx.exec_driver_sql("CREATE TABLE words (word TEXT PRIMARY KEY)")
    yield made
    made.close()


def say(tx, word: str) -> None:
    tx.exec_driver_sql("INSERT INTO words VALUES (?)", (word,))


def words(database) -> list[str]:
    with database.read() as tx:
        return list(tx.exec_driver_sql("SELECT word FROM words ORDER BY word").scalars())


class Stop(Exception):
    """Something goes wrong in between."""


def test_what_was_written_is_there_for_readers_after_the_commit(database):
    with database.write() as tx:
        say(tx, "hello")
        assert words(database) == []
    assert words(database) == ["hello"]


def test_an_exception_rolls_back_and_goes_on(database):
    def fail() -> None:
        with database.write() as tx:
            say(tx, "lost")
            raise Stop

    with pytest.raises(Stop):
        fail()
    assert words(database) == []
    with database.write() as tx:
        say(tx, "kept")
    assert words(database) == ["kept"]


def test_a_reader_sees_one_state_from_the_first_question_on(database):
    with database.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM words").scalar_one() == 0
        with database.write() as writing:
            say(writing, "later")
        assert tx.exec_driver_sql("SELECT count(*) FROM words").scalar_one() == 0
    assert words(database) == ["later"]


def test_a_reader_cannot_write(database):
    with pytest.raises(DBAPIError) as caught, database.read() as tx:
        say(tx, "sneaked in")
    assert database.is_failing(caught.value)
    assert words(database) == []


def test_many_threads_read_while_one_writes(database):
    seen: list[list[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append(words(database))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(40):
        with database.write() as tx:
            say(tx, f"{n:02} a")
            say(tx, f"{n:02} b")
    stop.set()
    for reader in readers:
        reader.join()
    assert seen
    assert all(len(state) % 2 == 0 for state in seen)


def test_two_who_write_at_once_take_turns(database):
    def write(name: str) -> None:
        for n in range(25):
            with database.write() as tx:
                say(tx, f"{name} {n}")

    writers = [threading.Thread(target=write, args=[name]) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(words(database)) == 100


def test_a_savepoint_is_kept_or_undone_by_itself(database):
    def fail(tx, word: str) -> None:
        with database.savepoint(tx):
            say(tx, word)
            raise Stop

    with database.write() as tx:
        say(tx, "before")
        with pytest.raises(Stop):
            fail(tx, "undone")
        with database.savepoint(tx):
            say(tx, "kept")
            with pytest.raises(Stop):
                fail(tx, "undone too")
        say(tx, "after")
    assert words(database) == ["after", "before", "kept"]


def test_a_broken_rule_inside_a_savepoint_leaves_the_rest(database):
    with database.write() as tx:
        say(tx, "one")
        with pytest.raises(DBAPIError) as caught, database.savepoint(tx):
            say(tx, "one")
        assert not database.is_failing(caught.value)
        assert database.is_open(tx)
        say(tx, "two")
    assert words(database) == ["one", "two"]


def end_by_itself(database, error: Exception | None = None) -> None:
    """Let a transaction end as SQLite does by itself on a full disk; perhaps something else goes wrong, too."""
    with database.write() as tx, database.savepoint(tx):
        say(tx, "lost")
        tx.connection.driver_connection.execute("ROLLBACK")
        assert not database.is_open(tx)
        if error is not None:
            raise error


def test_where_the_transaction_is_gone_that_is_noticed(database):
    with pytest.raises(Unknown):
        end_by_itself(database)
    assert words(database) == []


def test_where_the_transaction_is_gone_an_error_does_not_hide_it(database):
    with pytest.raises(Unknown):
        end_by_itself(database, Stop())
    with database.write() as tx:
        say(tx, "again")
    assert words(database) == ["again"]


def test_acknowledged_means_on_the_disk(database):
    with database.write() as tx:
        pragmas = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_was_acknowledged_survives_kill_9(tmp_path):
    script = (
        "import sys, pathlib\n"
        "from kairan.adapters.sqlite import SqliteDatabase\n"
        "database = SqliteDatabase(pathlib.Path(sys.argv[1]))\n"
        "with database.write() as tx:\n"
        "    tx.exec_driver_sql('CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY)')\n"
        "n = 0\n"
        "while True:\n"
        "    with database.write() as tx:\n"
        "        tx.exec_driver_sql('INSERT INTO words VALUES (?)', (f'{sys.argv[2]} {n}',))\n"
        "    print(f'{sys.argv[2]} {n}', flush=True)\n"
        "    n += 1\n"
    )
    path, acknowledged = tmp_path / "kairan.db", []
    for attempt in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(path), str(attempt)],
            env=os.environ | {"PYTHONPATH": str(SRC)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        acknowledged += [process.stdout.readline().strip() for _ in range(30 + attempt)]
        process.kill()
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
        process.wait()
    database = SqliteDatabase(path)
    assert set(acknowledged) <= set(words(database))
    with database.read() as tx:
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    database.close()


def test_a_second_process_does_not_write_into_the_folder(database):
    with pytest.raises(AlreadyRunning):
        SqliteDatabase(database.path)
    code = (
        "from pathlib import Path; import sys; from kairan.adapters.sqlite import SqliteDatabase\n"
    )
    code += "SqliteDatabase(Path(sys.argv[1]))"
    second = subprocess.run(
        [sys.executable, "-c", code, str(database.path)],
        env=os.environ | {"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode != 0
    assert "AlreadyRunning" in second.stderr


def test_the_folder_is_free_again_after_closing(tmp_path):
    for _ in range(3):
        SqliteDatabase(tmp_path / "kairan.db").close()


def test_a_file_that_is_no_database_lets_go_of_the_folder(tmp_path):
    path = tmp_path / "kairan.db"
    path.write_bytes(b"this is no database at all, it is a letter" * 100)
    for _ in range(2):
        with pytest.raises(DBAPIError):
            SqliteDatabase(path)


def test_nobody_else_on_the_machine_reads_the_data(database):
    with database.write() as tx:
        say(tx, "secret")
    for path in database.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE(database.path.parent.stat().st_mode) == 0o700


def test_only_what_keeps_the_database_from_working_is_failing(database):
    with pytest.raises(DBAPIError) as caught, database.write() as tx:
        tx.exec_driver_sql("SELECT * FROM nothing")
    assert not database.is_failing(caught.value)
    assert not database.is_failing(Stop())
