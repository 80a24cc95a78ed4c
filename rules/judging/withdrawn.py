"""An entry that is gone from a page that still stands: one alert, and its claims marked."""

from __future__ import annotations

from collections.abc import Sequence

from rules.judging import sentences
from rules.judging.edits import tell_withdrawn
from rules.judging.nouns import CompiledRule, Known
from rules.judging.people import known_speaker
from rules.judging.record import Ledger
from rules.judging.ruleset import RuleSet
from rules.judging.standing import claim_of
from rules.judging.subjects import matching
from rules.model import Claim, Statement

Gone = tuple[Statement, tuple[CompiledRule, ...], Claim | None]


def judge_withdrawn(ledger: Ledger, statements: Sequence[Statement], rules: RuleSet, known: Known) -> None:
    """The most important statement is told, for every rule that matches any; the others are reasons. Every claim
    among them is marked, whether a rule matches or not."""
    gone: list[Gone] = []
    for statement in statements:
        matched = matching(ledger, statement, rules)
        claim = claim_of(known, rules.guild_id, statement)
        if matched:
            gone.append((statement, matched, claim))
        elif claim is not None:
            ledger.revise(claim, claim.standing, "withdrawn", stands=True)
    if not gone:
        return
    first = max(gone, key=_weight)
    for one in gone:
        if one is first:
            continue
        statement, matched, claim = one
        ledger.note(matched, (statement,), ("withdrawn",))
        text = f"Withdrawn with its entry, which is told by “{sentences.short(first[0].text)}”."
        ledger.refuse(statement, matched, "other_sentence", text)
        if claim is not None:
            ledger.revise(claim, claim.standing, "withdrawn", stands=True)
    statement, matched, claim = first
    every = [*matched, *(rule for one in gone for rule in one[1] if rule not in matched)]
    rules_once = list(dict.fromkeys(every))
    why = ledger.arrived.gone_why or (
        "The entry is gone from a page that still stands; two good polls did not show it."
    )
    tell_withdrawn(ledger, statement, rules_once, claim, why)


def _weight(gone: Gone) -> tuple[bool, bool, bool, bool]:
    """What is on record first, then what can be checked, then what somebody said, then words over titles."""
    statement, _, claim = gone
    return (claim is not None, statement.checkable, known_speaker(statement), bool(statement.spans.content))
