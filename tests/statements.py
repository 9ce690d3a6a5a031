"""Watching the statements that are run, whichever way they go to the driver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from kairan.kernel.prepared import Prepared


@contextmanager
def noted(note: Callable[[str, object], None]) -> Iterator[None]:
    """Call ``note`` with each statement that is run meanwhile, and its values."""
    make_ready = Prepared._ready_for

    def core(_conn, _cursor, statement, parameters, *_rest) -> None:
        note(statement, parameters)

    def prepared(self, dialect, values):
        ready = make_ready(self, dialect, values)
        note(ready.sql, values)
        return ready

    event.listen(Engine, "before_cursor_execute", core)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Prepared, "_ready_for", prepared)
            yield
    finally:
        event.remove(Engine, "before_cursor_execute", core)
