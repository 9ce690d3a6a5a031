"""What is prepared is Core: each prepared statement goes to the driver as Core would send it.

The statements of real sends are run again both ways, with the values they had: the same text with the same
values, and the same rows from it. So they obey the same rules, whatever they are used for.
"""

import sys
from contextlib import suppress

import pytest
from sqlalchemy import Select, event
from sqlalchemy.exc import IntegrityError

from kairan.app import TELLERS
from kairan.domains.rooms import actions
from kairan.domains.rooms.model import SendMessage
from kairan.kernel.guard import SERVER
from kairan.kernel.prepared import Prepared
from kairan.surfaces.stream import frames

MANY = 9


class Undo(Exception):
    """What was tried is not to stay."""


def _prepared() -> dict[Prepared, str]:
    """Return every prepared statement there is, with its name; the application loads all modules."""
    return {
        value: f"{module}.{name}"
        for module, loaded in sys.modules.items()
        if module.startswith("kairan.")
        for name, value in vars(loaded).items()
        if isinstance(value, Prepared)
    }


@pytest.fixture
def seen(monkeypatch):
    """Every use of a prepared statement, with its values."""
    uses = []
    make_ready = Prepared._ready_for

    def note(self, dialect, values):
        uses.append((self, dict(values)))
        return make_ready(self, dialect, values)

    with monkeypatch.context() as patch:
        patch.setattr(Prepared, "_ready_for", note)
        yield uses


def test_every_prepared_statement_goes_to_the_driver_as_core_sends_it(world, cast, talk, seen):
    rooms = [talk.room(cast.sato, cast.kobayashi) for _ in range(MANY)]
    talk.write(cast.sato, rooms[0])
    with world.together(cast.minato):
        sending = [
            world.begin_to(who, actions.send_message, SendMessage(room, room, "。"))
            for room in rooms
            for who in (cast.sato, cast.kobayashi)
        ]
    assert all(each.result(timeout=30).new for each in sending)
    events = world.events(cast.minato, type_="rooms.message_sent")
    for told in (events[:1], events[-1:], events):
        world.ask_as(cast.minato, SERVER, lambda ctx, told=told: frames.encode(ctx, told, TELLERS))
    names = _prepared()
    uses = list(seen)
    assert {names[statement] for statement, _ in uses} == set(names.values())
    assert (
        max(len(value) for _, given in uses for value in given.values() if isinstance(value, list))
        > 1
    )
    for statement, values in uses:
        ours, cores = _both_ways(world, statement, values)
        assert ours == cores, names[statement]


def _both_ways(world, statement, values):
    """Return text, values and rows of a statement as it goes to the driver itself, and as Core sends it."""
    sent = []

    def note(_conn, _cursor, text, parameters, *_rest):
        sent.append((text, list(parameters)))

    reads = isinstance(statement.statement, Select)
    with suppress(Undo), world.database.write() as tx:
        ready = statement._ready_for(tx.dialect, values)
        ours = (ready.sql, ready.parameters(values)), statement.rows(tx, **values) if reads else []
        event.listen(tx.engine, "before_cursor_execute", note)
        with suppress(IntegrityError):  # what is inserted is there already
            found = tx.execute(statement.statement, values)
            rows = [tuple(row) for row in found] if reads else []
        event.remove(tx.engine, "before_cursor_execute", note)
        raise Undo
    return ours, (sent[0], rows if reads else [])
