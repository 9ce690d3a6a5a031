"""The long poll: the same log for those behind a proxy that holds streams back."""

import threading
import time

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import AccountId
from kairan.surfaces.stream import app
from tests.surfaces.stream.served import Answer, wait_until


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤, 小林 and 前田."""
    return talk.room(cast.sato, cast.kobayashi, cast.maeda)


class Polling:
    """A long poll that waits in a thread."""

    def __init__(self, served, who, since) -> None:
        self.answer: Answer | None = None
        self._begun = time.monotonic()
        self._thread = threading.Thread(target=self._poll, args=(served, who, since))
        before = served.streams()
        self._thread.start()
        wait_until(lambda: served.streams() > before)

    def _poll(self, served, who, since) -> None:
        self.answer = served.poll(who, since)
        self.took = time.monotonic() - self._begun

    def wait(self) -> Answer:
        self._thread.join(timeout=30)
        assert self.answer is not None
        return self.answer


def test_without_a_place_it_answers_at_once_with_the_head(served, cast, talk, room):
    answer = served.poll(cast.kobayashi)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json
    assert len(found.pop("epoch")) == 32
    assert found == {"events": [], "signals": [], "head": served.seq(cast.minato)}


def test_what_was_missed_is_answered_at_once(served, cast, talk, room):
    since = served.seq(cast.minato)
    numbers = [talk.send(cast.sato, room, f"連絡 {n}").message.seq for n in range(3)]
    begun = time.monotonic()
    found = served.poll(cast.kobayashi, since).json
    assert time.monotonic() - begun < 10
    assert [event["seq"] for event in found["events"]] == numbers
    assert [event["data"]["text"] for event in found["events"]] == ["連絡 0", "連絡 1", "連絡 2"]
    assert found["head"] == numbers[-1]


def test_it_waits_until_something_happens(served, cast, talk, room):
    polling = Polling(served, cast.kobayashi, served.seq(cast.minato))
    number = talk.send(cast.sato, room, "いま").message.seq
    found = polling.wait().json
    assert [event["data"]["text"] for event in found["events"]] == ["いま"]
    assert found["head"] == number


def test_what_one_may_not_hear_does_not_answer_it(served, cast, talk, room):
    polling = Polling(served, cast.takahashi, served.seq(cast.minato))
    talk.write(cast.sato, room)  # it would have been the first and only thing in the answer
    talk.add(cast.sato, room, cast.takahashi)
    found = polling.wait().json
    assert [event["type"] for event in found["events"]] == [
        "rooms.member_joined",
        "rooms.message_sent",
    ]


def test_after_a_while_it_answers_with_nothing(served, cast, talk, room, monkeypatch):
    monkeypatch.setattr(app, "POLL_FOR", 0.2)
    since = served.seq(cast.minato)
    begun = time.monotonic()
    found = served.poll(cast.nakamura, since).json
    assert 0.2 <= time.monotonic() - begun < 15
    assert (found["events"], found["signals"], found["head"]) == ([], [], since)
    talk.write(cast.sato, room)
    assert served.poll(cast.nakamura, since).json["head"] == since + 1


def test_polling_again_and_again_loses_nothing_and_doubles_nothing(
    served, cast, talk, room, monkeypatch
):
    monkeypatch.setattr(app, "POLL_FOR", 0.3)
    since = served.seq(cast.minato)
    stop = threading.Event()

    def chat() -> None:
        while not stop.is_set():
            talk.write(cast.sato, room)

    chatting = threading.Thread(target=chat)
    chatting.start()
    heard, head = [], since
    for _ in range(40):
        found = served.poll(cast.kobayashi, head).json
        heard += [event["seq"] for event in found["events"]]
        head = found["head"]
    stop.set()
    chatting.join()
    heard += [event["seq"] for event in served.poll(cast.kobayashi, head).json["events"]]
    assert heard == list(range(since + 1, served.seq(cast.minato) + 1))


def test_a_signal_answers_it(served, cast, talk, room):
    polling = Polling(served, cast.kobayashi, served.seq(cast.minato))
    path = f"/api/v1/rooms/{room}/signals"
    served.request("POST", path, cast.sato, {"kind": "here"})
    found = polling.wait().json
    assert (found["events"], [each["type"] for each in found["signals"]]) == ([], ["here"])


def test_who_missed_too_much_is_told_to_load_everything(served, cast, talk, room, monkeypatch):
    monkeypatch.setattr(app, "REPLAY_LIMIT", 3)
    since = served.seq(cast.minato)
    for _ in range(4):
        talk.write(cast.sato, room)
    head = served.seq(cast.minato)
    assert served.poll(cast.kobayashi, since).json == {"reset": True, "head": head}
    assert served.poll(cast.kobayashi, head + 9).json == {"reset": True, "head": head}


def test_signing_out_answers_it_and_the_next_one_is_refused(served, cast):
    polling = Polling(served, cast.kobayashi, served.seq(cast.minato))
    served.do(cast.kobayashi, accounts.sign_out, None)
    assert polling.wait().json["events"] == []
    assert served.poll(cast.kobayashi, 0).status == 401


def test_a_change_of_office_is_answered_with_load_everything(served, cast):
    polling = Polling(served, cast.kobayashi, served.seq(cast.minato))
    served.do(cast.yamamoto, accounts.grant_admin, AccountId(cast.kobayashi.account))
    [changed] = served.events(cast.minato, type_="accounts.role_changed")
    assert polling.wait().json == {"reset": True, "head": changed.seq}


def test_nobody_polls(served, cast):
    answer = served.poll(None, 0)
    assert answer.status == 401
    assert answer.json["code"] == "accounts.not_signed_in"


def test_a_poll_that_is_given_up_is_forgotten(served, cast):
    stream = served.listen(cast.sato, since=served.seq(cast.minato), accept="application/json")
    stream.close()
    wait_until(lambda: served.streams() == 0)
    wait_until(lambda: not served.hub.wants(cast.minato))
