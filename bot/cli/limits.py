"""`walkback limits`: what a server may have at most, and setting it."""

from __future__ import annotations

import click

from bot.cli.session import Session, accept, now, pass_session
from bot.cli.show import table
from bot.desk import limits as desk
from bot.desk import status
from state.store import Tx


@click.command()
@click.argument("chosen", nargs=-1, metavar="[NAME=NUMBER]…")
@pass_session
def limits(session: Session, chosen: tuple[str, ...]) -> None:
    """Show the limits of the server (your own things, or --guild ID), or set some: rules=500 alerts_a_day=100.

    Defaults for every server come from WALKBACK_LIMITS.
    """
    wanted = accept(desk.parse(" ".join(chosen)))
    if wanted:
        session.write(lambda tx: desk.put(tx, session.guild_id, wanted, now=now()))

    def look(tx: Tx) -> tuple[tuple[str, int, int], ...]:
        return status.of(tx, session.guild_id, now()).limits

    table(
        [(what, f"{used:,}", f"{most:,}") for what, used, most in session.look(look)],
        ("what", "used", "most"),
    )
