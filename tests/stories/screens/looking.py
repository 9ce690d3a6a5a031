"""Looking at one screen: in every size of text, in both languages, with a ruler and with axe."""

from pathlib import Path

from playwright.sync_api import Page

from tests.stories.screens.hall import Hall, Screen

MEASURE = Path(__file__).with_name("measure.js").read_text()
TEXTS = ("standard", "large", "larger", "largest")
SIZES = (((320, 640), TEXTS), ((360, 740), TEXTS[:1]), ((1280, 800), TEXTS[:1]))
EXTREMES = (((320, 640), (TEXTS[0], TEXTS[-1])), ((1280, 800), TEXTS[:1]))
LOOKS: tuple[dict[str, str], ...] = (
    {},
    {"light": "dark"},
    {"contrast": "high"},
    {"light": "dark", "contrast": "high"},
)


def require_all_can_be_read_and_pressed(hall: Hall, screen: Screen) -> None:
    """Fail unless controls lie inside the window and under a thumb and axe finds nothing, in whatever light."""
    page = hall.open(screen)
    faults = ask_axe(page, None)
    # What has scrolled away is seen, too: axe takes it for hidden words.
    page.set_viewport_size({"width": 360, "height": 3000})
    for look in LOOKS:
        _wear(page, look)
        only = ["color-contrast", "label-content-name-mismatch"]
        faults += [f"{look or 'light'}: {fault}" for fault in ask_axe(page, only)]
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


def ask_axe(page: Page, only: list[str] | None) -> list[str]:
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
