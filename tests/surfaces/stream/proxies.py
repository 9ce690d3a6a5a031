"""Caddy and nginx as ``docs/howto/https.md`` says, in front of a server, with a certificate of their own."""

import re
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

from bench.server import free_port
from tests import certificates

ROOT = Path(__file__).parents[3]
BINARIES = ROOT / ".venv/proxies/usr"
PAGE = (ROOT / "docs/howto/https.md").read_text()


class Proxy(ABC):
    """A proxy that runs; ``url`` is what people would open."""

    binary: Path

    def __init__(self, folder: Path, upstream: int, *, buffering: bool = False) -> None:
        folder.mkdir()
        self.folder, self.upstream, self.buffering = folder, upstream, buffering
        self.port = free_port()
        self.certificate = certificates.make(folder)
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        self._wait()

    @property
    def url(self) -> str:
        return f"https://{certificates.NAME}:{self.port}"

    @abstractmethod
    def command(self) -> list[str]:
        """Write the configuration and return what starts the proxy."""

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # Caddy waits for its streams
            self._process.kill()
            self._process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + 10
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until
            time.sleep(0.02)


class Caddy(Proxy):
    binary = BINARIES / "bin/caddy"

    def command(self) -> list[str]:
        site = f"{self.url} {{\n\ttls {self.certificate.cert} {self.certificate.key}"
        said = documented("caddy").replace("kairan.example.jp {", site)
        said = said.replace("127.0.0.1:8080", f"127.0.0.1:{self.upstream}")
        path = self.folder / "Caddyfile"
        path.write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{said}")
        return [str(self.binary), "run", "--config", str(path), "--adapter", "caddyfile"]


class Nginx(Proxy):
    binary = BINARIES / "sbin/nginx"

    def command(self) -> list[str]:
        said = documented("nginx")
        said = said.replace("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl")
        said = said.replace("/etc/ssl/kairan/fullchain.pem", str(self.certificate.cert))
        said = said.replace("/etc/ssl/kairan/privkey.pem", str(self.certificate.key))
        said = said.replace("127.0.0.1:8080", f"127.0.0.1:{self.upstream}")
        if self.buffering:
            said = said.replace("proxy_buffering off;", 'proxy_ignore_headers "X-Accel-Buffering";')
        kept = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        path = self.folder / "nginx.conf"
        path.write_text(
            f"daemon off;\nerror_log stderr;\npid {self.folder}/pid;\n"
            f"events {{ worker_connections 2048; }}\n"
            f"http {{\naccess_log off;\n{kept}{said}}}\n"
        )
        return [str(self.binary), "-c", str(path), "-p", str(self.folder), "-e", "stderr"]


def documented(name: str) -> str:
    """Return the configuration that the page shows for a proxy."""
    [block] = re.findall(rf"^```{name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(block)
