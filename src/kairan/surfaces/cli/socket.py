"""The server's socket: commands that write reach the one process that may, as lines of JSON.

The socket lies beside the database and its lock and is for the folder's owner only. A request is one line
``{"command", "arguments"}``; answers are lines ``{"done", "of"}`` while it runs, and at last
``{"result"}`` or ``{"failed"}`` with a sentence.
"""

import asyncio
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kairan.surfaces.cli.office import CommandFailed, Office, Progress
from kairan.surfaces.http.house import House

LINE_LIMIT = 64 * 1024 * 1024

Run = Callable[[Office, bytes], bytes]
"""A command over JSON: its arguments in, its result out."""


class _Request(msgspec.Struct):
    command: str
    arguments: msgspec.Raw


_NOTHING = msgspec.Raw()


class _Answer(msgspec.Struct, omit_defaults=True):
    done: int | None = None
    of: int | None = None
    result: msgspec.Raw = _NOTHING
    failed: str | None = None


def path_beside(database: Path) -> Path:
    """Return where the socket of the server lies that holds the lock of this database."""
    return database.with_suffix(".sock")


@dataclass(slots=True)
class CommandSocket:
    """Listens for commands while a server is up."""

    house: House
    commands: Mapping[str, Run]

    async def listen(self) -> asyncio.Server:
        """Begin to listen; the database's lock is ours, so an old socket is nobody's."""
        path = path_beside(self.house.settings.database_path)
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            return await asyncio.start_unix_server(self._serve, path, limit=LINE_LIMIT)
        finally:
            os.umask(before)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = msgspec.json.decode(await reader.readline(), type=_Request)
            await asyncio.to_thread(self._run, request, _teller(writer))
            await writer.drain()
        except (msgspec.DecodeError, ConnectionError, ValueError):
            pass  # whoever asked is gone, or is none of our commands
        finally:
            writer.close()

    def _run(self, request: _Request, tell: Callable[[_Answer], None]) -> None:
        office = Office(self.house, lambda done, of: tell(_Answer(done=done, of=of)))
        try:
            result = self.commands[request.command](office, bytes(request.arguments))
            tell(_Answer(result=msgspec.Raw(result)))
        except CommandFailed as failed:
            tell(_Answer(failed=str(failed)))
        except ConnectionError:
            raise
        except Exception as error:
            tell(_Answer(failed=f"The server could not do it: {error!r}"))
            raise


def _teller(writer: asyncio.StreamWriter) -> Callable[[_Answer], None]:
    loop = asyncio.get_running_loop()

    def write(line: bytes) -> None:
        if not writer.is_closing():
            writer.write(line)

    def tell(answer: _Answer) -> None:
        if writer.is_closing():
            raise ConnectionResetError  # nobody listens any more: stop here, it can be repeated
        loop.call_soon_threadsafe(write, msgspec.json.encode(answer) + b"\n")

    return tell


def ask_server(database: Path, command: str, arguments: bytes, progress: Progress) -> bytes | None:
    """Run a command in the server of a database; None where no server is up.

    Raises CommandFailed with the server's sentence.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path_beside(database)))
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        request = msgspec.json.encode(_Request(command, msgspec.Raw(arguments)))
        connection.sendall(request + b"\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                answer = msgspec.json.decode(line, type=_Answer)
                if answer.failed is not None:
                    raise CommandFailed(answer.failed)
                if result := bytes(answer.result):
                    return result
                progress(answer.done or 0, answer.of or 0)
    raise CommandFailed("The server went away before it was done; the command can be repeated.")
