"""Adding and changing members."""

import msgspec
import pytest

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.errors import LoginTaken
from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions, queries
from kairan.domains.directory.errors import EmployeeNoTaken, MemberNotFound, UnitNotFound
from kairan.domains.directory.model.people import (
    AddMember,
    ChangeMember,
    MemberChange,
    Placement,
)
from kairan.kernel.errors import BadInput, NotAllowed


def add(world, cast, **fields):
    wanted = {"name": "新人 太郎", "login": "shinjin", "unit": cast.somu, **fields}
    return world.do(cast.yamamoto, actions.add_member, AddMember(**wanted))


def change(world, who, by, **fields):
    command = ChangeMember(who.account, MemberChange(**fields))
    world.do(by, actions.change_member, command)


def shown(world, account, to):
    return world.ask(to, lambda ctx: queries.find_members(ctx, [account]))[0]


def test_yamamoto_adds_a_member_with_everything(world, cast):
    account = add(
        world,
        cast,
        kana="シンジン　ﾀﾛｳ",
        employee_no="００１２",
        email="shinjin@example.jp",
        phone="03-0000-0000",
        position="主任",
        level=3,
        order_no=7,
        phone_visible="unit",
        also=(Placement(cast.bosai, "併任"),),
    )
    member = shown(world, account, cast.yamamoto)
    assert (member.kana, member.employee_no, member.level) == ("しんじん たろう", "0012", "3")
    assert (member.state, member.affiliation, member.mine) == ("not_yet", "総務課", True)
    main, further = member.units
    assert (main.path, main.main, main.position) == ("総務課", True, "主任")
    assert (further.path, further.main, further.position) == ("危機管理部/防災課", False, "併任")


def test_without_a_login_the_employee_number_is_the_login(world, cast):
    account = add(world, cast, login=None, employee_no="A-77")
    assert shown(world, account, cast.yamamoto).login == "A-77"


def test_without_either_there_is_no_way_in(world, cast):
    with pytest.raises(BadInput) as refused:
        add(world, cast, login=None)
    assert refused.value.fields == {"login": "empty"}


def test_login_and_employee_number_belong_to_one_person(world, cast):
    with pytest.raises(LoginTaken):
        add(world, cast, login="SATO")
    with pytest.raises(EmployeeNoTaken):
        add(world, cast, employee_no="1001")
    with pytest.raises(LoginTaken):
        change(world, cast.kobayashi, cast.yamamoto, login="sato")
    with pytest.raises(EmployeeNoTaken):
        change(world, cast.kobayashi, cast.yamamoto, employee_no="1001")


def test_characters_of_names_survive(world, cast):
    for number, name in enumerate(["髙橋 﨑子", "濵田 𠮷男", "神\ufa19 福", "葛󠄀城 太郎"]):
        account = add(world, cast, name=name, login=f"n{number}")
        assert shown(world, account, cast.sato).name == name


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "empty"),
        ("name", " \u3000", "empty"),
        ("name", "x" * 101, "too_long"),
        ("name", "a\x00b", "control_characters"),
        ("name", "a\nb", "control_characters"),
        ("name", "\u202egnp.exe", "control_characters"),
        ("kana", "x" * 101, "too_long"),
        ("kana", "あ\x1b", "control_characters"),
        ("login", "a b", "spaces"),
        ("login", "a@b", "at_sign"),
        ("login", "a\u200bb", "control_characters"),
        ("employee_no", "1 2", "spaces"),
        ("employee_no", "1" * 51, "too_long"),
        ("email", "no address", "not_an_address"),
        ("email", "a@b\x00", "control_characters"),
        ("phone", "1" * 51, "too_long"),
        ("position", "課長\x07", "control_characters"),
        ("level", "9" * 101, "too_long"),
        ("affiliation", "a\tb", "control_characters"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field_and_nothing_changes(
    world, cast, field, value, reason
):
    before = world.seq(cast.minato)
    with pytest.raises(BadInput) as refused:
        add(world, cast, **{field: value})
    assert refused.value.fields == {field: reason}
    with pytest.raises(BadInput):
        change(world, cast.sato, cast.yamamoto, **{field: value or " "})
    assert world.seq(cast.minato) == before


def test_every_faulty_field_is_named_at_once(world, cast):
    with pytest.raises(BadInput) as refused:
        add(world, cast, name="", email="x", phone="\x00")
    assert set(refused.value.fields) == {"name", "email", "phone"}


@pytest.mark.parametrize("unit", ["", "x", "0" * 32, "\x00"])
def test_an_unknown_unit_is_not_found(world, cast, unit):
    with pytest.raises(UnitNotFound):
        add(world, cast, unit=unit)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b"null",
        b'{"name": null}',
        b'{"name": "a", "level": 1.5}',
        b'{"name": "a", "level": 1' + b"0" * 4000 + b"}",
        b'{"name": "a", "order_no": -1}',
        b'{"name": "a", "order_no": 1000000}',
        b'{"name": "a", "order_no": NaN}',
        b'{"name": "a", "email_visible": "everybody"}',
        b'{"name": "a", "admin": true}',
        b'{"name": "a", "also": [{}]}',
        b'{"name": "' + b"a" * 101 + b'"}',
        b'{"name": "a", "phone": "' + b"1" * 10001 + b'"}',
    ],
)
def test_a_member_of_the_wrong_shape_is_not_decoded(body):
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(body, type=AddMember)


