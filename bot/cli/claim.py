"""`walkback claim`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bot.cli.given import a_day, read_text, write_out
from bot.cli.session import Session, accept, now, pass_session, refuse
from bot.cli.show import clean, line, table
from bot.cli.vectors import vectors
from bot.desk import claims, claims_file, themes
from bot.desk.answers import Refusal
from bot.words import day, many, speaker_name
from rules.model import Claim
from state.store import Tx

FORMS = click.Choice(["yaml", "json", "jsonl", "csv"])


@click.group()
def claim() -> None:
    """What is on record: who said what, when, and what became of it."""


@claim.command()
@click.argument("text")
@click.option("--speaker", required=True, help="Who said it.")
@click.option("--said-on", type=a_day, metavar="YYYY-MM-DD", help="When.")
@click.option("--url", default="", help="Where it stands.")
@click.option("--theme", help="Its theme (made if new).")
@click.option("--title", default="", help="A short name for lists.")
@click.option("--alias", "aliases", multiple=True, help="Another name of the speaker (repeatable).")
@pass_session
def add(
    session: Session,
    text: str,
    speaker: str,
    said_on: date | None,
    url: str,
    theme: str | None,
    title: str,
    aliases: tuple[str, ...],
) -> None:
    """Put a statement on record: TEXT is the sentence that was said."""
    draft = claims.Draft(
        text=text,
        speaker=speaker,
        said_on=said_on,
        url=url,
        theme=theme,
        title=title,
        aliases=aliases,
    )
    made = session.write(lambda tx: claims.add(tx, session.guild_id, draft, now=now()))
    click.echo(f"On record as {made.id}: {speaker_name(made.speaker)}, {day(made.standing.said_on)}.")
    for found in made.standing.quantities:
        click.secho(f"  figure   {found.text} ({found.of or found.kind})", dim=True)
    for horizon in made.standing.horizons:
        until = horizon.latest or horizon.earliest
        click.secho(f"  horizon  {horizon.text} ({horizon.bound.replace('_', ' ')} {day(until)})", dim=True)


@claim.command("list")
@click.option("--theme", help="Of this theme only.")
@click.option("--speaker", help="Of this speaker only.")
@click.option("--text", default="", help="Words that must all occur.")
@click.option("--json", "as_json", is_flag=True, help="One claim a line, as JSON.")
@pass_session
def list_(session: Session, theme: str | None, speaker: str | None, text: str, as_json: bool) -> None:
    """List the claims, oldest first."""

    def look(tx: Tx) -> tuple[list[Claim], dict[str, str]] | Refusal:
        listed = claims.listing(tx, session.guild_id, theme=theme, speaker=speaker, text=text)
        names = {each.id: each.name for each in themes.listing(tx, session.guild_id)}
        return listed if isinstance(listed, Refusal) else (list(listed), names)

    found, names = session.look(look)
    if as_json:
        for each in found:
            line(claims_file.claim_row(each, names.get(each.theme_id or "", "")))
    elif not found:
        click.echo("No claim on record fits. Add one: walkback claim add TEXT --speaker NAME --said-on DATE")
    else:
        table(
            [
                (
                    each.id,
                    speaker_name(each.speaker),
                    each.standing.said_on.isoformat() if each.standing.said_on else "–",
                    str(each.versions),
                    clean(each.standing.text, 90),
                )
                for each in found
            ],
            ("id", "speaker", "said on", "versions", "standing"),
        )


@claim.command()
@click.argument("name")
@pass_session
def show(session: Session, name: str) -> None:
    """Show one claim as it stands. NAME: its id, or how its id or words begin."""
    found = session.look(lambda tx: claims.timeline(tx, session.guild_id, name))
    standing = found.claim.standing
    click.echo(f"{speaker_name(found.claim.speaker)}, {day(standing.said_on)}  id {found.claim.id}")
    click.secho(f"  {clean(standing.text)}", bold=True)
    for label, value in (
        ("link", standing.url),
        ("theme", found.theme),
        ("also called", ", ".join(found.claim.aliases)),
        ("figures", "; ".join(f"{q.text} ({q.of or q.kind})" for q in standing.quantities)),
        ("horizons", "; ".join(h.text for h in standing.horizons)),
        (
            "state",
            "withdrawn" if found.claim.withdrawn else f"stands; {many(len(found.versions), 'version')}",
        ),
    ):
        if value:
            click.echo(f"  {label:<12}{clean(value)}")


@claim.command()
@click.argument("name")
@pass_session
def timeline(session: Session, name: str) -> None:
    """Every version of a claim, oldest first."""
    found = session.look(lambda tx: claims.timeline(tx, session.guild_id, name))
    click.echo(f"{speaker_name(found.claim.speaker)}: {many(len(found.versions), 'version')}")
    for version in found.versions:
        said = version.statement
        click.echo(f"{version.number:>3}. {day(said.said_on)}  [{version.tag.replace('_', ' ')}]")
        click.echo(f"     {clean(said.text)}")
        if said.url:
            click.secho(f"     {clean(said.url)}", dim=True)


@claim.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--theme", help="Put all of them under this theme (made if new).")
@pass_session
def import_(session: Session, file: str, theme: str | None) -> None:
    """Claims from FILE: YAML, JSON, JSON lines or CSV ('-' reads standard input)."""
    records = accept(claims_file.read_claims(read_text(file), name=file))
    drafts = [r for r in records if isinstance(r, claims.Draft)]
    if theme:
        drafts = [replace(d, theme=theme) for d in drafts]
    done = session.write(lambda tx: claims.import_all(tx, session.guild_id, drafts, now=now()))
    click.echo(f"{many(done.added, 'claim')} added, {done.known:,} on record already.")
    problems = [r.text for r in records if isinstance(r, Refusal)]
    problems += [f"Record {number}: {why}" for number, why in done.refused]
    for problem in problems[:20]:
        click.echo(problem, err=True)
    if problems:
        refuse(f"{many(len(problems), 'record')} could not be added; the rest is in.")


@claim.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.option("--form", type=FORMS, help="Taken from FILE's ending if not given; YAML on standard output.")
@click.option("--theme", help="Of this theme only.")
@pass_session
def export(session: Session, file: str, form: str | None, theme: str | None) -> None:
    """Claims to FILE ('-', the default, is standard output); `import` reads it back."""

    def look(tx: Tx) -> list[dict[str, object]] | Refusal:
        found = claims.listing(tx, session.guild_id, theme=theme)
        if isinstance(found, Refusal):
            return found
        return [claims_file.claim_row(c, themes.name_of(tx, session.guild_id, c.theme_id)) for c in found]

    rows = session.look(look)
    ending = Path(file).suffix.lstrip(".").lower()
    chosen = form or ({"yml": "yaml"}.get(ending, ending) if ending else "yaml")
    if chosen not in FORMS.choices:
        refuse(f"'{ending}' is no form of claims. Use --form yaml, json, jsonl or csv.")
    text = claims_file.write_claims(rows, chosen)
    write_out(file, text, many(len(rows), "claim"))


@claim.command()
@click.argument("name")
@click.option("--title", help="A short name for lists; '' for none.")
@click.option("--theme", help="'' takes the theme away.")
@click.option("--alias", "aliases", multiple=True, help="Replaces the speaker's other names (repeatable).")
@pass_session
def edit(session: Session, name: str, title: str | None, theme: str | None, aliases: tuple[str, ...]) -> None:
    """Change a claim's title, theme or the speaker's other names; its words stay as they were said."""
    changed = session.write(
        lambda tx: claims.edit(
            tx, session.guild_id, name, now=now(), title=title, theme=theme, aliases=aliases or None
        )
    )
    click.echo(f"Claim {changed.id} is changed.")


@claim.command()
@click.argument("keep")
@click.argument("fold")
@pass_session
def merge(session: Session, keep: str, fold: str) -> None:
    """Make one record of two: FOLD's versions join KEEP's."""
    kept = session.write(lambda tx: claims.merge(tx, session.guild_id, keep, fold, now=now()))
    click.echo(f"Claim {kept.id} now has {many(kept.versions, 'version')}.")


@claim.command()
@click.argument("name")
@pass_session
def remove(session: Session, name: str) -> None:
    """Take a claim and its versions off record; past alerts stay in the history."""
    gone = session.write(lambda tx: claims.remove(tx, session.guild_id, name, now=now()))
    click.echo(f"Claim {gone.id} is removed: {clean(gone.standing.text, 80)}")


claim.add_command(vectors)
