"""A real server in a process of its own, with a private data folder, for benchmarks and laws."""

import asyncio
import json
import os
import resource
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from kairan.kernel.settings import Tls

ROOT = Path(__file__).parents[1]
PASSWORD = "bench: nobody else is here"
CODE = "bench"


@dataclass(frozen=True)
class Load:
    """Generated members by their tokens, in order, and the room that all of them are in."""

    room: str
    tokens: list[str]


class Server:
    """``kairan serve`` over a folder. It may be killed and started again; the port stays."""

    def __init__(self, folder: Path, *, tls: Tls | None = None, **settings: str) -> None:
        """Take the folder; with ``tls`` it serves HTTPS. ``settings`` are those of the environment."""
        self._tls = tls
        self._settings = settings
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> float:
        """Start it and return the seconds until it answers that it can commit."""
        begun = time.perf_counter()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kairan", "serve"],
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        while not await self._is_ready():
            if self._process.poll() is not None or time.perf_counter() - begun > 30:
                raise RuntimeError(self.log())
            await asyncio.sleep(0.005)
        return time.perf_counter() - begun

    def furnish(self, members: int) -> Load:
        """Make an organisation with generated members, all in one room; before it is started."""
        names = ["--org", "Bench", "--code", CODE, "--admin", "Admin", "--login", "admin"]
        self._run("setup", *names)
        tokens = self.folder / "tokens"
        made = self._run("demo", "--members", str(members), "--tokens", str(tokens))
        return Load(json.loads(made)["room"], tokens.read_text().split())

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it as a power cut would, as far as one process can tell."""
        self._end(signal.SIGKILL)

    def log(self) -> str:
        """Return what it has printed."""
        return (self.folder / "server.log").read_text("utf-8", "replace")

    def _end(self, by: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(by)
            self._process.wait(timeout=30)
            self._process = None

    async def _is_ready(self) -> bool:
        try:
            trusted = self._tls and ssl.create_default_context(cafile=self._tls.cert)
            reader, writer = await asyncio.open_connection("localhost", self.port, ssl=trusted)
        except OSError:
            return False
        try:
            writer.write(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            return b" 200 " in await reader.readline()
        except OSError:
            return False
        finally:
            writer.close()

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kairan", *command, "--password-stdin", "--json"],
            env=self._environment(),
            input=PASSWORD.encode(),
            capture_output=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return done.stdout.decode()

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        ours = {
            "KAIRAN_DATA": str(self.folder / "data"),
            "KAIRAN_PORT": str(self.port),
            "KAIRAN_WRITES_PER_SECOND": "1000000",  # what the engine can, not what one may
        }
        if self._tls is not None:
            ours |= {"KAIRAN_TLS_CERT": str(self._tls.cert), "KAIRAN_TLS_KEY": str(self._tls.key)}
        ours |= self._settings
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KAIRAN_")}
        return {**kept, **ours, "PYTHONPATH": path}


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU a process has used, user and system, all threads.

    The same figure as ``psutil.Process(pid).cpu_times()`` sums up to, but in nanoseconds instead of
    ticks of 10 ms: the CPU-time clock of another process, clock_getcpuclockid(3).
    """
    return time.clock_gettime((~pid << 3) | 2)


def raise_open_files() -> None:
    """Let this process, and those it starts, open as many files as it may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
