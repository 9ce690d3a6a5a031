"""The hall in which screens are looked at. Each file of tests has one of its own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.stories.conftest import Stage, start_server
from tests.stories.screens.hall import Hall, furnish
from tests.world import Somebody, World

FOUNDERS = ("founder", "other_founder")
"""Whoever is at the end of a set-up: a server is set up once."""
MORE = ("kobayashi", "takahashi", "maeda")


@pytest.fixture(scope="module")
def hall(
    first_world: World, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Hall]:
    """One server for the screens of a file: looking changes nothing. Beside it one that nobody has set up."""
    folder = tmp_path_factory.mktemp("screens")
    (folder / "kairan.db").write_bytes((first_world.folder / "kairan.db").read_bytes())
    cast = first_world.cast
    full = start_server(folder)
    stage = Stage(full.url, cast, browser)
    words = {"url": full.url, **furnish(stage)}
    empty = {who: start_server(tmp_path_factory.mktemp("empty")) for who in FOUNDERS}
    bare = {who: Stage(server.url, cast, browser) for who, server in empty.items()}
    for who, server in empty.items():
        link = re.search(r"https://\S+/setup/\S+", server.log)
        assert link
        words[who] = bare[who].scan(link.group())
    ueda = Somebody(cast.minato, words["ueda"], "上田 静", words["ueda_token"])
    people = {**dict.fromkeys(FOUNDERS), "nobody": None, "ueda": ueda}
    people |= {name: getattr(cast, name) for name in ("sato", "yamamoto", *MORE)}
    yield Hall(stage, bare, people, words)
    for each in (stage, *bare.values()):
        each.close()
    for server in (full, *empty.values()):
        server.stop()
        assert "Traceback" not in server.log, server.log
