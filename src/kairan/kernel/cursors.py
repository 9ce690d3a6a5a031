"""Cursors of pages: the sort key of the last item shown, opaque to clients.

A key and not an id: whoever it belongs to may have gone by the time the next page is asked for.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from kairan.kernel.errors import BadInput

K = TypeVar("K")


def encode(key: object) -> str:
    """Return a key (a dataclass of strings and numbers) as it goes into ``next``."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(key)).decode().rstrip("=")


def decode(cursor: str, key: type[K]) -> K:
    """Return the key that a client gives back as ``after``. Raises BadInput for what is none of ours."""
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.msgpack.decode(packed, type=key)
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise BadInput({"after": "not_a_cursor"}) from error


@dataclass(frozen=True, slots=True)
class Mark:
    """The last item shown of a list whose sort key is not for everybody: its id, and how many came before."""

    id: str
    shown: int


def resume(ids: Sequence[str], cursor: str) -> int:
    """Return where a page begins in a list: behind the item of a ``Mark``, or where it stood if it has gone.

    Raises BadInput for what is no cursor of ours.
    """
    mark = decode(cursor, Mark)
    if mark.id in ids:
        return ids.index(mark.id) + 1
    return max(0, mark.shown - 1)
