"""Errors of the boundary. The room's own noun is used, since that is what a person asked for."""

from kairan.kernel.errors import NotFound


class RoomNotFound(NotFound):
    """There is no such room, or you are not inside: the two cannot be told apart."""

    code = "rooms.not_found"
