"""The client knows what the server says. What each event carries, the law of snapshots compares."""

from tests.house import client_types, reference
from tests.house.reducer import HEARD


def test_the_types_of_routes_are_up_to_date() -> None:
    assert client_types.FILE.read_text() == client_types.page(reference.app()), "make reference"


def test_there_is_a_type_for_every_event_a_client_may_hear() -> None:
    assert set(client_types.told()) == set(HEARD)


def test_an_event_that_carries_something_else_is_noticed() -> None:
    unsent = {"type": "rooms.message_unsent", "data": {"no": 1, "why": "left"}}
    assert client_types.unlike([unsent]) == ["rooms.message_unsent: ['no', 'why']"]
    assert client_types.unlike([unsent | {"data": {"no": 1}}]) == []
