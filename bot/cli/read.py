"""`walkback read`."""

from __future__ import annotations

import asyncio
from datetime import date

import click

from bot import words
from bot.cli.given import a_day, read_lines, read_text
from bot.cli.session import Session, pass_session, refuse
from bot.cli.show import clean, line
from bot.wire import CONTENT_TYPES, document_of, each_line, reading_line
from bot.words import many
from rules.model import DOCUMENT_KINDS, Document, Reading, Statement
from rules.reading import read as read_document


@click.command()
@click.argument("source", metavar="[FILE/URL/-]", default="-")
@click.option("--jsonl", is_flag=True, help="JSON lines in, one JSON line out per line in (docs/formats.md).")
@click.option("--json", "as_json", is_flag=True, help="One document in, its statements as one JSON line out.")
@click.option(
    "--kind",
    type=click.Choice(DOCUMENT_KINDS),
    default="article",
    show_default=True,
    help="What kind of text it is.",
)
@click.option("--type", "content_type", type=click.Choice(CONTENT_TYPES), help="Guessed if not given.")
@click.option("--published", type=a_day, metavar="YYYY-MM-DD", help="Anchors 'within five years'.")
@click.option("--author", help="Who wrote it: whose words a comment or a blog post are.")
@click.option("--title", default="", help="Its title, read as well.")
@click.option("--all", "every", is_flag=True, help="Also the narrator's sentences.")
@pass_session
def read(
    session: Session,
    source: str,
    jsonl: bool,
    as_json: bool,
    kind: str,
    content_type: str | None,
    published: date | None,
    author: str | None,
    title: str,
    every: bool,
) -> None:
    """Statements out of a document: who said what, with which figures, by when, how sure."""
    if jsonl:
        lines = read_lines(source)
        for answer in each_line(lines, lambda record: reading_line(read_document(document_of(record)))):
            line(answer)
        return
    content = _page(session, source) if source.startswith(("http://", "https://")) else read_text(source)
    if content_type is None:
        head = content.lstrip()[:200].lower()
        content_type = "html" if head.startswith("<") or source.endswith((".html", ".htm")) else "text"
        content_type = "markdown" if source.endswith((".md", ".markdown")) else content_type
    document = Document(
        id=source,
        kind=kind,  # type: ignore[arg-type]
        content=content,
        content_type=content_type,  # type: ignore[arg-type]
        published=published,
        author=author,
        title=title,
        url=source if source.startswith("http") else "",
    )
    reading = read_document(document)
    if as_json:
        line({"id": source, **reading_line(reading)})
    else:
        _show(reading, every)


def _page(session: Session, url: str) -> str:
    from bot.app import fetch_text

    answer = asyncio.run(fetch_text(session.settings, url))
    if not answer.ok:
        refuse(f"{url} cannot be read: {answer.text}")
    return answer.text


def _show(reading: Reading, every: bool) -> None:
    shown = [s for s in reading.statements if every or s.speaker is not None]
    for statement in shown:
        _show_statement(statement)
    rest = len(reading.statements) - len(shown)
    if reading.skipped:
        click.echo(f"Nothing was read: {reading.skipped}")
    tail = f" {many(rest, 'sentence')} of the narrator left out (--all shows them)." if rest else ""
    click.secho(f"{many(len(shown), 'statement')}.{tail}", dim=True, err=True)


def _show_statement(statement: Statement) -> None:
    click.secho(clean(words.speaker_name(statement.speaker)), bold=True, fg="cyan", nl=False)
    click.secho(f"  {statement.speaker_kind}{', quoted' if statement.quoted else ''}", dim=True)
    click.echo(f"  {clean(statement.text)}")
    for quantity in statement.quantities:
        click.secho(f"  figure    {clean(quantity.text)}", fg="yellow", nl=False)
        click.secho(f"  of {clean(quantity.of)}" if quantity.of else "", dim=True)
    for horizon in statement.horizons:
        ends = " … ".join(d.isoformat() for d in (horizon.earliest, horizon.latest) if d)
        click.secho(f"  horizon   {clean(horizon.text)}", fg="green", nl=False)
        click.secho(f"  {horizon.bound.replace('_', ' ')} {ends}", dim=True)
    if statement.certainty is not None and statement.speaker is not None:
        denied = ", denied" if statement.polarity == "denied" else ""
        click.secho(f"  certainty {words.CERTAINTY[statement.certainty]}{denied}", fg="magenta")
