"""Cells become values in the form we keep; every fault has its line, column and reason."""

import pytest

from kairan.domains.directory.model.rows import MemberRow
from kairan.domains.importers.model.people import Reading, find_twice
from tests.domains.importers.files import csv, one, roll, said

DOUBLES = {2: ("login", 3), 3: ("login", 2)}


def value(heading, cell):
    person, problems = one(heading, cell)
    assert not problems, problems
    return person


def fault(heading, cell):
    _, problems = one(heading, cell)
    [problem] = problems
    assert problem.line == 2
    return problem


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("髙橋　聡", "髙橋 聡"),
        ("﨑本  濵", "﨑本 濵"),
        (" 𠮷野 玲　", "𠮷野 玲"),
        ("神田 隆", "神田 隆"),
        ("葛\U000e0100城 茜", "葛\U000e0100城 茜"),
        ("山田太郎", "山田太郎"),
        ("Ｊｏｈｎ", "Ｊｏｈｎ"),
    ],
)
def test_a_name_keeps_its_characters_and_one_space(written, kept):
    [person], problems = said(csv([["職員番号", "氏名"], ["1", written]]))
    assert (person.name, problems) == (kept, [])


def test_surname_and_given_name_make_one_name():
    [person], _ = said(
        csv([["職員番号", "姓", "名", "セイ", "メイ"], ["1", "髙橋", "聡", "ﾀｶﾊｼ", "サトシ"]])
    )
    assert (person.name, person.kana) == ("髙橋 聡", "たかはし さとし")


def test_a_surname_beside_a_whole_name_does_not_shorten_it():
    [person], _ = said(csv([["職員番号", "氏名", "姓"], ["1", "髙橋 聡", "髙橋"]]))
    assert person.name == "髙橋 聡"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ヤマダ　タロウ", "やまだ たろう"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "やまだ たろう"),
        ("ﾊﾟｰｶｰ ｼﾞｮｰ", "ぱーかー じょー"),
        ("ｳﾞｧｲｵﾚｯﾄ", "ゔぁいおれっと"),
        ("タロ－", "たろー"),
        ("やまだ たろう", "やまだ たろう"),
        ("John Smith", "John Smith"),
        ("", ""),
    ],
)
def test_a_reading_is_hiragana(written, kept):
    assert value("カナ", written).kana == kept


def test_a_reading_in_kanji_is_none():
    assert fault("よみ", "山田 たろう").code == "importers.bad_kana"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("企画部/デジタル戦略課", "企画部/デジタル戦略課"),
        ("企画部／デジタル戦略課", "企画部/デジタル戦略課"),
        ("企画部　デジタル戦略課", "企画部/デジタル戦略課"),
        ("企画部 > デジタル戦略課", "企画部/デジタル戦略課"),
        ("企画部＞デジタル戦略課", "企画部/デジタル戦略課"),
        ("企画部\\デジタル戦略課", "企画部/デジタル戦略課"),
        ("/企画部//デジタル戦略課/", "企画部/デジタル戦略課"),
        ("Digital Strategy Office", "Digital Strategy Office"),
        ("", ""),
    ],
)
def test_a_path_of_units_is_parted_by_any_usual_sign(written, kept):
    assert value("所属", written).unit == kept


def test_units_in_several_columns_make_one_path():
    person, _ = one("部,課,係", "企画部", "デジタル戦略課", "")
    assert person.unit == "企画部/デジタル戦略課"


