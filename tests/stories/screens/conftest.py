"""The hall in which screens are looked at. Each file of tests has one of its own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.stories.conftest import Stage, start_server
from tests.stories.screens.hall import Hall, furnish
from tests.world import Somebody, World

MORE = ("kobayashi", "takahashi", "maeda")


@pytest.fixture(scope="module")
def hall(
    first_world: World, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Hall]:
    """One server for the screens of a file: looking changes nothing. Beside it one that nobody has set up."""
    folder = tmp_path_factory.mktemp("screens")
    (folder / "kairan.db").write_bytes((first_world.folder / "kairan.db").read_bytes())
    cast = first_world.cast
    full, empty = start_server(folder), start_server(tmp_path_factory.mktemp("empty"))
    stage, bare = Stage(full.url, cast, browser), Stage(empty.url, cast, browser)
    words = {"url": full.url, **furnish(stage)}
    link = re.search(r"http://\S+/setup/\S+", empty.log)
    assert link
    words["set_up"] = link.group()
    ueda = Somebody(cast.minato, words["ueda"], "上田 静", words["ueda_token"])
    people = {"founder": None, "nobody": None, "ueda": ueda}
    people |= {name: getattr(cast, name) for name in ("sato", "yamamoto", *MORE)}
    yield Hall(stage, bare, link.group(), people, words)
    stage.close()
    bare.close()
    for server in (full, empty):
        server.stop()
        assert "Traceback" not in server.log, server.log
