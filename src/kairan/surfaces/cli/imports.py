"""``kairan import members``: the people of a file, with a progress bar and a list of what is wrong."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kairan.domains.accounts import queries as accounts
from kairan.domains.importers import actions, queries
from kairan.domains.importers.model.commands import ImportId
from kairan.domains.importers.model.headings import Column
from kairan.domains.importers.model.people import Problem
from kairan.domains.importers.model.plan import Counts, Import, Plan
from kairan.kernel.errors import DomainError, message_id
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from kairan.surfaces.cli.office import CommandFailed, Office
from kairan.surfaces.http.words import say

LOOK_EVERY = 0.1
"""Seconds between two looks at how far an import has come."""
NAMES_SHOWN = 10
"""Of those missing, as many are named."""


@dataclass(frozen=True, slots=True)
class ImportMembers:
    """A file to take in; ``organisation`` is a code (empty: the only one)."""

    name: str
    content: bytes
    organisation: str
    dry_run: bool
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row was not taken: line and column as in the file, in words."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it; of what is wrong the first 200, of who is missing the first 10."""

    rows: int
    added: int
    changed: int
    same: int
    bad: int
    missing: int
    unknown: list[str] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)
    missing_names: list[str] = field(default_factory=list)


def import_members(office: Office, asked: ImportMembers) -> Imported:
    """Take in the good rows of a file; safe to repeat and to interrupt. Raises CommandFailed.

    The operator acts as the server, not as one of the administrators: what waits on their screens is
    theirs, and the record does not name them for what they did not do.
    """
    org = office.organisation(asked.organisation).id
    import_ = new_id()
    try:
        plan = office.ask(org, lambda ctx: queries.plan_file(ctx, asked.name, asked.content))
        if asked.dry_run:
            return _planned(office, org, plan, asked.language)
        for step in actions.steps(plan, import_):
            office.house.lane.run(org, SERVER, step.action, step.command)
        office.house.lane.run(org, SERVER, actions.run_import, ImportId(import_))
        done = _wait(office, org, import_, asked.language)
    except DomainError as error:
        raise CommandFailed(_words(error.code, error.data, asked.language)) from error
    first = office.ask(
        org, lambda ctx: queries.list_missing(ctx, import_, after=-1, limit=NAMES_SHOWN)
    )
    told = _Told(done.rows, done.ran, done.columns, done.planned.problems)
    return _told(told, [member.name for member in first.items], asked.language)


def sentences(done: Imported, language: str, *, dry_run: bool) -> Iterator[str]:
    """Yield what came of it in words: what is wrong, the counts, who is missing."""

    def words(id_: str, **values: str | int) -> str:
        return say(language, f"importers-line-{id_}", values) or id_

    for heading in done.unknown:
        yield words("unknown", heading=heading)
    for each in done.problems:
        yield words(
            "problem", line=each.line, column=each.column, value=each.value, reason=each.reason
        )
    if done.bad > len(done.problems):
        yield words("more", count=done.bad - len(done.problems))
    yield words(
        "would" if dry_run else "did",
        rows=done.rows,
        added=done.added,
        changed=done.changed,
        same=done.same,
        bad=done.bad,
    )
    if done.missing:
        rest = done.missing - len(done.missing_names)
        names = words("comma").join(done.missing_names)
        which = "missing_more" if rest else "missing"
        yield words(which, count=done.missing, names=names, rest=rest)


def system_language(environ: Mapping[str, str]) -> str:
    """Return the language of the system as POSIX names it: LC_ALL, LC_MESSAGES, LANG."""
    named = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environ.get(n))), "")
    return "ja" if named.startswith("ja") else "en"


@dataclass(frozen=True, slots=True)
class _Told:
    """What a plan and an import have in common."""

    rows: int
    counts: Counts
    columns: Sequence[Column]
    problems: Sequence[Problem]


def _planned(office: Office, org: str, plan: Plan, language: str) -> Imported:
    """Return what would come of it; nothing is written."""
    if plan.error:
        raise CommandFailed(_words(plan.error, {}, language))
    first = plan.missing[:NAMES_SHOWN]
    people = office.ask(org, lambda ctx: accounts.people(ctx, first))
    told = _Told(plan.rows, plan.summary.counts, plan.columns, plan.summary.problems)
    return _told(told, [people[account].name for account in first], language)


def _wait(office: Office, org: str, import_: str, language: str) -> Import:
    while True:
        found = office.ask(org, lambda ctx: queries.get_import(ctx, import_))
        office.progress(found.done, found.rows)
        if found.state == "failed":
            raise CommandFailed(_words(found.error or "importers.failed", {}, language))
        if found.state == "done":
            return found
        time.sleep(LOOK_EVERY)


def _told(it: _Told, missing_names: list[str], language: str) -> Imported:
    return Imported(
        it.rows,
        it.counts.added,
        it.counts.changed,
        it.counts.same,
        it.counts.bad,
        it.counts.missing,
        [column.heading for column in it.columns if column.field is None],
        [
            Trouble(each.line, each.column, each.value, _words(each.code, each.data, language))
            for each in it.problems
        ],
        missing_names,
    )


def _words(code: str, data: Mapping[str, str | int], language: str) -> str:
    return say(language, message_id(code), data) or code
