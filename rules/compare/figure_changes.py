"""Which figures changed, of those that measure the same thing."""

from __future__ import annotations

from rules.change import FigureChanged
from rules.compare.deadlines import away
from rules.compare.figures import Figure
from rules.compare.intervals import at_edge, at_rate_of, far
from rules.compare.look import FigurePair, Sides

_STRAY = ("rank", "number")
_SURE = 0.8
"""How much of their surroundings two stray numbers must share to be held together across two statements."""


def changed(sides: Sides, *, exact: bool) -> tuple[list[FigureChanged], list[str]]:
    """Changes, and a sentence for every pair held together. `exact`: one text edited, so that "at least 12" is not
    "12" and every number counts."""
    changes: list[FigureChanged] = []
    steps: list[str] = []
    distances = {f.span for f in away(sides.old)} | {f.span for f in away(sides.new)}
    for pair in sides.figure_pairs:
        if pair.old.span in distances and sides.old.statement.said_on:
            continue
        if not exact and _stray(pair):
            continue
        differs = pair.relation == "outside" or (
            pair.relation in ("inside", "wider") and (exact or far(pair.old, at_rate_of(pair.old, pair.new)))
        )
        if not exact and (
            pair.relation == "same" or at_edge(pair.old, at_rate_of(pair.old, pair.new), within=1e-9)
        ):
            differs = False
        if (
            exact
            and pair.relation == "same"
            and (pair.old.low, pair.old.high) != (pair.new.low, pair.new.high)
        ):
            differs = not (pair.old.measure and _close(pair.old, pair.new))
        if differs:
            changes.append(_change(pair))
        steps.append(_step(pair, differs))
    return changes, steps


def _stray(pair: FigurePair) -> bool:
    """A number that is no quantity, or a share in words on both sides, says little by itself."""
    if pair.old.kind == pair.new.kind == "share":
        return True
    return (pair.old.kind in _STRAY or pair.new.kind in _STRAY) and pair.shared < _SURE


def _close(a: Figure, b: Figure) -> bool:
    return abs(a.middle - b.middle) <= 0.02 * max(abs(a.middle), abs(b.middle))


def _change(pair: FigurePair) -> FigureChanged:
    a, b = pair.old, at_rate_of(pair.old, pair.new)
    before, after = a.times or a.middle, b.times or b.middle
    if a.kind == b.kind:
        before, after = a.middle, b.middle
    other_money = a.kind == b.kind == "money" and a.unit != b.unit
    return FigureChanged(
        before=a.text,
        after=b.text,
        direction=None if other_money or before == after else "up" if after > before else "down",
        of=" ".join(sorted(a.thing & b.thing)),
        ratio=after / before if before and not other_money else None,
        points=after - before if a.kind == b.kind == "percent" else None,
    )


def _step(pair: FigurePair, differs: bool) -> str:
    shown = f"“{pair.old.text}” is held against “{pair.new.text}” ({_value(pair.old)}, {_value(pair.new)})"
    reason = {
        "same": "the same value",
        "inside": "inside the old bounds",
        "outside": "another value",
        "wider": "overlapping bounds",
        "incomparable": "not comparable",
    }[pair.relation]
    return (
        f"{shown}: {reason}{', and far from it' if differs and pair.relation in ('inside', 'wider') else ''}."
    )


def _value(figure: Figure) -> str:
    unit = {
        "percent": " %",
        "share": " %",
        "multiple": "×",
        "duration": " days",
        "money": f" {figure.unit}",
    }.get(figure.kind, "")
    if figure.low == figure.high:
        return f"{figure.low:,.10g}{unit}"
    low = f"{figure.low:,.10g}" if figure.low > float("-inf") else "…"
    high = f"{figure.high:,.10g}" if figure.high < float("inf") else "…"
    return f"{low} to {high}{unit}"
