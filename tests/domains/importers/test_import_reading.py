"""A file is read whatever it is written with, or refused with one plain reason; never half."""

import io
import random
import time
import zipfile

import pytest
import xlsxwriter

from kairan.domains.importers.model import workbook
from kairan.domains.importers.model.sheet import MOST_ROWS, UnreadableFile
from tests.domains.importers.files import csv, read, roll, rows, xlsx

PEOPLE = [
    ["職員番号", "氏名", "所属"],
    ["0001", "髙橋　聡", "企画部"],
    ["0002", "﨑本 ①㈱", "総務部"],
]


def refused(content: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_same_people_come_out_of_every_encoding(encoding):
    sheet = read(csv(PEOPLE, encoding))
    assert sheet.encoding == encoding
    assert sheet.headings == ("職員番号", "氏名", "所属")
    assert [row.cells for row in rows(sheet)] == [tuple(row) for row in PEOPLE[1:]]


def test_characters_outside_the_basic_plane_survive_in_utf8():
    [row] = rows(read(csv([["職員番号", "氏名"], ["1", "𠮷野 濵田"]])))
    assert row.cells[1] == "𠮷野 濵田"


def test_half_width_kana_in_cp932_are_not_taken_for_utf8():
    content = csv([["番号", "ｶﾅ", "氏名"], ["1", "ﾊｼ", ""], ["2", "ﾃｽ", "山田"]], "cp932")
    assert read(content).encoding == "cp932"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_usual_delimiter_is_found(delimiter):
    sheet = read(csv(PEOPLE, delimiter=delimiter))
    assert sheet.headings == ("職員番号", "氏名", "所属")
    assert sheet.rows == 2


def test_commas_inside_a_tab_separated_file_do_not_mislead():
    memo = "朝,昼,晩,夜,明け方"
    content = csv(
        [["職員番号", "氏名", "備考"], *[[str(n), "山田", memo] for n in range(9)]], delimiter="\t"
    )
    assert rows(read(content))[0].cells == ("0", "山田", memo)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one_line(end):
    content = end.join(["職員番号,氏名", "1,山田", "2,髙橋", ""]).encode()
    assert [row.line for row in rows(read(content))] == [2, 3]


def test_lines_are_counted_as_the_file_has_them_when_quotes_run_over_lines():
    content = '職員番号,氏名,備考\n1,山田,"一\n二\n三"\n\n2,髙橋,\n'.encode()
    assert [(row.line, row.cells[0]) for row in rows(read(content))] == [(2, "1"), (6, "2")]


def test_quoted_delimiters_and_doubled_quotes_belong_to_the_cell():
    [row] = rows(read('職員番号,氏名\n1,"山田, ""太郎"""\n'.encode()))
    assert row.cells == ("1", '山田, "太郎"')


def test_a_title_above_the_headings_is_passed_over():
    content = csv([["職員名簿（令和8年4月1日現在）"], [], ["職員番号", "氏名"], ["1", "山田"]])
    sheet = read(content)
    assert sheet.headings == ("職員番号", "氏名")
    assert [row.line for row in rows(sheet)] == [4]


def test_a_column_without_heading_is_called_by_its_number():
    assert read(csv([["職員番号", "", "氏名"], ["1", "x", "山田"]])).headings == (
        "職員番号",
        "#2",
        "氏名",
    )


def test_an_utf8_file_with_a_cp932_line_says_which_line():
    content = csv(PEOPLE) + "0003,山田,総務部\r\n".encode("cp932") + csv([["0004", "伊藤", ""]])
    refusal = refused(content)
    assert (refusal.code, refusal.data) == ("importers.mixed_encodings", {"line": 4})


def test_a_cp932_file_with_an_utf8_line_says_which_line():
    content = csv(PEOPLE, "cp932") + csv([["0003", "山田太", ""]]) + csv(PEOPLE[1:], "cp932")
    refusal = refused(content)
    assert (refusal.code, refusal.data) == ("importers.mixed_encodings", {"line": 4})


def test_mixing_is_found_even_where_cp932_could_read_everything():
    line = "0003,ああ\r\n".encode()
    line.decode("cp932")  # 縺ゅ≠: readable, and wrong
    assert refused(csv(PEOPLE, "cp932") + line).code == "importers.mixed_encodings"


def test_a_file_that_says_it_is_utf8_and_is_not_is_refused():
    content = b"\xef\xbb\xbf" + csv(PEOPLE, "cp932")
    assert refused(content).code == "importers.mixed_encodings"


def test_a_byte_that_belongs_to_no_encoding_says_which_line():
    content = csv(PEOPLE, "cp932") + b"0003,\x85\xff\r\n"
    refusal = refused(content)
    assert (refusal.code, refusal.data) == ("importers.unknown_encoding", {"line": 4})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "importers.empty_file"),
        (b"\r\n \r\n", "importers.empty_file"),
        (b"\xef\xbb\xbf", "importers.empty_file"),
        (csv([["職員番号", "氏名"]]), "importers.no_rows"),
        (csv([["1", "山田"], ["2", "髙橋"]]), "importers.no_headings"),
        (csv([["職員番号", "氏名", "氏名"], ["1", "a", "b"]]), "importers.duplicate_heading"),
        (
            csv([["職員番号", "氏名", "マイナンバー"], ["1", "a", "b"]]),
            "importers.forbidden_column",
        ),
        (csv([["番号"] + [f"列{n}" for n in range(100)], ["1"]]), "importers.too_many_columns"),
        (b"<!DOCTYPE html><table><tr><td>1", "importers.web_page"),
        (b"\xef\xbb\xbf  <html>", "importers.web_page"),
        ("職員番号\t氏名".encode("utf-16"), "importers.utf16"),
        (b"%PDF-1.7 ...", "importers.not_a_table"),
        (b"<?xml version='1.0'?><a/>", "importers.not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "importers.not_a_table"),
        (b"name,id\x00\x00\x01", "importers.not_a_table"),
        (random.Random(1).randbytes(5_000), "importers.not_a_table"),
        ('職員番号,氏名\n1,"山田\n2,髙橋\n'.encode(), "importers.bad_quotes"),
        ('職員番号,氏名\n1,"山田"太郎\n'.encode(), "importers.bad_quotes"),
        (csv([["職員番号", "氏名"], ["1", "あ" * 10_001]]), "importers.cell_too_long"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "importers.old_workbook"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "importers.locked_workbook",
        ),
        (b"a" * (20 * 1024 * 1024 + 1), "importers.file_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_of_people_is_refused_with_its_reason(content, code):
    assert refused(content).code == code


def test_quotes_that_never_close_name_the_line_they_open_on():
    assert refused('職員番号,氏名\n1,山田\n2,"髙橋\n3,伊藤\n'.encode()).data == {"line": 3}


def test_a_hundred_thousand_rows_are_read_and_one_more_is_refused():
    line = b"1,a\n"
    head = "職員番号,氏名\n".encode()
    assert read(head + line * MOST_ROWS).rows == MOST_ROWS
    assert refused(head + line * (MOST_ROWS + 1)).code == "importers.too_many_rows"


def test_a_workbook_says_the_same_as_the_text_file():
    sheet = read(xlsx(roll(300)))
    assert sheet.encoding == "xlsx"
    assert rows(sheet) == rows(read(csv(roll(300))))


def test_numbers_in_a_workbook_are_as_people_read_them():
    content = xlsx([["番号", "氏名", "x", "y", "z"], [12.0, "𠮷野", 0.5, True, 1234567890123]])
    [row] = rows(read(content))
    assert row.cells == ("12", "𠮷野", "0.5", "TRUE", "1234567890123")


def test_dates_in_a_workbook_stay_readable():
    kept = io.BytesIO()
    with xlsxwriter.Workbook(
        kept, {"in_memory": True, "default_date_format": "yyyy/mm/dd"}
    ) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["番号", "採用日"])
        sheet.write(1, 0, 1)
        sheet.write_datetime(1, 1, __import__("datetime").datetime(2026, 4, 1))
    assert rows(read(kept.getvalue()))[0].cells == ("1", "2026-04-01")


def test_the_first_visible_sheet_with_rows_is_read_and_lines_are_its_rows():
    people = [["氏名", "番号"], ["山田", "1"]]
    sheet = read(xlsx([["氏名", "番号"], ["秘密", "9"]], [], [[], [], *people], hidden=[0]))
    assert [(row.line, row.cells) for row in rows(sheet)] == [(4, ("山田", "1"))]


def test_a_formula_in_a_workbook_is_its_value_and_nothing_runs():
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["番号", "氏名"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_string(1, 1, "=HYPERLINK(1)")
    assert rows(read(kept.getvalue()))[0].cells == ("2", "=HYPERLINK(1)")


def test_a_zip_that_is_no_workbook_is_refused():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(kept.getvalue()).code == "importers.not_a_table"


def test_a_workbook_cut_in_half_is_refused():
    content = xlsx(roll(300))
    assert refused(content[: len(content) // 2]).code in {
        "importers.damaged_workbook",
        "importers.not_a_table",
    }


def test_an_empty_workbook_is_refused():
    assert refused(xlsx([])).code == "importers.empty_file"


def test_a_workbook_that_claims_half_a_terabyte_takes_nobody_else_along():
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "氏名")
        sheet.write(1_048_575, 16_383, "x")
    assert len(kept.getvalue()) < 10_000
    assert refused(kept.getvalue()).code == "importers.workbook_too_large"


def swollen(string: bytes, times: int) -> bytes:
    """Return a workbook that holds a string so many times that no list needs it."""
    source = zipfile.ZipFile(io.BytesIO(xlsx(roll(3))))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for name in source.namelist():
            if name != "xl/sharedStrings.xml":
                bomb.writestr(name, source.read(name))
        with bomb.open("xl/sharedStrings.xml", "w", force_zip64=True) as strings:
            strings.write(
                b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            )
            for _ in range(times):
                strings.write(string)
            strings.write(b"</sst>")
    return kept.getvalue()


def test_a_workbook_that_takes_too_long_by_the_clock_is_refused(monkeypatch):
    assert read(xlsx(roll(3)))
    monkeypatch.setattr(workbook, "CLOCK_FOR", 0.001)
    assert refused(xlsx(roll(3))).code == "importers.workbook_too_large"


def test_a_workbook_that_takes_too_much_work_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "CPU_FOR", 1)
    content = swollen(b"<si><t></t></si>" * 100_000, 200)
    begun = time.monotonic()
    assert refused(content).code == "importers.workbook_too_large"
    assert time.monotonic() - begun < workbook.CLOCK_FOR


def test_a_workbook_whose_reading_is_stopped_in_the_middle_of_a_row_is_refused(monkeypatch):
    half = "print('[1, [\"氏名\"', end='')"
    monkeypatch.setattr(workbook, "_CHILD", "-c")
    monkeypatch.setattr(workbook, "CPU_FOR", half)
    assert refused(xlsx(roll(3))).code == "importers.workbook_too_large"


def test_a_workbook_that_unpacks_to_gigabytes_is_refused():
    content = swollen(b"<si><t>" + b"a" * 1_000_000 + b"</t></si>", 1_100)
    assert len(content) < 20_000_000
    assert refused(content).code in {
        "importers.workbook_too_large",
        "importers.damaged_workbook",
    }


def test_empty_lines_count_as_lines():
    head = "職員番号,氏名\n1,佐藤 花子\n".encode()
    assert read(head + b"\n" * 1_000).rows == 1
    assert refused(head + b"\n" * (MOST_ROWS + 20)).code == "importers.too_many_rows"


def test_of_a_cell_without_end_a_workbook_gives_the_beginning():
    sheet = read(xlsx([["職員番号", "氏名", "備考"], ["1", "佐藤 花子", "長" * 30_000]]))
    assert rows(sheet)[0].cells[2] == "長" * 1_000
