"""``kairan restore``: a backup into an empty data folder; old sessions and links do not come to life."""

import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kairan.domains.accounts import actions as accounts
from kairan.domains.rooms import actions as rooms
from kairan.kernel import store
from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import SERVER, Role
from kairan.kernel.settings import Settings
from kairan.surfaces.cli import archive
from kairan.surfaces.cli.backup import DATABASE
from kairan.surfaces.cli.office import CommandFailed, Office, Progress

OpenOffice = Callable[[Settings, Progress], AbstractContextManager[Office]]

HERE = "restoring"
"""In the data folder: what is not finished; a new try begins by throwing it away."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: when the backup was made, and the codes of its organisations."""

    made_at: datetime
    organisations: list[str]


def _renew(ctx: Ctx, command: None) -> None:
    """Begin a new epoch of the log: whoever heard the old one asks for everything again."""
    store.renew_epoch(ctx.tx, ctx.org)


renew_epoch: Action[None, None] = Action(
    "kernel.renew_epoch", Role.SERVER, _renew.__doc__ or "", one=_renew
)


def restore(
    settings: Settings, path: Path, open_office: OpenOffice, progress: Progress
) -> Restored:
    """Unpack a backup beside its place, end what must not live on, and only then put it in place.

    Raises CommandFailed with a sentence; the data folder is then as empty as before.
    """
    data = settings.data
    _refuse_full(data)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = data / HERE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        contents = _unpack(path, folder, progress)
        codes = _end_old_ways_in(settings, folder, open_office, progress)
        for each in sorted(folder.iterdir()):
            if each.suffix != ".lock":
                os.replace(each, data / each.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Restored(contents.made_at, codes)


def _refuse_full(data: Path) -> None:
    there = [each.name for each in data.iterdir() if each.name != HERE] if data.exists() else []
    if there:
        raise CommandFailed(
            f"{data} is not empty ({there[0]}): a backup is restored into an empty folder only."
        )


def _unpack(path: Path, folder: Path, progress: Progress) -> archive.Contents:
    try:
        whole, done = path.stat().st_size, 0

        def moved(size: int) -> None:
            nonlocal done
            done += size
            progress(min(done, whole), whole)

        return archive.unpack(path, folder, moved)
    except archive.BadArchive as error:
        raise CommandFailed(f"{error} Nothing was restored.") from error
    except OSError as error:
        raise CommandFailed(f"Nothing was restored ({error.strerror}).") from error


def _end_old_ways_in(
    settings: Settings, folder: Path, open_office: OpenOffice, progress: Progress
) -> list[str]:
    inside = replace(settings, data=folder, database_url=f"sqlite:///{folder / DATABASE}")
    with open_office(inside, progress) as office:
        known = office.organisations()
        for each in known:
            for action in (accounts.end_every_way_in, rooms.stop_every_invitation, renew_epoch):
                office.house.lane.run(each.id, SERVER, action, None)
    return [each.code for each in known]
