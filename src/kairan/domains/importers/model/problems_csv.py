"""The rows that cannot be taken, as a file to mend and import again.

It begins with four columns of ours, which an import passes over, then the file's own. No cell is one
that a spreadsheet would run.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from kairan.domains.importers.model.people import Problem
from kairan.domains.importers.model.sheet import Row
from kairan.kernel import text

BOM = "\ufeff"
"""Excel reads a CSV as UTF-8 only with it."""


def problems_csv(
    ours: Sequence[str],
    headings: Sequence[str],
    bad: Iterable[tuple[Row, Sequence[Problem]]],
    reason: Callable[[Problem], str],
) -> bytes:
    """Return the file: ``ours`` are the headings for line, column, value and reason."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    writer.writerow([text.cell(each) for each in (*ours, *headings)])
    for row, problems in bad:
        told = (
            str(row.line),
            " / ".join(dict.fromkeys(p.column for p in problems if p.column)),
            " / ".join(p.value for p in problems if p.value),
            " / ".join(reason(p) for p in problems),
        )
        writer.writerow([text.cell(each) for each in (*told, *row.cells)])
    return (BOM + kept.getvalue()).encode()
