"""Every screen, in every size of text, in both languages: nothing clipped, nothing too small, axe content."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.stories.conftest import Stage, start_server
from tests.stories.hall import Hall, Screen, furnish
from tests.stories.screens import SCREENS
from tests.world import Somebody, World

WEB = Path(__file__).parents[2] / "web"
MEASURE = Path(__file__).with_name("measure.js").read_text()
TEXTS = ("standard", "large", "larger", "largest")
SIZES = (((320, 640), TEXTS), ((360, 740), TEXTS[:1]), ((1280, 800), TEXTS[:1]))
EXTREMES = (((320, 640), (TEXTS[0], TEXTS[-1])), ((1280, 800), TEXTS[:1]))
MORE = ("kobayashi", "takahashi", "maeda")
LOOKS: tuple[dict[str, str], ...] = (
    {},
    {"light": "dark"},
    {"contrast": "high"},
    {"light": "dark", "contrast": "high"},
)


@pytest.fixture(scope="module")
def hall(
    first_world: World, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Hall]:
    """One server for all screens: looking changes nothing. Beside it one that nobody has set up."""
    folder = tmp_path_factory.mktemp("screens")
    (folder / "kairan.db").write_bytes((first_world.folder / "kairan.db").read_bytes())
    cast = first_world.cast
    full, empty = start_server(folder), start_server(tmp_path_factory.mktemp("empty"))
    stage, bare = Stage(full.url, cast, browser), Stage(empty.url, cast, browser)
    words = {"url": full.url, **furnish(stage)}
    found = re.search(r"https://\S+/setup/\S+", empty.log)
    assert found
    words["set_up"] = link = bare.scan(found.group())
    ueda = Somebody(cast.minato, words["ueda"], "上田 静", words["ueda_token"])
    people = {"founder": None, "nobody": None, "ueda": ueda}
    people |= {name: getattr(cast, name) for name in ("sato", "yamamoto", *MORE)}
    yield Hall(stage, bare, link, people, words)
    stage.close()
    bare.close()
    for server in (full, empty):
        server.stop()
        assert "Traceback" not in server.log, server.log


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_everything_on_the_screen_can_be_read_and_pressed(hall: Hall, screen: Screen) -> None:
    """Controls lie inside the window and under a thumb; axe finds nothing, in whatever light."""
    page = hall.open(screen)
    faults = _ask_axe(page, None)
    # What has scrolled away is seen, too: axe takes it for hidden words.
    page.set_viewport_size({"width": 360, "height": 3000})
    for look in LOOKS:
        _wear(page, look)
        only = ["color-contrast", "label-content-name-mismatch"]
        faults += [f"{look or 'light'}: {fault}" for fault in _ask_axe(page, only)]
    _wear(page, {})
    for language in ("ja", "en"):
        hall.speak(screen.who, language)
        for (width, height), texts in EXTREMES if screen.over else SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for text in texts:
                _wear(page, {"text": text})
                found = page.evaluate(MEASURE, width)
                faults += [f"{language}, {width} px, {text}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def test_no_screen_is_left_out() -> None:
    """Every address the client knows is looked at by somebody."""
    paths = (WEB / "src/lib/paths.ts").read_text().partition("} as const")[0]
    known = re.findall(r"^  \w+: '(.+)',$", paths, re.MULTILINE)
    assert len(known) > 10
    seen = [re.sub(r"\{(url|set_up|entry|invitation)\}", _address, each.path) for each in SCREENS]
    for path in known:
        pattern = re.sub(r":\w+", "[^/]+", path)
        assert any(re.fullmatch(pattern, each or "/") for each in seen), path


def _address(word: re.Match[str]) -> str:
    return {"set_up": "/setup/x", "entry": "/e/x", "invitation": "/j/x"}.get(word[1], "")


def test_the_ruler_sees_what_is_wrong(hall: Hall) -> None:
    """A small button, one half outside, one under the edge of its box, words outside: each is named."""
    page = hall.open(next(screen for screen in SCREENS if screen.name == "settings"))
    page.evaluate(
        """() => {
            const box = document.createElement('div');
            const style = (el, look) => Object.assign(el.style, look);
            style(box, { position: 'fixed', inset: '100px 100px auto 0', height: '60px', overflow: 'hidden' });
            const add = (text, look) => {
                const button = document.createElement('button');
                button.textContent = text;
                style(button, { position: 'absolute', width: '60px', height: '60px', ...look });
                box.append(button);
            };
            add('small', { width: '30px', left: '10px' });
            add('cut', { left: '240px' });
            add('half', { left: '340px', position: 'fixed' });
            const words = document.createElement('p');
            words.textContent = 'away';
            style(words, { position: 'fixed', left: '350px', top: '200px' });
            document.body.append(box, words);
        }"""
    )
    found = " ".join(page.evaluate(MEASURE, 360))
    assert "「small」 is 30 px wide" in found
    assert "「cut」 is cut off by" in found
    assert "the words 「away」 reach from 350 to" in found
    assert "「half」 reaches from 340 to 400 of 360" in found


def test_axe_sees_what_is_wrong(hall: Hall) -> None:
    """A picture without words, a page in a page, a name that is not what is written: each is named."""
    page = hall.open(next(screen for screen in SCREENS if screen.name == "settings"))
    page.evaluate(
        """() => document.querySelector('[role=main]').insertAdjacentHTML('afterbegin',
            '<main><img src="data:,"></main><button aria-label="open">Close</button>')"""
    )
    found = " ".join(_ask_axe(page, None))
    for rule in ("image-alt", "landmark-no-duplicate-main", "label-content-name-mismatch"):
        assert f"axe {rule}: " in found


def _wear(page: Page, look: dict[str, str]) -> None:
    """Let the page look as somebody has chosen, as prefs does, and wait until it is drawn."""
    page.evaluate(
        """async (look) => {
            const { dataset } = document.documentElement;
            for (const name of ['text', 'light', 'contrast']) {
                if (look[name] && look[name] !== 'standard') dataset[name] = look[name];
                else delete dataset[name];
            }
            dispatchEvent(new Event('resize'));
            for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
        }""",
        look,
    )


def _ask_axe(page: Page, only: list[str] | None) -> list[str]:
    """Return what axe finds, a line for each kind of fault. Lighthouse's own choice of rules is in it, too."""
    found = page.evaluate(
        """async (only) => {
            const more = ['label-content-name-mismatch', 'target-size', 'table-fake-caption', 'td-has-header'];
            const rules = Object.fromEntries(more.map((id) => [id, { enabled: true }]));
            const options = { resultTypes: ['violations'], ...(only ? { runOnly: only } : { rules }) };
            const { violations } = await axe.run(document, options);
            return violations.map(({ id, nodes }) =>
                `axe ${id}: ${nodes.map((n) => n.html.slice(0, 160)).slice(0, 4).join(' | ')}`);
        }""",
        only,
    )
    return list(found)
