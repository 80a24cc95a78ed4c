"""`walkback replay`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
import yaml

from bot.cli.given import read_text
from bot.cli.session import Session, accept, pass_session, refuse
from bot.cli.show import line
from bot.desk import claims_file
from bot.desk.answers import Refusal
from bot.desk.claims import Draft
from bot.desk.watch import check_changes, check_query
from bot.destinations.console import alert_text
from bot.render import render_alert
from bot.words import many
from rules.change import Alert
from rules.model import DOCUMENT_KINDS, DocumentKind
from state.codec import alert_line

EVERYTHING = ("everything", "*", ())
RuleSpec = tuple[str, str, tuple[str, ...]]
"""(name, query, change tags)."""


@click.command()
@click.argument(
    "packs", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False), metavar="PACK…"
)
@click.option(
    "--claims", "claims_path", type=click.Path(dir_okay=False), help="Claims on record before it begins."
)
@click.option(
    "--rules", "rules_path", type=click.Path(dir_okay=False), help="Rules; without it one follows all."
)
@click.option("--theme", default="replay", show_default=True, help="What the packs are followed under.")
@click.option("--kind", type=click.Choice(DOCUMENT_KINDS), help="Read every entry as this kind of document.")
@click.option(
    "--model",
    default="",
    metavar="DIR",
    envvar="WALKBACK_SEMANTIC_MODEL",
    help="Folder of a sentence model, or 'off'; else the installed one, if there is one.",
)
@click.option("--json", "as_json", is_flag=True, help="One alert a line, a summary object last.")
@pass_session
def replay(
    session: Session,
    packs: tuple[str, ...],
    claims_path: str | None,
    rules_path: str | None,
    theme: str,
    kind: DocumentKind | None,
    model: str,
    as_json: bool,
) -> None:
    """Run recorded feed history through the real pipeline under the recorded clock.

    PACK: .jsonl, .gz or .xz, lines {"at","url","status","headers","body"}. Works on a database of its own that is
    thrown away.
    """
    from bot.replaying import replay_packs

    drafts = _drafts(claims_path) if claims_path else []
    rules = _rules(rules_path) if rules_path else [EVERYTHING]

    def told(alert: Alert, theme_name: str) -> None:
        if as_json:
            line(alert_line(alert, theme_name))
        else:
            click.echo(alert_text(render_alert(alert, theme=theme_name)) + "\n")

    paths = [Path(pack) for pack in packs]
    summary = accept(asyncio.run(replay_packs(paths, drafts, rules, theme, told, kind, model)))
    if as_json:
        line({"summary": summary.as_dict()})
        return
    click.echo(
        f"{many(summary.states, 'state')} of {many(summary.sources, 'source')}: {many(summary.new, 'new entry')}, "
        f"{summary.edited:,} edited, {summary.withdrawn:,} withdrawn, {many(summary.statements, 'statement')}, "
        f"{many(summary.alerts, 'alert')}."
    )


def _drafts(path: str) -> list[Draft]:
    records = accept(claims_file.read_claims(read_text(path), name=path))
    for record in records:
        if isinstance(record, Refusal):
            click.echo(str(record), err=True)
    return [record for record in records if isinstance(record, Draft)]


def _rules(path: str) -> list[RuleSpec]:
    text = read_text(path)
    if not path.endswith((".yaml", ".yml", ".json")):
        rules: list[RuleSpec] = [
            (row.strip()[:60], row.strip(), ()) for row in text.splitlines() if row.strip()
        ]
    else:
        rules = [_rule(record, number) for number, record in enumerate(_listed(text, path), 1)]
    for name, query, _ in rules:
        if problem := check_query(query):
            refuse(f"The rule '{name}' cannot be read: {problem}")
    if not rules:
        refuse(f"{path} holds no rules. Write one query a line, or a list of name and query.")
    return rules


def _listed(text: str, path: str) -> list[object]:
    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        refuse(f"{path} is not valid YAML or JSON. Mend it, or write one query a line in a text file.")
    if isinstance(loaded, dict):
        loaded = next((value for value in loaded.values() if isinstance(value, list)), [])
    return loaded if isinstance(loaded, list) else []


def _rule(record: object, number: int) -> RuleSpec:
    if isinstance(record, str):
        return (record[:60], record, ())
    if not isinstance(record, dict) or not isinstance(record.get("query"), str):
        refuse(f"Rule {number} has no 'query'. Write it like: {{name: jobs, query: jobs OR layoffs}}")
    changes = record.get("changes") or []
    tags = accept(check_changes([str(c) for c in (changes if isinstance(changes, list) else [changes])]))
    return (str(record.get("name") or record["query"])[:60], record["query"], tags)
