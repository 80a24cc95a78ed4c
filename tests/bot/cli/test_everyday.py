"""A user's evening on the command line, in the order in which they would type it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.cli.root import cli
from bot.cli.session import Session
from bot.desk import themes
from bot.desk.answers import Refusal
from rules.model import LOCAL_GUILD
from state.store import Tx

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def once(*argv: str, stdin: str = "") -> str:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main(list(argv))
        out, err = capsys.readouterr()
        assert ended.value.code in (0, None), err
        return out

    return once


CLAIM = (
    "claim",
    "add",
    "Half of entry-level warehouse jobs will disappear within five years.",
    "--speaker",
    "Mara Voss",
)


def test_themes_are_made_listed_and_removed(run: Run) -> None:
    assert "Theme 'work' is there" in run("theme", "add", "work")
    assert "work" in run("theme", "list")
    assert "is removed" in run("theme", "remove", "WORK")
    assert "no themes yet" in run("theme", "list")


def test_a_claim_on_record_says_what_was_read_in_it(run: Run) -> None:
    out = run(*CLAIM, "--said-on", "2026-03-02", "--theme", "work")
    assert "half" in out.lower()
    assert "within five years" in out
    assert "Mara Voss" in run("claim", "list", "--theme", "work")
    assert "1 version" in run("claim", "show", "Half of entry-level")
    assert "2 March 2026" in run("claim", "timeline", "Half of entry-level")


def test_putting_the_same_claim_on_record_twice_leaves_one(run: Run) -> None:
    first, second = run(*CLAIM), run(*CLAIM)
    assert first == second
    assert len(run("claim", "list", "--json").splitlines()) == 1


def test_claims_go_out_and_come_back_in(run: Run, tmp_path: Path) -> None:
    run(*CLAIM)
    run("claim", "export", "all.yaml")
    run("claim", "remove", "Half of entry-level")
    assert "1 claim added" in run("claim", "import", "all.yaml")
    assert "0 claims added, 1 on record already" in run("claim", "import", "all.yaml")


def test_two_claims_merge_into_one_record(run: Run) -> None:
    run(*CLAIM, "--said-on", "2026-03-02")
    run(
        "claim",
        "add",
        "A fifth of warehouse jobs will go.",
        "--speaker",
        "Mara Voss",
        "--said-on",
        "2026-04-02",
    )
    assert "2 versions" in run("claim", "merge", "Half of entry-level", "A fifth of warehouse")


def test_a_rule_is_read_back_in_plain_english_and_can_sleep(run: Run) -> None:
    run("theme", "add", "work")
    assert "is live" in run("rule", "add", "jobs", "jobs AND figure>=20%", "--theme", "work")
    assert "20" in run("rule", "show", "jobs")
    run("rule", "pause", "jobs")
    assert "paused" in run("rule", "list")
    run("rule", "resume", "jobs")
    assert "live" in run("rule", "edit", "jobs", "--query", "jobs OR layoffs") + run("rule", "list")
    assert "Would have matched 0 of 0 statements" in run("rule", "test", "jobs")
    run("rule", "remove", "jobs")
    assert "no rules yet" in run("rule", "list")


def test_subscriptions_hide_the_secret_of_a_webhook(run: Run) -> None:
    run("theme", "add", "work")
    run("subscribe", "work", "--to", "webhook:https://hooks.example/secret/path", "--delivery", "daily")
    run("subscribe", "--to", "console")
    listed = run("subscriptions")
    assert "secret" not in listed
    assert "daily" in listed
    assert "every theme" in listed
    run("unsubscribe", "console")
    assert "console" not in run("subscriptions")


def test_what_is_refused_leaves_no_trace(run: Run) -> None:
    def make_and_refuse(tx: Tx) -> Refusal:
        themes.add(tx, LOCAL_GUILD, "half-made", now=datetime(2026, 3, 2, tzinfo=UTC))
        return Refusal("Not after all.")

    with pytest.raises(click.ClickException, match="Not after all"):
        Session(db=None, guild_id=LOCAL_GUILD).write(make_and_refuse)
    assert "no themes yet" in run("theme", "list")


def test_sources_are_added_without_asking_when_told_so(run: Run) -> None:
    run("source", "add", "https://dispatch.example/feed.xml", "--theme", "work", "--no-check")
    assert "watched already" in run(
        "source", "add", "https://dispatch.example/feed.xml", "--theme", "work", "--no-check"
    )
    assert "dispatch.example" in run("source", "list")
    assert "paused" in run("source", "pause", "https://dispatch.example/feed.xml")
    run("source", "resume", "https://dispatch.example/feed.xml")
    opml = run("source", "export")
    assert "dispatch.example" in opml
    run("source", "remove", "https://dispatch.example/feed.xml")
    assert "1 source added" in run("source", "import", "-", stdin=opml)


def test_reading_prints_for_people_and_for_programs(run: Run) -> None:
    text = "“Half of the jobs will go by 2030,” said Mara Voss.\n"
    shown = run("read", "-", "--published", "2026-03-02", stdin=text)
    assert "Mara Voss" in shown
    assert "2030" in shown
    record = {"id": 7, "kind": "article", "published": "2026-03-02", "content_type": "text", "content": text}
    answer, error = (
        json.loads(row)
        for row in run("read", "--jsonl", "-", stdin=json.dumps(record) + "\n{bad\n").splitlines()
    )
    assert (answer["id"], answer["text"]) == (7, text)
    assert any(s["speaker"] == "Mara Voss" for s in answer["statements"])
    assert "not valid JSON" in error["error"]


def test_an_empty_history_says_what_to_do(run: Run) -> None:
    assert "walkback source list" in run("history")
    assert run("history", "--json") == ""
    assert run("history", "--csv").startswith("id,at,theme")


def test_the_database_is_looked_after(run: Run) -> None:
    run(*CLAIM)
    assert "copy.db" in run("backup", "copy.db")
    with pytest.raises(SystemExit):
        main(["backup", "/no/such/folder/copy.db"])
    run("claim", "remove", "Half of entry-level")
    run("restore", "copy.db", "--yes")
    assert "Mara Voss" in run("claim", "list")
    assert "schema" in run("migrate")
    assert "database" in run("doctor")
    assert run("version").startswith("walkback ")


def test_limits_are_shown_set_and_held_to(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "alerts today" in run("limits")
    assert "1" in run("limits", "themes=1")
    run("theme", "add", "work")
    with pytest.raises(AssertionError, match="walkback limits themes=2"):
        run("theme", "add", "power")
    monkeypatch.setenv("WALKBACK_LIMITS", "rules=7")
    assert run("limits").split("rules")[1].split()[:2] == ["0", "7"]
    run("limits", "themes=2")
    assert run("limits").split("rules")[1].split()[:2] == ["0", "7"]
    assert "Theme 'power' is there" in run("theme", "add", "power")


def test_a_subscription_has_caps_and_quiet_hours_on_the_command_line_too(run: Run) -> None:
    run("subscribe", "--to", "console", "--per-hour", "5", "--quiet", "22-7", "--timezone", "Europe/Berlin")
    assert "instant, 5 an hour, quiet 22-7" in run("subscriptions")


def test_a_source_may_be_kept_from_having_its_pages_read(run: Run) -> None:
    url = "https://halden-dispatch.example/feed"
    run("source", "add", url, "--no-check", "--name", "Dispatch", "--no-full-text")
    assert "full text no, as set" in run("source", "show", "Dispatch")
    assert "are read where a rule may match" in run("source", "edit", "Dispatch", "--full-text")
    assert "full text yes; no page" in run("source", "show", "Dispatch")
    assert "are not read any more" in run("source", "edit", "Dispatch", "--no-full-text")


@pytest.fixture
def fail(run: Run, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """What a command that does not do it says, and its exit code."""

    def once(*argv: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(argv))
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().err

    return once


Fail = Callable[..., tuple[int, str]]


def test_a_day_that_is_none_is_called_so(fail: Fail) -> None:
    code, told = fail(*CLAIM, "--said-on", "2026-02-31")
    assert code == 2
    assert "'2026-02-31' is no day. Write it like 2026-05-28." in told


def test_the_version_is_an_option_as_well(run: Run) -> None:
    assert run("--version") == run("version")


def test_a_backup_replaces_backups_and_nothing_else(run: Run, fail: Fail, tmp_path: Path) -> None:
    run("theme", "add", "work")
    run("backup", "copy.db")
    assert "integrity checked" in run("backup", "copy.db")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Mara,")
    code, told = fail("backup", "letter.txt")
    assert (code, letter.read_text()) == (1, "Dear Mara,")
    assert "is no backup. Name another file" in told
    assert "The folder of nowhere/copy.db does not exist" in fail("backup", "nowhere/copy.db")[1]


def test_a_restore_that_nobody_can_be_asked_about_says_how_to_mean_it(run: Run, fail: Fail) -> None:
    run("theme", "add", "work")
    run("backup", "copy.db")
    code, told = fail("restore", "copy.db")
    assert code == 1
    assert "Say --yes if that is meant" in told
    assert "Restored from copy.db" in run("restore", "copy.db", "--yes")


def test_a_webhook_that_is_not_https_is_told_so(fail: Fail) -> None:
    assert "begins with https://" in fail("subscribe", "--to", "webhook:http://hooks.example/a")[1]


def leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(click.Context(command)):
        inner = command.get_command(click.Context(command), name)
        assert inner is not None
        yield from leaves(inner, f"{path} {name}")


def test_every_command_and_every_option_says_what_it_does() -> None:
    every = dict(leaves(cli, "walkback"))
    assert [path for path, command in every.items() if not command.help] == []
    assert [
        f"{path} {option.opts[0]}"
        for path, command in every.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ] == []
