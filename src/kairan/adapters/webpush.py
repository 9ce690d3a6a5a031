"""Web Push: encrypting for one browser (RFC 8291), saying who we are (VAPID, RFC 8292), sending (RFC 8030).

Written here because the usual library brings two more HTTP clients and a package without a wheel; the
pieces are those of ``cryptography``, and the tests hold them to the example of RFC 8291 and to another
implementation's decryption.
"""

import base64
import json
import os
import secrets
import time
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from kairan.kernel.ports import Letter, Outgoing, Posted, PushService, Unsent

KEY_FILE = "vapid.pem"
"""In the data folder: the private key by which push services know us; without it nobody is reached any more."""
RECORD_SIZE = 4096
TOKEN_FOR = 12 * 3600
"""Seconds a VAPID token is good for (at most 24 hours, RFC 8292 2)."""
RENEW_BEFORE = 3600
TOKENS = 100
"""Push services whose tokens are remembered."""
_UNCOMPRESSED = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def load_key(data: Path) -> ec.EllipticCurvePrivateKey:
    """Return the server's key, made at the first start and readable by nobody else."""
    path = data / KEY_FILE
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write_whole(path, pem)
    loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded


def public_key(key: ec.EllipticCurvePrivateKey) -> str:
    """Return the ``applicationServerKey`` for browsers: the point, base64url."""
    return encode(key.public_key().public_bytes(*_UNCOMPRESSED))


class WebPush(PushService):
    """Sends letters through the guarded client."""

    def __init__(self, outgoing: Outgoing, key: ec.EllipticCurvePrivateKey, contact: str) -> None:
        """``contact``: an https or mailto address for the operators of push services."""
        self._outgoing = outgoing
        self._key = key
        self._public = public_key(key)
        self._contact = contact
        self._tokens: dict[str, tuple[float, str]] = {}

    async def push(self, letter: Letter) -> Posted:
        """Send one letter and say what the push service answered. Raises Unsent."""
        try:
            body = encrypt(letter.payload, decode(letter.p256dh), decode(letter.auth))
        except ValueError as error:
            raise Unsent("bad_keys") from error
        headers = {
            "Authorization": f"vapid t={self._token(letter.endpoint)}, k={self._public}",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(letter.ttl),
            "Urgency": letter.urgency,
        }
        if letter.topic:
            headers["Topic"] = letter.topic
        answer = await self._outgoing.post(letter.endpoint, headers, body)
        return Posted(answer.status, _seconds(answer.headers.get("retry-after", "")))

    async def close(self) -> None:
        """Close the connections."""
        await self._outgoing.close()

    def _token(self, endpoint: str) -> str:
        """Return a token for the push service of ``endpoint``; signing each letter would double its cost."""
        parts = urlsplit(endpoint)
        audience, now = f"{parts.scheme}://{parts.netloc}", time.time()
        until, token = self._tokens.get(audience, (0.0, ""))
        if until - now < RENEW_BEFORE:
            until = now + TOKEN_FOR
            token = _signed(self._key, {"aud": audience, "exp": int(until), "sub": self._contact})
            if len(self._tokens) >= TOKENS:
                self._tokens.clear()
            self._tokens[audience] = until, token
        return token


def encrypt(
    payload: bytes,
    receiver: bytes,
    auth: bytes,
    *,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Return the body for a browser with the public key ``receiver`` and the secret ``auth`` (RFC 8291 3).

    ``sender`` and ``salt`` are made anew for each letter; given only to follow an example. Raises
    ValueError for keys that are none.
    """
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), receiver)
    if len(auth) != 16:
        raise ValueError("the authentication secret has 16 bytes (RFC 8291 3.2)")
    own = sender or ec.generate_private_key(ec.SECP256R1())
    salt = salt or secrets.token_bytes(16)
    point = own.public_key().public_bytes(*_UNCOMPRESSED)
    shared = own.exchange(ec.ECDH(), theirs)
    ikm = _expand(_mac(auth, shared), b"WebPush: info\0" + receiver + point, 32)
    secret = _mac(salt, ikm)
    key = _expand(secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _expand(secret, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(point)]) + point
    return header + AESGCM(key).encrypt(nonce, payload + b"\x02", None)


def encode(value: bytes) -> str:
    """Return base64url without padding (RFC 7515 2)."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(value: str) -> bytes:
    """Read base64url with or without padding. Raises ValueError."""
    return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)


def _signed(key: ec.EllipticCurvePrivateKey, claims: dict[str, str | int]) -> str:
    """Return a JSON Web Token signed by ES256 (RFC 7518 3.4)."""
    parts = [{"typ": "JWT", "alg": "ES256"}, claims]
    said = ".".join(encode(json.dumps(part).encode()) for part in parts)
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{said}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _mac(key: bytes, value: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(value)
    return made.finalize()


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    return HKDFExpand(hashes.SHA256(), length, info).derive(key)


def _seconds(retry_after: str) -> int | None:
    """Read ``Retry-After`` in seconds; a date, which push services do not send, counts as nothing said."""
    return int(retry_after) if retry_after.isascii() and retry_after.isdecimal() else None


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
