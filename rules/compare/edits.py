"""Two texts of one entry: what was edited, typed where it has a type, told by its words where not."""

from __future__ import annotations

from difflib import SequenceMatcher

from rules.change import Change, Comparison, DeadlineMoved, FigureChanged, Repeated, WordingEdited
from rules.compare.differences import differences
from rules.compare.look import Sides, side_by_side
from rules.compare.noise import kept
from rules.compare.relate import relate
from rules.compare.support import support
from rules.model import Statement

_MOST = 4000
"""Tokens of each side that are compared word by word; what lies beyond is told by the first that differs."""


def compare_edit(old: Statement, new: Statement) -> Comparison:
    """Related by construction; `repeated` where nothing but noise was edited."""
    before, after = kept(old.text), kept(new.text)
    sides = side_by_side(old, new)
    if before == after and old.speaker == new.speaker:
        step = "Only typography, spelling, markup or furniture was edited."
        changes: tuple[Change, ...] = (Repeated(before=old.text, after=new.text),)
        return Comparison(
            related=True, changes=changes, support=support(sides, relate(sides), changes), steps=(step,)
        )
    differ = differences(sides, exact=True)
    found, steps = list(differ.told), list(differ.steps)
    found = [*found, *_dates(sides, found), *_numbers(before, after, found)]
    if not found:
        cut, put = _wording(before, after)
        found = [WordingEdited(before=cut, after=put)]
        steps.append(f"“{cut}” became “{put}”, and no figure, date, certainty or denial with it.")
    return Comparison(
        related=True,
        changes=tuple(found),
        support=support(sides, relate(sides), tuple(found)),
        steps=tuple(steps),
    )


def _dates(sides: Sides, found: list[Change]) -> list[Change]:
    """A date that was exchanged, past ones too, where no deadline says so already."""
    if any(isinstance(c, DeadlineMoved) for c in found):
        return []
    old, new = list(sides.old.dates), list(sides.new.dates)
    before = [d for d in old if not any((d.low, d.high, d.year) == (e.low, e.high, e.year) for e in new)]
    after = [d for d in new if not any((d.low, d.high, d.year) == (e.low, e.high, e.year) for e in old)]
    out: list[Change] = []
    for a, b in zip(before, after, strict=False):
        days = int(b.high - a.high) if a.year == b.year else None
        direction = None if not days else "later" if days > 0 else "earlier"
        out.append(DeadlineMoved(before=a.text, after=b.text, direction=direction, days=days))  # type: ignore[arg-type]
    return out


def _numbers(before: tuple[str, ...], after: tuple[str, ...], found: list[Change]) -> list[Change]:
    """A number that was exchanged although nothing typed tells it: no digit is edited in silence."""
    if any(isinstance(c, FigureChanged | DeadlineMoved) for c in found):
        return []
    for operation, i, j, k, m in _operations(before, after):
        if operation == "replace":
            gone = [t for t in before[i:j] if t[0].isdigit() or t in "-$€£¥%"]
            come = [t for t in after[k:m] if t[0].isdigit() or t in "-$€£¥%"]
            if gone and come:
                return [
                    FigureChanged(before=" ".join(before[i:j]), after=" ".join(after[k:m]), direction=None)
                ]
        elif any(t in ("-", "$", "€", "£", "¥", "%") for t in (*before[i:j], *after[k:m])):
            near = slice(max(0, i - 1), j + 1), slice(max(0, k - 1), m + 1)
            return [
                FigureChanged(
                    before=" ".join(before[near[0]]), after=" ".join(after[near[1]]), direction=None
                )
            ]
    return []


def _operations(before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, before[:_MOST], after[:_MOST], autojunk=len(before) > 200)
    return [o for o in matcher.get_opcodes() if o[0] != "equal"]


def _wording(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, str]:
    """The first stretch that differs, with a word around it where one side is empty."""
    operations = _operations(before, after)
    if not operations:
        return " ".join(before[_MOST : _MOST + 12]), " ".join(after[_MOST : _MOST + 12])
    _, i, j, k, m = operations[0]
    if i == j or k == m:
        i, k = max(0, i - 1), max(0, k - 1)
        j, m = min(len(before), j + 1), min(len(after), m + 1)
    return " ".join(before[i:j][:24]), " ".join(after[k:m][:24])
