"""Bodies: JSON in UTF-8 and called so, before anything else is made of them (RFC 8259)."""

from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State

from kairan.kernel.errors import BadInput


async def refuse_unreadable(request: Request[Any, Any, State]) -> None:
    """Raise BadInput for a body that is no JSON, to a route that takes JSON.

    A form of somebody else's page cannot send it under that name without asking the browser first.
    """
    if "data" not in request.route_handler.parsed_fn_signature.parameters:
        return
    body = await request.body()
    if not body:
        return  # whether it may be left out is for the route to say
    if request.content_type[0] != "application/json":
        raise BadInput({"content-type": "wrong"})
    try:
        body.decode()
        msgspec.json.decode(body, type=msgspec.Raw)
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise BadInput({"body": "wrong"}) from error
