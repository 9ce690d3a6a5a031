"""Requests that nobody should send, made from good ones by what the routes say of themselves."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.house.reference import app

Schema = Mapping[str, Any]

NUL = "名\u0000前"
LONG = "あ" * 10_001
FIVE_MB = 5 * 1024 * 1024
DEEP = 100_000

ANYTHING: tuple[Any, ...] = (None, True, 7, -1, 1.5, 2**70, "", "x", NUL, LONG, [], {}, [[]], [7])
"""Values of every type; those that a field does not take are wrong for it."""
LONG_ADDRESS = "a" * 10_001
SEGMENTS = ("0" * 32, "x", "-1", "0", "9" * 30, "1e400", "NaN", "%00", "%0a", "%ff", LONG_ADDRESS)
"""What may stand in an address in place of an id or a number."""
ASKED = ("x", "-1", "0", "1.5", "NaN", "Infinity", "9" * 30, "true", NUL, LONG_ADDRESS)
"""What may be asked for in a query."""


PASSED_OVER = {("create_room", "unit")}
"""Fields that mean nothing in the good request."""


@dataclass(frozen=True)
class Bad:
    """One bad request: what is wrong with it, and what is sent."""

    wrong: str
    more: dict[str, Any]


@cache
def operations() -> dict[str, Schema]:
    """Return what the application says of its operations, by their ids."""
    return {
        operation["operationId"]: operation
        for path in _said()["paths"].values()
        for operation in path.values()
    }


def bad_bodies(operation: str, good: Any) -> Iterator[Bad]:
    """Yield bad bodies for a route that takes JSON."""
    schema = _resolved(_body_of(operation))
    for name, field in schema["properties"].items():
        for value in ANYTHING:
            if not _takes(field, value) and (operation, name) not in PASSED_OVER:
                yield Bad(f"{name} is {_shown(value)}", _json(good | {name: value}))
        for number in (float("nan"), float("inf"), float("-inf")):
            yield Bad(f"{name} is {number}", _json(good | {name: number}))
        halves = json.dumps(good | {name: "@"}).replace('"@"', r'"\ud800"')
        yield Bad(f"{name} is half a character", _raw(halves.encode()))
    nested = json.dumps(good | {name: "@"}).replace('"@"', "[" * DEEP + "]" * DEEP)
    yield Bad(f"{name} is nested deeply", _raw(nested.encode()))
    yield Bad(f"{name} is 5 MB", _json(good | {name: "a" * FIVE_MB}))
    for name in schema.get("required", ()):
        yield Bad(f"{name} is missing", _json({k: v for k, v in good.items() if k != name}))
    yield from _no_json(json.dumps(good).encode(), takes_null=_takes(_body_of(operation), None))


def bad_queries(operation: str) -> Iterator[Bad]:
    """Yield bad questions for a route that takes any, each in place of a good one."""
    for each in operations().get(operation, {}).get("parameters", ()):
        if each["in"] == "query":
            for value in ASKED:
                if not _takes(each["schema"], _read(each["schema"], value)):
                    yield Bad(f"{each['name']}={_shown(value)}", {each["name"]: value})


def _no_json(good: bytes, *, takes_null: bool) -> Iterator[Bad]:
    wrong = {
        "broken off": good[:-1],
        "followed by more": good + b"}",
        "a number": b"7",
        "a list": b"[]",
        "a string": b'"x"',
        "not UTF-8": b'{"\xff": 1}',
        "nested deeply": b"[" * DEEP + b"]" * DEEP,
        "nested deeply in itself": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        "1 MB and more": b" " * 1_100_000 + good,
    }
    if not takes_null:
        wrong |= {"empty": b"", "null": b"null"}
    for what, body in wrong.items():
        yield Bad(f"the body is {what}", _raw(body))
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"):
        yield Bad(f"the body is called {kind}", _raw(good, kind))


def _json(body: Any) -> dict[str, Any]:
    return _raw(json.dumps(body).encode())


def _raw(body: bytes, kind: str = "application/json") -> dict[str, Any]:
    return {"content": body, "headers": {"Content-Type": kind}}


@cache
def _said() -> Schema:
    return app().openapi_schema.to_schema()


def _body_of(operation: str) -> Schema:
    return operations()[operation]["requestBody"]["content"]["application/json"]["schema"]


def _resolved(schema: Schema) -> Schema:
    """Return an object's schema: what a name stands for, and of several the one with fields."""
    if "$ref" in schema:
        return _said()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    several = [_resolved(each) for each in schema.get("oneOf", ())]
    return next((each for each in several if "properties" in each), schema)


def _takes(schema: Schema, value: Any) -> bool:
    """Say whether a value could be good there: when in doubt, it could."""
    if "$ref" in schema:
        return _takes(_resolved(schema), value)
    if "oneOf" in schema:
        return any(_takes(each, value) for each in schema["oneOf"])
    if "enum" in schema:
        return value in schema["enum"]
    if isinstance(value, str):
        free = schema.get("type") == "string" and "format" not in schema
        return free and value not in {NUL, LONG, LONG_ADDRESS}
    if isinstance(value, list):
        items = schema.get("items", {})
        return schema.get("type") == "array" and all(_takes(items, each) for each in value)
    if isinstance(value, dict):
        return schema.get("type") == "object" and not schema.get("required")
    if isinstance(value, bool) or value is None:
        return schema.get("type") == ("null" if value is None else "boolean")
    if isinstance(value, int):
        number = schema.get("type") in {"integer", "number"}
        return number and schema.get("minimum", 0) <= value <= schema.get("maximum", 2**31 - 1)
    return schema.get("type") == "number"


def _read(schema: Schema, text: str) -> Any:
    """Return what a query's text would be read as there."""
    kinds = [schema.get("type"), *(each.get("type") for each in schema.get("oneOf", ()))]
    if "boolean" in kinds:
        return text in {"true", "1", "0"} or text
    if "integer" in kinds:
        return int(text) if text.lstrip("-").isdecimal() else text
    return text


def _shown(value: Any) -> str:
    if value == NUL:
        return "with a control character"
    return repr(value) if len(str(value)) < 100 else f"{len(str(value))} characters"
