"""The order of the directory, finding people in it, and who sees what."""

import base64

import pytest

from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions, queries
from kairan.domains.directory.errors import MemberNotFound, UnitNotFound
from kairan.domains.directory.model.people import (
    AddMember,
    ChangeMember,
    MemberChange,
    MemberFilter,
    Placement,
)
from kairan.domains.directory.model.units import UnitAdministrator
from kairan.domains.directory.queries import units
from kairan.kernel.errors import BadInput, NotAllowed


def nobody(ctx):
    return frozenset()


def page(world, who, acquaintances=nobody, **wanted):
    return world.ask(
        who, lambda ctx: queries.list_members(ctx, MemberFilter(**wanted), acquaintances)
    )


def names(world, who, acquaintances=nobody, **wanted):
    return [member.name for member in page(world, who, acquaintances, **wanted).items]


def add(world, cast, name, kana=None, **fields):
    fields = {"unit": cast.somu, "login": f"login-{name}".replace(" ", ""), **fields}
    return world.do(cast.yamamoto, actions.add_member, AddMember(name=name, kana=kana, **fields))


def change(world, cast, who, **fields):
    command = ChangeMember(who.account, MemberChange(**fields))
    world.do(cast.yamamoto, actions.change_member, command)


def test_level_then_order_number_then_reading_then_name(world, cast):
    add(world, cast, "五", "か", level="10")
    add(world, cast, "一", "ん", level="2")
    add(world, cast, "二", "わ", level="2級")
    add(world, cast, "三", "あ", level="部長", order_no=10)
    add(world, cast, "四", "い", order_no=9)
    change(world, cast, cast.takahashi, order_no=None)
    found = names(world, cast.sato, unit=cast.somu)
    assert found == ["二", "一", "五", "四", "三", "髙橋 聡"]


def test_seat_numbers_are_numbers(world, cast):
    for seat in (10, 9, 1, 100):
        add(world, cast, f"議員{seat}", "あ", order_no=seat)
    found = names(world, cast.sato, unit=cast.somu)
    assert found == ["議員1", "議員9", "議員10", "議員100", "髙橋 聡"]


