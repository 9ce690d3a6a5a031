"""``kairan doctor``: one sentence for each thing an operator would find out too late."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from kairan.kernel.settings import load
from kairan.surfaces.cli import doctor
from kairan.surfaces.cli.backup import MakeBackup, backup
from kairan.surfaces.cli.doctor import Examine, Finding, examine, look_from_outside
from kairan.surfaces.cli.office import Office
from tests import certificates
from tests.site import Site


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def found(site: Site, what: str) -> Finding:
    office = Office(site.house, lambda done, of: None)
    [finding] = [each for each in examine(office, Examine()).findings if each.what == what]
    return finding


def seen(what: str, **environ: str) -> Finding:
    [finding] = [each for each in look_from_outside(load(environ), "") if each.what == what]
    return finding


def test_a_sound_server_is_good(site: Site) -> None:
    levels = {what: found(site, what).level for what in ("disk", "database", "backup")}
    assert levels == {"disk": "good", "database": "good", "backup": "good"}


def test_a_clock_that_went_back_is_bad(site: Site) -> None:
    site.later = -timedelta(days=400)
    assert found(site, "clock").level == "bad"


def test_a_full_disk_is_bad(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12 - 10**6, 10**6))
    assert found(site, "disk").level == "bad"


def test_a_damaged_database_is_bad(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = "row 12 missing from index"
    monkeypatch.setattr(type(site.database), "find_fault", lambda self: fault)
    assert fault in found(site, "database").words


def test_an_old_backup_is_bad(site: Site, tmp_path: Path) -> None:
    site.later = timedelta(days=9)
    assert found(site, "backup").level == "bad"
    backup(Office(site.house, lambda done, of: None), MakeBackup(str(tmp_path / "new")))
    assert found(site, "backup").level == "good"


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("http://localhost:9", "note"),
        ("http://kairan.example.jp:9", "bad"),
        ("https://kairan.invalid:9", "good"),
    ],
)
def test_an_address_must_be_one_that_telephones_can_use(url: str, level: str) -> None:
    assert seen("address", KAIRAN_PUBLIC_URL=url).level == level


def test_nobody_at_the_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "TIMEOUT", 0.5)
    finding = seen("reaching it", KAIRAN_PUBLIC_URL="http://localhost:9")
    assert (finding.level, "is the server running?" in finding.words) == ("bad", True)


@pytest.mark.parametrize(("days", "level"), [(90, "good"), (5, "note")])
def test_a_certificate_that_ends_soon_is_said(tmp_path: Path, days: int, level: str) -> None:
    made = certificates.make(tmp_path, days=days)
    finding = doctor._certificate_file(
        load({"KAIRAN_TLS_CERT": str(made.cert), "KAIRAN_TLS_KEY": str(made.key)})
    )
    assert finding.level == level
