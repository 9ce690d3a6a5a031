"""The way to the socket, where somebody hangs up at the wrong moment."""

import asyncio
import resource

from kairan.app import allow_connections
from kairan.surfaces.stream.transport import tune
from tests import loops


def test_whoever_hangs_up_before_the_stream_begins_leaves_nothing_to_tune() -> None:
    """The socket of a closed connection is gone; that is no mistake of the server's."""

    async def hang_up() -> None:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        async with server:
            connect = asyncio.get_running_loop().create_connection
            transport, _ = await connect(asyncio.Protocol, *address)
            tune(transport)
            transport.abort()
            while transport.get_extra_info("socket").fileno() != -1:
                await asyncio.sleep(0)
            tune(transport)

    loops.run(hang_up())


def test_as_many_connections_may_be_open_as_the_system_lets_us() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, hard), hard))
    try:
        allow_connections()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
