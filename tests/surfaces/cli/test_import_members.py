"""``kairan import members``: beside what administrators do on their screens, not in their place."""

from kairan.surfaces.cli.imports import (
    ImportMembers,
    import_members,
    sentences,
    system_language,
)
from kairan.surfaces.cli.office import Office
from tests.domains.importers.acting import HEAD, ITO, SATO, see, upload
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
    before = site.seq(site.cast.minato), len(site.audit(site.cast.minato))
    assert bring_in(site, [HEAD, ITO], dry_run=True).added == 1
    assert bring_in(site, [HEAD, ITO], dry_run=True).added == 1
    assert (site.seq(site.cast.minato), len(site.audit(site.cast.minato))) == before


def test_the_record_says_that_the_server_did_it_and_names_no_administrator(site):
    bring_in(site, [HEAD, ITO])
    [begun] = site.audit(site.cast.minato, kind="importers.run_import")
    assert begun.actor is None


def test_it_says_who_is_missing_before_and_after(site):
    for dry_run in (True, False):
        done = bring_in(site, [HEAD, SATO, ITO], dry_run=dry_run)
        assert done.missing == 3
        assert done.missing_names == ["小林 誠", "髙橋 聡", "中村 みどり"]


def test_it_speaks_the_language_of_the_system(site):
    done = bring_in(site, [HEAD, SATO, ITO], dry_run=True)
    japanese, english = (list(sentences(done, speaks, dry_run=True)) for speaks in ("ja", "en"))
    assert japanese[-1].startswith("ファイルにいない人が3人います")
    assert "小林 誠、髙橋 聡" in japanese[-1]
    assert english[-1].startswith("3 people are not in the file")
    assert "小林 誠, 髙橋 聡" in english[-1]
    assert system_language({"LANG": "ja_JP.UTF-8"}) == "ja"
    assert system_language({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}) == "en"
    assert system_language({}) == "en"
