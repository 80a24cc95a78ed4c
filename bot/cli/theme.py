"""`walkback theme`."""

from __future__ import annotations

import click

from bot.cli.session import Session, now, pass_session
from bot.cli.show import table
from bot.desk import themes
from bot.words import many
from state.store import Tx


@click.group()
def theme() -> None:
    """Subjects that sources, rules and claims belong to, and that a channel subscribes to."""


@theme.command()
@click.argument("name")
@pass_session
def add(session: Session, name: str) -> None:
    """Make a theme, such as "jobs and automation"."""
    made = session.write(lambda tx: themes.add(tx, session.guild_id, name, now=now()))
    click.echo(f"Theme '{made.name}' is there. Next: walkback source add URL --theme '{made.name}'")


@theme.command("list")
@pass_session
def list_(session: Session) -> None:
    """List the themes."""

    def look(tx: Tx) -> list[tuple[str, str, str, str]]:
        return [
            (
                found.name,
                many(len(tx.sources.of_guild(session.guild_id, found.id)), "source"),
                many(len(tx.claims.of_guild(session.guild_id, found.id)), "claim"),
                found.id,
            )
            for found in themes.listing(tx, session.guild_id)
        ]

    rows = session.look(look)
    if rows:
        table(rows, ("theme", "sources", "claims", "id"))
    else:
        click.echo("There are no themes yet. Make one: walkback theme add NAME")


@theme.command()
@click.argument("name")
@pass_session
def remove(session: Session, name: str) -> None:
    """Remove a theme with its rules and subscriptions; claims stay, without a theme."""
    gone = session.write(lambda tx: themes.remove(tx, session.guild_id, name, now=now()))
    click.echo(f"Theme '{gone.name}' is removed; its claims stay.")
