"""Columns are known by what people write over them, and what was answered once is remembered."""

import pytest

from kairan.domains.importers.model.heading_words import FIELDS, WORDS
from kairan.domains.importers.model.headings import (
    choose,
    find_columns,
    find_field,
    folded,
    is_forbidden,
)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ID", "login"),
        ("ＩＤ", "login"),
        ("職員番号", "employee_no"),
        ("職員番号（7桁）", "employee_no"),
        ("社員番号【必須】", "employee_no"),
        ("姓", "surname"),
        ("氏", "surname"),
        ("名", "given_name"),
        ("氏名", "name"),
        ("※氏　名", "name"),
        ("氏名\n（漢字）", "name"),
        ("よみ", "kana"),
        ("ﾌﾘｶﾞﾅ", "kana"),
        ("氏名（カナ）", "kana"),
        ("カナ氏名", "kana"),
        ("フリガナ（セイ）", "surname_kana"),
        ("名(カナ)", "given_name_kana"),
        ("所属", "unit"),
        ("所属（部課）", "unit"),
        ("部・課", "unit"),
        ("組織", "unit"),
        ("部", "division"),
        ("課名", "section"),
        ("係", "team"),
        ("役職", "position"),
        ("職名", "position"),
        ("職級", "level"),
        ("E-mail", "email"),
        ("メールアドレス", "email"),
        ("TEL", "phone"),
        ("携帯電話", "phone"),
        ("区分", "kind"),
        ("議席番号", "order_no"),
        ("No.", "order_no"),
        ("Last Name", "surname"),
        ("employee_number", "employee_no"),
        ("内線", None),
        ("電話（内線）", None),
        ("氏名（ローマ字）", None),
        ("議席", None),
        ("備考", None),
        ("", None),
    ],
)
def test_a_heading_means_what_people_mean_by_it(heading, field):
    assert find_field(heading) == field


def test_no_word_stands_for_two_fields():
    words = [folded(word) for names in WORDS.values() for word in names.split()]
    assert len(words) == len(set(words))
    assert set(WORDS) == set(FIELDS)


def test_the_second_column_for_the_same_field_is_left_open():
    columns = find_columns(["職員番号", "電話", "携帯", "氏名"], {})
    assert [column.field for column in columns] == ["employee_no", "phone", None, "name"]


def test_what_was_answered_before_comes_first():
    columns = find_columns(["議席", "番号", "氏名"], {folded("議　席"): "order_no"})
    assert [column.field for column in columns] == ["order_no", None, "name"]


def test_a_field_moves_to_the_column_somebody_chose():
    columns = choose(find_columns(["番号", "議席", "氏名"], {}), {"議席": "order_no"})
    assert [column.field for column in columns] == [None, "order_no", "name"]


def test_several_columns_can_be_ignored():
    columns = choose(find_columns(["番号", "甲", "乙"], {}), {"甲": "ignore", "乙": "ignore"})
    assert [column.field for column in columns] == ["order_no", "ignore", "ignore"]


@pytest.mark.parametrize("heading", ["マイナンバー", "個人番号（12桁）", "ﾏｲﾅﾝﾊﾞｰ", "My Number"])
def test_the_number_of_a_person_with_the_state_is_forbidden(heading):
    assert is_forbidden(heading)
