"""The door: two statements → their typed difference, with the steps that led there."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from rules.change import Change, Comparison, Repeated
from rules.compare import polarity
from rules.compare.differences import differences
from rules.compare.edits import compare_edit
from rules.compare.look import Sides, side_by_side
from rules.compare.relate import NEEDED, Relatedness, relate
from rules.compare.support import support
from rules.model import Statement


def compare(
    old: Statement, new: Statement, *, kind: Literal["statement", "edit"] = "statement"
) -> Comparison:
    """As `rules.compare.compare` says."""
    if kind == "edit":
        return compare_edit(old, new)
    sides = side_by_side(old, new)
    related = relate(sides)
    steps = [_related_step(related)]
    if related.score < NEEDED and _same_words(sides):
        related = replace(related, score=1.0, old_share=1.0, new_share=1.0)
        steps = ["The words are the same."]
    if related.score < NEEDED:
        steps.append("So they are about different things, and nothing is compared.")
        return Comparison(
            related=False, changes=(), support=support(sides, related, _flips(sides)), steps=tuple(steps)
        )
    differ = differences(sides, exact=False)
    steps += differ.steps
    changes = differ.told
    if not changes:
        changes = (Repeated(before=old.text, after=new.text),)
        steps.append("Nothing that matters differs: the same said again.")
    return Comparison(
        related=True,
        changes=changes,
        support=support(sides, related, (*changes, *differ.weak)),
        steps=tuple(steps),
    )


def _same_words(sides: Sides) -> bool:
    return [w.low for w in sides.old.words] == [w.low for w in sides.new.words]


def _flips(sides: Sides) -> tuple[Change, ...]:
    flip, _ = polarity.flipped(sides)
    return (flip.change,) if flip else ()


def _related_step(related: Relatedness) -> str:
    shared = ", ".join(related.shared[:8]) or "nothing"
    return (
        f"They share {shared}: {related.old_share:.0%} of the old one's subject and {related.new_share:.0%} of the new "
        f"one's, together {related.score:.2f} where {NEEDED:.2f} is needed."
    )
