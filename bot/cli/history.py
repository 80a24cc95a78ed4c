"""`walkback history` and `walkback why`."""

from __future__ import annotations

import click

from bot.cli.session import Session, now, pass_session, refuse
from bot.cli.show import clean, line, when
from bot.desk import claims_file
from bot.desk import history as desk
from bot.desk import why as why_desk
from bot.desk.answers import Refusal
from bot.desk.triage import SAID
from bot.destinations.console import alert_text
from bot.render import render_alert
from bot.words import LABELS, also_in, speaker_name
from rules.change import TAGS
from state.codec import alert_line
from state.store import Store, Tx

Why = why_desk.WhyAlert | why_desk.WhyStatement
COLUMNS = ("id", "at", "theme", "rule", "speaker", "headline", "before", "after", "before_url", "after_url")


@click.command()
@click.option("--theme", help="Of this theme only.")
@click.option("--speaker", help="Of this speaker only.")
@click.option("--claim", help="A claim's id.")
@click.option("--change", type=click.Choice(TAGS), metavar="TAG", help=f"One of {', '.join(TAGS)}.")
@click.option("--since", help="2026-05-28, 7d, 12h, yesterday …")
@click.option("--until", help="The same forms.")
@click.option("--text", default="", help="Words that must all occur in what was said.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="So many at most."
)
@click.option("--json", "as_json", is_flag=True, help="One alert a line, as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="A table for spreadsheets.")
@pass_session
def history(
    session: Session,
    theme: str | None,
    speaker: str | None,
    claim: str | None,
    change: str | None,
    since: str | None,
    until: str | None,
    text: str,
    limit: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Alert history, newest first."""

    def look(tx: Tx) -> desk.Page | Refusal:
        filters = desk.where(
            tx,
            session.guild_id,
            now=now(),
            theme=theme,
            speaker=speaker,
            claim=claim,
            change=change,
            since=since,
            until=until,
            text=text,
            limit=limit,
        )
        return filters if isinstance(filters, Refusal) else desk.page(tx, session.guild_id, filters)

    page = session.look(look)
    lines = [alert_line(alert, page.themes.get(alert.theme_id or "", "")) for alert in page.alerts]
    if as_json:
        for each in lines:
            line(each)
    elif as_csv:
        click.echo(claims_file.write_csv(COLUMNS, [_flat(each) for each in lines]), nl=False)
    elif not page.alerts:
        click.echo("No alert fits. Loosen the filters, or see what is watched: walkback source list")
    else:
        for alert in page.alerts:
            side = alert.after or alert.before
            said = side.text if side else ""
            click.secho(f"{when(alert.at)}  {LABELS[alert.headline]}  ", bold=True, nl=False)
            click.echo(f"{clean(speaker_name(alert.speaker), 40)}: {clean(said, 100)}")
            also = f" · {also_in(len(alert.sightings))}" if alert.sightings else ""
            click.secho(f"                  walkback why {alert.id}{also}", dim=True)
        if page.more:
            click.echo("There is more: raise --limit or set --until.")


@click.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="An alert as one JSON line.")
@pass_session
def why(session: Session, name: str, as_json: bool) -> None:
    """Why an alert fired, or why a statement did not. ID: of an alert or a statement."""
    found = session.with_store(lambda store: _explained(session, store, name))
    if isinstance(found, Refusal):
        refuse(found)
    if isinstance(found, why_desk.WhyAlert):
        if as_json:
            line(alert_line(found.alert, found.theme))
            return
        click.echo(alert_text(render_alert(found.alert, theme=found.theme)))
        click.echo("Why:")
        for step in found.alert.why:
            click.echo(f"  - {clean(step)}")
        if found.verdict:
            click.echo(f"  - judged: {SAID[found.verdict]}")
        for each in found.alert.sightings:
            click.echo(f"  also in {clean(each.outlet, 60)}: {clean(each.url)}")
        for owed in found.deliveries:
            outcome = f"{owed.state} {when(owed.sent_at)}" if owed.sent_at else f"{owed.state} {owed.reason}"
            click.secho(f"  {owed.address.kind}: {outcome.strip()}, {owed.attempts} tries", dim=True)
        return
    click.echo(f"{speaker_name(found.statement.speaker)}: {clean(found.statement.text)}")
    for reason, rule_name in found.reasons:
        click.echo(f"  no alert{f' by {rule_name}' if rule_name else ''}: {clean(reason.text)}")
    for step in found.steps:
        click.echo(f"  - {clean(step)}")


async def _explained(session: Session, store: Store, name: str) -> Why | Refusal:
    """By meaning too where the bot links by it, so that both say the same."""
    from bot.app import semantic_links

    texts = await store.read(lambda tx: why_desk.texts_of(tx, name))
    links = semantic_links(session.settings, store) if texts else None
    try:
        rated = await links.rate(texts, [session.guild_id]) if links is not None else None
        return await store.read(lambda tx: why_desk.of(tx, session.guild_id, name, rated))
    finally:
        if links is not None:
            links.close()


def _flat(each: dict[str, object]) -> dict[str, object]:
    flat = dict(each)
    for side in ("before", "after"):
        said = each[side]
        flat[side] = said["text"] if isinstance(said, dict) else ""
        flat[f"{side}_url"] = said["url"] if isinstance(said, dict) else ""
    return flat
