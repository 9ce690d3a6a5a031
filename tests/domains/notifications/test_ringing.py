"""Who is told of a message, who is not, and what a letter says."""

from datetime import timedelta

import pytest

from kairan.domains.accounts.model import AccountId
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.notifications import actions
from kairan.domains.notifications.model import LEASE, Claim
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.model import AddMembers, ChangeRoom
from kairan.kernel.guard import SERVER
from tests.domains.notifications.ringing import Ringing

TEXT = "秘密の言葉"


@pytest.fixture
def room(bell: Ringing) -> str:
    """A room of 佐藤, 小林 and 前田; everything written so far is long past."""
    made = bell.talk.room(bell.cast.sato, bell.cast.kobayashi, bell.cast.maeda)
    bell.calm()
    return made


def test_a_letter_says_who_and_where_and_never_what(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    no = bell.write(bell.cast.sato, room, TEXT)
    [letter] = bell.office.of(browser)
    assert letter["title"] == "台風の備え"
    assert letter["body"] == "佐藤 花子さんからメッセージがあります"
    assert (letter["room"], letter["no"], letter["kind"]) == (room, no, "message")
    assert TEXT not in str(letter)
    [sealed] = bell.office.sealed(browser)
    assert sealed.headers["urgency"] == "normal"
    assert sealed.headers["topic"] == letter["tag"]
    assert int(sealed.headers["ttl"]) == pytest.approx(24 * 3600, abs=60)


def test_between_two_people_the_name_is_the_title(bell: Ringing) -> None:
    direct = bell.talk.direct(bell.cast.sato, bell.cast.kobayashi)
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.write(bell.cast.sato, direct, TEXT)
    [letter] = bell.office.of(browser)
    assert letter["title"] == "佐藤 花子"
    assert letter["body"] == "新しいメッセージがあります"
    assert bell.office.sealed(browser)[0].headers["urgency"] == "high"


def test_everybody_inside_is_told_once_a_device_and_the_sender_is_not(
    bell: Ringing, room: str
) -> None:
    cast = bell.cast
    second = bell.site.open_session(cast.minato, cast.kobayashi.account)
    told = [bell.subscribe(who) for who in (cast.kobayashi, second, cast.maeda)]
    own, outside = bell.subscribe(cast.sato), bell.subscribe(cast.takahashi)
    bell.write(cast.sato, room)
    assert [len(bell.office.of(browser)) for browser in told] == [1, 1, 1]
    assert bell.office.of(own) == bell.office.of(outside) == []
    bell.write(cast.sato, room)
    assert [len(bell.office.of(browser)) for browser in told] == [2, 2, 2]


def test_nobody_is_asked_for_a_request_while_nobody_subscribed(bell: Ringing, room: str) -> None:
    bell.write(bell.cast.sato, room)
    assert bell.office.connections == 0


def test_a_system_message_rings_nowhere(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.site.do(bell.cast.sato, rooms.change_room, ChangeRoom(room, name="台風十号"))
    bell.calm()
    assert bell.office.of(browser) == []


def test_who_was_removed_before_it_is_sent_hears_nothing(bell: Ringing, room: str) -> None:
    cast = bell.cast
    browser, other = bell.subscribe(cast.kobayashi), bell.subscribe(cast.maeda)
    with bell.held():
        bell.talk.write(cast.sato, room, TEXT)
        bell.site.settle()
        bell.talk.remove(cast.sato, room, cast.kobayashi)
    bell.calm()
    assert bell.office.of(browser) == []
    assert len(bell.office.of(other)) == 1


def test_who_came_back_is_not_told_of_what_was_written_before(bell: Ringing) -> None:
    cast = bell.cast
    room = bell.talk.room(cast.sato, cast.kobayashi, cast.maeda, history="from_joining")
    browser = bell.subscribe(cast.kobayashi)
    with bell.held():
        bell.talk.write(cast.sato, room, TEXT)
        bell.site.settle()
        bell.talk.remove(cast.sato, room, cast.kobayashi)
        bell.talk.add(cast.sato, room, cast.kobayashi)
    bell.calm()
    assert bell.office.of(browser) == []


def test_who_is_suspended_or_signed_out_hears_nothing(bell: Ringing, room: str) -> None:
    cast = bell.cast
    suspended, out = bell.subscribe(cast.kobayashi), bell.subscribe(cast.maeda)
    with bell.held():
        bell.talk.write(cast.sato, room, TEXT)
        bell.site.settle()
        bell.site.do(cast.yamamoto, directory.suspend_member, AccountId(cast.kobayashi.account))
        assert bell.site.client(cast.maeda).delete("/session").status_code == 204
    bell.calm()
    assert bell.office.of(suspended) == bell.office.of(out) == []


def test_a_message_that_was_taken_back_rings_no_more(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    with bell.held():
        no = bell.talk.write(bell.cast.sato, room, TEXT)
        bell.site.settle()
        bell.talk.unsend(bell.cast.sato, room, no)
        bell.site.settle()
    bell.calm()
    assert bell.office.of(browser) == []


def test_what_is_on_the_screen_does_not_ring_there_but_elsewhere(bell: Ringing, room: str) -> None:
    cast = bell.cast
    phone = bell.site.open_session(cast.minato, cast.kobayashi.account)
    desk, pocket = bell.subscribe(cast.kobayashi), bell.subscribe(phone)
    _watch(bell, room, visible=True)
    bell.write(cast.sato, room)
    assert (len(bell.office.of(desk)), len(bell.office.of(pocket))) == (0, 1)
    other = bell.talk.room(cast.sato, cast.kobayashi, name="別の部屋")
    bell.write(cast.sato, other)
    assert (len(bell.office.of(desk)), len(bell.office.of(pocket))) == (1, 2)
    _watch(bell, room, visible=False)
    bell.write(cast.sato, room)
    assert (len(bell.office.of(desk)), len(bell.office.of(pocket))) == (2, 3)


def test_a_screen_is_believed_for_a_minute(
    bell: Ringing, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    monkeypatch.setattr("kairan.surfaces.watching.BELIEVED_FOR", -1.0)
    _watch(bell, room, visible=True)
    bell.write(bell.cast.sato, room)
    assert len(bell.office.of(browser)) == 1


def test_of_what_waits_only_the_last_message_of_a_room_is_told(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    with bell.held():
        for number in range(3):
            last = bell.talk.write(bell.cast.sato, room, f"その{number}")
            bell.site.settle()
    bell.calm()
    assert [letter["no"] for letter in bell.office.of(browser)] == [last]


def test_what_could_not_be_sent_within_a_day_is_dropped(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    with bell.held():
        bell.talk.write(bell.cast.sato, room, TEXT)
        bell.site.settle()
        bell.site.pass_time(timedelta(days=1, minutes=1))
    bell.calm()
    assert bell.office.of(browser) == []


def test_what_was_claimed_and_never_settled_rings_once_more(bell: Ringing, room: str) -> None:
    """A crash between sending and settling: after a while it is due again."""
    browser = bell.subscribe(bell.cast.kobayashi)
    with bell.held():
        bell.talk.write(bell.cast.sato, room, TEXT)
        bell.site.settle()
        claim = Claim(10, frozenset())
        minato = bell.cast.minato
        assert len(bell.site.do_as(minato, SERVER, actions.claim_pushes, claim)) == 1
        assert bell.site.do_as(minato, SERVER, actions.claim_pushes, claim) == []
        bell.site.pass_time(LEASE)
    bell.calm()
    assert len(bell.office.of(browser)) == 1


def test_what_waits_survives_a_restart(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    with bell.held():
        bell.talk.write(bell.cast.sato, room, TEXT)
        bell.site.settle()
        bell.restart()
    bell.calm()
    assert len(bell.office.of(browser)) == 1


def test_old_messages_do_not_ring_when_somebody_subscribes(bell: Ringing, room: str) -> None:
    bell.talk.write(bell.cast.sato, room, TEXT)
    bell.site.calm()
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.calm()
    assert bell.office.of(browser) == []


def test_muted_is_silent_until_its_end(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.choose(bell.cast.kobayashi, room, "everything", mute_for=3600)
    bell.write(bell.cast.sato, room)
    assert bell.office.of(browser) == []
    bell.site.pass_time(timedelta(hours=1, minutes=1))
    bell.write(bell.cast.sato, room)
    assert len(bell.office.of(browser)) == 1


def test_muting_counts_at_the_moment_of_sending(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    with bell.held():
        bell.talk.write(bell.cast.sato, room, TEXT)
        bell.site.settle()
        bell.choose(bell.cast.kobayashi, room, "nothing")
    bell.calm()
    assert bell.office.of(browser) == []


def test_nothing_is_nothing_and_to_me_is_replies_and_what_owners_write(
    bell: Ringing, room: str
) -> None:
    cast = bell.cast
    browser = bell.subscribe(cast.kobayashi)
    bell.choose(cast.kobayashi, room, "to_me")
    own = bell.write(cast.kobayashi, room)
    bell.write(cast.maeda, room)
    assert bell.office.of(browser) == []
    bell.talk.write(cast.maeda, room, "どうぞ", reply_to=own)
    bell.calm()
    assert len(bell.office.of(browser)) == 1
    bell.write(cast.sato, room)
    assert len(bell.office.of(browser)) == 2
    bell.choose(cast.kobayashi, room, "nothing")
    bell.talk.write(cast.maeda, room, "もう一度", reply_to=own)
    bell.write(cast.sato, room)
    assert len(bell.office.of(browser)) == 2


def test_a_large_room_begins_with_to_me_until_one_chooses(bell: Ringing, room: str) -> None:
    cast = bell.cast
    browser = bell.subscribe(cast.kobayashi)
    way = bell.site.client(cast.kobayashi)
    quiet = {"level": "to_me", "muted_until": None, "chosen": False}
    assert way.ask(f"/rooms/{room}/notifications") == quiet | {"level": "everything"}
    _fill(bell, room, 48)
    assert way.ask(f"/rooms/{room}/notifications") == quiet
    bell.write(cast.maeda, room)
    assert bell.office.of(browser) == []
    bell.choose(cast.kobayashi, room, "everything")
    bell.write(cast.maeda, room)
    assert len(bell.office.of(browser)) == 1


def _fill(bell: Ringing, room: str, people: int) -> None:
    """Let so many people more into a room."""
    cast = bell.cast
    for number in range(people):
        adding = AddMember(name=f"職員 {number}", login=f"staff{number}", unit=cast.somu)
        account = bell.site.do(cast.yamamoto, directory.add_member, adding)
        bell.site.do(cast.sato, rooms.add_members, AddMembers(room, (account,)))


def _watch(bell: Ringing, room: str, *, visible: bool) -> None:
    body = {"room": room, "visible": visible}
    answer = bell.site.client(bell.cast.kobayashi).put("/push/screen", json=body)
    assert answer.status_code == 204, answer.text
