"""A process of its own that reads one workbook: bytes in, a line of JSON for each row out.

It imports nothing of ours and is started by its path, with the seconds it may take of the processor
and by the clock. A workbook of 5 KB may claim cells at both
ends of a sheet; the reader then allocates all that lies between (512 GB) and aborts, and here it
takes nobody else along.
"""

import io
import json
import resource
import signal
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import python_calamine as calamine

MEMORY = 1 << 30

CELL_LIMIT = 1_000
"""Characters of a cell that are read: many cells may share one string of any length."""

Cell = int | float | str | bool | time | date | datetime | timedelta


def main() -> None:
    """Read a workbook from standard input; write ``[line, [cells]]``, or a code where it cannot."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1]) + 1))
    signal.setitimer(
        signal.ITIMER_REAL, float(sys.argv[2])
    )  # nobody handles it: it ends the process
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for row in _rows(sys.stdin.buffer.read()):
            print(json.dumps(row))
    except calamine.PasswordError:
        print(json.dumps("importers.locked_workbook"))
    except calamine.CalamineError:
        print(json.dumps("importers.damaged_workbook"))


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with anything in them of the first sheet to be seen that has any."""
    with calamine.load_workbook(io.BytesIO(content)) as book:
        for sheet in book.sheets_metadata:
            if sheet.visible is not calamine.SheetVisibleEnum.Visible:
                continue
            if sheet.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            found = False
            for line, cells in enumerate(book.get_sheet_by_name(sheet.name).iter_rows(), start=1):
                texts = [as_text(cell)[:CELL_LIMIT] for cell in cells]
                if any(texts):
                    found = True
                    yield line, texts
            if found:
                return


def as_text(cell: Cell) -> str:
    """Return a cell as a person reads it: 12.0 is ``12``, dates are ISO, the rest unchanged."""
    match cell:
        case str():
            return cell.strip()
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case time():
            return cell.isoformat(timespec="minutes")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


if __name__ == "__main__":
    main()
