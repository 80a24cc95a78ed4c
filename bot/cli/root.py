"""The list of commands. Each is imported when it is called, so `walkback --help` answers at once."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from bot.cli.session import Session
from rules.model import LOCAL_GUILD

COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("bot.cli.demo:demo", "The whole bot on bundled feeds: no token, no network."),
    "run": ("bot.cli.run:run", "The bot: watch, judge, post."),
    "poll": ("bot.cli.run:poll", "Poll what is due now, deliver, end."),
    "replay": ("bot.cli.replay:replay", "Run recorded feed history through the real pipeline."),
    "source": ("bot.cli.source:source", "Feeds and pages to watch."),
    "theme": ("bot.cli.theme:theme", "Subjects that sources, rules and claims belong to."),
    "rule": ("bot.cli.rule:rule", "Watch rules: what to follow."),
    "claim": ("bot.cli.claim:claim", "What is on record."),
    "subscribe": ("bot.cli.subscription:subscribe", "Tell an address when something changes."),
    "unsubscribe": ("bot.cli.subscription:unsubscribe", "Stop telling an address."),
    "subscriptions": ("bot.cli.subscription:subscriptions", "Who hears what."),
    "limits": ("bot.cli.limits:limits", "What a server may have at most."),
    "history": ("bot.cli.history:history", "Alert history."),
    "why": ("bot.cli.history:why", "Why an alert fired, or why a statement did not."),
    "read": ("bot.cli.read:read", "Statements out of documents."),
    "compare": ("bot.cli.compare:compare", "Typed changes between two statements."),
    "link": ("bot.cli.link:link", "Which stored claim a statement is about."),
    "browse": ("bot.cli.browse:browse", "Look through the record in a web browser, with Datasette."),
    "doctor": ("bot.cli.operate:doctor", "Check the installation and say what to mend."),
    "backup": ("bot.cli.operate:backup", "Write a checked copy of the database."),
    "restore": ("bot.cli.operate:restore", "Put a backup in the database's place."),
    "migrate": ("bot.cli.operate:migrate", "Bring the database to this version's schema."),
    "version": ("bot.cli.operate:version", "Print the version."),
    "completion": ("bot.cli.operate:completion", "Print the shell completion script."),
}


class Lazy(click.Group):
    """A group whose commands are imported on call and listed from `COMMANDS`, in that order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader of our output has gone (`| head`), which is no failure. Caught here, because click would end
            # the process with 1; what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="walkback", prog_name="walkback", message="%(prog)s %(version)s")
@click.option("--db", metavar="PATH", help="The database, instead of WALKBACK_DB.")
@click.option(
    "--guild",
    type=click.IntRange(0, 2**63 - 1),
    default=LOCAL_GUILD,
    metavar="ID",
    help="Work on this Discord server's things instead of your own.",
)
@click.pass_context
def cli(ctx: click.Context, db: str | None, guild: int) -> None:
    """Walkback keeps what people said on record and tells your Discord channel when they say something else."""
    ctx.obj = Session(db=db, guild_id=guild)
