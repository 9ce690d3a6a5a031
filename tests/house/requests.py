"""A sensible request for every route: what somebody sends who means it."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.house.scene import CSV, Scene
from tests.world import PASSWORD, Somebody

Body = Callable[[Scene, Somebody | None], Any]

JSON_BODIES: Mapping[str, Body] = {
    "set_up": lambda scene, who: {
        "token": "x" * 32,
        "organisation": "ひので町",
        "code": f"hinode{scene.number}",
        "name": "石川 花",
        "login": "ishikawa",
        "password": PASSWORD,
        "room": "はじめの部屋",
    },
    "sign_in": lambda scene, who: {"login": "yamamoto@minato", "password": PASSWORD},
    "use_entry_link": lambda scene, who: {"as": "token"},
    "preview_entry_number": lambda scene, who: {
        "number": scene.card["number"],
        "organisation": "minato",
    },
    "use_entry_number": lambda scene, who: {
        "number": scene.card["number"],
        "organisation": "minato",
        "as": "token",
    },
    "issue_entry_cards": lambda scene, who: {"accounts": [scene.person]},
    "print_entry_sheet": lambda scene, who: {"cards": [scene.card]},
    "save_entry_sheet": lambda scene, who: {"cards": [scene.card]},
    "change_me": lambda scene, who: {"settings": {"simple": True}},
    "change_password": lambda scene, who: {
        "old": PASSWORD if who and who.name in {"山本 玲", "三上 恵一"} else None,
        "new": PASSWORD,
    },
    "change_organisation": lambda scene, who: {"unsend_for": 604_800},
    "record_baseline": lambda scene, who: {"calls": 120, "faxes": 40, "hurts": "電話の取り次ぎ"},
    "add_member": lambda scene, who: {"name": "新人 花", "login": f"new{scene.number}"},
    "change_member": lambda scene, who: {"phone": "03-0000-1234"},
    "make_unit": lambda scene, who: {"name": f"新しい課{scene.number}"},
    "change_unit": lambda scene, who: {"order_no": 7},
    "create_room": lambda scene, who: {"kind": "group", "name": "相談", "members": []},
    "change_room": lambda scene, who: {"name": "改めた名前"},
    "add_members": lambda scene, who: {"members": [scene.person]},
    "send_message": lambda scene, who: {"client_id": f"c{scene.number}", "text": "了解しました"},
    "move_cursor": lambda scene, who: {"no": 1},
    "tell_in_person": lambda scene, who: {"how": "telephone"},
    "subscribe": lambda scene, who: {
        "endpoint": f"https://push.example.invalid/{scene.number}",
        "keys": {"p256dh": "A" * 87, "auth": "A" * 22},
    },
    "report_arrival": lambda scene, who: {"token": "x"},
    "watch_room": lambda scene, who: {"room": scene.room, "visible": True},
    "choose_level": lambda scene, who: {"level": "to_me"},
    "signal": lambda scene, who: {"kind": "typing"},
    "create_invitation": lambda scene, who: {"kind": "guest", "rooms": [scene.room], "uses": 3},
    "accept_invitation": lambda scene, who: {"name": "岡田 光"} if who is None else {},
    "choose_columns": lambda scene, who: {"columns": {"備考": "position"}},
}
"""The body of every route that takes JSON, by its operation."""


def request_of(operation: str, scene: Scene, who: Somebody | None) -> dict[str, Any]:
    """Return what goes along with a request besides its address."""
    if operation == "receive_import":
        content = CSV.format(number=f"B{scene.number}").encode("cp932")
        return {"content": content, "headers": {"Content-Type": "application/octet-stream"}}
    if operation == "stream":
        return {"headers": {"Accept": "application/json"}}
    body = JSON_BODIES.get(operation)
    return {} if body is None else {"json": body(scene, who)}
