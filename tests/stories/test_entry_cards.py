"""Entry cards: a whole unit comes in by paper, and who loses a telephone comes back by a new card."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from tests.stories import hands
from tests.stories.conftest import PUBLIC_URL, Stage, wait_until

PEOPLE = [f"新人 {n:02}" for n in range(1, 21)]


@pytest.mark.timeout(300)  # twenty-two telephones, one after the other
def test_twenty_imported_people_come_in_by_printed_cards_and_two_lose_their_telephone(
    stage: Stage,
) -> None:
    """The codes are read back from the paper; a new card ends the old card and the old telephone."""
    _import(stage)
    yamamoto = stage.page(stage.cast.yamamoto, "desktop", path="/admin/organisation")
    yamamoto.get_by_label("困ったときの連絡先（名前）").fill("総務課 情報係")
    yamamoto.get_by_label("困ったときの連絡先（電話）").fill("0190-00-1010")
    hands.press(yamamoto, "保存する")
    yamamoto.goto(f"{stage.url}/admin/cards")
    expect(yamamoto.get_by_text("まだ入っていない人は 20人です")).to_be_visible()
    expect(yamamoto.get_by_text("総務課 情報係 0190-00-1010")).to_be_visible()
    hands.press(yamamoto, "カードを作る（20人分）")
    expect(yamamoto.get_by_text("20人分のうち 20人分ができました")).to_be_visible(timeout=30_000)
    paper = _print(yamamoto)
    assert len(pypdfium2.PdfDocument(paper)) == 3
    cards = dict(zip(PEOPLE, _in_order(paper), strict=True))

    phones = {name: _enter(stage, name, link) for name, link in cards.items()}
    lost = {name: phones[name] for name in PEOPLE[3:5]}
    for name, phone in phones.items():
        if name not in lost:
            phone.context.close()
    yamamoto.goto(f"{stage.url}/admin/cards")
    expect(yamamoto.get_by_text("まだ入っていない人は 0人です")).to_be_visible()

    for name, old_phone in lost.items():
        yamamoto.goto(f"{stage.url}/admin/members?state=in")
        yamamoto.get_by_role("row", name=re.compile(name)).get_by_role(
            "button", name="入口QR"
        ).click()
        yamamoto.get_by_role("link", name="紙のカードにする（印刷）").click()
        expect(yamamoto.get_by_role("heading", name=f"{name}さんのカード")).to_be_visible()
        hands.press(yamamoto, "カードを作る（1人分）")
        expect(yamamoto.get_by_text("1人分のうち 1人分ができました")).to_be_visible()
        [new_card] = _in_order(_print(yamamoto))
        # The old telephone is out at once, and the old card opens nothing.
        expect(old_phone.get_by_role("heading", name="ログインして入る")).to_be_visible()
        old_phone.goto(stage.scan(cards[name]))
        expect(old_phone.get_by_role("heading", name="このリンクは使えません")).to_be_visible()
        new_phone = stage.device("phone").new_page()
        new_phone.goto(stage.scan(new_card))
        hands.press(new_phone, f"{name}として入る")
        expect(new_phone.get_by_role("heading", name="トーク")).to_be_visible()


def test_who_has_no_camera_types_the_number(stage: Stage) -> None:
    """It is grouped while it is typed, can be pasted, and is used up by the tap, not by looking."""
    made = stage.ask(
        stage.cast.yamamoto, "POST", "/entry-cards", accounts=[stage.cast.takahashi.account]
    )
    number = made["items"][0]["number"]
    phone = stage.device("phone").new_page()
    phone.goto(f"{stage.url}/e/minato")
    field = phone.get_by_label("番号（12けた）")
    expect(field).to_have_attribute("inputmode", "numeric")
    field.fill("1234")
    hands.press(phone, "つぎへ")
    expect(phone.get_by_text("番号は12けたです。数字だけを入れてください。")).to_be_visible()
    field.fill("000000000000")
    hands.press(phone, "つぎへ")
    expect(phone.get_by_text("この番号では入れません", exact=False)).to_be_visible()
    field.fill("")
    field.press_sequentially(number)
    expect(field).to_have_value(f"{number[:4]} {number[4:8]} {number[8:]}")
    hands.press(phone, "つぎへ")
    expect(phone.get_by_role("heading", name="髙橋 聡さんの入口です")).to_be_visible()
    hands.press(phone, "髙橋 聡として入る")
    phone.get_by_role("button", name="標準").click()
    expect(phone.get_by_role("heading", name="トーク")).to_be_visible()


def test_a_second_device_comes_in_by_the_code_on_the_first_in_two_steps(stage: Stage) -> None:
    """Scanned, pressed, in; the first device stays, and the code works once."""
    phone = stage.page(stage.cast.sato, path="/settings/devices")
    hands.press(phone, "別の端末で使う")
    sheet = hands.sheet(phone, "別の端末で使う")
    link = sheet.get_by_text(re.compile(r"^https://\S+/e/k1\S+$")).inner_text()
    expect(sheet.get_by_role("img", name="別の端末で入るためのQR")).to_be_visible()
    expect(sheet.get_by_text("kairan.example.jp/e/minato", exact=True)).to_be_visible()
    tablet = stage.device("desktop").new_page()
    tablet.goto(stage.scan(link))
    expect(
        tablet.get_by_role("heading", name="佐藤 花子さんの別の端末として入ります")
    ).to_be_visible()
    hands.press(tablet, "佐藤 花子として入る")
    expect(tablet.get_by_role("heading", name="トーク").first).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("heading", name="使っている端末").first).to_be_visible()
    thief = stage.device("phone").new_page()
    thief.goto(stage.scan(link))
    expect(thief.get_by_role("heading", name="このリンクは使えません")).to_be_visible()


def _import(stage: Stage) -> None:
    rows = "".join(f"{6000 + n},{name},防災課\n" for n, name in enumerate(PEOPLE))
    content = f"職員番号,氏名,部署\n{rows}".encode("cp932")
    with stage.api(stage.cast.yamamoto) as api:
        answer = api.post(
            "/imports?name=people.csv",
            content=content,
            headers={"Content-Type": "application/octet-stream"},
        )
        assert answer.is_success, answer.text
        assert api.post(f"/imports/{answer.json()['id']}/run").is_success
        wait_until(lambda: len(api.get("/entry-cards").json()["items"]) == len(PEOPLE), seconds=20)


def _print(page: Page) -> bytes:
    """Have the cards printed into a file."""
    with page.expect_download() as saving:
        hands.press(page, "印刷する（PDF）")
    return Path(saving.value.path()).read_bytes()


def _in_order(paper: bytes) -> list[str]:
    """Return the codes of every page, as one reads: by lines, from the left."""
    read: list[str] = []
    for page in pypdfium2.PdfDocument(io.BytesIO(paper)):
        drawn = page.render(scale=3, grayscale=True)
        picture = memoryview(bytes(drawn.buffer)).cast("B", (drawn.height, drawn.stride))
        codes = zxingcpp.read_barcodes(picture)
        codes.sort(key=lambda c: (c.position.top_left.y // 100, c.position.top_left.x))
        read += [code.text for code in codes]
    assert all(link.startswith(f"{PUBLIC_URL}/e/k1.") for link in read)
    return read


def _enter(stage: Stage, name: str, link: str) -> Page:
    """Scan a card and come in: one press, and the size of the letters."""
    phone = stage.device("phone").new_page()
    phone.goto(stage.scan(link))
    hands.press(phone, f"{name}として入る")
    phone.get_by_role("button", name="標準").click()
    expect(phone.get_by_role("heading", name="トーク")).to_be_visible()
    return phone
