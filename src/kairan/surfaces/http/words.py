"""Words for people on the server's side: the same Fluent catalogues the client reads."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("ja", "en")
_FOLDER = Path(__file__).parents[2] / "locales"


def say(language: str, id_: str, values: Mapping[str, str | int] | None = None) -> str | None:
    """Return a message of the catalogue (``id`` or ``id.attribute``), or None where there is none."""
    bundle = _bundle(language)
    name, _, attribute = id_.partition(".")
    if not bundle.has_message(name):
        return None
    message = bundle.get_message(name)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        return None
    text, _errors = bundle.format_pattern(pattern, dict(values or {}))
    return str(text)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((_FOLDER / f"{language}.ftl").read_text("utf-8")))
    return bundle
