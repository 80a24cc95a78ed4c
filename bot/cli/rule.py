"""`walkback rule`."""

from __future__ import annotations

import click

from bot.cli.session import Session, now, pass_session
from bot.cli.show import clean, table
from bot.desk import themes, triage, watch
from bot.desk.answers import Refusal
from bot.words import many
from rules.language import QueryError, describe, parse
from rules.model import WatchRule
from state.store import Tx

CHANGES_HELP = "Kinds of change that alert, such as figure_changed,deadline_moved; 'all' for every kind."


@click.group()
def rule() -> None:
    """Watch rules: what to follow. The language is in docs/rule-language.md."""


@rule.command()
@click.argument("name")
@click.argument("query")
@click.option("--theme", help="Only statements from sources of this theme, against its claims.")
@click.option(
    "--claim", "claims", multiple=True, help="Hold statements against this claim only (repeatable)."
)
@click.option("--changes", multiple=True, help=CHANGES_HELP)
@pass_session
def add(
    session: Session,
    name: str,
    query: str,
    theme: str | None,
    claims: tuple[str, ...],
    changes: tuple[str, ...],
) -> None:
    """Follow what QUERY matches.

    QUERY: words, "phrases", AND OR NOT ( ), speaker: source: theme: title:, figure>=20%, deadline<2030, /regex/.
    """
    made = session.write(
        lambda tx: watch.add(
            tx, session.guild_id, name, query, now=now(), theme=theme, claims=claims, changes=changes
        )
    )
    click.echo(f"Rule '{made.name}' is live: {_meaning(made)}")


@rule.command("list")
@pass_session
def list_(session: Session) -> None:
    """List the rules."""
    rules = session.look(lambda tx: list(watch.listing(tx, session.guild_id)))
    if not rules:
        click.echo("There are no rules yet. Make one: walkback rule add NAME QUERY")
        return
    table(
        [(r.name, "paused" if r.paused else "live", clean(r.query, 60), r.id) for r in rules],
        ("rule", "state", "query", "id"),
    )


@rule.command()
@click.argument("name")
@pass_session
def show(session: Session, name: str) -> None:
    """Show one rule and read it back in plain English."""

    def look(tx: Tx) -> tuple[WatchRule, str, triage.Precision] | Refusal:
        found = watch.find(tx, session.guild_id, name)
        if isinstance(found, Refusal):
            return found
        theme = themes.name_of(tx, session.guild_id, found.theme_id)
        return found, theme, triage.precision(tx, session.guild_id, found.id)

    found, theme_name, judged = session.look(look)
    click.echo(f"{found.name} ({'paused' if found.paused else 'live'})  id {found.id}")
    click.echo(f"  query    {found.query}")
    click.echo(f"  meaning  {_meaning(found)}")
    click.echo(f"  theme    {theme_name or 'any'}")
    click.echo(f"  claims   {', '.join(found.claims) or 'all'}")
    click.echo(f"  changes  {', '.join(found.changes) or 'the usual ones'}")
    if judged.judged:
        share = f"at least {judged.at_least:.0%} of all"
        click.echo(f"  judged   {judged.right} of {judged.judged} alerts were right: {share}")


@rule.command()
@click.argument("query")
@click.option("--days", type=click.IntRange(1, 3650), default=watch.BACKTEST_DAYS, help="How far back.")
@click.option("--examples", type=click.IntRange(0, 50), default=3, show_default=True, help="Show so many.")
@pass_session
def test(session: Session, query: str, days: int, examples: int) -> None:
    """What QUERY would have matched among the stored statements, before you save it."""
    result = session.look(
        lambda tx: watch.backtest(tx, session.guild_id, query, now=now(), days=days, examples=examples)
    )
    click.echo(f"Reads as: {result.meaning}")
    click.echo(
        f"Would have matched {result.found:,} of {many(result.of, 'statement')} in {result.days} days."
    )
    for hit in result.examples:
        speaker = hit.statement.speaker or hit.entry.title
        click.echo(f"  {hit.entry.said_at:%Y-%m-%d}  {clean(speaker, 40)}: {clean(hit.statement.text, 160)}")
        click.secho(f"              because {', '.join(h.clause for h in hit.hits)}", dim=True)
    for other, count in result.overlaps:
        click.echo(f"  {count:,} of them also match the rule '{other}'.")


@rule.command()
@click.argument("name")
@click.option("--query", help="Another query.")
@click.option("--name", "new_name", help="A new name.")
@click.option("--theme", help="Another theme; '' for any.")
@click.option(
    "--claim", "claims", multiple=True, help="Hold statements against this claim only (repeatable)."
)
@click.option("--changes", multiple=True, help=CHANGES_HELP)
@pass_session
def edit(
    session: Session,
    name: str,
    query: str | None,
    new_name: str | None,
    theme: str | None,
    claims: tuple[str, ...],
    changes: tuple[str, ...],
) -> None:
    """Change a rule; what is not given stays."""
    changed = session.write(
        lambda tx: watch.edit(
            tx,
            session.guild_id,
            name,
            now=now(),
            query=query,
            new_name=new_name,
            theme=theme,
            claims=claims or None,
            changes=changes or None,
        )
    )
    click.echo(f"Rule '{changed.name}' now: {_meaning(changed)}")


@rule.command()
@click.argument("name")
@pass_session
def pause(session: Session, name: str) -> None:
    """Pause a rule."""
    done = session.write(lambda tx: watch.pause(tx, session.guild_id, name, paused=True, now=now()))
    click.echo(f"Rule '{done.name}' is paused. Wake it: walkback rule resume '{done.name}'")


@rule.command()
@click.argument("name")
@pass_session
def resume(session: Session, name: str) -> None:
    """Wake a paused rule."""
    done = session.write(lambda tx: watch.pause(tx, session.guild_id, name, paused=False, now=now()))
    click.echo(f"Rule '{done.name}' is live.")


@rule.command()
@click.argument("name")
@pass_session
def remove(session: Session, name: str) -> None:
    """Remove a rule; its alerts stay in the history."""
    gone = session.write(lambda tx: watch.remove(tx, session.guild_id, name, now=now()))
    click.echo(f"Rule '{gone.name}' is removed; its alerts stay in the history.")


def _meaning(found: WatchRule) -> str:
    parsed = parse(found.query)
    return str(parsed) if isinstance(parsed, QueryError) else describe(parsed)
