"""Every kind of typed change asked in turn, for statements and edits alike."""

from __future__ import annotations

from rules.change import Change
from rules.compare import attribution, certainty, deadlines, figure_changes, polarity, retraction, scope
from rules.compare.look import Sides


def differences(sides: Sides, *, exact: bool) -> tuple[list[Change], list[str]]:
    """Every typed change between two related statements, and the sentences that say how each was found."""
    changes: list[Change] = []
    steps: list[str] = []
    taken_back, step = retraction.withdrawn(sides)
    if taken_back is not None:
        return [taken_back], [step or ""]
    flip, step = polarity.flipped(sides)
    steps.append(step)
    for found, why in (figure_changes.changed(sides, exact=exact), deadlines.moved(sides, exact=exact)):
        changes += found
        steps += why
    if flip is not None:
        changes.append(flip)
    else:
        surer, step_ = certainty.changed(sides)
        if surer is not None:
            changes.append(surer)
        steps += [step_] if step_ else []
    wider, why = scope.changed(sides)
    changes += wider
    steps += why
    other, step_ = attribution.reattributed(sides, exact=exact)
    if other is not None:
        changes.append(other)
    steps += [step_] if step_ else []
    return changes, steps
