"""The routes of imports: what goes over the wire, and the file of problems."""

import csv as csv_module
import io
import time

import pytest

from kairan.domains.importers.model.people import Problem
from kairan.domains.importers.model.problems_csv import problems_csv
from kairan.domains.importers.model.sheet import Row
from tests.domains.importers.files import csv, read, rows, said

HEAD = ["職員番号", "氏名", "メール", "議席"]
PEOPLE = [HEAD, ["1001", "佐藤 花子", '"sato@minato,example"', ""], ["2001", "伊藤 健", "", "7"]]


@pytest.fixture
def client(site):
    return site.client(site.cast.yamamoto)


def ended(client, at):
    """Wait for the worker, and return the import as it is then."""
    for _ in range(200):
        seen = client.ask(at)
        if seen["state"] != "running":
            return seen
        time.sleep(0.02)
    raise AssertionError(seen)


def post(client, content, **query):
    return client.post(
        "/imports",
        params={"name": "名簿.csv", **query},
        content=content,
        headers={"content-type": "application/octet-stream"},
    )


def test_a_file_is_looked_at_corrected_and_run(client):
    made = post(client, csv(PEOPLE, "cp932"))
    assert made.status_code == 201
    seen = made.json()
    assert {key: seen[key] for key in ("name", "state", "encoding", "rows", "done", "error")} == {
        "name": "名簿.csv",
        "state": "dry_run",
        "encoding": "cp932",
        "rows": 2,
        "done": 0,
        "error": None,
    }
    assert seen["counts"] == {
        "added": 1,
        "changed": 0,
        "same": 0,
        "bad": 1,
        "missing": 3,
        "known": 5,
    }
    assert seen["columns"][3] == {"heading": "議席", "field": None, "sample": ["7"]}
    assert {"id": "order_no", "label": "並び順の番号"} in seen["fields"]
    assert seen["problems"] == [
        {
            "line": 2,
            "column": "メール",
            "value": "sato@minato,example",
            "reason": "メールアドレスの形ではありません。「sato@minato.example」ですか？",
            "code": "importers.bad_email_perhaps",
        }
    ]
    at = f"/imports/{seen['id']}"
    chosen = client.put(f"{at}/columns", json={"columns": {"議席": "order_no"}})
    assert (chosen.status_code, chosen.json()["columns"][3]["field"]) == (200, "order_no")
    assert client.post(f"{at}/run").status_code == 202
    done = ended(client, at)
    assert (done["state"], done["done"], done["counts"]["added"]) == ("done", 2, 1)
    missing = client.get(f"{at}/missing", params={"limit": 2}).json()
    assert ([m["name"] for m in missing["items"]], missing["next"]) == (["小林 誠", "髙橋 聡"], "1")
    rest = client.get(f"{at}/missing", params={"after": "1"}).json()
    assert [m["name"] for m in rest["items"]] == ["中村 みどり"]
    assert client.put(f"{at}/missing/suspension").json() == {"count": 3}
    assert client.delete(f"{at}/missing/suspension").json() == {"count": 3}


def test_the_bad_rows_come_back_as_a_file_that_can_be_mended_and_sent_again(client):
    made = post(client, csv(PEOPLE)).json()
    answer = client.get(f"/imports/{made['id']}/problems.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    [head, bad] = csv_module.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[4:] == HEAD
    assert bad[:3] == ["2", "メール", "sato@minato,example"]
    assert bad[4:] == ["1001", "佐藤 花子", "sato@minato,example", ""]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "importers.empty_file"),
        (b"\0", 422, "importers.not_a_table"),
        (b"a" * (20 * 1024 * 1024), 422, "importers.cell_too_long"),
    ],
)
def test_a_bad_file_is_a_problem(client, content, status, code):
    answer = post(client, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_file_beyond_20_mb_is_not_even_read(client):
    assert post(client, b"a" * (20 * 1024 * 1024 + 1)).status_code == 413


@pytest.mark.parametrize("id_", ["x", "0" * 32, "%00"])
def test_an_import_that_is_not_there_is_not_found(client, id_):
    for call in (
        client.get(f"/imports/{id_}"),
        client.post(f"/imports/{id_}/run"),
        client.get(f"/imports/{id_}/problems.csv"),
        client.get(f"/imports/{id_}/missing"),
        client.put(f"/imports/{id_}/columns", json={"columns": {}}),
        client.put(f"/imports/{id_}/missing/suspension"),
        client.delete(f"/imports/{id_}/missing/suspension"),
    ):
        assert (call.status_code, call.json()["code"]) == (404, "importers.not_found")


@pytest.mark.parametrize(
    "body", [{}, {"columns": []}, {"columns": {"議席": "wings"}}, {"columns": {"議席": None}}, []]
)
def test_answers_of_the_wrong_shape_are_refused(client, body):
    made = post(client, csv(PEOPLE)).json()
    assert client.put(f"/imports/{made['id']}/columns", json=body).status_code == 400


@pytest.mark.parametrize("name", ["", " ", "a\0b", "名" * 1_000])
def test_any_name_of_a_file_is_shortened_or_refused(client, name):
    answer = client.post("/imports", params={"name": name}, content=csv(PEOPLE))
    assert answer.status_code in {201, 400}


def test_a_spreadsheet_runs_nothing_from_the_file_of_problems():
    evil = ("=cmd|' /C calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "plain", "a=b")
    problem = Problem(2, "=列", "=1+1", "importers.bad_email")
    content = problems_csv(
        ["行", "列", "値", "直すこと"],
        ["=見出し", *evil[1:]],
        [(Row(2, evil), [problem])],
        lambda _: "-x",
    )
    head, row = csv_module.reader(io.StringIO(content.decode("utf-8-sig")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "＝")) for cell in (*head, *row))
    assert row == [
        "2",
        "'=列",
        "'=1+1",
        "'-x",
        "'=cmd|' /C calc'!A1",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "'\t=1",
        "'＝1+1",
        "plain",
        "a=b",
    ]


def test_the_file_of_problems_is_read_again_as_it_was():
    problem = Problem(2, "電話", "x", "importers.bad_phone")
    cells = ("0001", "＝1+1 花子", "+81 90 1234 5678")
    content = problems_csv(
        ["行", "列", "値", "直すこと"],
        ["職員番号", "氏名", "電話"],
        [(Row(2, cells), [problem])],
        str,
    )
    [member], problems = said(content)
    assert problems == []
    assert (member.name, member.phone) == ("＝1+1 花子", "+81-90-1234-5678")
    assert rows(read(content))[0].line == 2
