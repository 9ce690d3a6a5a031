"""``kairan import members``: beside what administrators do on their screens, not in their place."""

from kairan.surfaces.cli.imports import ImportMembers, import_members
from kairan.surfaces.cli.office import Office
from tests.domains.importers.acting import HEAD, ITO, see, upload
from tests.domains.importers.files import csv, roll


def bring_in(site, rows, *, dry_run=False):
    office = Office(site.house, lambda done, of: None)
    return import_members(office, ImportMembers("名簿.csv", csv(rows), "minato", dry_run))


def test_it_takes_in_the_good_rows_and_says_how_many(site):
    done = bring_in(site, [HEAD, ITO, ["2002", "", "", "", ""]])
    assert (done.rows, done.added, done.bad) == (2, 1, 1)
    assert [(each.line, each.column) for each in done.problems] == [(3, "氏名")]


def test_a_dry_run_that_an_administrator_looks_at_stays(site):
    waiting = upload(site, site.cast.yamamoto, roll(150))
    assert bring_in(site, [HEAD, ITO]).added == 1
    assert see(site, site.cast.yamamoto, waiting).state == "dry_run"


def test_it_changes_nothing_in_a_dry_run(site):
    assert bring_in(site, [HEAD, ITO], dry_run=True).added == 1
    assert bring_in(site, [HEAD, ITO], dry_run=True).added == 1


def test_the_record_says_that_the_server_did_it_and_names_no_administrator(site):
    bring_in(site, [HEAD, ITO])
    [begun] = site.audit(site.cast.minato, kind="importers.run_import")
    assert begun.actor is None
