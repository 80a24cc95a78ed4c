"""`walkback compare`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from bot.cli.claim import read_text
from bot.cli.show import clean, line
from bot.wire import BadLine, day_of, each_line, optional_text, text_of
from rules.change import Comparison, direction_of
from rules.compare import bare_statement
from rules.compare import compare as compare_statements
from rules.model import Statement


@click.command()
@click.argument("source", metavar="[FILE/-]", default="-")
@click.option("--jsonl", is_flag=True, help="JSON lines in, one JSON line out per line in (docs/formats.md).")
def compare(source: str, jsonl: bool) -> None:
    """Typed changes between two statements.

    A line in is {"id","kind":"statement|edit","old":{"speaker","said_on","text"},"new":{…}}.
    """
    lines = sys.stdin if source == "-" else read_text(source).splitlines()
    for answer in each_line(lines, _answer if jsonl else _told):
        if jsonl:
            line(answer)
        elif "error" in answer:
            click.secho(clean(str(answer["error"])), fg="red", err=True)


def _answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
    return comparison_line(_compared(record)[2])


def comparison_line(comparison: Comparison) -> Mapping[str, Any]:
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


def _told(record: Mapping[str, Any]) -> Mapping[str, Any]:
    old, new, comparison = _compared(record)
    click.secho(f"− {clean(old.text)}", fg="red")
    click.secho(f"+ {clean(new.text)}", fg="green")
    click.secho(f"  {comparison.headline}", bold=True, nl=False)
    click.secho(f"  support {comparison.support:.2f}", dim=True)
    for step in comparison.steps:
        click.secho(f"    {clean(step)}", dim=True)
    click.echo()
    return {}
