"""The plain sentences of a verdict: why it was told, why it was not."""

from __future__ import annotations

from datetime import date

from rules.change import Comparison
from rules.judging.nouns import CompiledRule
from rules.judging.people import may_revise
from rules.language import Outcome
from rules.language.subject import Subject, texts
from rules.link import Link
from rules.linking.calibration import UNMOVED, Calibration, says
from rules.linking.steps import likeness
from rules.model import Claim, ClauseHit, Statement

SHOWN = 160
MAX_STEPS = 8
QUOTES = '“”„"« »'


def matched(rule: CompiledRule, outcome: Outcome, subject: Subject) -> str:
    """Rule “jobs” matched: job (“jobs”), speaker:voss (“Voss”)."""
    parts = [_hit(hit, subject) for hit in outcome.hits]
    return f"Rule “{rule.rule.name}” matched: {', '.join(parts) or 'everything'}."


def _hit(hit: ClauseHit, subject: Subject) -> str:
    field = "text" if hit.field in ("figure", "deadline") else hit.field
    if not hit.spans or field not in ("text", "title", "speaker", "source", "theme"):
        return hit.clause
    for text in texts(subject, field):
        start, end = hit.spans[0]
        if end <= len(text):
            return f"{hit.clause} (“{short(text[start:end], 60)}”)"
    return hit.clause


def held_against(claim: Claim, link: Link, calibration: Calibration = UNMOVED) -> tuple[str, ...]:
    """And what the guild's own verdicts made of the probability, if anything."""
    who = claim.speaker or "the publication"
    head = (
        f"Held against the claim “{short(claim.standing.text)}” by {who}, said {on(claim.standing.said_on)}: "
        f"the link is {link.probability:.0%} sure."
    )
    if link.similarity is not None:
        head += f" In meaning the two are {likeness(link.similarity)}."
    if link.uncalibrated is None:
        return (head,)
    moved = says(calibration, link.uncalibrated, link.probability)
    return (head, moved) if moved else (head,)


def ruled_out(statement: Statement, claim: Claim, link: Link) -> str:
    """What could have spoken against an alert and did not."""
    if may_revise(statement, claim):
        parts = [f"it is the same speaker ({statement.speaker or 'the publication'})"]
    else:
        parts = [f"the words are the same, and {statement.speaker} is not {claim.speaker}"]
    if statement.said_on and claim.standing.said_on:
        parts.append("it was not said before what stands")
    others = len(link.ranked) - 1
    if others > 0:
        parts.append(f"{others} other claim{'s' if others > 1 else ''} came less near")
    return f"Checked: {'; '.join(parts)}."


def compared(comparison: Comparison) -> tuple[str, ...]:
    return tuple(cut(step) for step in comparison.steps[:MAX_STEPS])


def cut(text: str, limit: int = 300) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def on(day: date | None) -> str:
    return f"on {day.isoformat()}" if day else "on a day not known"


def short(text: str, limit: int = SHOWN) -> str:
    """To be put between quotes: one line, without quotes of its own around it, cut if need be."""
    text = " ".join(text.split()).strip(QUOTES)
    return cut(text, limit)
