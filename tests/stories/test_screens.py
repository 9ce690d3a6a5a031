"""Every screen, in every size of text, in both languages: nothing clipped, nothing too small, axe content."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.domains.importers.files import csv
from tests.stories import hands
from tests.stories.conftest import RunningServer, Stage, start_server
from tests.world import Somebody, World

MEASURE = Path(__file__).with_name("measure.js").read_text()
AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
TEXTS = ("standard", "large", "larger", "largest")
PHONE, SMALL, DESKTOP = (360, 740), (320, 640), (1280, 800)
LOOKS = ({}, {"light": "dark"}, {"contrast": "high"}, {"light": "dark", "contrast": "high"})

ROOM = "避難訓練 実行委員会（本部・現地）"
LONG = "集合場所の地図です。https://minato.example.jp/bosai/2026/kunren/shugo-basho?lang=ja を見てください。"
MINE = "11月20日（金）8時30分に、県庁の北側の駐車場に集まってください。雨のときは地下です。"
ROLL = [
    "職員番号,氏名,カナ,所属,職名,メール,電話,当番の班",
    "5001,伊藤　健,ｲﾄｳ ｹﾝ,企画部／デジタル戦略課,係長,ito@minato.example,0190-00-5001,青",
    "1003,髙橋　聡,ﾀｶﾊｼ ｻﾄｼ,総務課,課長補佐,,0190-00-1003,赤",
    "5003,,ﾅﾅｼ,総務課,,0190-00-5003,,青",
    "5004,渡辺　翔,渡辺,総務課,,watanabe,,青",
]


@dataclass
class Hall:
    """A stage with a lively room in it, and one open browser for whoever looks at screens."""

    stage: Stage
    room: str = ""
    waiting: Somebody | None = None
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, who: Somebody | None) -> Page:
        """Return the one browser of somebody; nobody's is kept apart."""
        key = who.account if who else ""
        if key not in self.pages:
            self.pages[key] = self.stage.page(who, "phone")
        return self.pages[key]

    @cached_property
    def invitation(self) -> str:
        """Return a link into the room."""
        sato = self.stage.cast.sato
        made = self.stage.ask(sato, "POST", "/invitations", kind="guest", rooms=[self.room], uses=10)
        return str(made["url"])

    @cached_property
    def entry(self) -> str:
        """Return the entry link of somebody."""
        path = f"/members/{self.stage.cast.nakamura.account}/entry_link"
        return str(self.stage.ask(self.stage.cast.yamamoto, "POST", path)["url"])


@pytest.fixture(scope="module")
def hall(
    first_world: World, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Hall]:
    """One server for all screens: looking changes nothing."""
    folder = tmp_path_factory.mktemp("screens")
    (folder / "kairan.db").write_bytes((first_world.folder / "kairan.db").read_bytes())
    server = start_server(folder)
    hall = Hall(Stage(server.url, first_world.cast, browser))
    _furnish(hall)
    yield hall
    hall.stage.close()
    server.stop()
    assert "Traceback" not in server.log, server.log


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server on which nobody is set up yet."""
    server = start_server(tmp_path_factory.mktemp("bare"))
    yield server
    server.stop()
