"""What many do at once, or one does to many, takes one query for each thing it needs, however many they are."""

import pytest

from kairan.app import TELLERS
from kairan.domains.rooms import actions
from kairan.domains.rooms.model import Forward, SendMessage
from kairan.domains.rooms.queries.invitations import preview
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import read_secret
from kairan.surfaces.stream import frames

FEW, MANY = 2, 9


def _reads(seen):
    return len([each for each in seen if each.startswith(("SELECT", "WITH"))])


@pytest.fixture
def rooms(cast, talk):
    return [
        talk.room(cast.sato, cast.kobayashi, reader_list="owners", name=f"{n}") for n in range(MANY)
    ]


def test_messages_forwarded_together_from_many_rooms(world, cast, talk, rooms):
    target = talk.room(cast.sato, cast.kobayashi)
    sources = [(room, talk.write(cast.kobayashi, room, f"from {room}")) for room in rooms]
    counts = {}
    for number in (FEW, MANY):
        commands = [
            SendMessage(target, f"{number} {n}", forward=Forward(*source))
            for n, source in enumerate(sources[:number])
        ]
        with world.statements() as seen:
            with world.together(cast.minato):
                sending = [world.begin_to(cast.sato, actions.send_message, c) for c in commands]
            texts = [each.result(timeout=30).message.text for each in sending]
        assert texts == [f"from {room}" for room in rooms[:number]]
        counts[number] = _reads(seen)
    assert counts[FEW] == counts[MANY]


def test_figures_of_many_restricted_rooms_told_again(world, cast, talk, rooms):
    for room in rooms:
        no = talk.write(cast.sato, room)
        talk.acknowledge(cast.kobayashi, room, no)
        talk.write(cast.kobayashi, room)
        talk.acknowledge(cast.sato, room, no + 1)
    events = world.events(cast.minato, type_="receipts.counted")
    assert len(events) == 2 * MANY
    counts = []
    for told in (events[:2], events):
        with world.statements() as seen:
            encoded = world.ask_as(
                cast.minato, SERVER, lambda ctx, told=told: frames.encode(ctx, told, TELLERS)
            )
        assert all(b'"acknowledged":1' in frame.json for frame in encoded)
        counts.append(_reads(seen))
    assert counts[0] == counts[1]


def test_what_a_link_into_many_rooms_says_before_one_enters(world, cast, talk, rooms):
    counts = []
    for number in (FEW, MANY):
        secret = read_secret(talk.invite(cast.sato, *rooms[:number]).token)
        with world.statements() as seen:
            ahead = world.ask_as(
                cast.minato, NOBODY, lambda ctx, secret=secret: preview(ctx, secret.digest)
            )
        assert [(each.name, each.members) for each in ahead.rooms] == [
            (f"{n}", 2) for n in range(number)
        ]
        counts.append(_reads(seen))
    assert counts[0] == counts[1]
