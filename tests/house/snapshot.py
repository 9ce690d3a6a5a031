"""A snapshot: everything somebody can ask for, in the parts of ``reducer``."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.house.reducer import STALE, Client, Json, Part
from tests.site import Client as Way
from tests.site import Site
from tests.world import Somebody

Parts = dict[Part, Json]

LISTED = 2
"""Reader lists are looked at for the last messages of a room."""


def take(
    site: Site, who: Somebody, imports: Iterable[str] = (), *, closely: bool = False
) -> Client | None:
    """Return a client that has just asked for everything; None for somebody who is signed out.

    ``closely``: ask for every room by itself, too, and see that the list says the same.
    """
    way = site.client(who)
    me = way.get("/me")
    if me.status_code == 401:
        return None
    parts: Parts = {("me",): me.json()}
    for kind, path in (("units", "/units"), ("counts", "/units/counts")):
        parts[kind,] = _asked(way, path)
    parts["devices",] = _by("id", way.ask("/push/subscriptions"))
    parts["directory",] = _by("id", way.ask("/members?limit=200")["items"])
    rooms = way.ask("/rooms")["items"]
    lasts = [room["last"]["seq"] for room in rooms if room["last"]]
    assert lasts == sorted(lasts, reverse=True), "the room last written in comes first"
    for room in rooms:
        parts |= _room(way, _plain_room(room))
        assert not closely or parts["room", room["id"]] == _plain_room(way.ask(_path(room)))
    for each in imports:
        parts |= _import(way, each)
    return Client(who.account, me.json()["kind"] == "guest", parts, site.seq(who.org))


def differences(heard: Client, now: Client) -> list[str]:
    """Return what a client that heard everything shows otherwise than one that asks now."""
    found = []
    for part in sorted({*heard.parts, *now.parts}, key=str):
        held, shown = _plain(part, heard.parts.get(part)), now.parts.get(part)
        if not _is_asked_again(heard, now, part):
            found += [
                f"{' '.join(map(str, part))}{where}: {a!r} is {b!r}"
                for where, a, b in _unlike(held, shown)
            ]
    return found


def _room(way: Way, row: Json) -> Parts:
    room, path = row["id"], _path(row)
    page = way.ask(f"{path}/messages?limit=200")
    messages = page.pop("items")
    written = [message["no"] for message in messages if message["kind"] == "text"]
    return {
        ("room", room): row,
        ("people", room): _by(
            "id", [_plain_member(m) for m in way.ask(f"{path}/members")["items"]]
        ),
        ("page", room): page,
        ("cursors", room): _by("account", _asked(way, f"{path}/cursors"), "start_no"),
        ("applications", room): _asked(way, f"{path}/applications"),
        ("level", room): way.ask(f"{path}/notifications"),
        ("boundary", room): way.ask(f"{path}/boundary"),
        **{("message", room, each["no"]): _plain_message(each) for each in messages},
        **{("readers", room, no): _readers(way, path, no) for no in written[-LISTED:]},
    }


def _plain_member(member: Json) -> Json:
    """Return somebody inside but for whether a device can be told, which nobody is told of."""
    return {name: value for name, value in member.items() if name != "reachable"}


def _path(room: Json) -> str:
    return f"/rooms/{room['id']}"


def _readers(way: Way, path: str, no: int) -> Json:
    """Return a reader list but for what nobody is told of: the time, who never came in, whose devices ring.

    Of somebody's first coming in or of devices a room is not told: the list says so when it is asked next.
    """
    readers = _asked(way, f"{path}/messages/{no}/readers")
    readers.pop("taken_at", None)
    for unread in readers.get("unread", ()):
        del unread["never_in"], unread["reachable"]
    return readers


def _import(way: Way, import_: str) -> Parts:
    answer = way.get(f"/imports/{import_}")
    if answer.status_code != 200 or answer.json()["state"] in {"reading", "dry_run"}:
        return {}
    kept = {name: answer.json()[name] for name in ("state", "done", "rows")}
    return {("import", import_): kept}


def _asked(way: Way, path: str) -> Json:
    """Return an answer, or, where one may not ask, what one is told instead."""
    answer = way.get(path)
    if answer.status_code == 200:
        return answer.json()
    return {"refused": answer.json()["code"]}


def _by(name: str, listed: Any, further: str | None = None) -> Json:
    """Return a list by the names of its items; its order is for the eye."""
    if isinstance(listed, dict):
        if "refused" in listed:
            return listed
        listed = listed["items"]
    return {f"{each[name]} {each[further]}" if further else each[name]: each for each in listed}


def _plain_room(room: Json) -> Json:
    last = room["last"] and _plain_message(room["last"])
    return room | {"last": last, "outside_affiliations": sorted(room["outside_affiliations"])}


def _plain_message(message: Json) -> Json:
    """Return a message whose first three who acknowledged stand in an order of their own."""
    pressed = message["acknowledged"]
    by = sorted(pressed["by"], key=lambda each: each["account"])
    return message | {"acknowledged": pressed | {"by": by}}


def _plain(part: Part, held: Json) -> Json:
    """Return a part as ``take`` would have it."""
    if isinstance(held, dict) and part[0] in {"room", "message"}:
        return _plain_room(held) if part[0] == "room" else _plain_message(held)
    return held


def _is_asked_again(heard: Client, now: Client, part: Part) -> bool:
    """Say whether a part is stale, comes with a room that is, or is no longer looked at."""
    if part not in heard.parts:
        return heard.parts.get(("room", *part[1:2])) is STALE
    return heard.parts[part] is STALE or (part[0] == "readers" and part not in now.parts)


def _unlike(a: Json, b: Json, where: str = "") -> Iterator[tuple[str, Json, Json]]:
    """Yield the places where two answers differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        for name in sorted({*a, *b}):
            yield from _unlike(a.get(name), b.get(name), f"{where} {name}")
    elif a != b:
        yield where, a, b
