"""`walkback source import` and `walkback source export`: lists of feeds as OPML."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bot.cli.given import read_text, write_out
from bot.cli.session import Session, now, pass_session, refuse
from bot.desk import sources as desk
from bot.desk.answers import Refusal
from bot.logs import redact
from bot.words import many
from state.store import Store

if TYPE_CHECKING:
    from watchers.opml import Outline

BATCH = 25
"""Sources of an import that one transaction adds."""


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--theme", help="Put all of them under this theme; otherwise the OPML's folders are the themes."
)
@pass_session
def import_(session: Session, file: str, theme: str | None) -> None:
    """Sources from an OPML file ('-' reads standard input); adds what it can and reports the rest."""
    from watchers.opml import parse_opml

    found = parse_opml(read_text(file))
    if isinstance(found, str):
        refuse(found)
    problems = list(found.problems)
    added = known = 0
    for each, answer in zip(found.outlines, _followed(session, found.outlines, theme), strict=True):
        if isinstance(answer, Refusal):
            problems.append(f"{redact(each.url)}: {answer}")
        elif answer.new:
            added += 1
        else:
            known += 1
    click.echo(f"{many(added, 'source')} added, {known:,} watched already.")
    for problem in problems[:20]:
        click.echo(redact(problem), err=True)
    if problems:
        refuse(f"{many(len(problems), 'source')} could not be added; the rest is in.")


def _followed(
    session: Session, outlines: Sequence[Outline], theme: str | None
) -> list[desk.Followed | Refusal]:
    """Each outline followed or refused, some in each transaction."""

    async def all_of_them(store: Store) -> list[desk.Followed | Refusal]:
        done: list[desk.Followed | Refusal] = []
        batches = [outlines[at : at + BATCH] for at in range(0, len(outlines), BATCH)]
        hidden = not sys.stderr.isatty()
        with click.progressbar(batches, label="Adding sources", file=sys.stderr, hidden=hidden) as bar:
            for batch in bar:
                done += await store.transact(
                    lambda tx, batch=batch: desk.add_all(tx, session.guild_id, batch, theme, now=now())  # type: ignore[misc]
                )
        return done

    return session.with_store(all_of_them)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@pass_session
def export(session: Session, file: str) -> None:
    """Sources as OPML, themes as folders. Passwords and keys in addresses are left out, and said to be."""
    from watchers.opml import Outline, write_opml

    rows = session.look(lambda tx: desk.listing(tx, session.guild_id))
    outlines = [
        Outline(title=redact(r.source.name), url=redact(r.source.url), folder=name, kind=r.source.kind)
        for r in rows
        for name in r.themes
    ]
    text = write_opml(outlines)
    hidden = sum(redact(r.source.url) != r.source.url for r in rows)
    if hidden:
        click.echo(
            f"{many(hidden, 'source')} with a password or key in the address: *** stands for it.", err=True
        )
    write_out(file, text, many(len(rows), "source"))
