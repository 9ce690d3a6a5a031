"""Signing out, being suspended, being removed, losing an office: open streams know at once."""

import threading
import time

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import AccountId, SessionId
from kairan.domains.directory import actions as directory
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.model import MemberOfRoom, SendMessage
from tests.surfaces.stream.served import Listener, wait_until


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤, 小林 and 前田."""
    return talk.room(cast.sato, cast.kobayashi, cast.maeda)


def open_stream(served, who):
    stream = served.listen(who)
    stream.until("head")
    wait_until(lambda: served.streams() > 0)
    return stream


def assert_ended(stream, why) -> None:
    """The stream's last word says why, it ends as a response should, and then there is nothing."""
    frames = stream.rest()
    assert [frame.event for frame in frames if frame.event != "accounts.me_changed"] == ["end"]
    assert frames[-1].data == {"why": why}
    assert frames[-1].id is None
    assert stream.ended
    assert not stream.cut


def test_signing_out_ends_the_streams_of_that_session_only(served, cast, talk, room):
    phone = served.open_session(cast.minato, cast.kobayashi.account)
    own, other = open_stream(served, cast.kobayashi), open_stream(served, phone)
    begun = time.monotonic()
    served.do(cast.kobayashi, accounts.sign_out, None)
    assert_ended(own, "signed_out")
    assert time.monotonic() - begun < 5
    talk.write(cast.sato, room)
    assert other.until("rooms.message_sent")
    assert served.listen(cast.kobayashi).status == 401


def test_one_signs_another_device_out_and_its_stream_ends(served, cast):
    lost = served.open_session(cast.minato, cast.kobayashi.account)
    stream = open_stream(served, lost)
    own = open_stream(served, cast.kobayashi)
    with served.database.read() as tx:
        session = served.authenticate(tx, [lost.secret])[lost.secret.digest].session
    served.do(cast.kobayashi, accounts.end_session, SessionId(session))
    assert_ended(stream, "signed_out")
    own.meanwhile(0.1)
    assert not own.ended
    assert not own.cut


def test_a_new_entry_link_ends_the_streams_of_the_lost_telephone(served, cast):
    stream = open_stream(served, cast.kobayashi)
    served.do(cast.yamamoto, directory.issue_entry_link, AccountId(cast.kobayashi.account))
    assert_ended(stream, "signed_out")


def test_being_suspended_ends_all_streams_and_says_so(served, cast, talk, room):
    phone = served.open_session(cast.minato, cast.kobayashi.account)
    streams = [open_stream(served, cast.kobayashi), open_stream(served, phone)]
    served.do(cast.yamamoto, directory.suspend_member, AccountId(cast.kobayashi.account))
    for stream in streams:
        assert_ended(stream, "suspended")
    assert served.listen(cast.kobayashi).status == 401


@pytest.mark.parametrize("revoke", ["sign_out", "suspend_member"])
def test_nothing_that_was_written_after_is_heard_not_even_from_the_same_batch(
    served, cast, talk, room, revoke
):
    stream = open_stream(served, cast.kobayashi)
    with served.together(cast.minato):
        served.begin_to(cast.sato, rooms.send_message, SendMessage(room, "1", "前"))
        if revoke == "sign_out":
            served.begin_to(cast.kobayashi, accounts.sign_out, None)
        else:
            command = AccountId(cast.kobayashi.account)
            served.begin_to(cast.yamamoto, directory.suspend_member, command)
        served.begin_to(cast.sato, rooms.send_message, SendMessage(room, "2", "後"))
    frames = stream.rest()
    assert [frame.event for frame in frames] == ["rooms.message_sent", "end"]
    assert frames[0].message["text"] == "前"


