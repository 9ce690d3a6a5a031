"""``kairan import members``: the people of a file, with a progress bar and a list of what is wrong."""

import time
from dataclasses import dataclass, field

from kairan.domains.importers import actions, queries
from kairan.domains.importers.model.commands import ImportId
from kairan.domains.importers.model.plan import Counts, Import
from kairan.kernel.errors import DomainError, message_id
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from kairan.surfaces.cli.office import CommandFailed, Office
from kairan.surfaces.http.words import say

LOOK_EVERY = 0.1
"""Seconds between two looks at how far an import has come."""


@dataclass(frozen=True, slots=True)
class ImportMembers:
    """A file to take in; ``organisation`` is a code (empty: the only one)."""

    name: str
    content: bytes
    organisation: str
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row was not taken: line and column as in the file, in words."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it; of what is wrong the first 200."""

    rows: int
    added: int
    changed: int
    same: int
    bad: int
    missing: int
    unknown: list[str] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)


def import_members(office: Office, asked: ImportMembers) -> Imported:
    """Take in the good rows of a file; safe to repeat and to interrupt. Raises CommandFailed.

    The operator acts as the server, not as one of the administrators: what waits on their screens is
    theirs, and the record does not name them for what they did not do.
    """
    org = office.organisation(asked.organisation).id
    import_ = new_id()
    try:
        plan = office.ask(org, lambda ctx: queries.plan_file(ctx, asked.name, asked.content))
        for step in actions.steps(plan, import_):
            office.house.lane.run(org, SERVER, step.action, step.command)
        if asked.dry_run:
            found = _look(office, org, import_)
            return _told(found, found.planned.counts)
        office.house.lane.run(org, SERVER, actions.run_import, ImportId(import_))
        done = _wait(office, org, import_)
    except DomainError as error:
        raise CommandFailed(_words(error.code, error.data)) from error
    return _told(done, done.ran)


def _wait(office: Office, org: str, import_: str) -> Import:
    while True:
        found = _look(office, org, import_)
        office.progress(found.done, found.rows)
        if found.state == "failed":
            raise CommandFailed(_words(found.error or "importers.failed", {}))
        if found.state == "done":
            return found
        time.sleep(LOOK_EVERY)


def _look(office: Office, org: str, import_: str) -> Import:
    return office.ask(org, lambda ctx: queries.get_import(ctx, import_))


def _told(found: Import, counts: Counts) -> Imported:
    return Imported(
        found.rows,
        counts.added,
        counts.changed,
        counts.same,
        counts.bad,
        counts.missing,
        [column.heading for column in found.columns if column.field is None],
        [
            Trouble(each.line, each.column, each.value, _words(each.code, each.data))
            for each in found.planned.problems
        ],
    )


def _words(code: str, data: dict[str, str | int]) -> str:
    """The operator's terminal speaks English, as the other commands do."""
    return say("en", message_id(code), data) or code
