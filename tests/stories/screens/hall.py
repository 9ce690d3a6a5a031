"""Where screens are looked at: a server with a lively room in it, and a browser for whoever looks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.stories.conftest import Stage
from tests.world import PASSWORD, Somebody

AXE = Path(__file__).parents[3] / "web/node_modules/axe-core/axe.min.js"

ROOM = "避難訓練 実行委員会（本部・現地）"
THEIRS = (
    "地図です。https://minato.example.jp/bosai/2026/kunren/shugo-basho?lang=ja を見てください。"
)
NOTE = "見積もりは金曜までにお願いします。"
MINE = "11月20日（金）8時30分に、県庁の北側の駐車場に集まってください。雨のときは地下です。"


@dataclass(frozen=True)
class Screen:
    """One screen: who looks at it, where it is, and what has to be pressed to see it.

    What lies over another screen (``over``) is looked at in the extremes only.
    """

    name: str
    who: str
    path: str
    reach: Callable[[Page], Any] = lambda page: None
    over: bool = False


@dataclass
class Hall:
    """A server with a lively room in it, an empty one for each founder, an open browser for whoever looks."""

    stage: Stage
    bare: dict[str, Stage]
    people: dict[str, Somebody | None]
    words: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)

    def open(self, screen: Screen) -> Page:
        """Show a screen in Japanese, at the size of a telephone."""
        who = screen.who
        if who not in self.pages:
            stage = self.bare.get(who, self.stage)
            self.pages[who] = stage.page(self.people[who], "phone", reduced_motion="reduce")
            self.pages[who].add_init_script(path=AXE)
            self.languages[who] = "ja"
        page = self.pages[who]
        page.set_viewport_size({"width": 360, "height": 740})
        self.speak(who, "ja")
        page.goto(screen.path.format(**self.words))
        screen.reach(page)
        return page

    def speak(self, who: str, language: str) -> None:
        """Change the language of somebody's open page: by the account, or by the button in its corner."""
        page, somebody = self.pages[who], self.people[who]
        if self.languages[who] != language:
            if somebody is None:
                page.locator(f"button[lang={language}]").click()
            else:
                self.stage.settle(somebody, language=language)
            self.languages[who] = language
        expect(page.locator("html")).to_have_attribute("lang", language)


def furnish(stage: Stage) -> dict[str, str]:
    """Fill a room with people and words; return the names that the addresses need."""
    cast = stage.cast
    kobayashi, sato, takahashi = cast.kobayashi, cast.sato, cast.takahashi
    number = {
        "phone": "0190-00-1002",
        "phone_visible": "organisation",
        "email": "kobayashi.m@minato.example.jp",
    }
    stage.ask(cast.yamamoto, "PATCH", f"/members/{kobayashi.account}", **number)
    new = stage.ask(
        cast.yamamoto,
        "POST",
        "/members",
        name="五十嵐 美代子",
        kana="いからし みよこ",
        employee_no="1010",
        unit=cast.doboku,
        phone="0190-00-1010",
    )
    absent = Somebody(cast.minato, new["id"], "五十嵐 美代子", "")
    room = stage.room(sato, ROOM, kobayashi, takahashi, cast.nakamura, absent)
    stage.let_in(room, cast.maeda, by=sato)
    invited = stage.ask(sato, "POST", "/invitations", kind="guest", rooms=[room], uses=10)
    asking = stage.ask(sato, "POST", "/invitations", kind="guest", rooms=[room], approval=True)
    _accept(stage, invited["url"], "大久保 百合子", "みなと商店街振興組合連合会")
    ueda = _accept(stage, asking["url"], "上田 静", "北浜商店会")
    first = stage.write(kobayashi, room, THEIRS)
    mine = stage.write(sato, room, MINE)
    for who in (kobayashi, takahashi):
        stage.read(who, room, mine)
    stage.ask(kobayashi, "PUT", f"/rooms/{room}/messages/{mine}/acknowledgement")
    stage.ask(
        sato, "PUT", f"/rooms/{room}/messages/{mine}/told/{cast.nakamura.account}", how="telephone"
    )
    stage.ask(sato, "PUT", f"/rooms/{room}/messages/{first}/acknowledgement")
    answer = {"client_id": "answer", "text": "承知しました", "reply_to": mine}
    stage.ask(cast.maeda, "POST", f"/rooms/{room}/messages", **answer)
    direct = stage.ask(sato, "POST", "/rooms", kind="direct", members=[kobayashi.account])["id"]
    stage.write(sato, direct, NOTE)
    quiet = stage.room(sato, "防災課 当番", kobayashi)
    again = {"login": "yamamoto@minato", "password": PASSWORD, "as": "token"}
    stage.ask(cast.yamamoto, "POST", "/session", **again)
    entry = stage.ask(cast.yamamoto, "POST", f"/members/{absent.account}/entry_link")
    stage.ask(takahashi, "PATCH", "/me", settings={"simple": True})
    stage.settle(Somebody(cast.minato, ueda["account"], "", ueda["token"]))
    return {
        "room": room,
        "direct": direct,
        "quiet": quiet,
        "kobayashi": kobayashi.account,
        "invitation": stage.scan(invited["url"]),
        "entry": stage.scan(entry["url"]),
        "ueda": ueda["account"],
        "ueda_token": ueda["token"],
    }


def _accept(stage: Stage, url: str, name: str, affiliation: str) -> dict[str, str]:
    token = url.rsplit("/", 1)[1]
    body = {"name": name, "affiliation": affiliation, "as": "token"}
    answer = httpx.post(f"{stage.url}/api/v1/invitations/{token}/accept", json=body)
    assert answer.is_success, answer.text
    return dict(answer.json())