def test_who_is_removed_hears_of_that_and_of_nothing_after(served, cast, talk, room):
    stream = open_stream(served, cast.kobayashi)
    with served.together(cast.minato):
        served.begin_to(cast.sato, rooms.send_message, SendMessage(room, "1", "前"))
        command = MemberOfRoom(room, cast.kobayashi.account)
        served.begin_to(cast.sato, rooms.remove_member, command)
        served.begin_to(cast.sato, rooms.send_message, SendMessage(room, "2", "後"))
    talk.write(cast.sato, room, "ずっと後")
    other = talk.room(cast.sato, cast.kobayashi)
    frames = stream.until("rooms.message_sent", count=2)
    assert [frame.event for frame in frames] == [
        "rooms.message_sent",
        "rooms.member_left",
        "rooms.member_joined",
        "rooms.message_sent",
    ]
    assert frames[0].message["text"] == "前"
    left = frames[1].message
    assert (left["account"], left["name"], left["why"]) == (
        cast.kobayashi.account,
        "小林 誠",
        "removed",
    )
    assert frames[2].data["room"] == other


def test_who_is_removed_and_comes_back_later_is_told_only_of_that(served, cast, talk, room):
    stream = open_stream(served, cast.kobayashi)
    since = served.seq(cast.minato)
    stream.close()
    talk.write(cast.sato, room, "秘密 1")
    talk.remove(cast.sato, room, cast.kobayashi)
    talk.write(cast.sato, room, "秘密 2")
    frames = served.listen(cast.kobayashi, since=since).until("head")
    assert [frame.event for frame in frames] == ["rooms.member_left", "head"]
    answer = served.poll(cast.kobayashi, since)
    assert [event["type"] for event in answer.json["events"]] == ["rooms.member_left"]
    assert "秘密".encode() not in answer.body


def test_who_is_added_hears_from_then_on(served, cast, talk, room):
    stream = open_stream(served, cast.takahashi)
    talk.write(cast.sato, room, "まだ")
    talk.add(cast.sato, room, cast.takahashi)
    talk.write(cast.sato, room, "もう")
    frames = stream.until("rooms.message_sent", count=2)
    assert [frame.event for frame in frames] == [
        "rooms.member_joined",
        "rooms.message_sent",
        "rooms.message_sent",
    ]
    assert frames[0].message["from_no"] == 1
    assert frames[2].message["text"] == "もう"


def test_who_gets_or_loses_an_office_loads_everything_again(served, cast):
    for action in (accounts.grant_admin, accounts.withdraw_admin):
        stream = open_stream(served, cast.kobayashi)
        served.do(cast.yamamoto, action, AccountId(cast.kobayashi.account))
        frames = stream.rest()
        assert [frame.event for frame in frames][-1] == "reset"
        assert all(frame.event != "end" for frame in frames)  # the client is to come back at once
        reset = frames[-1]
        assert reset.data == {"reset": True, "head": reset.id}
        back = served.listen(cast.kobayashi, since=reset.id)
        assert back.until("head")
        back.close()


def test_who_lost_an_office_hears_no_more_of_what_is_for_administrators(served, cast):
    served.do(cast.yamamoto, accounts.grant_admin, AccountId(cast.kobayashi.account))
    stream = open_stream(served, cast.kobayashi)
    with served.together(cast.minato):
        account = AccountId(cast.kobayashi.account)
        served.begin_to(cast.yamamoto, accounts.withdraw_admin, account)
        served.begin_to(cast.yamamoto, directory.suspend_member, AccountId(cast.nakamura.account))
    reset = stream.rest()[-1]
    assert reset.event == "reset"
    back = served.listen(cast.kobayashi, since=reset.id)
    assert "directory.counts_changed" not in [frame.event for frame in back.until("head")]


def test_an_ended_session_never_keeps_a_stream_however_it_races(served, cast, talk, room):
    """Streams are opened while the session is ended: each is refused, or ends."""
    for _ in range(25):
        phone = served.open_session(cast.minato, cast.kobayashi.account)
        streams: list[Listener] = []

        def open_many(phone=phone, streams=streams) -> None:
            streams.extend(served.listen(phone) for _ in range(4))

        opening = threading.Thread(target=open_many)
        opening.start()
        served.do(phone, accounts.sign_out, None)
        opening.join()
        for stream in streams:
            if stream.status == 200:
                assert stream.rest()[-1].data == {"why": "signed_out"}
            else:
                assert stream.status == 401
            stream.close()
    wait_until(lambda: served.streams() == 0)
