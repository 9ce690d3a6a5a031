"""Entry cards: a number and a link that open the same, once; printed by whoever made them, and kept nowhere."""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from kairan.domains.accounts.model import DEVICE_LINK_FOR, ENTRY_LINK_FOR
from kairan.domains.directory import actions
from kairan.domains.directory.model.entry_sheet import grouped
from kairan.domains.directory.model.people import AddMember
from kairan.domains.directory.model.units import UnitAdministrator
from tests.site import Site
from tests.world import Somebody, World

PUBLIC = "https://kairan.example.jp"


@pytest.fixture
def public(first_world: World, tmp_path: Path) -> Iterator[Site]:
    """The site under an address that telephones reach."""
    site = Site.of(first_world, tmp_path, public=PUBLIC)
    yield site
    site.close()


def add(site: Site, name: str, login: str, unit: str | None = None) -> str:
    adding = AddMember(name=name, login=login, unit=unit or site.cast.bosai)
    return site.do(site.cast.yamamoto, actions.add_member, adding)


def issue(site: Site, *accounts: str, by: Somebody | None = None) -> list[dict[str, str]]:
    who = by or site.cast.yamamoto
    answer = site.client(who).post("/entry-cards", json={"accounts": accounts})
    assert answer.status_code == 201, answer.text
    return answer.json()["items"]


def type_in(site: Site, number: str, what: str = "use", **more: str) -> Any:
    body = {"number": number, "organisation": "minato"}
    if what == "use":
        body["as"] = "token"
    return site.client(None).post(f"/entry-numbers/{what}", json=body, **more)


def sheet(site: Site, cards: list[dict[str, str]], kind: str = "", **headers: str) -> Any:
    told = [{"token": each["token"], "number": each["number"]} for each in cards]
    client = site.client(site.cast.yamamoto, **headers)
    return client.post(f"/entry-sheets{kind}", json={"cards": told})


def read_codes(content: bytes) -> list[str]:
    """Return what a camera reads on every page."""
    read: list[str] = []
    for page in pypdfium2.PdfDocument(content):
        drawn = page.render(scale=3, grayscale=True)
        picture = memoryview(bytes(drawn.buffer)).cast("B", (drawn.height, drawn.stride))
        read += [each.text for each in zxingcpp.read_barcodes(picture)]
    return read


def words(content: bytes) -> str:
    """Return what stands on every page."""
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_by_the_number_one_comes_in_as_by_the_link_and_only_once(public: Site) -> None:
    [card] = issue(public, add(public, "髙﨑 澪", "takasaki"))
    number = grouped(card["number"]).replace(" ", "－")  # as a Japanese keyboard writes it
    shown = type_in(public, number, "preview")
    assert shown.json()["name"] == "髙﨑 澪"
    entered = type_in(public, number)
    assert entered.status_code == 201
    assert public.may_enter(entered.json()["token"])
    assert type_in(public, number).status_code == 404
    assert public.client(None).get(f"/entry/{card['token']}").status_code == 404


def test_a_wrong_number_and_one_that_has_ended_are_answered_alike(public: Site) -> None:
    [card] = issue(public, add(public, "髙﨑 澪", "takasaki"))
    wrong = card["number"][:5] + f"{(int(card['number'][5:]) + 1) % 10**7:07}"
    public.pass_time(ENTRY_LINK_FOR)
    answers = [type_in(public, each) for each in (card["number"], wrong, "000000000000")]
    assert [each.status_code for each in answers] == [404] * 3
    assert len({each.text for each in answers}) == 1


def test_guessing_ends_for_one_address_and_for_one_card(public: Site) -> None:
    [card] = issue(public, add(public, "髙﨑 澪", "takasaki"))
    with public.in_one_place():
        guesses = [type_in(public, f"{n:05}{n:07}").status_code for n in range(21)]
    assert guesses == [404] * 20 + [429]
    key, secret = card["number"][:5], int(card["number"][5:])
    others = [type_in(public, f"{key}{(secret + n) % 10**7:07}") for n in range(1, 12)]
    assert [each.status_code for each in others] == [404] * 10 + [429]
    # Whoever has the card reads the QR meanwhile.
    assert public.client(None).get(f"/entry/{card['token']}").status_code == 200


