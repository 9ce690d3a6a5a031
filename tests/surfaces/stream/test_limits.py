"""How many streams and waiting calls one person may have."""

import threading

from kairan.surfaces.stream import app
from tests.surfaces.stream.served import wait_until


def test_the_stream_after_the_last_is_refused_and_the_others_go_on(served, cast, monkeypatch):
    monkeypatch.setattr(app, "STREAMS", 3)
    first, *_ = open_ = [served.listen(cast.sato) for _ in range(3)]
    assert [each.status for each in open_] == [200] * 3
    refused = served.listen(cast.sato)
    assert refused.status == 429
    assert refused.headers["retry-after"] == "1"
    assert b"kernel.too_many" in refused.body()
    assert served.listen(cast.kobayashi).status == 200
    assert first.next().event == "head"
    first.close()
    wait_until(lambda: served.streams() == 3)
    assert served.listen(cast.sato).status == 200


def test_streams_are_counted_over_all_devices_of_a_person(served, cast, monkeypatch):
    monkeypatch.setattr(app, "STREAMS", 1)
    assert served.listen(cast.sato).status == 200
    other = served.open_session(cast.minato, cast.sato.account)
    assert served.listen(other).status == 429
    assert served.poll(other).status == 200


def test_a_session_waits_in_few_calls_at_once(served, cast, monkeypatch):
    monkeypatch.setattr(app, "POLL_FOR", 3.0)
    since = served.seq(cast.minato)
    waiting = [
        threading.Thread(target=served.poll, args=(cast.sato, since))
        for _ in range(app.POLLS_OF_A_SESSION)
    ]
    for each in waiting:
        each.start()
    wait_until(lambda: served.streams() == app.POLLS_OF_A_SESSION)
    refused = served.poll(cast.sato, since)
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")
    for each in waiting:
        each.join()
    assert served.poll(cast.sato, since).status == 200


def test_an_account_waits_in_few_calls_at_once_whatever_its_sessions(served, cast, monkeypatch):
    monkeypatch.setattr(app, "POLL_FOR", 3.0)
    monkeypatch.setattr(app, "POLLS_OF_AN_ACCOUNT", 1)
    since = served.seq(cast.minato)
    waiting = threading.Thread(target=served.poll, args=(cast.sato, since))
    waiting.start()
    wait_until(lambda: served.streams() == 1)
    other = served.open_session(cast.minato, cast.sato.account)
    assert served.poll(other, served.seq(cast.minato)).status == 429
    waiting.join()
