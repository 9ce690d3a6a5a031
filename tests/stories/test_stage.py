"""The stage itself: the client opens, for whoever is signed in and whoever is not."""

from playwright.sync_api import expect

from tests.stories.conftest import Stage


def test_sato_opens_the_app_and_sees_her_rooms(stage: Stage) -> None:
    """Somebody signed in lands on the list of talks, without a page of greetings."""
    stage.room(stage.cast.sato, "防災課 当番", stage.cast.kobayashi)
    page = stage.page(stage.cast.sato)
    expect(page.get_by_text("防災課 当番")).to_be_visible()


def test_a_stranger_is_asked_to_sign_in(stage: Stage) -> None:
    """Whoever is not signed in sees nothing but the way in."""
    page = stage.page(None)
    page.wait_for_url("**/sign-in*")
