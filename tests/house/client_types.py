"""What the client takes for the server's word.

``web/src/lib/wire/api.ts`` has the type of every body and answer, from the routes: ``make reference``.
``events.ts`` beside it is written by hand, and compared with what is told (docs/decisions/0006).

What the server says in an answer is always there, though the description, made for what may be
left out when it is sent, calls fields with defaults optional.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from litestar import Litestar

from kairan.domains.rooms.model import Message
from tests.house.source import ROOT

FOLDER = ROOT / "web" / "src" / "lib" / "wire"
FILE, EVENTS = FOLDER / "api.ts", FOLDER / "events.ts"
NOTE = "// Written by `make reference` from the routes; changes belong there.\n"
PRIMITIVES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}

Schema = Mapping[str, Any]


def page(of: Litestar) -> str:
    """Return ``api.ts``: an interface for each shape of the application, in order of their names."""
    described = of.openapi_schema.to_schema()
    shapes: Mapping[str, Schema] = described["components"]["schemas"]
    routes = [route for path in described["paths"].values() for route in path.values()]
    said = _reached([route["responses"] for route in routes], shapes)
    written = {_name(key): _interface(key, shapes[key], always=key in said) for key in shapes}
    assert len(written) == len(shapes), "two shapes of one name"
    return "\n".join([NOTE, *(written[name] for name in sorted(written))])


def unlike(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return which of these events have other data than ``events.ts`` says."""
    typed = told()
    return [
        f"{each['type']}: {sorted(each['data'])}"
        for each in events
        if set(each["data"]) != typed[each["type"]]
    ]


@cache
def told() -> dict[str, set[str]]:
    """Return the names of an event's data as the client has them, by the event's type."""
    text = EVENTS.read_text().partition("interface EventMap {")[2].partition("\n}\n")[0]
    message = {field.name for field in fields(Message)}
    bodies = re.findall(r"^  '([\w.]+)': (.+?);\s*(?=^  '|\Z)", text, re.DOTALL | re.MULTILINE)
    return {type_: _keys(body, message) for type_, body in bodies}


def _keys(body: str, message: set[str]) -> set[str]:
    if body == "Message":
        return message
    if body == "Record<string, never>":
        return set()
    inside = re.sub(r"[{[(][^{}[\]()]*[}\])]", "", body[1:-1])
    return set(re.findall(r"(\w+)\??:", inside))


def _interface(key: str, shape: Schema, *, always: bool) -> str:
    required = set(shape["properties"]) if always else set(shape["required"])
    fields = (
        f"  {name}{'' if name in required else '?'}: {_type(of)};\n"
        for name, of in shape["properties"].items()
    )
    return f"export interface {_name(key)} {{\n{''.join(fields)}}}\n"


def _type(of: Schema) -> str:
    if "$ref" in of:
        return _name(of["$ref"].rpartition("/")[2])
    if "oneOf" in of:
        return " | ".join(_type(each) for each in of["oneOf"])
    if "enum" in of:
        return " | ".join(_literal(each) for each in of["enum"])
    if of["type"] == "null":
        return "null"
    if of["type"] == "array":
        return f"({_type(of['items'])})[]" if "enum" in of["items"] else f"{_type(of['items'])}[]"
    if of["type"] == "object":
        return f"Record<string, {_type(of['additionalProperties'])}>"
    return PRIMITIVES[of["type"]]


def _literal(value: str | None) -> str:
    return "null" if value is None else f"'{value}'"


def _name(key: str) -> str:
    """Return a shape's name: where two are called the same, the domain goes in front."""
    *where, name = key.removeprefix("domains_").split("_")
    return where[0].capitalize() + name if where else name


def _reached(things: object, shapes: Mapping[str, Schema]) -> set[str]:
    """Return the shapes that things are made of, and those that these are made of."""
    found: set[str] = set()
    new = set(_named(things))
    while new:
        found |= new
        new = {name for each in new for name in _named(shapes[each])} - found
    return found


def _named(thing: object) -> Iterator[str]:
    yield from (each.rpartition("/")[2] for each in _references(json.loads(json.dumps(thing))))


def _references(thing: object) -> Iterator[str]:
    if isinstance(thing, dict):
        yield from (value for key, value in thing.items() if key == "$ref")
        thing = list(thing.values())
    if isinstance(thing, list):
        for each in thing:
            yield from _references(each)