def test_what_is_left_out_stays_and_null_takes_it_away(world, cast):
    change(world, cast.sato, cast.yamamoto, phone="03-1", email="s@example.jp", position="係長")
    change(world, cast.sato, cast.yamamoto, phone=None, name="佐藤 はな")
    member = shown(world, cast.sato.account, cast.yamamoto)
    assert (member.name, member.phone, member.email) == ("佐藤 はな", None, "s@example.jp")
    assert (member.position, member.kana, member.login) == ("係長", "さとう はなこ", "sato")


def test_moving_changes_affiliation_and_tells_the_units(world, cast):
    change(world, cast.sato, cast.yamamoto, unit=cast.doboku)
    assert shown(world, cast.sato.account, cast.kobayashi).affiliation == "土木事務所"
    told = world.events(cast.minato, type_="directory.placements_changed")[-1]
    assert told.data["accounts"] == [cast.sato.account]
    assert set(told.data["units"]) == {cast.bosai, cast.doboku}
    assert told.topics == ()


def test_an_own_affiliation_goes_before_the_units_name(world, cast):
    change(world, cast.sato, cast.yamamoto, affiliation="災害対策本部")
    assert shown(world, cast.sato.account, cast.kobayashi).affiliation == "災害対策本部"
    change(world, cast.sato, cast.yamamoto, affiliation=None)
    assert shown(world, cast.sato.account, cast.kobayashi).affiliation == "防災課"


def test_a_change_tells_members_once_and_nothing_about_whom(world, cast):
    before = world.seq(cast.minato)
    change(world, cast.sato, cast.yamamoto, name="佐藤 はな", unit=cast.somu)
    new = [event for event in world.events(cast.minato) if event.seq > before]
    told = [event for event in new if event.type == "directory.directory_changed"]
    assert [(event.topics, event.data) for event in told] == [(("org",), {})]
    assert "佐藤" not in str(new)


def test_a_change_that_changes_nothing_is_not_told(world, cast):
    before = world.seq(cast.minato)
    change(world, cast.sato, cast.yamamoto, name="佐藤 花子", level="3")
    assert world.seq(cast.minato) == before


def test_sato_is_told_that_her_own_name_changed(world, cast):
    change(world, cast.sato, cast.yamamoto, name="佐藤 はな")
    told = world.events(cast.minato, type_="accounts.me_changed")[-1]
    assert told.topics == (f"account:{cast.sato.account}",)
    assert world.ask(cast.sato, queries.get_me).name == "佐藤 はな"


def test_members_and_guests_change_nobody(world, cast):
    for who in (cast.sato, cast.maeda):
        with pytest.raises(NotAllowed):
            change(world, cast.kobayashi, who, name="x")
        with pytest.raises(NotAllowed):
            world.do(who, actions.add_member, AddMember(name="x", login="x", unit=cast.bosai))
        with pytest.raises(NotAllowed):
            world.do(who, actions.suspend_member, AccountId(cast.kobayashi.account))


@pytest.mark.parametrize("account", ["", "x", "0" * 32, "\x00", "'; DROP TABLE members; --"])
def test_an_unknown_member_is_not_found(world, cast, account):
    for action in (actions.suspend_member, actions.restore_member, actions.issue_entry_link):
        with pytest.raises(MemberNotFound):
            world.do(cast.yamamoto, action, AccountId(account))
    with pytest.raises(MemberNotFound):
        world.do(cast.yamamoto, actions.change_member, ChangeMember(account, MemberChange()))


def test_another_organisations_member_is_not_found(world, cast):
    with pytest.raises(MemberNotFound):
        change(world, cast.sato, cast.mikami, name="x")
    with pytest.raises(MemberNotFound):
        world.do(cast.mikami, actions.suspend_member, AccountId(cast.sato.account))


def test_deeds_are_on_the_record_by_id_only(world, cast):
    account = add(world, cast)
    [entry] = world.audit(cast.minato, kind="directory.add_member")[-1:]
    assert (entry.actor, entry.subject, entry.data) == (cast.yamamoto.account, account, {})


def test_the_first_administrator_stands_in_the_directory(world, cast):
    member = shown(world, cast.mikami.account, cast.mikami)
    assert (member.name, member.admin, member.login, member.state) == (
        "三上 恵一",
        True,
        "mikami",
        "in",
    )
    assert world.ask(cast.mikami, accounts.get_organisation).code == "aoba"


def test_a_name_typed_with_a_full_width_space_is_kept_as_an_imported_one(world, cast):
    adding = AddMember(name="伊藤　 健", login="ito", unit=cast.somu)
    account = world.do(cast.yamamoto, actions.add_member, adding)
    [found] = world.ask(cast.sato, lambda ctx: queries.find_members(ctx, [account]))
    assert found.name == "伊藤 健"
