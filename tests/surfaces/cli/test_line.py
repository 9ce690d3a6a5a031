"""``kairan`` as people type it: in a process of its own, beside a server or without one."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kairan.surfaces.cli.audit import VerifyAudit, verify_audit
from kairan.surfaces.cli.office import Office
from tests.surfaces.stream.served import wait_until
from tests.surfaces.stream.test_stopping import SRC, free_port, is_up

SETUP = [
    "setup",
    "--org",
    "北町",
    "--code",
    "kita",
    "--admin",
    "北太郎",
    "--login",
    "kita",
    "--password-stdin",
]


def environ(**settings: object) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(SRC)} | {k: str(v) for k, v in settings.items()}


def kairan(env: dict[str, str], *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kairan", *words]
    return subprocess.run(command, env=env, input=typed, capture_output=True, text=True, timeout=60)


@pytest.fixture
def elsewhere(tmp_path: Path):
    """A server whose data folder is new and whose database lies elsewhere: its environment."""
    port = free_port()
    database = f"sqlite:///{tmp_path / 'database' / 'own.db'}"
    env = environ(KAIRAN_DATA=tmp_path / "new", KAIRAN_DATABASE_URL=database, KAIRAN_PORT=port)
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "kairan", "serve"]
        running = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
    wait_until(lambda: is_up(port) or running.poll() is not None, seconds=30)
    assert running.poll() is None, (tmp_path / "log").read_text()
    yield env
    running.terminate()
    running.wait(timeout=10)


def test_a_command_reaches_the_server_of_its_database_wherever_that_lies(elsewhere, tmp_path):
    done = kairan(elsewhere, *SETUP, typed="correct horse battery\n")
    assert (done.returncode, done.stdout) == (0, "北町 is ready. Sign in as kita@kita.\n"), done
    other = kairan(elsewhere | {"KAIRAN_DATA": str(tmp_path / "third")}, "audit", "verify")
    assert other.returncode == 0, other
    assert other.stdout.startswith("kita: ")


def test_every_record_is_checked_although_the_first_is_broken(first_world, tmp_path):
    shutil.copy(first_world.folder / "kairan.db", tmp_path / "kairan.db")
    with sqlite3.connect(tmp_path / "kairan.db") as database:
        minato = (first_world.cast.minato,)
        database.execute(
            "UPDATE audit SET kind = 'tests.other' WHERE org_id = ? AND no = 2", minato
        )
    database.close()
    done = kairan(environ(KAIRAN_DATA=tmp_path), "audit", "verify")
    assert done.returncode == 1
    first, second = done.stdout.splitlines()
    assert first.startswith("minato: ")
    assert first.endswith("BROKEN at row 2")
    assert second.startswith("aoba: ")
    assert second.endswith("intact")


def test_checking_the_records_says_how_many_there_are_from_the_beginning(site):
    told: list[tuple[int, int]] = []
    verify_audit(Office(site.house, lambda done, of: told.append((done, of))), VerifyAudit())
    assert told == [(1, 2), (2, 2)]
