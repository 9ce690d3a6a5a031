"""Who is calling, behind proxies and without."""

import pytest

from kairan.kernel.settings import load
from kairan.surfaces.http.gate import Visitor

SETTINGS = load({})


def caller(client: str, forwarded: str | None = None) -> str:
    """Return the address the gate sees."""
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    return Visitor.of({"headers": headers, "client": (client, 5000)}, SETTINGS).address


def test_without_a_proxy_it_is_the_other_end() -> None:
    assert caller("203.0.113.9") == "203.0.113.9"


def test_behind_our_own_proxy_it_is_who_called_the_proxy() -> None:
    assert caller("127.0.0.1", "203.0.113.9") == "203.0.113.9"


@pytest.mark.parametrize("forged", ["198.51.100.1, 203.0.113.9", "127.0.0.1,203.0.113.9"])
def test_what_a_stranger_wrote_into_the_header_is_not_believed(forged: str) -> None:
    assert caller("127.0.0.1", forged) == "203.0.113.9"


def test_a_stranger_cannot_be_a_proxy() -> None:
    assert caller("203.0.113.9", "198.51.100.1") == "203.0.113.9"
