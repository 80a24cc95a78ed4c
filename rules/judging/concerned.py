"""Which statements of an entry a rule may match at all: what is made ready before a verdict is made ready for these."""

from __future__ import annotations

from rules.judging.nouns import Arrived
from rules.judging.ruleset import RuleSet
from rules.judging.subjects import may_match, subject_of
from rules.model import Statement


def concerned(arrived: Arrived, rules: RuleSet) -> tuple[Statement, ...]:
    """Those that some rule matches, or may match once it is known what changed; in order."""
    return tuple(
        statement
        for statement in arrived.statements
        if may_match(subject_of(statement, arrived, rules), arrived, rules)
    )
