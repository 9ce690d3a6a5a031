"""The people come in from the file the personnel section already has; nobody's password is ever shown."""

import re
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.domains.importers.acting import EVERYBODY
from tests.domains.importers.files import csv
from tests.stories import hands
from tests.stories.conftest import Stage

HEADINGS = "職員番号,氏名,カナ,所属,職名,電話,当番の班"
ITO = "5001,伊藤　健,ｲﾄｳ ｹﾝ,企画部／デジタル戦略課,係長,0190-00-5001,青"
HAMADA = "5002,髙﨑　澪,ﾀｶｻｷ ﾐｵ,企画部／デジタル戦略課,主事,0190-00-5002,赤"
FAULTY = ["5003,,ﾅﾅｼ,総務課,,0190-00-5003,青", "5004,渡辺　翔,渡辺,総務課,,0190-00-5004,青"]


def test_yamamoto_imports_a_unit_from_a_cp932_file_and_the_faulty_rows_come_back(
    stage: Stage,
) -> None:
    """Dry run, one unknown heading, a run with its progress, two faulty rows with their reasons."""
    yamamoto = stage.page(stage.cast.yamamoto, "desktop", path="/admin/import")
    said = _listen(yamamoto)
    many = [f"{n},新人　{n}号,ｼﾝｼﾞﾝ,企画部／広報課,,,白" for n in range(6001, 6801)]
    _choose(yamamoto, [HEADINGS, ITO, HAMADA, *FAULTY, *many])

    expect(yamamoto.get_by_role("heading", name="取り込みの下見")).to_be_visible(timeout=10_000)
    expect(yamamoto.get_by_text("Shift_JIS（CP932）")).to_be_visible()
    expect(yamamoto.get_by_text("まだ何も変えていません")).to_be_visible()
    assert stage.ask(stage.cast.yamamoto, "GET", "/members?query=伊藤")["items"] == []
    expect(yamamoto.get_by_text("見出し「当番の班」は何ですか？")).to_be_visible()
    yamamoto.get_by_label("見出し「当番の班」の意味").select_option(label="使わない")
    expect(yamamoto.get_by_text("見出し「当番の班」は何ですか？")).to_be_hidden()
    faults = yamamoto.get_by_role("table", name="修正が必要な行").get_by_role("row")
    expect(faults).to_have_count(3)
    expect(faults.nth(1)).to_contain_text("氏名が空です。")
    expect(faults.nth(2)).to_contain_text("よみは、ひらがなかカタカナで書いてください。")

    hands.press(yamamoto, "よい行だけ取り込む（802人）")
    bar = yamamoto.get_by_role("progressbar")
    expect(bar).to_be_visible()
    expect(yamamoto.get_by_text("802人を取り込みました")).to_be_visible(timeout=20_000)
    expect(bar).to_be_hidden()
    with yamamoto.expect_download() as saving:
        hands.press(yamamoto, "理由つきで保存")
    problems = Path(saving.value.path()).read_text("utf-8-sig")
    assert "5003" in problems
    assert "氏名が空です。" in problems

    hands.press(yamamoto, "まだの人に入口QRを渡す")
    yamamoto.get_by_role("searchbox").fill("みお")
    line = yamamoto.get_by_role("row", name=re.compile("髙﨑 澪"))
    expect(line).to_contain_text("まだ使っていない")
    expect(line).to_contain_text("たかさき みお")
    _assert_no_password([*said, problems, hands.text_of(yamamoto)])


def test_ito_enters_by_the_link_on_a_second_device_and_the_lost_one_is_signed_out(
    stage: Stage,
) -> None:
    """The old telephone is out at once; opening a link uses nothing up, the tap does, once."""
    yamamoto = stage.page(stage.cast.yamamoto, "desktop", path="/admin/import")
    said = _listen(yamamoto)
    _choose(yamamoto, [HEADINGS.removesuffix(",当番の班"), ITO.removesuffix(",青")])
    hands.press(yamamoto, "取り込む（1人）")
    expect(yamamoto.get_by_text("1人を取り込みました")).to_be_visible(timeout=10_000)
    hands.press(yamamoto, "まだの人に入口QRを渡す")

    first = _issue(yamamoto, "伊藤 健")
    lost = stage.device("phone").new_page()
    lost.goto(stage.scan(first))
    expect(lost.get_by_role("heading", name="伊藤 健さんの入口です")).to_be_visible()
    lost.reload()
    hands.press(lost, "伊藤 健として入る")
    lost.get_by_role("button", name="標準").click()
    expect(lost.get_by_role("heading", name="トーク")).to_be_visible()

    yamamoto.goto(f"{stage.url}/admin/members?state=in")
    expect(lost.get_by_role("heading", name="トーク")).to_be_visible()
    second = _issue(yamamoto, "伊藤 健")
    expect(lost.get_by_role("heading", name="ログインして入る")).to_be_visible()
    new, thief = stage.device("phone").new_page(), stage.device("desktop").new_page()
    new.goto(stage.scan(second))
    thief.goto(stage.scan(second))
    expect(thief.get_by_role("heading", name="伊藤 健さんの入口です")).to_be_visible()
    hands.press(new, "伊藤 健として入る")
    # He has said on the first device how large he reads; nobody asks him again.
    expect(new.get_by_role("heading", name="トーク")).to_be_visible()
    hands.press(thief, "伊藤 健として入る")
    expect(thief.get_by_role("heading", name="このリンクは使えません")).to_be_visible()
    _assert_no_password([*said, hands.text_of(yamamoto)])


