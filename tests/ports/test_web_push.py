"""The port to push services: letters as RFC 8291 has them, signed as RFC 8292 wants."""

import stat
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kairan.adapters.outgoing import GuardedClient
from kairan.adapters.webpush import WebPush, decode, encode, encrypt, load_key, public_key
from kairan.kernel.ports import Letter, Unsent
from tests import loops
from tests.post_office import Browser, claims, open_post_office

# The example of RFC 8291, 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzA"
    "C8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_a_letter_is_the_one_of_the_rfc() -> None:
    sender = ec.derive_private_key(int.from_bytes(decode(SENDER), "big"), ec.SECP256R1())
    body = encrypt(PLAIN, decode(RECEIVER), decode(AUTH), sender=sender, salt=decode(SALT))
    assert encode(body) == BODY


def test_two_letters_of_the_same_words_have_nothing_in_common() -> None:
    browser = Browser("https://push.example.com/1")
    letters = [encrypt(PLAIN, browser.point, browser.auth) for _ in range(2)]
    assert letters[0][:16] != letters[1][:16]
    assert [browser.open(each) for each in letters] == [PLAIN, PLAIN]


def test_keys_that_are_none_are_refused_and_nothing_is_sent(tmp_path: Path) -> None:
    with open_post_office() as office:
        for p256dh, auth in (("AAAA", AUTH), (RECEIVER, "AAAA"), ("!", AUTH), ("A" * 87, AUTH)):
            with pytest.raises(Unsent, match="bad_keys"):
                _push(office.host, tmp_path, f"http://{office.host}/1", p256dh, auth)
        assert office.letters == []


def test_the_key_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    first = public_key(load_key(tmp_path))
    assert public_key(load_key(tmp_path)) == first
    assert stat.S_IMODE((tmp_path / "vapid.pem").stat().st_mode) == 0o600
    assert len(decode(first)) == 65


def test_the_sender_says_who_it_is(tmp_path: Path) -> None:
    with open_post_office() as office:
        browser = office.browser()
        keys = browser.subscription["keys"]
        posted = _push(office.host, tmp_path, browser.endpoint, keys["p256dh"], keys["auth"])
        [letter] = office.sealed(browser)
        said = claims(letter)
    assert posted.status == 201
    assert said["aud"] == f"http://{office.host}"
    assert said["sub"] == "https://kairan.example.jp"
    assert time.time() + 3600 < said["exp"] < time.time() + 24 * 3600
    assert browser.open(letter.body) == PLAIN
    assert letter.headers["ttl"] == "60"
    assert letter.headers["urgency"] == "high"
    assert letter.headers["topic"] == "a" * 32
    assert letter.headers["content-encoding"] == "aes128gcm"


def _push(host: str, folder: Path, endpoint: str, p256dh: str, auth: str):
    async def send():
        client = GuardedClient(frozenset({host}))
        service = WebPush(client, load_key(folder), "https://kairan.example.jp")
        letter = Letter(endpoint, p256dh, auth, PLAIN, 60, "a" * 32, "high")
        try:
            return await service.push(letter)
        finally:
            await service.close()

    return loops.run(send())