def test_a_unit_named_in_two_columns_counts_once():
    person, _ = one("部,所属", "企画部", "企画部／デジタル戦略課")
    assert person.unit == "企画部/デジタル戦略課"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("０１２０－１２３", "0120-123"),
        ("０１９０－００－４４７７", "0190-00-4477"),
        ("(03) 1234-5678", "03-1234-5678"),
        ("０３（１２３４）５６７８", "03-1234-5678"),
        ("090ー1234―5678", "090-1234-5678"),
        ("+81 90 1234 5678", "+81-90-1234-5678"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_digits_and_hyphens(written, kept):
    assert value("電話", written).phone == kept


@pytest.mark.parametrize("written", ["なし", "12", "内線123", "0" * 21])
def test_what_nobody_can_dial_is_no_telephone_number(written):
    assert fault("電話", written).code == "importers.bad_phone"


@pytest.mark.parametrize(
    ("written", "perhaps"),
    [
        ("ito@minato,example", "ito@minato.example"),
        ("ito@minato.example.", "ito@minato.example"),
        ("ito @minato.example", "ito@minato.example"),
        ("ito@minato、example", "ito@minato.example"),
    ],
)
def test_a_mistyped_address_comes_back_with_a_cure(written, perhaps):
    problem = fault("メール", f'"{written}"')
    assert (problem.column, problem.value) == ("メール", written)
    assert (problem.code, problem.data) == ("importers.bad_email_perhaps", {"perhaps": perhaps})


@pytest.mark.parametrize("written", ["ito", "ito@", "@minato.example", "a@b", "a@b@c.example"])
def test_what_is_no_address_is_refused(written):
    assert fault("メール", written).code == "importers.bad_email"


def test_a_full_width_address_is_kept_in_half_width():
    assert value("メール", "ｉｔｏ＠ｍｉｎａｔｏ．ｅｘａｍｐｌｅ").email == "ito@minato.example"


def test_numbers_are_half_width_and_keep_their_zeros():
    [person], _ = said(csv([["職員番号", "氏名", "議席番号"], ["００１２３", "山田", "０７"]]))
    assert (person.employee_no, person.order_no) == ("00123", "7")


@pytest.mark.parametrize("written", ["1番", "-1", "1.5", "1000000", "②x"])
def test_an_order_number_is_a_whole_number(written):
    assert fault("議席番号", written).code == "importers.bad_number"


@pytest.mark.parametrize(
    "written", ["正規職員", "会計年度任用職員", "再任用", "議員", "退職予定", "A", ""]
)
def test_whoever_works_here_is_a_member(written):
    assert one("区分", written)[1] == []


@pytest.mark.parametrize("written", ["退職", "休職中", "停止", "Inactive"])
def test_who_is_absent_comes_back_with_a_plain_reason(written):
    assert fault("区分", written).code == "importers.absent"


@pytest.mark.parametrize("written", ["ゲスト", "外部", "Guest"])
def test_guests_are_invited_and_not_imported(written):
    assert fault("区分", written).code == "importers.not_a_member"


@pytest.mark.parametrize(
    ("heading", "written", "code"),
    [
        ("役職", "係\x07長", "importers.control_characters"),
        ("役職", "係\u202e長", "importers.control_characters"),
        ("役職", "係" + "\u0335" * 5 + "長", "importers.too_many_marks"),
        ("役職", "長" * 101, "importers.too_long"),
        ("役職", "\ufffd長", "importers.lost_character"),
        ("役職", "\ue000長", "importers.lost_character"),
        ("所属", "/".join("abcdefghijk"), "importers.unit_too_deep"),
        ("ID", "taro yamada", "importers.bad_login"),
        ("ID", "taro@minato", "importers.bad_login"),
    ],
)
def test_what_cannot_be_kept_has_its_reason(heading, written, code):
    assert fault(heading, written).code == code


def test_a_private_character_of_cp932_is_found_before_it_becomes_a_blank_box():
    content = csv([["職員番号", "氏名"]], "cp932") + b"1,\xf0\x40\x93c\r\n"
    _, [problem] = said(content)
    assert (problem.code, problem.data) == ("importers.lost_character", {"position": 1})


def test_a_row_without_name_or_number_says_what_is_missing():
    _, problems = said(csv([["職員番号", "氏名"], ["", "山田"], ["2", "　"]]))
    assert [(p.line, p.column, p.code) for p in problems] == [
        (2, "職員番号", "importers.missing_key"),
        (3, "氏名", "importers.missing_name"),
    ]


def test_a_row_with_more_cells_than_headings_is_not_guessed_at():
    _, [problem] = said(csv([["職員番号", "氏名", "役職"], ["1", "山田", "課長", "係長"]]))
    assert problem.code == "importers.too_many_cells"


def test_a_comma_too_many_is_found_even_where_the_last_cell_is_empty():
    rows = [
        ["職員番号", "氏名", "メール", "役職"],
        ["1", "山田", "a@b,example", ""],
        ["2", "伊藤", "", ""],
    ]
    _, [problem] = said(csv(rows))
    assert (problem.line, problem.code) == (2, "importers.too_many_cells")


def test_a_comma_at_the_end_of_every_row_does_no_harm():
    members, problems = said(csv([["職員番号", "氏名"], ["1", "山田", ""], ["2", "伊藤", ""]]))
    assert (len(members), problems) == (2, [])


def test_a_shorter_row_leaves_the_rest_empty():
    [person], problems = said(csv([["職員番号", "氏名", "役職"], ["1", "山田"]]))
    assert (person.position, problems) == ("", [])


def test_what_the_file_does_not_say_is_none():
    [person], _ = said(csv([["職員番号", "氏名"], ["1", "山田"]]))
    assert (person.login, person.unit, person.email) == (None, None, None)


def test_every_fault_of_a_row_is_told():
    _, problems = one("メール,電話", "ito@", "なし")
    assert [problem.column for problem in problems] == ["メール", "電話"]


def test_the_same_number_twice_names_the_other_line():
    people = [
        Reading(2, MemberRow(employee_no="1")),
        Reading(3, MemberRow(employee_no="2")),
        Reading(4, MemberRow(employee_no="1")),
    ]
    assert find_twice(people) == {2: ("employee_no", 4, "1"), 4: ("employee_no", 2, "1")}


def test_the_same_login_twice_is_found_whatever_its_case_and_width():
    people = [Reading(2, MemberRow(login="Yamada")), Reading(3, MemberRow(login="ｙａｍａｄａ"))]
    assert {line: found[:2] for line, found in find_twice(people).items()} == DOUBLES


def test_a_login_that_is_another_ones_number_is_found():
    people = [
        Reading(2, MemberRow(login="7", employee_no="1")),
        Reading(3, MemberRow(employee_no="7")),
    ]
    assert {line: found[:2] for line, found in find_twice(people).items()} == DOUBLES


def test_people_without_any_key_are_not_each_others_doubles():
    assert find_twice([Reading(2, MemberRow()), Reading(3, MemberRow())]) == {}


def test_formulas_are_plain_text():
    [person], problems = said(csv([["職員番号", "氏名", "役職"], ["1", "=1+1", "@SUM(A1)"]]))
    assert (person.name, person.position, problems) == ("=1+1", "@SUM(A1)", [])


def test_a_personnel_list_of_5000_in_cp932_has_no_problem():
    people, problems = said(csv(roll(5_000), "cp932"))
    assert (len(people), problems) == (5_000, [])
    assert people[0].name == "髙橋 太郎"
    assert people[0].kana == "たかはし たろう"
