"""Every kind of typed change asked in turn, for statements and edits alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rules.change import Change
from rules.compare import attribution, certainty, deadlines, figure_changes, polarity, retraction, scope
from rules.compare.found import Found
from rules.compare.look import Sides
from rules.compare.restraint import LINE, another_thing, held_back, strength

_BESIDE = 0.6
"""How directly a scope is read beside a change that was held back."""


@dataclass(frozen=True, slots=True)
class Differences:
    """`told`: what changed. `weak`: what was found and rests on too little to be told. `steps`: how, in sentences."""

    told: tuple[Change, ...]
    weak: tuple[Change, ...]
    steps: tuple[str, ...]


def differences(sides: Sides, *, exact: bool) -> Differences:
    """Every typed change between two related statements. `exact`: one text edited, of which nothing is held back."""
    taken_back, step = retraction.withdrawn(sides)
    if taken_back is not None:
        return Differences((taken_back,), (), (step or "",))
    told: list[Change] = []
    weak: list[Change] = []
    steps: list[str] = []

    def weigh(found: Found) -> bool:
        steps.append(found.why)
        value = 1.0 if exact else strength(sides, found)
        if value >= LINE:
            told.append(found.change)
            return True
        weak.append(found.change)
        steps.append(held_back(found, value))
        return False

    flip, step = polarity.flipped(sides)
    steps += [step] if step else []
    turned = flip is not None and weigh(flip)
    apart = None if exact else another_thing(sides)
    if apart is not None:
        return Differences((), tuple(weak + told), (*steps, apart))
    for changes, why in (figure_changes.changed(sides, exact=exact), deadlines.moved(sides, exact=exact)):
        told += changes
        steps += why
    if not turned:
        surer, step = certainty.changed(sides)
        steps += [step] if step else []
        if surer is not None:
            weigh(surer)
    for wider in scope.changed(sides):
        # "The rest is the same" is not to be had where something else was found, however weak.
        weigh(replace(wider, direct=wider.direct * _BESIDE) if weak else wider)
    other, step = attribution.reattributed(sides, exact=exact)
    if other is not None:
        told.append(other)
    steps += [step] if step else []
    return Differences(tuple(told), tuple(weak), tuple(steps))
