"""What the wire page says of the stream: the names in the data of each event."""

import re

from tests.house.source import ROOT

PAGE = ROOT / "docs" / "subsystems" / "wire.md"
_CELLS = re.compile(r"(?<!\\)\|")
_INNER = re.compile(r"[\[{][^\[\]{}]*[\]}]")
_VALUE = re.compile(r":\s*[^,]*")


def event_names() -> dict[str, frozenset[str]]:
    """Return the names in the data of each event, by type, as the page's table gives them."""
    page = PAGE.read_text()
    table = page.partition("## The stream")[2]
    rows = [_CELLS.split(line) for line in table.splitlines() if line.startswith("| `")]
    return {
        type_: _names(page, cells[2])
        for cells in rows
        for type_ in re.findall(r"`([a-z]+\.[a-z_]+)`", cells[1])
    }


def _names(page: str, cell: str) -> frozenset[str]:
    """Return the names of the shape in a cell: written out, or that of a shape the page describes."""
    shape = cell.split("`")[1]
    if not shape.startswith("{"):
        described = page.partition(f"\n`{shape}` `")[2]
        shape = described.partition("`")[0]
    inside = shape.strip()[1:-1].replace("\\|", "|")
    while _INNER.search(inside):
        inside = _INNER.sub("…", inside)
    return frozenset(re.findall(r'"(\w+)"', _VALUE.sub("", inside)))
