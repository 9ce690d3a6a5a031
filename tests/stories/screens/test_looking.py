"""No screen is left out, and what looks at screens sees what is wrong."""

import re
from pathlib import Path

from tests.stories.screens.catalogue import DIRECTORY_AND_SETTINGS, SCREENS
from tests.stories.screens.hall import Hall
from tests.stories.screens.looking import MEASURE, ask_axe

WEB = Path(__file__).parents[3] / "web"
SETTINGS = next(screen for screen in DIRECTORY_AND_SETTINGS if screen.name == "settings")


def test_no_screen_is_left_out() -> None:
    """Every address the client knows is looked at by somebody."""
    paths = (WEB / "src/lib/paths.ts").read_text().partition("} as const")[0]
    known = re.findall(r"^  \w+: '(.+)',$", paths, re.MULTILINE)
    assert len(known) > 10
    seen = [re.sub(r"\{(url|founder|entry|invitation)\}", _address, each.path) for each in SCREENS]
    for path in known:
        pattern = re.sub(r":\w+", "[^/]+", path)
        assert any(re.fullmatch(pattern, each or "/") for each in seen), path


def _address(word: re.Match[str]) -> str:
    return {"founder": "/setup/x", "entry": "/e/x", "invitation": "/j/x"}.get(word[1], "")


def test_the_ruler_sees_what_is_wrong(hall: Hall) -> None:
    """A small button, one half outside, one under the edge of its box, words outside: each is named."""
    page = hall.open(SETTINGS)
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
    page = hall.open(SETTINGS)
    page.evaluate(
        """() => document.querySelector('[role=main]').insertAdjacentHTML('afterbegin',
            '<main><img src="data:,"></main><button aria-label="open">Close</button>')"""
    )
    found = " ".join(ask_axe(page, None))
    for rule in ("image-alt", "landmark-no-duplicate-main", "label-content-name-mismatch"):
        assert f"axe {rule}: " in found
