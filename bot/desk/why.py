"""Why was I told, and why was I not: both answered from what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk import triage
from bot.desk.answers import Refusal
from bot.desk.triage import Verdict
from rules.change import Alert
from rules.judge import RuleSet, explain
from rules.language import Subject
from rules.model import Match, Statement
from state.model import Delivery, WhyNot
from state.store import Tx
from state.verdicts import calibration_of
from watchers.nearness import Rated


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyAlert:
    alert: Alert
    theme: str
    deliveries: tuple[Delivery, ...]
    verdict: Verdict | None = None
    """What people said of it last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyStatement:
    """A statement that did not alert (or that did: then `matches` lead to it)."""

    statement: Statement
    matches: tuple[tuple[Match, str], ...]
    """With the rule's name."""
    reasons: tuple[tuple[WhyNot, str], ...]
    steps: tuple[str, ...]
    """Worked out now: which rules match, why the others do not, which claim is nearest."""


def texts_of(tx: Tx, name: str) -> tuple[str, ...]:
    """The words of the statement with that id, if it is one's: what `of` would hold against the record."""
    statement = tx.entries.statement(name.strip())
    return (statement.text,) if statement is not None else ()


def of(tx: Tx, guild_id: int, name: str, rated: Rated | None = None) -> WhyAlert | WhyStatement | Refusal:
    """By the id of an alert or of a statement. `rated`: where meaning is asked too."""
    wanted = name.strip()
    alert = tx.alerts.get(guild_id, wanted)
    if alert is not None:
        theme = tx.rules.theme(guild_id, alert.theme_id) if alert.theme_id else None
        return WhyAlert(
            alert=alert,
            theme=theme.name if theme else "",
            deliveries=tuple(d for d in tx.outbox.of_subject(alert.id) if d.guild_id == guild_id),
            verdict=triage.verdict_of(tx, guild_id, alert.id),
        )
    statement = tx.entries.statement(wanted)
    if statement is None or not _follows(tx, guild_id, statement):
        return Refusal(
            f"There is no alert or statement '{wanted[:40]}'. The history lists alerts with their ids."
        )
    rules = tuple(tx.rules.rules(guild_id))
    names = {rule.id: rule.name for rule in rules}
    theme_names = {theme.id: theme.name for theme in tx.rules.themes(guild_id)}
    book = RuleSet.of(guild_id, rules, theme_names)
    return WhyStatement(
        statement=statement,
        matches=tuple((m, names[m.rule_id]) for m in tx.alerts.matches(wanted) if m.rule_id in names),
        reasons=tuple((r, names.get(r.rule_id or "", "")) for r in tx.alerts.why_not(guild_id, wanted)),
        steps=explain(
            statement,
            book,
            tx.claims if rated is None else rated.known(tx),
            subject=_subject(tx, guild_id, statement, theme_names),
            calibration=calibration_of(tx, guild_id),
        ),
    )


def _follows(tx: Tx, guild_id: int, statement: Statement) -> bool:
    entry = tx.entries.get(statement.entry_id)
    return entry is not None and any(f.guild_id == guild_id for f in tx.sources.followers(entry.source_id))


def _subject(tx: Tx, guild_id: int, statement: Statement, theme_names: Mapping[str, str]) -> Subject:
    entry = tx.entries.get(statement.entry_id)
    source = tx.sources.get(entry.source_id) if entry else None
    followed = tx.sources.followers(source.id) if source else ()
    return Subject(
        statement=statement,
        title=entry.title if entry else "",
        source=source.name if source else "",
        source_url=entry.url if entry else "",
        themes=tuple(theme_names.get(f.theme_id, "") for f in followed if f.guild_id == guild_id),
    )
