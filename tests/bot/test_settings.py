from __future__ import annotations

import pytest

from bot.settings import BadSetting, Secret, Settings, read_settings


def good(environ: dict[str, str], toml: str | None = None) -> Settings:
    settings = read_settings(environ, toml, {"token.txt": "s3cret\n"}.__getitem__)
    assert isinstance(settings, Settings)
    return settings


def test_without_any_setting_the_defaults_of_the_contract_hold() -> None:
    settings = good({})
    assert (settings.db, settings.discord_token, settings.allow_nets, settings.log) == (
        "walkback.db",
        None,
        (),
        "INFO",
    )


def test_the_environment_wins_over_the_file() -> None:
    settings = good({"WALKBACK_DB": "env.db"}, 'db = "file.db"\ncontact = "a@example.org"\n')
    assert (settings.db, settings.contact) == ("env.db", "a@example.org")


def test_a_secret_can_come_from_a_file_and_never_prints() -> None:
    settings = good({"WALKBACK_DISCORD_TOKEN_FILE": "token.txt"})
    assert settings.discord_token is not None
    assert settings.discord_token.reveal() == "s3cret"
    assert "s3cret" not in repr(settings) + str(settings.discord_token)


def test_the_plain_discord_token_variable_is_understood_too() -> None:
    settings = good({"DISCORD_TOKEN": "abc"})
    assert settings.discord_token == Secret("abc")


def test_a_list_in_the_file_is_the_same_as_commas() -> None:
    assert good({}, 'allow_nets = ["10.0.0.0/8", "::1/128"]').allow_nets == ("10.0.0.0/8", "::1/128")


def test_limits_are_numbers_by_name() -> None:
    assert good({"WALKBACK_LIMITS": "rules=500, alerts_a_day=9"}).limits == (
        ("rules", 500),
        ("alerts_a_day", 9),
    )
    assert good({}, 'limits = ["rules=500"]').limits == (("rules", 500),)


def test_json_logs_are_a_prefix_of_the_level() -> None:
    settings = good({"WALKBACK_LOG": "json:debug"})
    assert (settings.log, settings.log_json) == ("DEBUG", True)


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"WALKBACK_ALLOW_NETS": "home"}, "'home' is no network"),
        ({"WALKBACK_MIN_INTERVAL": "soon"}, "no number of seconds"),
        ({"WALKBACK_MIN_INTERVAL": "1"}, "at least 10"),
        ({"WALKBACK_MIN_INTERVAL": "900", "WALKBACK_MAX_INTERVAL": "600"}, "larger than"),
        ({"WALKBACK_LOG": "loud"}, "is no level"),
        ({"WALKBACK_METRICS": "here"}, "host:port"),
        ({"WALKBACK_CALLBACK": "bot.example"}, "https://bot.example/hubs"),
        ({"WALKBACK_CALLBACK_LISTEN": "here"}, "host:port"),
        ({"WALKBACK_DISCORD_API": "discord"}, "no base URL"),
        ({"WALKBACK_DB": ""}, "is empty"),
        ({"WALKBACK_LIMITS": "apples=3"}, "'apples' is no limit"),
        ({"WALKBACK_LIMITS": "rules=0"}, "from 1 to"),
        ({"WALKBACK_LIMITS": "rules"}, "write rules=NUMBER"),
        ({"WALKBACK_DB": "  "}, "is empty"),
        ({"WALKBACK_DB": ":memory:"}, "SQLite's own"),
        ({"WALKBACK_DB": "file:x.db"}, "SQLite's own"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_the_way_out(environ: dict[str, str], says: str) -> None:
    bad = read_settings(environ)
    assert isinstance(bad, BadSetting)
    assert says in str(bad)
    assert str(bad).startswith("WALKBACK_")
    assert "\n" not in str(bad)


def test_an_unknown_name_in_the_file_is_refused_with_the_list_of_names() -> None:
    bad = read_settings({}, "intervall = 5")
    assert isinstance(bad, BadSetting)
    assert str(bad) == "walkback.toml: 'intervall' is no setting; min_interval is the nearest"
    assert str(read_settings({}, "x =")).startswith("walkback.toml is not valid TOML")


def test_a_variable_that_nothing_reads_is_kept_in_mind_with_the_one_that_was_meant() -> None:
    settings = read_settings({"WALKBACK_CONTCT": "a@b.example", "WALKBACK_LOG": "INFO", "HOME": "/"})
    assert isinstance(settings, Settings)
    assert settings.unread == ("WALKBACK_CONTCT; WALKBACK_CONTACT is the nearest",)


def test_a_file_that_is_no_text_is_a_bad_setting() -> None:
    settings = read_settings({"WALKBACK_DB_FILE": "f"}, None, lambda path: b"\xff".decode())
    assert isinstance(settings, BadSetting)
    assert "UTF-8" in str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [("METRICS", "localhost:99999999"), ("METRICS", "localhost:²"), ("DB", "postgresql://h/d")],
)
def test_what_cannot_be_used_is_refused_before_the_bot_begins(name: str, value: str) -> None:
    assert isinstance(read_settings({f"WALKBACK_{name}": value}), BadSetting)


def test_a_home_folder_is_found_without_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mara")
    settings = read_settings({"WALKBACK_DB": "~/walkback.db"})
    assert isinstance(settings, Settings)
    assert settings.db == "/home/mara/walkback.db"


@pytest.mark.parametrize(
    ("text", "on"), [("on", True), ("Off", False), ("true", True), ("0", False), ("", False)]
)
def test_a_switch_is_on_or_off(text: str, on: bool) -> None:
    settings = read_settings({"WALKBACK_FULL_TEXT": text, "WALKBACK_ARCHIVE": text})
    assert isinstance(settings, Settings)
    assert (settings.full_text, settings.archive) == (on, on)


def test_pages_are_read_and_no_archive_is_linked_unless_it_is_said() -> None:
    settings = read_settings({}, "full_text = false\narchive = true")
    assert isinstance(settings, Settings)
    assert (Settings().full_text, Settings().archive) == (True, False)
    assert (settings.full_text, settings.archive) == (False, True)


def test_a_switch_that_is_neither_is_refused() -> None:
    bad = read_settings({"WALKBACK_ARCHIVE": "perhaps"})
    assert isinstance(bad, BadSetting)
    assert "on nor off" in bad.problem
