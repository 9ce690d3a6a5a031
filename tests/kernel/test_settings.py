"""Settings from the environment: defaults that work, and a sentence for the operator where one does not."""

from pathlib import Path

import pytest

from kairan.kernel.settings import SETTINGS, BadSetting, load


def test_without_anything_set_it_listens_on_this_machine_only():
    settings = load({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.public_url == "http://localhost:8080"
    assert settings.database_path == Path("data/kairan.db")
    assert not settings.secure


def test_the_database_lies_in_the_data_folder_unless_it_is_said_where():
    assert load({"KAIRAN_DATA": "/srv/kairan"}).database_path == Path("/srv/kairan/kairan.db")
    elsewhere = {"KAIRAN_DATABASE_URL": "sqlite:////var/db/k.db"}
    assert load(elsewhere).database_path == Path("/var/db/k.db")


def test_what_is_set_to_nothing_is_not_set():
    assert load({"KAIRAN_PORT": " ", "KAIRAN_HOST": ""}).port == 8080


@pytest.mark.parametrize(
    ("url", "secure"), [("https://kairan.example.jp", True), ("http://intra:8080/", False)]
)
def test_links_begin_with_the_public_address(url, secure):
    settings = load({"KAIRAN_PUBLIC_URL": url})
    assert settings.public_url == url.rstrip("/")
    assert settings.secure is secure


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1", "127.0.0.1"])
def test_an_address_that_means_this_machine_is_shown_as_localhost(host):
    assert load({"KAIRAN_HOST": host}).public_url == "http://localhost:8080"


def test_an_address_with_colons_is_shown_in_brackets():
    assert load({"KAIRAN_HOST": "fd00::7"}).public_url == "http://[fd00::7]:8080"


@pytest.mark.parametrize(
    "environ",
    [
        {"KAIRAN_PORT": "http"},
        {"KAIRAN_PORT": "-1"},
        {"KAIRAN_PORT": "65536"},
        {"KAIRAN_PORT": "80.5"},
        {"KAIRAN_DATABASE_URL": "postgresql://kairan@localhost/kairan"},
        {"KAIRAN_DATABASE_URL": "sqlite:///"},
        {"KAIRAN_DATABASE_URL": "kairan.db"},
        {"KAIRAN_PUBLIC_URL": "kairan.example.jp"},
        {"KAIRAN_PUBLIC_URL": "ftp://kairan.example.jp"},
        {"KAIRAN_PUBLIC_URL": "https://kairan.example.jp/chat"},
        {"KAIRAN_PUBLIC_URL": "https://kairan.example.jp?a=b"},
        {"KAIRAN_PUBLIC_URL": "https://someone@kairan.example.jp"},
        {"KAIRAN_PUBLIC_URL": "https://[fd00"},
        {"KAIRAN_PUBLIC_URL": "https://kairan.example.jp:99999"},
        {"KAIRAN_PUBLIC_URL": "https://"},
    ],
    ids=lambda environ: next(iter(environ.values())),
)
def test_a_value_that_cannot_be_used_is_named_in_one_sentence(environ):
    with pytest.raises(BadSetting) as caught:
        load(environ)
    assert next(iter(environ)) in str(caught.value)
    assert str(caught.value).endswith(".")


def test_every_setting_has_a_name_of_ours_and_a_default_that_works():
    load({setting.name: setting.default for setting in SETTINGS})
    assert all(setting.name.startswith("KAIRAN_") for setting in SETTINGS)
