"""`walkback doctor`, `backup`, `restore`, `migrate`, `version`, `completion`."""

from __future__ import annotations

import asyncio
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from bot.cli.session import Session, now, pass_session, refuse
from bot.cli.show import line
from state.errors import Absent, Corrupt, NotOurs, StoreError


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One check a line, as JSON.")
@click.option("--offline", is_flag=True, help="Do not ask Discord about the token and permissions.")
@pass_session
def doctor(session: Session, as_json: bool, offline: bool) -> None:
    """Check the installation and say what to mend; exit code 1 when something must be mended."""
    from bot.app import open_store
    from bot.checkup import examine_discord
    from bot.doctor import examine

    ask = None if offline else examine_discord
    checks = asyncio.run(examine(session.settings, open_store, now(), ask=ask))
    for check in checks:
        if as_json:
            line({"check": check.name, "state": check.state, "text": check.text})
        else:
            mark = {"ok": "✓", "warn": "!", "bad": "✗"}[check.state]
            colour = {"ok": "green", "warn": "yellow", "bad": "red"}[check.state]
            click.echo(click.style(mark, fg=colour) + f" {check.name:<12} {check.text}")
    bad = sum(check.state == "bad" for check in checks)
    if bad:
        refuse(f"{bad} of {len(checks)} checks found something to mend, see above.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@pass_session
def backup(session: Session, file: str) -> None:
    """Write a checked copy of the database to FILE, also while the bot runs."""
    from bot.app import write_backup

    if not Path(session.settings.db).is_file():
        refuse(f"There is no database {session.settings.db} yet, so there is nothing to back up.")
    if Path(file).exists() and Path(file).samefile(session.settings.db):
        refuse(f"{file} is the database itself. Name another file for the backup.")
    if not _may_be_replaced(Path(file)):
        refuse(f"{file} is there already and is no backup. Name another file, or move that one away.")
    if not Path(file).absolute().parent.is_dir():
        refuse(f"The folder of {file} does not exist. Create it, or name another file for the backup.")
    try:
        size = write_backup(session.settings, file)
    except StoreError as error:
        refuse(str(error))
    click.echo(f"Backed up to {file} ({size:,} bytes), integrity checked.")


def _may_be_replaced(file: Path) -> bool:
    """Nothing, an empty file, or a database: an older backup. A mistyped name must not cost somebody a letter."""
    try:
        with file.open("rb") as opened:
            return opened.read(16) in (b"", b"SQLite format 3\0")
    except FileNotFoundError:
        return True
    except OSError as error:
        refuse(f"{file} cannot be read ({error.strerror}). Name another file for the backup.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--check", "check_only", is_flag=True, help="Only say whether FILE could be restored.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def restore(session: Session, file: str, check_only: bool, yes: bool) -> None:
    """Put the backup FILE in the database's place. Stop the bot first; the old database is kept beside it."""
    from bot.app import read_backup

    try:
        found = _backup_in(file)
        if check_only:
            click.echo(f"{file} is whole (schema {found}) and can be restored.")
            return
        if not yes and not sys.stdin.isatty():
            refuse("This replaces the database, and there is nobody to ask. Say --yes if that is meant.")
        if not yes:
            click.confirm(f"Replace {session.settings.db} by {file}?", abort=True, err=True)
        kept = read_backup(session.settings, file)
    except StoreError as error:
        refuse(str(error))
    click.echo(f"Restored from {file}." + (f" The old database is {kept}." if kept else ""))


def _backup_in(file: str) -> int:
    """The schema of the backup in that file. Raises StoreError."""
    from bot.app import check_backup

    try:
        return check_backup(file)
    except Absent:
        raise
    except (Corrupt, NotOurs) as other:
        refuse(f"{file} is no backup of walkback ({other.detail}). Name another file; nothing was changed.")


@click.command()
@pass_session
def migrate(session: Session) -> None:
    """Bring the database to this version's schema (run does it by itself)."""
    from bot.app import schema_of

    async def opened(store: object) -> None:
        return None

    session.with_store(opened)
    click.echo(f"{session.settings.db} has schema {schema_of(session.settings)}, which this version uses.")


@click.command()
def version() -> None:
    """Print the version."""
    click.echo(f"walkback {installed_version('walkback')}")


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script, for `eval "$(walkback completion bash)"`."""
    from bot.cli.root import cli

    chosen = get_completion_class(shell)
    assert chosen is not None
    click.echo(chosen(cli, {}, "walkback", "_WALKBACK_COMPLETE").source())