def test_at_the_end_of_march_the_list_lacks_one_who_is_suspended_and_let_in_again(
    stage: Stage,
) -> None:
    """Nothing else has changed; suspending asks with both numbers, and many are asked about twice."""
    nakamura = stage.page(stage.cast.nakamura)
    yamamoto = stage.page(stage.cast.yamamoto, "desktop", path="/admin/import")
    _choose(yamamoto, [",".join(line) for line in EVERYBODY[:-1]])
    expect(yamamoto.get_by_text("変わるところはありません", exact=False)).to_be_visible()
    hands.press(yamamoto, "1人を停止する")
    asked = hands.sheet(yamamoto, "5人のうち 1人を停止しますか")
    expect(asked.get_by_text("同じ端末でまた使えます", exact=False)).to_be_visible()
    asked.get_by_role("button", name="1人を停止する").click()
    hands.told(yamamoto, "1人を停止しました")
    expect(nakamura.get_by_role("heading", name="ログインして入る")).to_be_visible()
    yamamoto.get_by_role("button", name="元に戻す").first.click()
    hands.told(yamamoto, "1人の停止")
    nakamura.reload()
    expect(nakamura.get_by_role("heading", name="トーク")).to_be_visible()

    yamamoto.goto(f"{stage.url}/admin/import")
    _choose(yamamoto, [",".join(line) for line in EVERYBODY[:-2]])
    hands.press(yamamoto, "2人を停止する")
    asked = hands.sheet(yamamoto, "5人のうち 2人を停止しますか")
    asked.get_by_role("button", name="2人を停止する").click()
    expect(asked.get_by_text("3分の1より多い", exact=False)).to_be_visible()
    asked.get_by_role("button", name="停止しないで").click()
    expect(asked).to_be_hidden()
    assert stage.ask(stage.cast.takahashi, "GET", "/me")["id"] == stage.cast.takahashi.account


def test_yamamoto_takes_a_link_back_and_it_opens_nothing(stage: Stage) -> None:
    """A link that was given to the wrong person is revoked by one button."""
    yamamoto = stage.page(stage.cast.yamamoto, "phone", path="/admin/members")
    url = _issue(yamamoto, "髙橋 聡")
    hands.press(yamamoto, "入口QRを取り消す")
    hands.told(yamamoto, "髙橋 聡さんの入口QRを取り消しました")
    finder = stage.device("phone").new_page()
    finder.goto(stage.scan(url))
    expect(finder.get_by_role("heading", name="このリンクは使えません")).to_be_visible()


def _choose(page: Page, lines: list[str]) -> None:
    """Give the page a file as Excel in Japan saves it."""
    content = csv([line.split(",") for line in lines], "cp932")
    page.locator("input[type=file]").set_input_files(
        {"name": "名簿.csv", "mimeType": "text/csv", "buffer": content}
    )


def _issue(admin: Page, name: str) -> str:
    """Issue an entry link from the list of members; return what the QR says."""
    line = admin.get_by_role("row", name=re.compile(name))
    line.get_by_role("button", name="入口QR").click()
    hands.press(admin, "入口QRを出す")
    expect(admin.get_by_role("img", name=f"{name}さんの入口QR")).to_be_visible()
    return admin.get_by_text(re.compile(r"^https://\S+/e/\S+$")).inner_text()


def _listen(page: Page) -> list[str]:
    """Keep what the server tells a browser from here on: every answer, and every file."""
    said: list[str] = []

    def keep(route: Route) -> None:
        answer = route.fetch()
        said.append(answer.text())
        route.fulfill(response=answer)

    page.route(re.compile(r"/api/v1/(members|imports|units)"), keep)
    return said


def _assert_no_password(said: list[str]) -> None:
    """Nothing that was shown, sent or saved names a password of anybody."""
    assert said
    for text in said:
        assert not re.search(r'"password|パスワード[：:は](?!変わりません)', text)
