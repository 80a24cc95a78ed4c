"""The outside as a whole: every command answers --help, and one wrong input to each gives one clear line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.cli.root import COMMANDS, cli

Run = Callable[..., tuple[int, str, str]]
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command in an empty folder with its own database: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("WALKBACK_DB", "WALKBACK_DISCORD_TOKEN", "DISCORD_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def once(*argv: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(argv))
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return once


def all_commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []

    def walk(command: click.Command, path: tuple[str, ...]) -> None:
        found.append(path)
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                assert child is not None
                walk(child, (*path, name))

    walk(cli, ())
    return found


@pytest.mark.parametrize("path", all_commands(), ids=" ".join)
def test_every_command_answers_help(run: Run, path: tuple[str, ...]) -> None:
    code, out, err = run(*path, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("Usage: walkback")
    assert len(out.split("\n\n")) > 1


WRONG: list[tuple[tuple[str, ...], int, str]] = [
    (("nonsense",), 2, "No such command"),
    (("theme", "add", "\udcff"), 2, "argument 3 is not UTF-8"),
    (("--guild", "99999999999999999999", "theme", "list"), 2, "not in the range"),
    (("--guild", "home", "theme", "list"), 2, "'home' is no whole number"),
    (("demo", "extra"), 2, "unexpected extra argument"),
    (("run", "--fast"), 2, "No such option"),
    (("poll", "no-such-source"), 1, "no source 'no-such-source'"),
    (("replay",), 2, "Missing argument"),
    (("replay", "missing.jsonl"), 2, "does not exist"),
    (("source", "add", "ftp://example.org/feed"), 1, "ftp"),
    (("source", "show", "nothing"), 1, "no source 'nothing'"),
    (("source", "test", "http://127.0.0.1:9/feed"), 1, "127.0.0.1"),
    (("source", "add", "https://dispatch.example/feed.xml", "--no-check", "--choose", "0"), 2, "--choose"),
    (("source", "edit", "nothing", "--no-full-text"), 1, "no source"),
    (("source", "edit", "nothing"), 2, "--full-text"),
    (("source", "pause", "nothing"), 1, "no source"),
    (("source", "resume", "nothing"), 1, "no source"),
    (("source", "remove", "nothing"), 1, "no source"),
    (("source", "import", "missing.opml"), 1, "cannot be read"),
    (("source", "export", "/no/such/folder/x.opml"), 1, "cannot be written"),
    (("source", "list", "--theme", "none"), 1, "no theme 'none'"),
    (("theme", "add", "  "), 1, "needs a name"),
    (("theme", "remove", "none"), 1, "no theme 'none'"),
    (("theme", "list", "x"), 2, "unexpected extra argument"),
    (("rule", "add", "jobs", "jobs AND ("), 1, "Column"),
    (("rule", "add", "jobs", "jobs", "--changes", "figures"), 1, "no kind of change"),
    (("rule", "test", "speeker:Voss"), 1, "speaker"),
    (("rule", "show", "none"), 1, "no rule 'none'"),
    (("rule", "edit", "none", "--query", "x"), 1, "no rule"),
    (("rule", "pause", "none"), 1, "no rule"),
    (("rule", "resume", "none"), 1, "no rule"),
    (("rule", "remove", "none"), 1, "no rule"),
    (("claim", "add", "Half will go."), 2, "--speaker"),
    (("claim", "add", "Half will go.", "--speaker", "x", "--said-on", "9999-01-01"), 1, "has not come yet"),
    (("claim", "add", "Half will go.", "--speaker", ""), 1, "name is empty"),
    (("claim", "add", "Half will go.", "--speaker", "  "), 1, "name is empty"),
    (("claim", "add", "Half will go.", "--speaker", "x", "--alias", ""), 1, "alias is empty"),
    (("claim", "add", "Half will go.", "--speaker", "x", "--alias", "y" * 121), 1, "at most 120"),
    (("claim", "show", "none"), 1, "no claim 'none'"),
    (("claim", "timeline", "none"), 1, "no claim"),
    (("claim", "import", "missing.yaml"), 1, "cannot be read"),
    (("claim", "export", "x.doc"), 1, "no form of claims"),
    (("claim", "edit", "none", "--title", "x"), 1, "no claim"),
    (("claim", "merge", "a", "b"), 1, "no claim"),
    (("claim", "remove", "none"), 1, "no claim"),
    (("subscribe", "--to", "letter:box"), 1, "no address"),
    (("subscribe", "none", "--to", "console"), 1, "no theme"),
    (("subscribe", "--to", "webhook:https://127.0.0.1/x"), 1, "not on the internet"),
    (("subscribe", "--to", "webhook:https://0x7f.1/x"), 1, "not on the internet"),
    (("subscribe", "--to", "webhook:https://[::ffff:10.0.0.1]/x"), 1, "not on the internet"),
    (("subscribe", "--to", "webhook:https://printer.local/x"), 1, "not on the internet"),
    (("subscribe", "--to", "webhook:https://intranet/x"), 1, "not on the internet"),
    (("subscribe", "--to", "webhook:https://"), 1, "Write webhook:https://…"),
    (("subscribe", "--to", "webhook:http://hooks.example/a"), 1, "Write webhook:https://…"),
    (("subscribe", "--to", "console", "--per-hour", "0"), 1, "is no cap"),
    (("subscribe", "--to", "console", "--quiet", "late"), 1, "no quiet hours"),
    (("limits", "rules=0"), 1, "from 1 to"),
    (("limits", "apples=3"), 1, "is no limit"),
    (("unsubscribe", "none"), 1, "no subscription"),
    (("subscriptions", "x"), 2, "unexpected extra argument"),
    (("history", "--since", "someday"), 1, "no date"),
    (("history", "--change", "moved"), 2, "--change"),
    (("why", "none"), 1, "no alert or statement"),
    (("read", "missing.txt"), 1, "cannot be read"),
    (("compare", "--jsonl", "missing.jsonl"), 1, "cannot be read"),
    (("link", "--claims", "missing.jsonl", "--jsonl"), 1, "cannot be read"),
    (("browse",), 1, "nothing to browse"),
    (("doctor", "--deep"), 2, "No such option"),
    (("backup", "/no/such/folder/copy.db"), 1, "no database"),
    (("--db", "postgresql://localhost/x", "theme", "list"), 1, "SQLite file"),
    (("restore", "missing.db"), 1, "missing.db"),
    (("restore", str(REPOSITORY / "README.md")), 1, "is no backup of walkback"),
    (("migrate", "now"), 2, "unexpected extra argument"),
    (("version", "x"), 2, "unexpected extra argument"),
    (("completion", "tcsh"), 2, "tcsh"),
]


@pytest.mark.parametrize(
    ("argv", "code", "says"), WRONG, ids=lambda v: " ".join(v) if isinstance(v, tuple) else None
)
def test_a_wrong_input_gets_one_clear_line(run: Run, argv: tuple[str, ...], code: int, says: str) -> None:
    got, out, err = run(*argv)
    assert (got, out) == (code, ""), err
    assert says in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_every_command_of_the_list_has_a_wrong_input_above() -> None:
    assert {argv[0] for argv, _, _ in WRONG} >= set(COMMANDS)


@pytest.mark.parametrize("argv", [(), ("source",)])
def test_no_command_is_answered_with_the_help_in_lines(run: Run, argv: tuple[str, ...]) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: walkback")
    assert err.count("\n") > 8


@pytest.mark.parametrize("rules", ["- {query: jobs, changes: 5}\n", "[" * 10_000])
def test_a_broken_file_of_rules_gets_one_clear_line(run: Run, tmp_path: Path, rules: str) -> None:
    (tmp_path / "rules.yaml").write_text(rules, "utf-8")
    (tmp_path / "pack.jsonl").write_text("", "utf-8")
    code, _, err = run("replay", "pack.jsonl", "--rules", "rules.yaml")
    assert code == 1
    assert err.count("\n") == 1


def test_a_bad_setting_is_one_line_that_names_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKBACK_MIN_INTERVAL", "soon")
    code, _, err = run("theme", "list")
    assert code == 1
    assert err.startswith("walkback: WALKBACK_MIN_INTERVAL: ")


def test_a_backup_onto_the_database_itself_is_refused(run: Run, tmp_path: Path) -> None:
    """It would put another file in the place of the one that a running bot writes to."""
    run("theme", "add", "work")
    before = (tmp_path / "walkback.db").stat().st_ino
    (tmp_path / "link.db").symlink_to("walkback.db")
    for file in ("walkback.db", "./walkback.db", "link.db"):
        code, _, err = run("backup", file)
        assert (code, "is the database itself" in err) == (1, True)
    assert (tmp_path / "walkback.db").stat().st_ino == before


def test_of_two_sources_with_one_name_none_is_chosen(run: Run) -> None:
    for url in ("https://one.example/f", "https://two.example/f"):
        run("source", "add", url, "--no-check", "--name", "News")
    code, _, err = run("source", "remove", "news")
    assert (code, err) == (1, "walkback: 2 sources are called 'news'. Use the URL of one.\n")
    assert run("source", "remove", "https://one.example/f")[0] == 0
    assert run("source", "remove", "news")[0] == 0


def test_a_source_is_not_removed_from_a_theme_it_is_not_under(run: Run) -> None:
    run("theme", "add", "work")
    run("source", "add", "https://one.example/f", "--no-check", "--name", "News")
    code, _, err = run("source", "remove", "News", "--theme", "work")
    assert (code, err) == (1, "walkback: 'News' is not watched under 'work'.\n")


@pytest.mark.parametrize(
    ("sink", "code", "says"), [("| head -c 1", 0, ""), ("> /dev/full", 1, "no room left")]
)
def test_output_that_nobody_takes_ends_without_a_traceback(
    tmp_path: Path, sink: str, code: int, says: str
) -> None:
    (tmp_path / "in.jsonl").write_text('{"id":1,"content":"x"}\n' * 5_000, "utf-8")
    command = f"set -o pipefail; {sys.executable} -m bot read --jsonl {tmp_path}/in.jsonl {sink}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (code, True, False)
