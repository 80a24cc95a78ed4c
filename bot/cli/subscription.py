"""`walkback subscribe`, `unsubscribe`, `subscriptions`."""

from __future__ import annotations

import click

from bot.cli.rule import CHANGES_HELP
from bot.cli.session import Session, accept, now, pass_session
from bot.cli.show import table
from bot.desk import subscriptions as desk
from bot.desk import themes
from rules.model import Subscription
from state.store import Tx


@click.command()
@click.argument("theme", required=False)
@click.option("--to", "to", required=True, help="console, discord:CHANNEL_ID or webhook:https://…")
@click.option("--changes", multiple=True, help=CHANGES_HELP)
@click.option("--delivery", type=click.Choice(desk.PACES), default="instant", show_default=True)
@pass_session
def subscribe(session: Session, theme: str | None, to: str, changes: tuple[str, ...], delivery: str) -> None:
    """Tell an address when something on THEME changes (every theme, if none is named)."""
    address = accept(desk.parse_address(to))
    made = session.write(
        lambda tx: desk.add(
            tx, session.guild_id, address, now=now(), theme=theme, changes=changes, pace=delivery
        )
    )
    click.echo(
        f"{_shown(made)} hears {theme or 'every theme'}, {made.pace}. Stop: walkback unsubscribe {made.id}"
    )


@click.command()
@click.argument("subscription")
@pass_session
def unsubscribe(session: Session, subscription: str) -> None:
    """Stop telling an address. SUBSCRIPTION: its id or its address."""
    gone = session.write(lambda tx: desk.remove(tx, session.guild_id, subscription, now=now()))
    click.echo(f"{_shown(gone)} hears nothing more of it.")


@click.command()
@pass_session
def subscriptions(session: Session) -> None:
    """Who hears what, how often."""

    def look(tx: Tx) -> list[tuple[str, str, str, str, str]]:
        parked = tx.outbox.parked()
        return [
            (
                _shown(s),
                themes.name_of(tx, session.guild_id, s.theme_id) or "every theme",
                s.pace,
                parked.get(str(s.address), "live"),
                s.id,
            )
            for s in desk.listing(tx, session.guild_id)
        ]

    rows = session.look(look)
    if rows:
        table(rows, ("address", "theme", "delivery", "state", "id"))
    else:
        click.echo("Nobody is subscribed. Begin: walkback subscribe THEME --to discord:CHANNEL_ID")


def _shown(subscription: Subscription) -> str:
    """The address without a webhook's secret path."""
    if subscription.address.kind != "webhook":
        return str(subscription.address)
    host = subscription.address.target.removeprefix("https://").split("/")[0]
    return f"webhook:https://{host}/…"
