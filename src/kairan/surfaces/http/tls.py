"""Certificates: whether one can be served, said in a sentence before anybody finds out."""

import ssl
from datetime import datetime

from cryptography import x509

from kairan.kernel.settings import BadSetting, Tls


def require_usable(tls: Tls) -> None:
    """Return if certificate and key can be served together. Raises BadSetting with one sentence."""
    for name, path in (("KAIRAN_TLS_CERT", tls.cert), ("KAIRAN_TLS_KEY", tls.key)):
        try:
            path.read_bytes()
        except OSError as error:
            raise BadSetting(f"{name}: {path} cannot be read ({error.strerror}).") from error

    def no_passphrase() -> bytes:
        raise BadSetting(f"The key {tls.key} has a passphrase; the server needs one without.")

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(tls.cert, tls.key, password=no_passphrase)
    except ssl.SSLError as error:
        raise BadSetting(_why(tls, error)) from error


def ends_at(tls: Tls) -> datetime:
    """Return when a certificate that can be served ends."""
    return x509.load_pem_x509_certificate(tls.cert.read_bytes()).not_valid_after_utc


def _why(tls: Tls, error: ssl.SSLError) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"The key {tls.key} does not belong to the certificate {tls.cert}."
    return f"{tls.cert} and {tls.key} are not a certificate and its key in PEM form."
