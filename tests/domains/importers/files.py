"""Files as personnel sections send them, made here so that nobody's real list is ever kept."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from kairan.domains.directory.model.rows import MemberRow
from kairan.domains.importers.model import headings, people, reading
from kairan.domains.importers.model.people import Problem
from kairan.domains.importers.model.sheet import Row, Sheet, unpack

HEADINGS = "職員番号,氏名,カナ,所属,職名,職級,メール,電話,区分,並び順"
_SURNAMES = ["山田", "髙橋", "﨑本", "濵田", "佐藤", "鈴木", "田中", "伊藤", "渡辺", "中村"]
_SURNAME_KANA = ["ﾔﾏﾀﾞ", "ﾀｶﾊｼ", "ｻｷﾓﾄ", "ﾊﾏﾀﾞ", "ｻﾄｳ", "ｽｽﾞｷ", "ﾀﾅｶ", "ｲﾄｳ", "ﾜﾀﾅﾍﾞ", "ﾅｶﾑﾗ"]
_NAMES = ["太郎", "花子", "聡", "恵", "玲", "一郎", "美咲", "健", "翔太", "陽菜"]
_KANA = ["ﾀﾛｳ", "ﾊﾅｺ", "ｻﾄｼ", "ﾒｸﾞﾐ", "ﾚｲ", "ｲﾁﾛｳ", "ﾐｻｷ", "ｹﾝ", "ｼｮｳﾀ", "ﾊﾙﾅ"]


def roll(number: int) -> list[list[str]]:
    """Return ``number`` people under ``HEADINGS``: 142 units, half-width kana, 髙 and 濵."""
    return [HEADINGS.split(","), *(somebody(n) for n in range(1, number + 1))]


def somebody(n: int) -> list[str]:
    surname, name, unit = n % 10, n // 10 % 10, n % 142
    return [
        f"{n:06d}",
        f"{_SURNAMES[surname]}　{_NAMES[name]}",
        f"{_SURNAME_KANA[surname]} {_KANA[name]}",
        f"第{unit // 12 + 1}部／第{unit % 12 + 1}課",
        ("主事", "係長", "課長", "")[n % 4],
        f"{n % 8 + 1}級",
        f"m{n}@minato.example",
        f"０１９０－００－{n % 10000:04d}",
        ("正規職員", "会計年度任用職員")[n % 2],
        str(n % 30),
    ]


def csv(rows: Iterable[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return rows as the bytes of a file; cells are written as they are, quotes included."""
    return "".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding)


def xlsx(*sheets: Iterable[Sequence[object]], hidden: Sequence[int] = ()) -> bytes:
    """Return a workbook with these sheets."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        book.add_format({"num_format": "yyyy/mm/dd"})
        for index, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            if index in hidden:
                sheet.hide()
            for line, cells in enumerate(rows):
                sheet.write_row(line, 0, cells)
        shown = next((i for i in range(len(sheets)) if i not in hidden), 0)
        book.worksheets()[shown].activate()
        book.worksheets()[shown].set_first_sheet()
    return kept.getvalue()


def read(content: bytes) -> Sheet:
    return reading.read(content, {})


def rows(sheet: Sheet) -> list[Row]:
    return [row for block in sheet.blocks for row in unpack(block)]


def said(content: bytes) -> tuple[list[MemberRow], list[Problem]]:
    """Return the people and the problems a file tells of."""
    sheet = read(content)
    read_row = people.reader(headings.find_columns(sheet.headings, {}))
    readings = [read_row(row) for row in rows(sheet)]
    return [r.member for r in readings], [p for r in readings for p in r.problems]


def one(heading: str, *cells: str) -> tuple[MemberRow, list[Problem]]:
    """Return the one person of a file with number and name and some more columns."""
    found, problems = said(csv([f"職員番号,氏名,{heading}".split(","), ["1", "山田 太郎", *cells]]))
    return found[0], problems
