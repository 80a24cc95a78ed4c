"""`walkback subscribe`, `unsubscribe`, `subscriptions`."""

from __future__ import annotations

import click

from bot.cli.rule import CHANGES_HELP
from bot.cli.session import Session, accept, now, pass_session
from bot.cli.show import table
from bot.desk import hours, themes
from bot.desk import subscriptions as desk
from rules.model import Subscription
from state.store import Tx
from watchers.guard import Guard

CAPS = {"per_hour": "an hour", "per_day": "a day"}


@click.command()
@click.argument("theme", required=False)
@click.option("--to", "to", required=True, help="console, discord:CHANNEL_ID or webhook:https://…")
@click.option("--changes", multiple=True, help=CHANGES_HELP)
@click.option(
    "--delivery",
    type=click.Choice(desk.PACES),
    default="instant",
    show_default=True,
    help="At once, or together.",
)
@click.option("--digest-hour", type=click.IntRange(0, 23), help="When a daily or weekly digest comes.")
@click.option(
    "--quiet", default="", metavar="22-7", help="Hours in which nothing is posted; it comes afterwards."
)
@click.option("--timezone", default="", metavar="ZONE", help="Of these hours, such as Europe/Berlin.")
@click.option(
    "--per-hour", type=int, metavar="N", help="So many messages an hour at most; the rest comes together."
)
@click.option("--per-day", type=int, metavar="N", help="The same, a day.")
@pass_session
def subscribe(
    session: Session,
    theme: str | None,
    to: str,
    changes: tuple[str, ...],
    delivery: str,
    digest_hour: int | None,
    quiet: str,
    timezone: str,
    per_hour: int | None,
    per_day: int | None,
) -> None:
    """Tell an address when something on THEME changes (every theme, if none is named)."""
    address = accept(desk.parse_address(to, Guard.of(session.settings.allow_nets)))
    chosen = accept(
        hours.options(
            timezone=timezone, digest_hour=digest_hour, quiet=quiet, per_hour=per_hour, per_day=per_day
        )
    )
    made = session.write(
        lambda tx: desk.add(
            tx,
            session.guild_id,
            address,
            now=now(),
            theme=theme,
            changes=changes,
            pace=delivery,
            options=chosen,
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
                _pace(s),
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


def _pace(subscription: Subscription) -> str:
    """`instant, 5 an hour`."""
    options = dict(subscription.options)
    caps = [f"{options[name]} {words}" for name, words in CAPS.items() if name in options]
    quiet = [f"quiet {options['quiet']}"] if "quiet" in options else []
    return ", ".join([subscription.pace, *caps, *quiet])


def _shown(subscription: Subscription) -> str:
    """The address without a webhook's secret path."""
    if subscription.address.kind != "webhook":
        return str(subscription.address)
    host = subscription.address.target.removeprefix("https://").split("/")[0]
    return f"webhook:https://{host}/…"
