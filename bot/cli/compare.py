"""`walkback compare`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from bot.cli.given import a_day, read_lines
from bot.cli.show import clean, line
from bot.wire import BadLine, day_of, each_line, optional_text, text_of
from rules.change import Change, Comparison, direction_of
from rules.compare import bare_statement
from rules.compare import compare as compare_statements
from rules.model import Statement


@click.command()
@click.argument("source", metavar="[FILE/-]", default="-")
@click.option("--jsonl", is_flag=True, help="JSON lines in, one JSON line out per line in (docs/formats.md).")
@click.option("--old", "old_text", metavar="TEXT", help="What was said before, instead of a file.")
@click.option("--new", "new_text", metavar="TEXT", help="What is said now.")
@click.option(
    "--old-on", type=a_day, metavar="YYYY-MM-DD", help="When it was said: anchors 'within five years'."
)
@click.option("--new-on", type=a_day, metavar="YYYY-MM-DD", help="The same for the new one.")
@click.option("--edit", is_flag=True, help="Two texts of one entry, not two statements.")
def compare(
    source: str,
    jsonl: bool,
    old_text: str | None,
    new_text: str | None,
    old_on: date | None,
    new_on: date | None,
    edit: bool,
) -> None:
    """Typed changes between two statements, with the steps that led to them.

    A line in is {"id","kind":"statement|edit","old":{"speaker","said_on","text"},"new":{…}}.
    """
    if old_text is not None or new_text is not None:
        if old_text is None or new_text is None:
            raise click.UsageError("--old and --new go together: give both texts.")
        given = {"old": _given(old_text, old_on), "new": _given(new_text, new_on)}
        record = {"kind": "edit" if edit else "statement", **given}
        if jsonl:
            line({"id": None, **_answer(record)})
        else:
            _tell(record)
        return
    lines = read_lines(source)
    failed = False
    for answer in each_line(lines, _answer if jsonl else _tell):
        if jsonl:
            line(answer)
        elif "error" in answer:
            failed = True
            click.secho(clean(str(answer["error"])), fg="red", err=True)
    if failed:
        sys.exit(1)


def _given(text: str, on: date | None) -> dict[str, str | None]:
    return {"text": text, "speaker": None, "said_on": on.isoformat() if on else None}


def _answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
    return comparison_line(_compared(record)[2])


def comparison_line(comparison: Comparison) -> Mapping[str, Any]:
    """The fixed line format."""
    return {
        "related": comparison.related,
        "headline": comparison.headline,
        "changes": [
            {"kind": c.tag, "direction": direction_of(c), "before": c.before, "after": c.after}
            for c in comparison.changes
        ],
        "support": round(comparison.support, 4),
    }


def _compared(record: Mapping[str, Any]) -> tuple[Statement, Statement, Comparison]:
    """Raises BadLine."""
    kind = text_of(record, "kind", "statement")
    if kind not in ("statement", "edit"):
        raise BadLine(f"'kind' is '{kind[:40]}'; there are statement and edit")
    old, new = _side(record, "old"), _side(record, "new")
    return old, new, compare_statements(old, new, kind=kind)  # type: ignore[arg-type]


def _side(record: Mapping[str, Any], name: str) -> Statement:
    side = record.get(name)
    if not isinstance(side, dict):
        raise BadLine(f"'{name}' must be an object with 'speaker', 'said_on' and 'text'")
    if "text" not in side:
        raise BadLine(f"'{name}' has no 'text'")
    return bare_statement(text_of(side, "text"), optional_text(side, "speaker"), day_of(side, "said_on"))


def _tell(record: Mapping[str, Any]) -> Mapping[str, Any]:
    old, new, comparison = _compared(record)
    for sign, statement, colour in (("−", old, "red"), ("+", new, "green")):
        about = " · ".join(str(part) for part in (statement.speaker, statement.said_on) if part)
        click.secho(f"{sign} {clean(statement.text)}", fg=colour, nl=False)
        click.secho(f"  {clean(about)}" if about else "", dim=True)
    if not comparison.related:
        click.secho("  unrelated", bold=True)
    for change in comparison.changes:
        _tell_change(change)
    click.secho(f"  support {comparison.support:.2f}", dim=True)
    for step in comparison.steps:
        click.secho(f"    {clean(step)}", dim=True)
    click.echo()
    return {}


def _tell_change(change: Change) -> None:
    direction = direction_of(change)
    click.secho(
        f"  {change.tag.replace('_', ' ')}{f' ({direction})' if direction else ''}  ", bold=True, nl=False
    )
    click.secho(clean(change.before, 80) or "–", fg="red", nl=False)
    click.echo(" → ", nl=False)
    click.secho(clean(change.after, 80) or "–", fg="green")
