"""Changes of imports.

keeping   a dry run is kept, in pieces of 100 rows
running   the good rows go in, in blocks of 100 rows, each with its checkpoint
missing   the people no row tells of are suspended, or let in again
"""

from kairan.domains.importers.actions.keeping import (
    Step,
    choose_columns,
    finish_plan,
    forget_old_imports,
    keep_block,
    keep_missing,
    receive_import,
    steps,
    steps_again,
)
from kairan.domains.importers.actions.missing import restore_missing, suspend_missing
from kairan.domains.importers.actions.running import advance, break_off, import_chunk, run_import

ACTIONS = (
    receive_import,
    choose_columns,
    keep_block,
    keep_missing,
    finish_plan,
    run_import,
    import_chunk,
    suspend_missing,
    restore_missing,
    forget_old_imports,
)

__all__ = [
    "ACTIONS",
    "Step",
    "advance",
    "break_off",
    "choose_columns",
    "finish_plan",
    "forget_old_imports",
    "import_chunk",
    "keep_block",
    "keep_missing",
    "receive_import",
    "restore_missing",
    "run_import",
    "steps",
    "steps_again",
    "suspend_missing",
]
