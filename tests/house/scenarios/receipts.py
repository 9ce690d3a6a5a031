"""People read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from kairan.domains.receipts import actions as receipts
from kairan.domains.receipts.model import MoveCursor
from tests.house.stage import Scenarios, Stage


def sato_reads_all(stage: Stage) -> None:
    stage.do(stage.cast.sato, receipts.move_cursor, MoveCursor(stage.rooms.open, 9))


def kobayashi_reads_some(stage: Stage) -> None:
    for _ in range(3):
        no = stage.write(stage.cast.sato, stage.rooms.open)
    stage.do(stage.cast.kobayashi, receipts.move_cursor, MoveCursor(stage.rooms.open, no - 1))


def maeda_reads_in_the_quiet_room(stage: Stage) -> None:
    stage.do(stage.cast.maeda, receipts.move_cursor, MoveCursor(stage.rooms.quiet, 9))


def the_told_read_after_all(stage: Stage) -> None:
    """佐藤 was told of a message in the quiet room and now reads it; a figure goes from told to read."""
    stage.do(stage.cast.sato, receipts.move_cursor, MoveCursor(stage.rooms.quiet, 9))


def moves_are_announced(stage: Stage) -> None:
    stage.do(stage.cast.kobayashi, receipts.move_cursor, MoveCursor(stage.rooms.open, 9))
    stage.serve(receipts.announce_moves, stage.rooms.open)


def moves_are_announced_after_a_crash(stage: Stage) -> None:
    with _never_announced():
        stage.do(stage.cast.kobayashi, receipts.move_cursor, MoveCursor(stage.rooms.open, 9))
    stage.serve(receipts.announce_forgotten_moves, None)


@contextmanager
def _never_announced() -> Iterator[None]:
    """Put off what is announced until the server has crashed."""
    before = receipts.ANNOUNCE_EVERY
    receipts.ANNOUNCE_EVERY = timedelta(hours=1)
    try:
        yield
    finally:
        receipts.ANNOUNCE_EVERY = before


SCENARIOS: Scenarios = {
    "receipts.move_cursor: to the end": sato_reads_all,
    "receipts.move_cursor: not to the end": kobayashi_reads_some,
    "receipts.move_cursor: where names are kept": maeda_reads_in_the_quiet_room,
    "receipts.move_cursor: by somebody told": the_told_read_after_all,
    "receipts.announce_moves": moves_are_announced,
    "receipts.announce_forgotten_moves": moves_are_announced_after_a_crash,
}
