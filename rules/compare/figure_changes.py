"""Which figures changed, of those that measure the same thing."""

from __future__ import annotations

import re

from rules.change import FigureChanged
from rules.compare.deadlines import away
from rules.compare.denials import turns
from rules.compare.figures import Figure
from rules.compare.intervals import at_edge, at_rate_of, far, relation
from rules.compare.look import FigurePair, Look, Sides
from rules.compare.words import covered

_STRAY = ("rank", "number")
_NEAR, _HUNDRED = 4, 1.5
"""Words on either side of a figure that are near it; how far two shares may miss a whole, in percent."""
_PAST = re.compile(
    r"\b(?:not|from|than|instead\s+of|compared\s+(?:with|to)|against|once|previously|originally|earlier|was|were)"
    r"\s+(?:the\s+|a\s+|some\s+|about\s+)?$",
    re.IGNORECASE,
)
"""Before a figure that is the old one quoted: "9 percent, not 6", "9 percent, up from 6"."""
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
        if differs and not exact and (silent := _fragile(pair, sides)):
            differs = False
            steps.append(f"Silent: {silent}")
        rival = _rival(pair, sides) if differs and not exact else None
        if rival is not None:
            differs = False
            steps.append(f"Silent: “{rival.text}” may be what “{pair.old.text}” is now, and bears it out.")
        if differs:
            changes.append(_change(pair))
        steps.append(_step(pair, differs))
    return changes, steps


def _stray(pair: FigurePair) -> bool:
    """A number that is no quantity, or a share in words on both sides, says little by itself."""
    if pair.old.kind == pair.new.kind == "share":
        return True
    stray = pair.old.kind in _STRAY or pair.new.kind in _STRAY
    return (stray or _of_nothing(pair.old, pair.new)) and pair.shared < _SURE


def _of_nothing(a: Figure, b: Figure) -> bool:
    """Whether one says what it counts and the other does not: "40 turbines", "40 million"."""
    return a.kind == b.kind == "count" and not a.measure and bool(a.unit) != bool(b.unit)


def _fragile(pair: FigurePair, sides: Sides) -> str:
    """Why two figures that differ are not told: they are the two ends of one, or held together by nothing near them."""
    if the_rest(pair, sides):
        return f"“{pair.old.text}” of which it holds leave “{pair.new.text}” of which it does not."
    if _apart(pair, sides):
        return f"no word near “{pair.old.text}” is near “{pair.new.text}” too, so they may be of two things."
    return ""


def the_rest(pair: FigurePair, sides: Sides) -> bool:
    """ "One in ten relapsed", "nine in ten did not relapse"."""
    a, b = pair.old, pair.new
    shares = a.kind == b.kind == "percent" and a.bounded and b.bounded and a.times is b.times is None
    odd = len(turns(sides.old)) % 2 != len(turns(sides.new)) % 2
    return shares and odd and abs(a.middle + b.middle - 100) <= _HUNDRED


def _apart(pair: FigurePair, sides: Sides) -> bool:
    """Whether both have words near them, and none of these answers another."""
    at_old, at_new = _places(pair.old, sides.old), _places(pair.new, sides.new)
    al = sides.alignment
    old = {w.place for w in al.old if _close_by(w.place, at_old)}
    new = {w.place for w in al.new if _close_by(w.place, at_new)}
    together = any(al.old[i].place in old and al.new[j].place in new for i, j, _ in al.pairs)
    return bool(old and new) and not together


def _places(figure: Figure, side: Look) -> list[int]:
    return [w.place for w in side.words if covered(w, (figure.span,))]


def _close_by(place: int, at: list[int]) -> bool:
    return bool(at) and min(abs(place - p) for p in at) <= _NEAR


def _rival(pair: FigurePair, sides: Sides) -> Figure | None:
    """Another new figure, held against none, that bears the old one out: which of the two is meant hangs on its place
    alone ("more than 86 million worldwide", then "31 million at home, for a total of 87 million")."""
    taken, text = {p.new.span for p in sides.figure_pairs}, sides.new.statement.text
    return next(
        (
            f
            for f in sides.new.figures
            if f.span not in taken
            and f.kind == pair.new.kind
            and f.kind not in _STRAY
            and not _PAST.search(text[max(0, f.span[0] - 24) : f.span[0]])
            and relation(pair.old, f) in ("same", "inside")
            and not far(pair.old, f)
        ),
        None,
    )


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
