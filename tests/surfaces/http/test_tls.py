"""HTTPS without a proxy: a certificate that fits is served, any other is refused with a sentence."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.server import Server
from kairan.kernel.settings import BadSetting, Tls, load
from kairan.surfaces.http.tls import ends_at, require_usable
from tests import certificates, loops


@pytest.fixture
def tls(tmp_path: Path) -> Tls:
    made = certificates.make(tmp_path)
    return Tls(made.cert, made.key)


def test_with_a_certificate_links_begin_with_https(tls: Tls):
    given = {"KAIRAN_TLS_CERT": str(tls.cert), "KAIRAN_TLS_KEY": str(tls.key)}
    settings = load(given)
    assert (settings.tls, settings.public_url) == (tls, "https://localhost:8080")
    assert settings.secure


@pytest.mark.parametrize("name", ["KAIRAN_TLS_CERT", "KAIRAN_TLS_KEY"])
def test_one_without_the_other_is_refused(name: str):
    with pytest.raises(BadSetting, match="go together"):
        load({name: "/etc/ssl/kairan.pem"})


def test_what_fits_is_usable_and_says_when_it_ends(tls: Tls):
    require_usable(tls)
    assert timedelta(days=29) < ends_at(tls) - datetime.now(UTC) < timedelta(days=31)


def test_a_key_of_another_certificate_is_refused(tls: Tls, tmp_path: Path):
    (tmp_path / "other").mkdir()
    other = certificates.make(tmp_path / "other")
    with pytest.raises(BadSetting, match="does not belong to the certificate"):
        require_usable(Tls(tls.cert, other.key))


def test_what_is_no_certificate_is_refused(tls: Tls):
    tls.cert.write_text("hello")
    with pytest.raises(BadSetting, match="not a certificate and its key"):
        require_usable(tls)


def test_a_file_that_is_not_there_is_named(tls: Tls):
    tls.key.unlink()
    with pytest.raises(BadSetting, match=r"KAIRAN_TLS_KEY: .*key.pem cannot be read"):
        require_usable(tls)


def test_a_key_with_a_passphrase_is_refused_instead_of_asked_for(tls: Tls):
    tls.key.write_bytes(
        ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    with pytest.raises(BadSetting, match="has a passphrase"):
        require_usable(tls)


def test_the_server_speaks_https(tls: Tls, tmp_path: Path):
    server = Server(tmp_path / "server", tls=tls)
    try:
        loops.run(server.start())
        assert loops.run(_healthz(server.port, tls)).startswith(b"HTTP/1.1 200")
    finally:
        server.stop()


async def _healthz(port: int, tls: Tls) -> bytes:
    trusted = ssl.create_default_context(cafile=tls.cert)
    reader, writer = await asyncio.open_connection("localhost", port, ssl=trusted)
    writer.write(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
    try:
        return await reader.readline()
    finally:
        writer.close()
