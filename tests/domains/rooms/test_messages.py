"""Writing, replying, passing on, unsending."""

import threading
from datetime import timedelta

import msgspec
import pytest

from kairan.app import TELLERS
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.rooms import actions
from kairan.domains.rooms.errors import MessageNotFound, NotTheSender, UnsendTooLate
from kairan.domains.rooms.model import SendMessage
from kairan.kernel.errors import BadInput
from kairan.kernel.guard import SERVER
from kairan.surfaces.stream import frames


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤, 小林 and 前田."""
    return talk.room(cast.sato, cast.kobayashi, cast.maeda)


def told(world, org, event):
    """Return the data of an event as it goes over the wire now."""
    [frame] = world.ask_as(org, SERVER, lambda ctx: frames.encode(ctx, [event], TELLERS))
    return msgspec.json.decode(frame.json)["data"]


def test_a_message_has_a_number_a_place_in_the_log_and_its_sender(world, cast, talk, room):
    sent = talk.send(cast.maeda, room, "広場を片付けました", client_id="m1")
    assert sent.new
    message = talk.message(cast.sato, room, 2)
    assert (message.no, message.client_id, message.kind) == (2, "m1", "text")
    assert (message.sender, message.sender_name) == (cast.maeda.account, "前田 一郎")
    assert (message.sender_affiliation, message.sender_outside) == ("南浜自治会", True)
    assert (message.text, message.audience, message.read) == ("広場を片付けました", 2, 0)
    assert message.seq == world.seq(cast.minato)
    assert abs(message.sent_at - world.now()) < timedelta(seconds=5)


def test_numbers_of_a_room_have_no_gap_whoever_writes(cast, talk, room):
    people, count = (cast.sato, cast.kobayashi, cast.maeda), 25

    def write(who) -> None:
        for _ in range(count):
            talk.write(who, room)

    threads = [threading.Thread(target=write, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page = talk.page(cast.sato, room, after=0, limit=1_000)
    assert [each.no for each in page.items] == list(range(1, 2 + count * len(people)))
    seqs = [each.seq for each in page.items]
    assert seqs == sorted(set(seqs))


# the same client_id


def test_the_same_client_id_is_one_message_and_the_same_answer(world, cast, talk, room):
    first = talk.send(cast.sato, room, "集合は８時", client_id="a")
    before = world.seq(cast.minato)
    again = talk.send(cast.sato, room, "別の言葉", client_id="a")
    assert (first.new, again.new) == (True, False)
    assert again.message == first.message
    assert world.seq(cast.minato) == before
    assert talk.place(room).head == 2


def test_a_client_id_is_ones_own_and_of_one_room(cast, talk, room):
    other = talk.room(cast.sato, cast.kobayashi)
    sends = [
        talk.send(cast.sato, room, client_id="a"),
        talk.send(cast.kobayashi, room, client_id="a"),
        talk.send(cast.sato, other, client_id="a"),
    ]
    assert all(each.new for each in sends)


@pytest.mark.parametrize("client_id", ["a ", " a", "Ａ", "か\u3099", "が", "\ufa19", "a b"])
def test_a_client_id_is_kept_as_it_came_so_that_the_client_knows_it_again(
    cast, talk, room, client_id
):
    first = talk.send(cast.sato, room, client_id=client_id)
    again = talk.send(cast.sato, room, client_id=client_id)
    assert (first.new, again.new) == (True, False)
    assert first.message.client_id == again.message.client_id == client_id


@pytest.mark.parametrize("client_id", ["", " ", "x" * 65, "a\nb", "a\x00"])
def test_a_client_id_that_cannot_be_one_is_refused(world, cast, room, client_id):
    with pytest.raises(BadInput) as caught:
        world.do(cast.sato, actions.send_message, SendMessage(room, client_id, "はい"))
    assert "client_id" in caught.value.fields


def test_the_same_client_id_many_times_at_once_is_one_message(world, cast, talk, room):
    command = SendMessage(room, "a", "一度だけ")
    with world.together(cast.minato):
        sent = [world.begin_to(cast.sato, actions.send_message, command) for _ in range(10)]
    answers = [each.result(timeout=30) for each in sent]
    assert [each.new for each in answers] == [True] + [False] * 9
    assert {each.message.no for each in answers} == {2}
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(talk.send(cast.sato, room, client_id="b")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each.new for each in answers) == 1
    assert {each.message.no for each in answers} == {3}


def test_the_same_client_id_after_unsending_does_not_send_it_again(cast, talk, room):
    talk.send(cast.sato, room, "間違い", client_id="a")
    talk.unsend(cast.sato, room, 2)
    again = talk.send(cast.sato, room, "間違い", client_id="a")
    assert (again.new, again.message.no, again.message.text) == (False, 2, None)
    assert talk.place(room).head == 2


# the text


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u3000", "\u200b", "a" * 10_001])
def test_a_message_says_something_and_not_too_much(world, cast, talk, room, text):
    before = world.seq(cast.minato)
    with pytest.raises(BadInput) as caught:
        talk.write(cast.sato, room, text)
    assert "text" in caught.value.fields
    assert world.seq(cast.minato) == before
    assert talk.place(room).head == 1


@pytest.mark.parametrize("text", ["a\x00b", "\u202etxt.exe", "\ud83d", "bell\x07", "\x1b[2J"])
def test_what_cannot_be_shown_honestly_is_refused(cast, talk, room, text):
    with pytest.raises(BadInput) as caught:
        talk.write(cast.sato, room, text)
    assert caught.value.fields == {"text": "control_characters"}


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "一行目\n二行目\n\t字下げ",
        "👨\u200d👩\u200d👧 髙﨑濵𠮷神",
        "<b>&amp;</b>",
        "'; DROP TABLE messages; --",
    ],
)
def test_text_is_kept_as_it_was_written(cast, talk, room, text):
    no = talk.write(cast.sato, room, text)
    assert talk.message(cast.maeda, room, no).text == text


def test_one_bad_message_does_not_hurt_the_others_that_wait_with_it(world, cast, talk, room):
    stranger = talk.room(cast.takahashi)
    commands = [
        (cast.sato, SendMessage(room, "1", "一")),
        (cast.sato, SendMessage(room, "2", "")),
        (cast.sato, SendMessage(stranger, "3", "よその部屋")),
        (cast.maeda, SendMessage(room, "4", "二")),
        (cast.sato, SendMessage(room, "5", "三", reply_to=99)),
        (cast.kobayashi, SendMessage(room, "6", "四", reply_to=3)),
    ]
    with world.together(cast.minato):
        sent = [world.begin_to(who, actions.send_message, command) for who, command in commands]
    errors = [type(each.exception(timeout=30)).__name__ for each in sent]
    assert errors == [
        "NoneType",
        "BadInput",
        "RoomNotFound",
        "NoneType",
        "MessageNotFound",
        "NoneType",
    ]
    assert [m.text for m in talk.page(cast.sato, room).items[1:]] == ["一", "二", "四"]
    reply = talk.page(cast.sato, room).items[-1].reply_to
    assert reply is not None
    assert (reply.no, reply.text) == (3, "二")


# replying and passing on


def test_a_reply_quotes_what_it_answers(cast, talk, room):
    question = talk.write(cast.sato, room, "来られますか" + "？" * 300)
    answer = talk.write(cast.maeda, room, "はい", reply_to=question)
    quote = talk.message(cast.kobayashi, room, answer).reply_to
    assert quote is not None
    assert (quote.no, quote.sender_name) == (question, "佐藤 花子")
    assert quote.text is not None
    assert quote.text.startswith("来られますか")
    assert len(quote.text) == 200


def test_what_was_unsent_is_not_quoted_any_more(cast, talk, room):
    question = talk.write(cast.sato, room, "秘密")
    answer = talk.write(cast.maeda, room, "はい", reply_to=question)
    talk.unsend(cast.sato, room, question)
    quote = talk.message(cast.kobayashi, room, answer).reply_to
    assert quote is not None
    assert quote.text is None


@pytest.mark.parametrize("no", [0, 1, 99, 2**31 - 1])
def test_one_replies_only_to_messages_people_wrote(cast, talk, room, no):
    with pytest.raises(MessageNotFound):
        talk.write(cast.sato, room, "はい", reply_to=no)


def test_one_replies_only_to_what_one_sees(cast, talk):
    room = talk.room(cast.sato, history="from_joining")
    hidden = talk.write(cast.sato, room, "前の話")
    talk.add(cast.sato, room, cast.kobayashi)
    with pytest.raises(MessageNotFound):
        talk.write(cast.kobayashi, room, "何の話", reply_to=hidden)


def test_a_quote_does_not_show_a_newcomer_what_was_written_before(world, cast, talk):
    room = talk.room(cast.sato, cast.maeda, history="from_joining")
    hidden = talk.write(cast.sato, room, "新人には内緒")
    talk.add(cast.sato, room, cast.kobayashi)
    answer = talk.write(cast.maeda, room, "わかりました", reply_to=hidden)
    assert "内緒" in str(talk.message(cast.sato, room, answer))
    for seen in (
        talk.message(cast.kobayashi, room, answer),
        talk.page(cast.kobayashi, room).items,
        talk.rooms(cast.kobayashi),
        told(world, cast.minato, world.events(cast.minato)[-1]),
    ):
        assert "内緒" not in str(seen)


def test_a_quote_that_all_inside_may_see_is_told_with_its_words(world, cast, talk):
    room = talk.room(cast.sato, cast.maeda, history="from_joining")
    question = talk.write(cast.sato, room, "みんなの話")
    talk.write(cast.maeda, room, "はい", reply_to=question)
    quote = told(world, cast.minato, world.events(cast.minato)[-1])["reply_to"]
    assert quote == {"no": question, "sender_name": "佐藤 花子", "text": "みんなの話"}


def test_a_message_is_passed_on_with_its_words_and_marked(cast, talk, room):
    no = talk.write(cast.kobayashi, room, "避難所は公民館")
    other = talk.room(cast.sato, cast.takahashi)
    passed = talk.forward(cast.sato, room, no, other)
    message = talk.message(cast.takahashi, other, passed)
    assert (message.text, message.forwarded, message.sender) == (
        "避難所は公民館",
        True,
        cast.sato.account,
    )


def test_one_passes_on_only_what_one_sees(cast, talk, room):
    secret = talk.room(cast.kobayashi)
    hidden = talk.write(cast.kobayashi, secret, "内緒")
    late = talk.room(cast.kobayashi, history="from_joining")
    before = talk.write(cast.kobayashi, late, "前の話")
    talk.add(cast.kobayashi, late, cast.sato)
    gone = talk.room(cast.kobayashi, cast.sato)
    old = talk.write(cast.kobayashi, gone, "昔の話")
    talk.remove(cast.kobayashi, gone, cast.sato)
    for source, no in (
        (secret, hidden),
        (late, before),
        (gone, old),
        (room, 1),
        (room, 99),
        ("x", 1),
    ):
        with pytest.raises(MessageNotFound):
            talk.forward(cast.sato, source, no, room)
    assert talk.place(room).head == 1


def test_what_was_unsent_is_not_passed_on(cast, talk, room):
    no = talk.write(cast.sato, room, "間違い")
    talk.unsend(cast.sato, room, no)
    with pytest.raises(MessageNotFound):
        talk.forward(cast.sato, room, no, room)


# unsending


def test_what_is_unsent_leaves_a_trace_without_words(world, cast, talk, room):
    no = talk.write(cast.sato, room, "間違い")
    talk.read(cast.maeda, room, no)
    talk.acknowledge(cast.maeda, room, no)
    sent = world.events(cast.minato, type_="rooms.message_sent")[-1]
    assert told(world, cast.minato, sent)["text"] == "間違い"
    talk.unsend(cast.sato, room, no)
    for message in (
        talk.message(cast.maeda, room, no),
        talk.page(cast.maeda, room).items[-1],
        talk.get(cast.maeda, room).last,
    ):
        assert (message.no, message.text, message.read, message.audience) == (no, None, 0, 0)
        assert message.unsent_at is not None
        assert message.acknowledged.count == 0
    assert told(world, cast.minato, sent)["text"] is None
    with world.database.read() as tx:
        rows = tx.exec_driver_sql("SELECT text FROM messages WHERE text LIKE '%間違い%'").all()
        events = tx.exec_driver_sql("SELECT data FROM events WHERE data LIKE '%間違い%'").all()
        record = tx.exec_driver_sql("SELECT data FROM audit WHERE data LIKE '%間違い%'").all()
    assert (rows, events, record) == ([], [], [])


def test_only_the_sender_unsends(cast, talk, room):
    no = talk.write(cast.kobayashi, room)
    for who in (cast.sato, cast.maeda):
        with pytest.raises(NotTheSender):
            talk.unsend(who, room, no)
    assert talk.message(cast.sato, room, no).text is not None


def test_a_message_can_be_unsent_for_24_hours(cast, talk, room):
    early, late = talk.write(cast.sato, room), talk.write(cast.sato, room)
    talk.wait(hours=23, minutes=59)
    talk.unsend(cast.sato, room, early)
    talk.wait(minutes=2)
    with pytest.raises(UnsendTooLate) as caught:
        talk.unsend(cast.sato, room, late)
    assert caught.value.data == {"hours": 24}


def test_what_is_not_there_or_gone_cannot_be_unsent_or_acknowledged(cast, talk, room):
    no = talk.write(cast.sato, room)
    talk.unsend(cast.sato, room, no)
    for number in (no, 1, 0, 99):
        for attempt in (talk.unsend, talk.acknowledge, talk.withdraw):
            with pytest.raises(MessageNotFound):
                attempt(cast.sato, room, number)


def test_who_left_does_not_unsend(cast, talk, room):
    no = talk.write(cast.kobayashi, room)
    talk.leave(cast.kobayashi, room)
    with pytest.raises(RoomNotFound):
        talk.unsend(cast.kobayashi, room, no)


def test_numbers_beyond_everything_are_simply_not_there(cast, talk, room):
    for no in (2**31, 2**63, 10**30):
        with pytest.raises(MessageNotFound):
            talk.unsend(cast.sato, room, no)
        with pytest.raises(MessageNotFound):
            talk.readers(cast.sato, room, no)
        with pytest.raises(MessageNotFound):
            talk.write(cast.sato, room, "はい", reply_to=no)
