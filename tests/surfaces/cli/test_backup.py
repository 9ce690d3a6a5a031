"""``kairan backup`` and ``kairan restore``: the whole folder can be lost."""

import stat
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kairan.app import open_kairan
from kairan.kernel import store
from kairan.kernel.settings import Settings, load
from kairan.surfaces.cli import archive
from kairan.surfaces.cli.backup import MakeBackup, backup, is_due
from kairan.surfaces.cli.office import CommandFailed, Office, Progress
from kairan.surfaces.cli.restore import restore
from tests.site import Site
from tests.talk import Talk


def nowhere(done: int, of: int) -> None:
    """Progress that nobody follows."""


def unheard(size: int) -> None:
    """Bytes that nobody counts."""


@contextmanager
def open_office(settings: Settings, progress: Progress) -> Iterator[Office]:
    kairan = open_kairan(settings)
    try:
        yield Office(kairan.house, progress)
    finally:
        kairan.close()


def make(site: Site, path: Path) -> Path:
    backup(Office(site.house, nowhere), MakeBackup(str(path)))
    return path


def bring_back(path: Path, folder: Path) -> list[str]:
    settings = load({"KAIRAN_DATA": str(folder)})
    return restore(settings, path, open_office, nowhere).organisations


@pytest.fixture
def made(site: Site, tmp_path: Path) -> Path:
    return make(site, tmp_path / "kairan.backup")


def test_what_was_written_comes_back_in_an_empty_folder(site: Site, tmp_path: Path) -> None:
    talk, cast = Talk(site), site.cast
    room = talk.room(cast.sato, cast.kobayashi)
    talk.send(cast.sato, room, "明日は九時に集まります")
    path = make(site, tmp_path / "kairan.backup")
    talk.send(cast.sato, room, "これは写しのあとです")
    assert sorted(bring_back(path, tmp_path / "new")) == ["aoba", "minato"]
    again = Site(tmp_path / "new", cast)
    try:
        sato = again.open_session(cast.minato, cast.sato.account, "佐藤 花子")
        texts = [m.text for m in Talk(again).page(sato, room).items if m.kind == "text"]
        assert texts == ["明日は九時に集まります"]
    finally:
        again.close()


def test_old_sessions_and_links_are_dead_afterwards(site: Site, tmp_path: Path) -> None:
    cast = site.cast
    room = Talk(site).room(cast.sato, cast.kobayashi)
    yamamoto, sato = site.client(cast.yamamoto), site.client(cast.sato)
    entry = yamamoto.post(f"/members/{cast.takahashi.account}/entry_link").json()["url"]
    invitation = sato.post("/invitations", json={"kind": "guest", "rooms": [room]}).json()
    bring_back(make(site, tmp_path / "kairan.backup"), tmp_path / "new")
    again = Site(tmp_path / "new", cast)
    try:
        assert again.client(cast.sato).get("/me").status_code == 401
        assert again.client(None).get(f"/entry/{entry.rsplit('/', 1)[1]}").status_code == 404
        preview = again.client(None).get(f"/invitations/{invitation['token']}/preview")
        assert preview.status_code == 404
    finally:
        again.close()


def test_the_log_is_another_one_afterwards(site: Site, made: Path, tmp_path: Path) -> None:
    bring_back(made, tmp_path / "new")
    again = Site(tmp_path / "new", site.cast)
    try:
        assert epoch(again) != epoch(site)
    finally:
        again.close()


def epoch(site: Site) -> str:
    with site.database.read() as tx:
        head = store.read_head(tx, site.cast.minato)
    assert head is not None
    return head.epoch


def test_push_services_know_the_server_again(made: Path, site: Site, tmp_path: Path) -> None:
    """Without its key every device would have to ask again."""
    bring_back(made, tmp_path / "new")
    key = tmp_path / "new" / "vapid.pem"
    assert key.read_bytes() == (site.folder / "vapid.pem").read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_nobody_else_may_read_a_backup(made: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o600


def test_an_older_file_is_never_written_over(site: Site, made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(CommandFailed, match="there already"):
        make(site, made)
    assert made.read_bytes() == before


def test_a_full_disk_leaves_nothing_behind(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        path.write_bytes(b"begun")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "write", full)
    with pytest.raises(CommandFailed, match="disk is full; no backup was made"):
        make(site, tmp_path / "kairan.backup")
    assert not list(tmp_path.glob("kairan.backup*"))
    assert not list(site.folder.glob("backup-*"))


def test_what_does_not_read_back_is_no_backup(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = archive.write

    def spoil(path: Path, *rest: Any) -> None:
        write(path, *rest)
        with path.open("r+b") as file:
            file.seek(20_000)
            file.write(b"spoiled")

    monkeypatch.setattr(archive, "write", spoil)
    with pytest.raises(CommandFailed, match="does not read back"):
        make(site, tmp_path / "kairan.backup")
    assert not list(tmp_path.glob("kairan.backup*"))


@pytest.mark.parametrize("kept", [0, 700, 60_000])
def test_a_cut_file_restores_nothing(made: Path, tmp_path: Path, kept: int) -> None:
    made.write_bytes(made.read_bytes()[:kept])
    with pytest.raises(CommandFailed):
        bring_back(made, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_file_that_leads_out_of_the_folder_is_refused(made: Path, tmp_path: Path) -> None:
    evil = archive.Contents(
        made_at=archive.check(made, unheard).made_at,
        files=[archive.Member("../kairan.db", 0, "e3b0c442")],
    )
    made.unlink()
    (tmp_path / "kairan.db").touch()
    (tmp_path / "in").mkdir()
    archive.write(made, evil, tmp_path / "in", unheard)
    with tarfile.open(made) as tar:
        assert tar.getnames() == ["backup.json", "../kairan.db"]
    with pytest.raises(CommandFailed, match="no backup"):
        bring_back(made, tmp_path / "new")


def test_a_folder_with_something_in_it_stays_as_it_is(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "kairan.db").write_text("mine")
    with pytest.raises(CommandFailed, match="not empty"):
        bring_back(made, folder)
    assert (folder / "kairan.db").read_text() == "mine"


def test_the_operator_is_reminded_after_a_week(site: Site, tmp_path: Path) -> None:
    with site.database.read() as tx:
        began = store.began_at(tx)
    assert began is not None
    assert not is_due(site.folder, began, began + timedelta(days=6))
    assert is_due(site.folder, began, began + timedelta(days=8))
    make(site, tmp_path / "kairan.backup")
    assert not is_due(site.folder, began - timedelta(days=30), site.now())
