"""A served world with a post office: people let their devices be told, and letters come."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kairan.app import make_postman
from kairan.domains.notifications import queries
from tests.post_office import Browser, PostOffice, open_post_office
from tests.site import Site
from tests.talk import Talk
from tests.world import Somebody, World


class Ringing:
    """The site, the post office, and what people do with both."""

    def __init__(self, site: Site, office: PostOffice) -> None:
        self.site, self.office = site, office
        self.talk, self.cast = Talk(site), site.cast

    def subscribe(self, who: Somebody) -> Browser:
        """Let somebody's device be told."""
        browser = self.office.browser()
        answer = self.site.client(who).post("/push/subscriptions", json=browser.subscription)
        assert answer.status_code == 201, answer.text
        return browser

    def devices(self, who: Somebody) -> list[dict[str, Any]]:
        return self.site.client(who).ask("/push/subscriptions")["items"]

    def choose(self, who: Somebody, room: str, level: str, mute_for: int = 0) -> None:
        body = {"level": level, "mute_for": mute_for}
        answer = self.site.client(who).put(f"/rooms/{room}/notifications", json=body)
        assert answer.status_code == 200, answer.text

    def test(self, who: Somebody) -> None:
        assert self.site.client(who).post("/push/test").status_code == 202

    def write(self, who: Somebody, room: str, text: str = "秘密の言葉") -> int:
        """Let somebody write, and let the letters come."""
        no = self.talk.write(who, room, text)
        self.calm()
        return no

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let the postman bring nothing meanwhile; the listeners are run by ``site.settle``."""
        postman = self.site.kairan.postman
        self.calm()
        postman.close()
        yield
        if self.site.kairan.postman is postman:
            self.site.kairan.postman = make_postman(self.site.house)
            self.site.kairan.postman.start()

    def restart(self) -> None:
        """Stop the server and start it again over the same data."""
        self.site.close()
        self.site = Site(self.site.folder, self.cast, allowed=self.office.host)
        self.talk = Talk(self.site)

    def calm(self) -> None:
        """Let the listeners do what is due, and the postman bring everything."""
        postman = self.site.kairan.postman
        self.site.calm()
        postman.ring()
        until = time.monotonic() + 20
        while self._is_due() or postman.is_busy() or self._is_due():
            assert time.monotonic() < until, "the postman does not come to rest"
            time.sleep(0.005)
        self.site.calm()

    def _is_due(self) -> bool:
        with self.site.database.read() as tx:
            return bool(queries.list_due_orgs(tx, self.site.now()))


@contextmanager
def ringing(first_world: World, folder: Path) -> Iterator[Ringing]:
    """Serve a copy of the world that may reach a post office."""
    with open_post_office() as office:
        bell = Ringing(Site.of(first_world, folder, allowed=office.host), office)
        try:
            yield bell
        finally:
            bell.site.close()