def test_guessing_ends_for_all_together(public: Site) -> None:
    for _ in range(
        299
    ):  # each costs the server a slow hash, so they are counted as if they had come
        public.house.limits.count("entry_number", "", times=300, seconds=600)
    assert type_in(public, "123456789012").status_code == 404
    assert type_in(public, "123456789012").status_code == 429


def test_what_goes_well_is_not_counted(public: Site) -> None:
    [card] = issue(public, add(public, "髙﨑 澪", "takasaki"))
    with public.in_one_place():
        assert {type_in(public, card["number"], "preview").status_code for _ in range(25)} == {200}


@pytest.mark.parametrize("typed", ["", "1234", "1234 5678 901x", "1234 5678 9012 3", "１２３４"])
def test_what_is_no_number_is_said_to_be_none(typed: str, public: Site) -> None:
    answer = type_in(public, typed)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["number"])


def test_of_fifty_who_type_at_once_one_comes_in(public: Site) -> None:
    [card] = issue(public, add(public, "髙﨑 澪", "takasaki"))
    with ThreadPoolExecutor(10) as many:
        answers = list(many.map(lambda _: type_in(public, card["number"]).status_code, range(50)))
    assert answers.count(201) == 1
    assert set(answers) <= {201, 404, 429}


def test_a_new_card_kills_the_old_one_and_the_old_devices(public: Site) -> None:
    account = add(public, "髙﨑 澪", "takasaki")
    [old] = issue(public, account)
    lost = type_in(public, old["number"]).json()["token"]
    [second] = issue(public, account)
    [third] = issue(public, account)
    assert not public.may_enter(lost)
    assert type_in(public, second["number"]).status_code == 404
    assert public.client(None).get(f"/entry/{second['token']}").status_code == 404
    assert type_in(public, third["number"]).status_code == 201


def test_numbers_and_tokens_are_kept_nowhere(public: Site) -> None:
    cards = issue(public, add(public, "髙﨑 澪", "takasaki"), add(public, "伊藤 健", "ito"))
    assert sheet(public, cards).status_code == 200
    kept = b"".join(path.read_bytes() for path in public.folder.glob("kairan.db*"))
    for card in cards:
        for secret in (card["token"], card["number"], grouped(card["number"]), card["number"][5:]):
            assert secret.encode() not in kept
    assert len(public.audit(public.cast.minato, kind="accounts.issue_entry_link")) == 2


