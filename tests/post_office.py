"""A push service of our own and browsers that subscribe to it: letters are decrypted as a browser would."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kairan.adapters.webpush import decode, encode

_POINT = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@dataclass
class Browser:
    """A browser with a subscription: its address at the post office, and its keys."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = b"0123456789abcdef"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(*_POINT)

    @property
    def subscription(self) -> dict[str, Any]:
        """What ``PushSubscription.toJSON()`` gives."""
        keys = {"p256dh": encode(self.point), "auth": encode(self.auth)}
        return {"endpoint": self.endpoint, "keys": keys}

    def open(self, body: bytes) -> bytes:
        """Decrypt a letter (RFC 8188, RFC 8291), from the receiver's side."""
        salt, length = body[:16], body[20]
        theirs, text = body[21 : 21 + length], body[21 + length :]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = self.key.exchange(ec.ECDH(), sender)
        info = b"WebPush: info\0" + self.point + theirs
        ikm = HKDF(hashes.SHA256(), 32, self.auth, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(ikm)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(ikm)
        return AESGCM(key).decrypt(nonce, text, None).rstrip(b"\0")[:-1]


@dataclass(frozen=True)
class Letter:
    """What came for a browser."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float


class PostOffice:
    """A push service on the loopback; ``answers`` says what it answers at an address (201 else)."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self.connections = 0
        self._numbers = itertools.count(1)
        self._came = threading.Condition()
        self._held: set[str] = set()
        self._over = threading.Event()
        office = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                office.connections += 1
                super().setup()

            def do_POST(self) -> None:  # the library's name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, given = office.take(Letter(self.path, headers, body, time.monotonic()))
                if status == 0:
                    return
                self.send_response(status)
                for name, value in given.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 512
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        """Return name and port, as KAIRAN_OUTGOING_ALLOWED wants them."""
        return f"localhost:{self._server.server_port}"

    def browser(self) -> Browser:
        """Let a browser subscribe."""
        return Browser(f"http://{self.host}/push/{next(self._numbers)}")

    def take(self, letter: Letter) -> tuple[int, dict[str, str]]:
        with self._came:
            self.letters.append(letter)
            self._came.notify_all()
        if letter.path in self._held:
            self._over.wait()
            return 0, {}
        return self.answers.get(letter.path, (201, {}))

    def hold(self, browser: Browser) -> None:
        """Say nothing at all to what comes for a browser from now on."""
        self._held.add(self._path(browser))

    def answer(self, browser: Browser, status: int, **headers: str) -> None:
        """Answer so to what comes for a browser from now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[self._path(browser)] = (status, named)

    def of(self, browser: Browser) -> list[dict[str, Any]]:
        """Return what came for a browser, opened."""
        return [json.loads(browser.open(each.body)) for each in self.sealed(browser)]

    def sealed(self, browser: Browser) -> list[Letter]:
        """Return what came for a browser as it came."""
        return [each for each in self.letters if each.path == self._path(browser)]

    def wait_for(self, count: int, seconds: float = 10) -> None:
        """Wait until so many letters have come in all."""
        with self._came:
            there = self._came.wait_for(lambda: len(self.letters) >= count, seconds)
        assert there, f"{len(self.letters)} letters came, not {count}"

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @staticmethod
    def _path(browser: Browser) -> str:
        return "/" + browser.endpoint.split("/", 3)[3]


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Run a push service meanwhile."""
    office = PostOffice()
    try:
        yield office
    finally:
        office.close()


def claims(letter: Letter) -> dict[str, Any]:
    """Return what the sender says of itself, after its signature was checked (RFC 8292, RFC 7515)."""
    scheme, _, said = letter.headers["authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(each.strip().split("=", 1) for each in said.split(","))
    head, body, signature = parts["t"].split(".")
    raw = decode(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(parts["k"]))
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    der = utils.encode_dss_signature(r, s)
    key.verify(der, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(decode(body))
