"""Who may reach whom: the contracts of ``.importlinter``, and what it cannot express."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.source import DOMAINS, KAIRAN, ROOT, Source, sources

SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|WITH|BEGIN)\s", re.A)
WAYS_IN = ("api", "admin")


def test_the_import_contracts_are_kept() -> None:
    beside = Path(sys.executable).with_name("lint-imports")
    command = str(beside) if beside.exists() else shutil.which("lint-imports")
    assert command, "lint-imports is not installed: make tools"
    environ = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run([command], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_domains_are_synchronous_but_for_their_ways_in() -> None:
    found = [
        source.at(node)
        for source in sources(DOMAINS)
        if len(source.parts) > 1 and source.parts[1] not in WAYS_IN
        for node in ast.walk(source.tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]
    assert not found, "no async in a domain outside api and admin"


def test_imports_stand_at_the_top() -> None:
    found = [
        source.at(node)
        for source in sources(KAIRAN)
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found, "no import inside a function"


def test_sql_is_written_in_stores_tables_adapters_and_migrations_only() -> None:
    found = [
        source.at(string)
        for source in sources(KAIRAN)
        if not {"store", "tables", "adapters", "migrations"} & set(source.parts)
        for string in source.strings()
        if SQL.match(str(string.value))
    ]
    assert not found, "SQL belongs into a store"


def test_no_store_names_a_table_of_another_domain() -> None:
    """Imports of foreign tables are forbidden by contract; this is about names in SQL text."""
    owners = _owners()
    found = [
        f"{source.at(string)}: {name} belongs to {owners[name]}"
        for source in sources(DOMAINS)
        if "store" in source.parts
        for string in source.strings()
        if SQL.match(str(string.value))
        for name in re.findall(r"\w+", str(string.value))
        if owners.get(name, source.parts[0]) != source.parts[0]
    ]
    assert not found, "no join across domains: ask its queries in bulk"


def test_no_domain_finds_tables_by_their_name() -> None:
    found = [
        source.at(node)
        for source in sources(DOMAINS)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "metadata.tables"
    ]
    assert not found, "a domain uses its own tables, which it imports"


def test_the_laws_above_would_notice(tmp_path: Path) -> None:
    """A law that cannot fail is none: here is what each of them is looking for."""
    guilty = tmp_path / "guilty.py"
    guilty.write_text(
        "async def f():\n    import os\n    return 'SELECT a FROM rooms WHERE b'\n" + "x = 1\n" * 70
    )
    [source] = sources(tmp_path)
    assert [function.name for function in source.functions()] == ["f"]
    assert [SQL.match(str(string.value)) is not None for string in source.strings()] == [True]
    assert source.lines == 73
    assert _owners()["rooms"] == "rooms"
    assert _owners()["sessions"] == "accounts"


def _owners() -> dict[str, str]:
    """Return the domain of every table, as ``tables.py`` has it."""
    return {
        name: source.parts[0]
        for source in sources(DOMAINS)
        if source.parts[1:] == ("tables",)
        for name in _tables(source)
    }


def _tables(source: Source) -> list[str]:
    return [
        str(node.args[0].value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Table"
        and isinstance(node.args[0], ast.Constant)
    ]