def test_eight_cards_to_a_page_each_with_name_code_and_number(public: Site) -> None:
    change = {"help_name": "総務課 情報係", "help_phone": "0190-00-1010"}
    assert public.client(public.cast.yamamoto).patch("/organisation", json=change).is_success
    people = [add(public, f"新人 {n}", f"n{n}") for n in range(9)]
    cards = issue(public, *people)
    made = sheet(public, cards)
    assert made.headers["content-type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(made.content)) == 2
    assert sorted(read_codes(made.content)) == sorted(each["url"] for each in cards)
    said = words(made.content)
    for n, card in enumerate(cards):
        assert f"新人 {n} 様" in said
        assert grouped(card["number"]) in said
    # There are two organisations on this server, so the short address names ours.
    assert "kairan.example.jp/e/minato" in said
    assert said.count("総務課 情報係") == said.count("0190-00-1010") == 9
    assert said.count("防災課") == 9


def test_in_english_it_says_so_in_english(public: Site) -> None:
    cards = issue(public, add(public, "Ann Lee", "lee"))
    said = words(sheet(public, cards, **{"Accept-Language": "en"}).content)
    assert "Scan the QR" in said


def test_while_no_telephone_gets_there_no_code_is_printed(site: Site) -> None:
    cards = issue(site, add(site, "髙﨑 澪", "takasaki"))
    made = sheet(site, cards)
    assert read_codes(made.content) == []
    assert "QRはありません" in "".join(words(made.content).split())


def test_for_mail_merge_no_cell_is_run(public: Site) -> None:
    cards = issue(public, add(public, "=1+1", "formula"))
    content = sheet(public, cards, ".csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    told = dict(zip(head, line, strict=True))
    assert told["氏名"] == "'=1+1"
    assert told["番号"] == grouped(cards[0]["number"])
    assert told["QRのアドレス"] == cards[0]["url"]


def test_a_sheet_is_of_living_cards_with_their_own_numbers(public: Site) -> None:
    account = add(public, "髙﨑 澪", "takasaki")
    [old] = issue(public, account)
    [new] = issue(public, account)
    assert sheet(public, [old]).status_code == 404
    mixed = {**new, "number": f"{(int(new['number'][:5]) + 1) % 10**5:05}{new['number'][5:]}"}
    assert sheet(public, [mixed]).status_code == 400


def test_a_unit_administrator_makes_cards_for_the_own_people_only(public: Site) -> None:
    cast = public.cast
    naming = UnitAdministrator(cast.bosai, cast.sato.account)
    public.do(cast.yamamoto, actions.add_unit_administrator, naming)
    mine, other = add(public, "髙﨑 澪", "takasaki"), add(public, "伊藤 健", "ito", cast.somu)
    listed = public.client(cast.sato).ask("/entry-cards")["items"]
    assert [each["name"] for each in listed] == ["髙﨑 澪"]
    [card] = issue(public, mine, by=cast.sato)
    refused = public.client(cast.sato).post("/entry-cards", json={"accounts": [mine, other]})
    assert refused.status_code == 404
    # Nothing was made: the card of before is good.
    assert public.client(None).get(f"/entry/{card['token']}").status_code == 200
    listed = public.client(cast.yamamoto).ask("/entry-cards")["items"]
    assert {each["name"]: each["until"] is not None for each in listed} == {
        "髙﨑 澪": True,
        "伊藤 健": False,
    }


def add_device(site: Site, who: Somebody) -> dict[str, str]:
    answer = site.client(who).post("/device-links")
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_one_more_device_comes_in_beside_the_first(public: Site) -> None:
    sato = public.cast.sato
    made = add_device(public, sato)
    assert type_in(public, made["number"], "preview").json()["kind"] == "device"
    second = type_in(public, made["number"]).json()["token"]
    assert public.may_enter(second)
    assert public.may_enter(sato.token)
    assert public.client(None).get(f"/entry/{made['token']}").status_code == 404


def test_a_link_for_one_more_device_ends_after_ten_minutes(public: Site) -> None:
    made = add_device(public, public.cast.sato)
    public.pass_time(DEVICE_LINK_FOR - timedelta(seconds=5))
    assert public.client(None).get(f"/entry/{made['token']}").status_code == 200
    public.pass_time(timedelta(seconds=10))
    assert public.client(None).get(f"/entry/{made['token']}").status_code == 404
    assert type_in(public, made["number"]).status_code == 404


def test_a_link_for_one_more_device_dies_with_a_session_and_with_a_new_card(public: Site) -> None:
    cast = public.cast
    first = add_device(public, cast.sato)
    second = add_device(public, cast.sato)
    assert type_in(public, first["number"]).status_code == 404
    issue(public, cast.sato.account)
    assert type_in(public, second["number"]).status_code == 404
    third = add_device(public, cast.takahashi)
    assert public.client(cast.takahashi).delete("/session").status_code == 204
    assert type_in(public, third["number"]).status_code == 404


def test_who_vouched_for_a_device_vouches_for_the_next(public: Site) -> None:
    """Or somebody who came in as another could stay so when that one is promoted."""
    cast = public.cast
    naming = UnitAdministrator(cast.bosai, cast.sato.account)
    public.do(cast.yamamoto, actions.add_unit_administrator, naming)
    [card] = issue(public, cast.kobayashi.account, by=cast.sato)
    token = type_in(public, card["number"]).json()["token"]
    as_kobayashi = Somebody(cast.minato, cast.kobayashi.account, "小林 誠", token)
    further = type_in(public, add_device(public, as_kobayashi)["number"]).json()["token"]
    assert public.may_enter(further)
    promoted = f"/members/{cast.kobayashi.account}/admin"
    assert public.client(cast.yamamoto).put(promoted).status_code == 204
    assert not public.may_enter(further)
