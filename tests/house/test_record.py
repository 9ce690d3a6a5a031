"""What stands on the record is named like the action that was done."""

import ast
from collections.abc import Iterator

from kairan.app import DOMAINS
from tests.house.source import ROOT

STEMS = {action.name.partition(".")[2] for domain in DOMAINS for action in domain.actions}
WITHOUT_ACTION = {
    "accounts.suspend_account": "a member, all missing from a list, or an applicant who was refused",
    "accounts.restore_account": "undoes each of these",
    "accounts.forget_password": "follows from a promotion: it went back to somebody's entry link",
    "importers.finish_import": "the last block went in; nobody did that",
    "importers.break_off": "the listener gave up a block that cannot be done",
}
"""What is recorded and is no action of its own, and why."""


def test_each_kind_on_the_record_is_an_action_or_says_why_not() -> None:
    kinds = set(_kinds())
    assert {kind for kind in kinds if kind.partition(".")[2] not in STEMS} == set(WITHOUT_ACTION)


def _kinds() -> Iterator[str]:
    """Yield every kind that the domains write to the record."""
    for path in (ROOT / "src" / "kairan" / "domains").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "audit":
                kinds = list(_texts(node.args[0]))
                assert kinds, f"{path}:{node.lineno} writes a kind that cannot be read here"
                yield from kinds


def _texts(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
