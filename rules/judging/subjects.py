"""Statements as the rules see them, and which rules match."""

from __future__ import annotations

from rules.judging.nouns import Arrived, CompiledRule
from rules.judging.record import Ledger
from rules.judging.ruleset import RuleSet
from rules.language import Subject
from rules.language.evaluate import truth
from rules.model import Statement


def subject_of(statement: Statement, arrived: Arrived, rules: RuleSet) -> Subject:
    """`source:` looks at the source's name and the entry's address."""
    entry = arrived.entry
    return Subject(
        statement=statement,
        title=entry.title,
        source=arrived.source_name,
        source_url=entry.url,
        themes=tuple(rules.theme_names.get(theme, "") for theme in arrived.themes),
        kind=entry.kind,
    )


def matching(ledger: Ledger, statement: Statement, rules: RuleSet) -> tuple[CompiledRule, ...]:
    """The rules that match, or may match once it is known what changed. A rule of a theme sees only the sources
    that are followed under it."""
    subject = subject_of(statement, ledger.arrived, rules)
    ledger.subjects[statement.id] = subject
    return may_match(subject, ledger.arrived, rules)


def may_match(subject: Subject, arrived: Arrived, rules: RuleSet) -> tuple[CompiledRule, ...]:
    """The same of a subject."""
    return tuple(
        rule
        for rule in rules.candidates(subject)
        if (rule.rule.theme_id is None or rule.rule.theme_id in arrived.themes)
        and truth(rule.query, subject) is not False
    )
