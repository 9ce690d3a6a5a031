"""The project's own Python, read as trees, for laws about how it is written."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parents[2]
KAIRAN = ROOT / "src" / "kairan"
DOMAINS = KAIRAN / "domains"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file; ``parts`` are the names from the folder it was looked for in down to it."""

    path: Path
    parts: tuple[str, ...]
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def at(self, node: ast.AST) -> str:
        """Say where something stands, so that an editor finds it."""
        return f"{self}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[Function]:
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def strings(self) -> Iterator[ast.Constant]:
        """Yield the texts the program uses: not the docstrings, which stand alone."""
        alone = {id(n.value) for n in ast.walk(self.tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(self.tree):
            text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if text and id(node) not in alone:
                yield cast(ast.Constant, node)


@cache
def sources(folder: Path) -> tuple[Source, ...]:
    """Return every Python file below a folder; the history of the schema is left out."""
    return tuple(
        Source(path, path.relative_to(folder).with_suffix("").parts, text, ast.parse(text))
        for path in sorted(folder.rglob("*.py"))
        if path.parent.name != "versions"
        for text in [path.read_text()]
    )
