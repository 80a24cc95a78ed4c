"""`walkback run` and `walkback poll`."""

from __future__ import annotations

import asyncio

import click

from bot.cli.session import Session, pass_session, refuse
from bot.cli.show import clean
from bot.words import many
from state.errors import StoreError


@click.command()
@pass_session
def run(session: Session) -> None:
    """The bot: polls what is due, judges, posts, answers commands in Discord. Ends on Ctrl-C or SIGTERM.

    Without a Discord token alerts go to the console.
    """
    from bot.app import run_bot

    try:
        problem = asyncio.run(run_bot(session.settings, say=lambda text: click.echo(text, err=True)))
    except StoreError as error:
        refuse(str(error))
    if problem:
        refuse(problem)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option("--once", is_flag=True, help="The default; kept for scripts.")
@pass_session
def poll(session: Session, sources: tuple[str, ...], once: bool) -> None:
    """Poll what is due now (or the named sources), deliver what is owed, then end."""
    from bot.app import poll_once

    try:
        done = asyncio.run(poll_once(session.settings, session.guild_id, sources))
    except StoreError as error:
        refuse(str(error))
    if done.refused:
        refuse(done.refused)
    for words in (*done.visits, *done.problems):
        click.echo(clean(words), err=True)
    click.echo(
        f"{many(done.polled, 'source')} polled, {many(done.entries, 'new entry')}, {many(done.alerts, 'alert')}, "
        f"{done.sent:,} sent, {done.owed:,} still owed.",
        err=True,
    )
