"""Why a statement that left no row did not alert, worked out on demand."""

from __future__ import annotations

from rules.judging import sentences
from rules.judging.hold import nearest
from rules.judging.nouns import CompiledRule, Known
from rules.judging.ruleset import RuleSet
from rules.language import Subject, evaluate
from rules.language.evaluate import truth
from rules.language.normal import clause_text, normal
from rules.language.query import And, Clause, Not, Or, Query
from rules.linking.calibration import UNMOVED, Calibration
from rules.model import Statement

MAX_RULES = 10


def explain(
    statement: Statement,
    rules: RuleSet,
    known: Known,
    *,
    subject: Subject | None = None,
    calibration: Calibration = UNMOVED,
) -> tuple[str, ...]:
    """Plain sentences: which rules match, why the others do not, and which claim would have been the nearest.

    `subject`: the statement with its title, source and themes, for rules that ask about them.
    """
    subject = subject or Subject(statement=statement)
    if not len(rules):
        return ("There are no rules: nothing can match.",)
    seen = [rule for rule in rules.rules if _looks_at(rule, rules, subject)]
    matched = [rule for rule in seen if truth(rule.query, subject) is not False]
    missed = [rule for rule in rules.rules if rule not in matched]
    out = [sentences.matched(rule, evaluate(rule.query, subject), subject) for rule in matched[:MAX_RULES]]
    if not matched:
        out.append("No rule matches, so it was not held against any claim.")
    out += [_missed(rule, rules, subject) for rule in missed[:MAX_RULES]]
    if len(missed) > MAX_RULES:
        out.append(f"So it is with {len(missed) - MAX_RULES} more rules.")
    link, apart = nearest(statement, rules.guild_id, known, calibration)
    if apart:
        text = sentences.short(apart[0].standing.text)
        out.append(f"People said that it is not the same as “{text}”, so it is not held against that.")
    return (*out, *link.steps)


def _looks_at(rule: CompiledRule, rules: RuleSet, subject: Subject) -> bool:
    """Whether the source comes under the rule's theme, as far as the subject says under which it comes."""
    theme = rule.rule.theme_id
    return theme is None or not subject.themes or rules.theme_names.get(theme, "") in subject.themes


def _missed(rule: CompiledRule, rules: RuleSet, subject: Subject) -> str:
    if not _looks_at(rule, rules, subject):
        theme = rules.theme_names.get(rule.rule.theme_id or "", "another theme")
        return f"Rule “{rule.rule.name}” looks only at sources of “{theme}”."
    failed = [_negated(part) for part in against(rule.query, subject)]
    return f"Rule “{rule.rule.name}” does not match: {', '.join(failed)}."


def against(query: Query, subject: Subject) -> tuple[Query, ...]:
    """The parts that keep the query from holding: of an AND those that fail, of an OR all."""
    match query:
        case And():
            failed = [part for part in query.parts if truth(part, subject) is False]
            return tuple(inner for part in failed for inner in against(part, subject))
        case Or():
            return tuple(inner for part in query.parts for inner in against(part, subject))
        case _:
            return (query,)


def _negated(part: Query | Clause) -> str:
    if isinstance(part, Not):
        return f"“{normal(part.part)}” does hold"
    assert not isinstance(part, And | Or)  # `against` goes down to clauses
    return f"“{clause_text(part)}” does not hold"