def test_katakana_and_hiragana_are_one_order(world, cast):
    add(world, cast, "二", "イトウ")
    add(world, cast, "一", "あべ")
    add(world, cast, "三", "うえだ")
    assert names(world, cast.sato, unit=cast.somu) == ["一", "二", "三", "髙橋 聡"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("佐藤", ["佐藤 花子"]),
        ("花", ["佐藤 花子"]),
        ("藤花", []),
        ("佐藤花子", ["佐藤 花子"]),
        ("さとうはな", ["佐藤 花子"]),
        ("はな さとう", ["佐藤 花子"]),
        ("佐藤　花子", ["佐藤 花子"]),
        ("はなこ", ["佐藤 花子"]),
        ("うはな", []),
        ("サトウ", ["佐藤 花子"]),
        ("ｻﾄｳ", ["佐藤 花子"]),
        ("髙橋", ["髙橋 聡"]),
        ("高橋", ["髙橋 聡"]),
        ("ミドリ", ["中村 みどり"]),
        ("こと", ["小林 誠"]),
        ("しま", []),
        ("総務課", ["髙橋 聡"]),
        ("総務 たかはし", ["髙橋 聡"]),
        ("総務 さとう", []),
        ("危機管理部", ["佐藤 花子", "小林 誠"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'", []),
        ("\x00", ["佐藤 花子", "小林 誠", "髙橋 聡", "中村 みどり", "山本 玲"]),
        ("x" * 5000, []),
    ],
)
def test_people_are_found_by_words_in_name_reading_and_unit(world, cast, query, found):
    """Every word has to be found, and none over the space between surname and given name."""
    assert names(world, cast.kobayashi, query=query) == found


def test_whose_name_begins_so_comes_before_whose_name_only_holds_it(world, cast):
    """たか: 高田 and 貴子 first, then おおたか, and not みやした かずよ, nor who only works in 高校課."""
    add(world, cast, "大鷹 一", "おおたか はじめ", level="1")
    add(world, cast, "宮下 和代", "みやした かずよ", level="1")
    add(world, cast, "林 貴子", "はやし たかこ", level="2")
    assert names(world, cast.sato, query="たか") == ["林 貴子", "髙橋 聡", "大鷹 一"]
    pages, after = [], None
    while True:
        found = page(world, cast.sato, query="たか", limit=1, after=after)
        pages += [member.name for member in found.items]
        if (after := found.next) is None:
            break
    assert pages == ["林 貴子", "髙橋 聡", "大鷹 一"]


def test_people_are_found_by_position(world, cast):
    change(world, cast, cast.nakamura, position="課長")
    assert names(world, cast.sato, query="課長") == ["中村 みどり"]
    assert names(world, cast.sato, query="土木 課長") == ["中村 みどり"]


def test_names_in_latin_letters_are_found_in_any_case_and_width(world, cast):
    add(world, cast, "John Smith", login="john")
    for query in ("john", "SMITH", "ｓｍｉｔｈ", "johnsm"):
        assert names(world, cast.sato, query=query) == ["John Smith"]


def test_below_includes_the_units_below(world, cast):
    assert names(world, cast.sato, unit=cast.kikikanri) == []
    assert names(world, cast.sato, unit=cast.kikikanri, below=True) == ["佐藤 花子", "小林 誠"]
    assert names(world, cast.sato, unit=cast.bosai, below=True) == ["佐藤 花子", "小林 誠"]


def test_a_further_placement_counts_in_its_unit_with_its_own_level(world, cast):
    change(world, cast, cast.nakamura, also=(Placement(cast.bosai, "併任", "1"),))
    assert names(world, cast.sato, unit=cast.bosai) == ["中村 みどり", "佐藤 花子", "小林 誠"]
    assert names(world, cast.sato, unit=cast.doboku) == ["中村 みどり"]
    below = names(world, cast.sato, unit=cast.kikikanri, below=True)
    assert sorted(below) == sorted(["佐藤 花子", "小林 誠", "中村 みどり"])


def test_pages_hold_everybody_once_in_order(world, cast):
    for number in range(23):
        add(world, cast, f"人{number}", "あ" if number % 2 else None, login=f"p{number}")
    for where in ({}, {"unit": cast.somu}, {"unit": cast.somu, "below": True}):
        whole = names(world, cast.sato, limit=200, **where)
        after, pieces = None, []
        while True:
            found = page(world, cast.sato, limit=4, after=after, **where)
            pieces += [member.name for member in found.items]
            if (after := found.next) is None:
                break
        assert pieces == whole
        assert len(whole) == len(set(whole))


@pytest.mark.parametrize(
    "after", ["x", "あ", "AAAA", "=", "\x00", "lM8AAAAAAAAAAQAAoKA", "9" * 4000]
)
def test_what_is_no_cursor_is_refused(world, cast, after):
    with pytest.raises(BadInput) as refused:
        page(world, cast.sato, after=after)
    assert refused.value.fields == {"after": "not_a_cursor"}


def test_an_unknown_unit_is_not_found(world, cast):
    for unit in ("0" * 32, "x"):
        with pytest.raises(UnitNotFound):
            page(world, cast.sato, unit=unit)


def test_a_list_takes_few_statements_however_long_it_is(world, cast):
    world.do(
        cast.yamamoto,
        actions.add_unit_administrator,
        UnitAdministrator(cast.somu, cast.takahashi.account),
    )
    counts = []
    for _ in range(2):
        for who in (cast.sato, cast.yamamoto, cast.takahashi):
            with world.statements() as statements:
                page(world, who, limit=200)
            counts.append(len(statements))
        for number in range(30):
            add(world, cast, f"人{number}", login=f"{len(counts)}-{number}")
    assert counts[:3] == counts[3:]
    assert max(counts) <= 10


def test_the_suspended_are_listed_for_administrators_only(world, cast):
    world.do(cast.yamamoto, actions.suspend_member, AccountId(cast.nakamura.account))
    assert "中村 みどり" not in names(world, cast.sato)
    assert "中村 みどり" in names(world, cast.yamamoto)
    assert names(world, cast.yamamoto, state="suspended") == ["中村 みどり"]


def test_by_state_for_administrators_only(world, cast):
    add(world, cast, "新人")
    assert names(world, cast.yamamoto, state="not_yet") == ["新人"]
    with pytest.raises(NotAllowed):
        page(world, cast.sato, state="not_yet")


def seen(world, cast, viewer, visibility):
    change(
        world,
        cast,
        cast.sato,
        phone="03-1111-1111",
        email="sato@example.jp",
        phone_visible=visibility,
        email_visible=visibility,
    )
    [member] = world.ask(viewer, lambda ctx: queries.find_members(ctx, [cast.sato.account]))
    assert (member.phone is None) == (member.email is None)
    return member.phone is not None


@pytest.mark.parametrize(
    ("visibility", "unit", "others"),
    [("organisation", True, True), ("unit", True, False), ("administrators", False, False)],
)
def test_telephone_and_mail_are_seen_as_their_owner_set(world, cast, visibility, unit, others):
    assert seen(world, cast, cast.yamamoto, visibility)
    assert seen(world, cast, cast.sato, visibility)
    assert seen(world, cast, cast.kobayashi, visibility) is unit
    assert seen(world, cast, cast.takahashi, visibility) is others


def test_a_further_unit_is_a_unit_in_common_too(world, cast):
    change(world, cast, cast.takahashi, also=(Placement(cast.bosai),))
    assert seen(world, cast, cast.takahashi, "unit")


def test_a_telephone_link_is_there_for_those_who_may_see_it(world, cast):
    ids = [cast.sato.account, cast.kobayashi.account, cast.maeda.account]
    seen(world, cast, cast.yamamoto, "unit")

    def phones(who):
        return world.ask(who, lambda ctx: queries.visible_phones(ctx, ids))

    assert phones(cast.kobayashi) == {cast.sato.account: "03-1111-1111"}
    assert phones(cast.takahashi) == phones(cast.maeda) == {}


def test_login_and_employee_number_are_for_administrators_and_oneself(world, cast):
    for viewer, sees in ((cast.yamamoto, True), (cast.sato, True), (cast.kobayashi, False)):
        [member] = world.ask(viewer, lambda ctx: queries.find_members(ctx, [cast.sato.account]))
        assert (member.login, member.employee_no) == (("sato", "1001") if sees else (None, None))


def test_a_guest_sees_the_people_of_the_own_rooms_as_names_only(world, cast):
    change(world, cast, cast.sato, phone="03-1111-1111")

    def rooms(ctx):
        return frozenset([cast.sato.account, cast.maeda.account])

    found = page(world, cast.maeda, rooms)
    assert sorted(member.name for member in found.items) == ["佐藤 花子", "前田 一郎"]
    [sato] = [member for member in found.items if member.kind == "member"]
    assert sato.affiliation == "防災課"
    hidden = (sato.kana, sato.login, sato.phone, sato.email, sato.state, sato.admin, sato.level)
    assert set(hidden) == {None}
    assert sato.units == ()
    assert world.ask(cast.maeda, lambda ctx: queries.get_member(ctx, sato.id, rooms)) == sato


def test_a_guest_finds_nobody_else(world, cast):
    def rooms(ctx):
        return frozenset([cast.sato.account, cast.maeda.account])

    assert names(world, cast.maeda, rooms, query="小林") == []
    with pytest.raises(MemberNotFound):
        world.ask(cast.maeda, lambda ctx: queries.get_member(ctx, cast.kobayashi.account, rooms))
    with pytest.raises(UnitNotFound):
        page(world, cast.maeda, rooms, unit=cast.bosai)
    for query in (queries.list_units, queries.count_members):
        with pytest.raises(NotAllowed):
            world.ask(cast.maeda, query)


def test_a_guest_finds_by_reading_those_he_knows_and_never_sees_it(world, cast):
    def rooms(ctx):
        return frozenset([cast.sato.account, cast.takahashi.account, cast.maeda.account])

    assert names(world, cast.maeda, rooms, query="さとう") == ["佐藤 花子"]
    assert names(world, cast.maeda, rooms, query="こばやし") == []
    assert names(world, cast.maeda, rooms) == ["佐藤 花子", "髙橋 聡", "前田 一郎"]
    found = page(world, cast.maeda, rooms, limit=1)
    assert found.items[0].kana is None
    assert "さとう" not in base64.urlsafe_b64decode(found.next + "==").decode(errors="replace")


def test_a_guests_pages_hold_everybody_once(world, cast):
    people = [cast.sato, cast.kobayashi, cast.takahashi, cast.maeda, cast.nakamura]

    def rooms(ctx):
        return frozenset(who.account for who in people)

    after, pieces = None, []
    while True:
        found = page(world, cast.maeda, rooms, limit=2, after=after)
        pieces += [member.id for member in found.items]
        if (after := found.next) is None:
            break
    assert sorted(pieces) == sorted(who.account for who in people)


def test_a_member_knows_guests_of_the_own_rooms_only(world, cast):
    def rooms(ctx):
        return frozenset([cast.maeda.account])

    def ask(who, acquaintances):
        return world.ask(
            who, lambda ctx: queries.get_member(ctx, cast.maeda.account, acquaintances)
        )

    assert ask(cast.sato, rooms).outside
    with pytest.raises(MemberNotFound):
        ask(cast.sato, nobody)
    assert ask(cast.yamamoto, nobody).mine


def test_nobody_of_another_organisation_is_seen(world, cast):
    assert names(world, cast.mikami) == ["三上 恵一"]
    with pytest.raises(MemberNotFound):
        world.ask(cast.mikami, lambda ctx: queries.get_member(ctx, cast.sato.account, nobody))


def test_me_has_reading_units_and_organisation(world, cast):
    me = world.ask(cast.sato, queries.get_me)
    assert (me.kana, me.affiliation, me.organisation.code) == ("さとう はなこ", "防災課", "minato")
    assert (me.admin, me.unit_admin, me.has_password) == (False, (), False)
    assert world.ask(cast.maeda, queries.get_me).kind == "guest"


def test_everybody_is_listed_in_order_by_statements_that_name_no_more_of_them(
    world, cast, monkeypatch
):
    monkeypatch.setattr(units, "ASKED_AT_ONCE", 5)
    world.do(
        cast.yamamoto,
        actions.add_unit_administrator,
        UnitAdministrator(cast.somu, cast.takahashi.account),
    )
    added = [
        world.do(
            cast.yamamoto,
            actions.add_member,
            AddMember(name=f"人 {n}", kana=f"ひと {n:02}", login=f"n{n}", unit=cast.somu),
        )
        for n in range(23)
    ]
    for who, seen in ((cast.yamamoto, 5), (cast.takahashi, 1)):
        with world.asked() as statements:
            found = world.ask(who, queries.list_accounts)
        assert [each for each in found if each in added] == added
        assert len(found) == len(added) + seen
        assert max(statement.count("?") for statement, _ in statements) <= 5 + 4
