"""What events do to single rooms, messages and cursors; see ``reducer``."""

from typing import Any

Json = Any

NOBODY = {"count": 0, "mine": False, "by": []}


def without(message: Json, no: int, at: str) -> Json:
    """Return a message after message ``no`` was taken back: itself, or one that quotes it."""
    if message["no"] == no:
        figures = {"audience": 0, "read": 0, "told": 0, "acknowledged": NOBODY, "undertaken": []}
        return message | {"text": None, "unsent_at": at, "reply_to": None} | figures
    if message["reply_to"] and message["reply_to"]["no"] == no:
        return message | {"reply_to": message["reply_to"] | {"text": None}}
    return message


def is_unread(message: Json, me: str, cursor: int) -> bool:
    """Say whether a message counts as unread for somebody who has read up to ``cursor``."""
    counts = message["kind"] == "text" and not message["unsent_at"]
    return counts and message["no"] > cursor and message["sender"] != me


def with_one_more(room: Json, person: Json) -> Json:
    """Return a room somebody has entered; the suspended do not count."""
    if person["suspended"]:
        return room
    more = {"members": room["members"] + 1}
    if person["outside"]:
        known = {*room["outside_affiliations"], person["affiliation"]} - {None}
        more |= {"outside": room["outside"] + 1, "outside_affiliations": sorted(known)}
    return room | more


def ended(cursors: Json, account: str, head: int) -> Json:
    """Return cursors after somebody left: the audience of what was written until then stays."""
    return {
        key: cursor | {"end_no": head} if _is_open(cursor, account) else cursor
        for key, cursor in cursors.items()
    }


def moved(cursors: Json, moves: dict[str, int]) -> Json:
    """Return cursors after some moved; they only move forward."""
    return {
        key: cursor | {"no": max(cursor["no"], moves[cursor["account"]])}
        if cursor["account"] in moves and _is_open(cursor, cursor["account"])
        else cursor
        for key, cursor in cursors.items()
    }


def recounted(message: Json, cursors: Json, stale: Json) -> Json:
    """Return a message with its readers counted anew from everybody's cursors.

    Of those told by other means, whoever reads it counts as reader: then the server has to say.
    """
    if message["kind"] != "text" or message["unsent_at"]:
        return message
    no, sender = message["no"], message["sender"]
    read = sum(
        cursor["start_no"] < no <= cursor["no"] and cursor["account"] != sender
        for cursor in cursors.values()
    )
    if message["told"] and read != message["read"]:
        return stale
    return message | {"read": read}


def counted(message: Json, count: Json) -> Json:
    """Return a message with figures that were told without names."""
    pressed = message["acknowledged"] | {"count": count["acknowledged"]}
    return message | {"read": count["read"], "told": count["told"], "acknowledged": pressed}


def pressed(message: Json, who: Json, *, mine: bool, named: bool) -> Json:
    """Return a message after somebody pressed 了解."""
    had = message["acknowledged"]
    by = had["by"]
    if named and len(by) < 3:
        by = [*by, {"account": who["account"], "name": who["name"]}]
    now = {"count": had["count"] + 1, "mine": had["mine"] or mine, "by": by}
    return message | {"acknowledged": now}


def withdrawn(message: Json, who: Json, stale: Json, *, mine: bool) -> Json:
    """Return a message after somebody took 了解 back."""
    had = message["acknowledged"]
    if had["count"] > 3:
        return stale
    by = [each for each in had["by"] if each["account"] != who["account"]]
    now = {"count": had["count"] - 1, "mine": had["mine"] and not mine, "by": by}
    return message | {"acknowledged": now}


def undertaken(message: Json, who: Json) -> Json:
    """Return a message after somebody said 対応します."""
    name = {"account": who["account"], "name": who["name"]}
    return message | {"undertaken": [*message["undertaken"], name]}


def given_back(message: Json, who: Json) -> Json:
    """Return a message after somebody took 対応します back."""
    left = [each for each in message["undertaken"] if each["account"] != who["account"]]
    return message | {"undertaken": left}


def _is_open(cursor: Json, account: str) -> bool:
    return cursor["account"] == account and cursor["end_no"] is None
