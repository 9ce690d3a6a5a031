"""Going down: streams end first and say why, and everybody comes back to a whole log."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.surfaces.stream.served import Listener, Served, seqs, wait_until
from tests.talk import Talk

SRC = Path(__file__).parents[3] / "src"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def is_up(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def process(first_world, tmp_path):
    """``kairan serve`` over a copy of the world: the process and its port."""
    shutil.copy(first_world.folder / "kairan.db", tmp_path / "kairan.db")
    port = free_port()
    environ = os.environ | {
        "PYTHONPATH": str(SRC),
        "KAIRAN_DATA": str(tmp_path),
        "KAIRAN_PORT": str(port),
    }
    command = [sys.executable, "-m", "kairan", "serve"]
    log = (tmp_path / "log").open("wb")
    running = subprocess.Popen(command, env=environ, stdout=log, stderr=subprocess.STDOUT)
    wait_until(lambda: is_up(port) or running.poll() is not None, seconds=30)
    assert running.poll() is None, (tmp_path / "log").read_text()
    yield running, port
    if running.poll() is None:
        running.kill()
    running.wait(timeout=10)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_on_a_signal_streams_end_first_and_the_process_ends_soon(first_world, process, sign):
    running, port = process
    cast = first_world.cast
    streams = [Listener(port, who) for who in (cast.sato, cast.kobayashi, cast.mikami)]
    for stream in streams:
        stream.until("head")
    begun = time.monotonic()
    running.send_signal(sign)
    for stream in streams:
        frames = stream.rest()
        assert [(frame.event, frame.data) for frame in frames] == [("end", {"why": "going_down"})]
        assert stream.ended
    assert running.wait(timeout=10) is not None
    assert time.monotonic() - begun < 5


def test_a_long_poll_is_answered_when_the_server_goes_down(served, cast):
    poll = served.listen(cast.sato, served.seq(cast.minato), accept="application/json")
    wait_until(lambda: served.streams() == 1)
    begun = time.monotonic()
    served.stop()
    assert poll.status == 200
    assert time.monotonic() - begun < 5


def test_a_stream_that_is_opened_while_the_server_goes_down_ends_too(served, cast):
    served.on_loop(lambda: served.hub.end_all("going_down"))
    stream = served.listen(cast.sato)
    frames = stream.rest()
    assert [frame.event for frame in frames] == ["head", "end"]
    assert frames[-1].data == {"why": "going_down"}
    wait_until(lambda: served.streams() == 0)


def test_after_a_restart_one_goes_on_where_one_stood(first_world, tmp_path):
    served = Served.of(first_world, tmp_path)
    cast, talk = served.cast, Talk(served)
    room = talk.room(cast.sato, cast.kobayashi)
    stream = served.listen(cast.kobayashi)
    epoch = stream.next().data["epoch"]
    talk.write(cast.sato, room, "一")
    heard = stream.until("rooms.message_sent")
    talk.write(cast.sato, room, "二")
    served.close()
    again = Served(tmp_path, cast)
    try:
        Talk(again).write(cast.sato, room, "三", client_id="after")
        back = again.listen(cast.kobayashi, since=heard[-1].id)
        frames = back.until("head")
        assert [f.message["text"] for f in frames[:-1]] == ["二", "三"]
        assert seqs(frames) == [heard[-1].id + 1, heard[-1].id + 2]
        assert frames[-1].data["epoch"] == epoch
    finally:
        again.close()
