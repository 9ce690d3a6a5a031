"""What people write: kept as they wrote it, in one form, and nothing that deceives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.kernel import text
from kairan.kernel.errors import BadInput

BLANKS = [
    "\u3164",  # Hangul filler
    "\u115f\u1160",  # Hangul choseong and jungseong fillers
    "\uffa0",  # half-width Hangul filler
    "\u2800",  # Braille pattern blank
    "\u034f",  # combining grapheme joiner
    "\u17b4\u17b5",  # Khmer inherent vowels
    "\u180b\ufe0f",  # variation selectors of nothing
    "\U0001d159",  # musical symbol null notehead
    "\u0301",  # an accent over nothing
    "\u3164\u2800 \u200b",
]
"""Characters that print nothing, or nothing by themselves."""


def reason(function, value, **limits):
    """Return why a text was refused."""
    with pytest.raises(BadInput) as caught:
        function("name", value, **{"most": 100, **limits})
    return caught.value.fields["name"]


def test_decomposed_kana_and_letters_are_kept_composed():
    assert text.line("name", "か\u3099はし", most=10) == "がはし"
    assert text.line("name", "ハ\u309aリ Cafe\u0301", most=20) == "パリ Café"


@pytest.mark.parametrize("character", ["\ufa19", "\ufa11", "\ufa10", "\uf9dc", "\U0002f80f"])
def test_a_compatibility_ideograph_stays_as_it_was_written(character):
    assert unicodedata.normalize("NFC", character) != character or character == "\ufa11"
    assert text.line("name", f"{character}田 か\u3099く", most=20) == f"{character}田 がく"
    assert text.block("text", f"{character}\n{character}", most=20) == f"{character}\n{character}"


@pytest.mark.parametrize("name", ["髙橋", "山﨑", "濵田", "𠮷野", "葛󠄀城", "神\ufe00"])
def test_names_keep_every_character(name):
    assert text.line("name", name, most=20) == name


def test_full_width_and_half_width_are_kept_and_only_compared_alike():
    assert text.line("name", "ＡＢＣ ｱｲｳ", most=20) == "ＡＢＣ ｱｲｳ"
    assert text.folded("ＡＢＣ ｱｲｳ") == text.folded("abcアイウ") == "abcあいう"
    assert text.folded("ガギ") == text.folded("ｶﾞｷﾞ") == text.folded("が　ぎ")


@pytest.mark.parametrize("control", ["\u202e", "\u202a", "\u2066", "\u2069", "\u202d"])
def test_what_turns_the_direction_of_writing_round_is_refused(control):
    assert reason(text.line, f"invoice{control}fdp.exe") == "control_characters"
    assert reason(text.block, f"invoice{control}fdp.exe") == "control_characters"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\x9b"])
def test_control_characters_are_refused(control):
    assert reason(text.line, f"a{control}b") == "control_characters"
    assert reason(text.block, f"a{control}b") == "control_characters"


@pytest.mark.parametrize("half", ["\ud800", "\udbff\ud800"])
def test_halves_of_surrogate_pairs_are_refused(half):
    assert reason(text.line, f"a{half}") == "control_characters"
    assert reason(text.block, f"{half}b") == "control_characters"


@pytest.mark.parametrize("end", ["\n", "\r", "\t", "\u2028", "\u2029"])
def test_a_line_is_one_line(end):
    assert reason(text.line, f"a{end}b") == "control_characters"


def test_a_block_keeps_its_lines_and_tabs():
    assert text.block("text", "\r\na\r\n\tb\rc  \n\n", most=20) == "a\n\tb\nc"


@pytest.mark.parametrize(
    "nothing", ["", " ", "\u3000", "\u200b", "\u2060\ufeff", " \u200d ", *BLANKS]
)
def test_what_nobody_can_see_is_empty(nothing):
    assert reason(text.line, nothing) == "empty"
    assert reason(text.block, nothing) == "empty"
    assert text.optional_line("name", nothing if not nothing.strip() else "", most=10) is None


def test_an_invisible_character_beside_a_name_does_no_harm():
    assert text.line("name", "박\u3164수", most=20) == "박\u3164수"


@pytest.mark.parametrize("over", [text.line, text.block])
def test_a_tower_of_accents_is_refused_with_a_reason_of_its_own(over):
    assert reason(over, "佐藤" + "\u0335" * 40) == "too_many_marks"
    assert reason(over, "a" + "\u0335\u200d" * 20) == "too_many_marks"
    assert reason(over, "a" + "\u20dd" * 20) == "too_many_marks"


def test_a_name_bears_four_marks_a_letter_and_a_message_ten():
    five = "q" + "\u0323\u0307\u0302\u0301\u0306"
    assert text.line("name", five[:5] * 3, most=20) == unicodedata.normalize("NFC", five[:5] * 3)
    assert reason(text.line, five) == "too_many_marks"
    assert text.block("text", five * 2, most=40)
    assert reason(text.block, five + "\u0335" * 6) == "too_many_marks"


@pytest.mark.parametrize(
    "written", ["Nguyễn Thị Ánh", "บ้านใหม่", "שָׁלוֹם", "སངས་རྒྱས", "1️⃣ ❤️‍🔥", "葛󠄀城", "か\u3099"]
)
def test_what_people_write_is_no_tower(written):
    assert text.line("name", written, most=40)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(first):
    assert text.cell(f"{first}1+1") == f"'{first}1+1"


@pytest.mark.parametrize("harmless", ["", "佐藤 花子", "a=b", "1-1", "'=1"])
def test_every_other_cell_stays_as_it_is(harmless):
    assert text.cell(harmless) == harmless


def test_a_family_of_emoji_is_something():
    family = "👨\u200d👩\u200d👧"
    assert text.line("name", family, most=20) == family


def test_nothing_is_longer_than_it_may_be_even_after_it_was_brought_into_form():
    assert text.line("name", "あ" * 10, most=10) == "あ" * 10
    assert reason(text.line, "あ" * 11, most=10) == "too_long"
    assert reason(text.line, "\u0958" * 10, most=10) == "too_long"  # NFC takes it apart
    with pytest.raises(BadInput) as caught:
        text.block("text", "a" * 11, most=10)
    assert caught.value.data == {"limit": 10}


def test_a_line_that_is_optional_may_be_left_out():
    assert text.optional_line("name", None, most=10) is None
    assert text.optional_line("name", " 課長 ", most=10) == "課長"


@given(st.text(max_size=40))
def test_what_is_kept_is_kept_the_same_a_second_time(value):
    for function in (text.line, text.block):
        try:
            kept = function("name", value, most=60)
        except BadInput:
            continue
        assert function("name", kept, most=60) == kept
        assert len(kept) <= 60
        assert kept.strip()
        kept.encode()


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_ways_to_write_the_same_are_kept_alike_but_for_compatibility_ideographs(one, other):
    if unicodedata.normalize("NFD", one) != unicodedata.normalize("NFD", other):
        other = unicodedata.normalize("NFD", one)
    if any("\uf900" <= c <= "\ufaff" or "\U0002f800" <= c <= "\U0002fa1f" for c in one + other):
        return
    try:
        assert text.line("name", one, most=200) == text.line("name", other, most=200)
    except BadInput:
        assert reason(text.line, other, most=200)
