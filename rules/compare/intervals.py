"""What one figure says of another: the same, inside its bounds, outside them, wider than they are."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

from rules.compare.figures import Figure
from rules.compare.lexicon import alike

Relation = Literal["same", "inside", "outside", "wider", "incomparable"]

_PLAIN = ("count", "number")
_SHARES = ("percent", "share")
PERIODS = {"day": 365.25, "week": 52.18, "month": 12.0, "quarter": 4.0, "year": 1.0}
"""How many make a year."""
_ROUNDED = 0.03
_NEAR_EDGE = 1.25
"""A new bound on the same side is the same statement up to this ratio."""
_SURPRISE = 1.5
"""A new value within a bound bears the old statement out up to this ratio: "over 70 million", then "90 million"."""


def relation(old: Figure, new: Figure) -> Relation:
    new = at_rate_of(old, new)
    if old.kind == "money" and new.kind == "money" and old.unit != new.unit:
        return "outside"
    if not comparable(old, new):
        return "incomparable"
    if old.kind != new.kind and (old.times is not None or new.times is not None):
        a, b = old.times or old.middle, new.times or new.middle
        return "same" if abs(a - b) <= 0.02 * max(a, b) else "outside"
    if _same(old, new) or _same_in_a_year(old, new):
        return "same"
    if _disjoint(old, new):
        return "outside"
    return "inside" if old.low <= new.low and new.high <= old.high else "wider"


def at_rate_of(old: Figure, new: Figure) -> Figure:
    """`new` in the old one's period: 15 a month is 180 a year."""
    if old.per == new.per or old.per not in PERIODS or new.per not in PERIODS:
        return new
    scale = PERIODS[new.per] / PERIODS[old.per]
    return replace(new, low=new.low * scale, high=new.high * scale, approximate=True)


def _same_in_a_year(old: Figure, new: Figure) -> bool:
    """ "120,000 last year", "10,000 a month"."""
    if bool(old.per) == bool(new.per) or (old.per or new.per) not in PERIODS or old.kind == "percent":
        return False
    rate, whole = (old, new) if old.per else (new, old)
    times = PERIODS[rate.per or ""]
    return abs(rate.middle * times - whole.middle) <= 0.04 * abs(whole.middle)


def comparable(old: Figure, new: Figure) -> bool:
    """Whether the two can measure one thing: kind, unit, rate."""
    kinds = {old.kind, new.kind}
    if kinds == {"percent", "multiple"}:
        return old.times is not None or new.times is not None
    if old.kind != new.kind and not (kinds <= set(_PLAIN) or kinds <= set(_SHARES)):
        return False
    if old.measure != new.measure:
        return not (old.measure and new.measure) and "number" in kinds
    if old.per and new.per and old.per != new.per:
        return old.per in PERIODS and new.per in PERIODS
    if old.kind == new.kind == "count" and not old.measure and not units_agree(old, new):
        return bool(old.thing & new.thing) or (old.low, old.high) == (new.low, new.high)
    return True


def units_agree(old: Figure, new: Figure) -> bool:
    """The same counted noun, a synonym of it, or one that is not named."""
    return not old.unit or not new.unit or old.unit == new.unit or alike(old.unit, new.unit)


def far(old: Figure, new: Figure) -> bool:
    """Whether a new figure that does not contradict the old one is still another figure: a bound a quarter beyond the
    old one, a value half as much again, or a range whose middle moved by a sixth."""
    if not (old.bounded and new.bounded):
        a, b = _edge(old), new.middle if new.bounded else _edge(new)
        limit = _SURPRISE if new.bounded else _NEAR_EDGE
        return a <= 0 < b or b <= 0 < a or max(a, b) > limit * max(min(a, b), 1e-12)
    size = max(abs(old.middle), abs(new.middle))
    return size > 0 and abs(old.middle - new.middle) > size / 6


def at_edge(a: Figure, b: Figure, *, within: float = _ROUNDED) -> bool:
    """ "11 million", then "more than 11 million": a value, and a bound from it or `within` a share of it."""
    if b.bounded or not a.bounded or a.kind != b.kind or (a.kind == "money" and a.unit != b.unit):
        return False
    return abs(a.middle - _edge(b)) <= within * abs(_edge(b))


def _edge(figure: Figure) -> float:
    return figure.low if math.isfinite(figure.low) else figure.high


def _same(a: Figure, b: Figure) -> bool:
    slack = 1e-9
    if a.approximate or b.approximate:
        slack = 0.04
    elif a.measure:
        slack = 0.02
    elif a.low == a.high and b.low == b.high and (_rounded(a.low, b.low) or _in_words(a, b)):
        return True
    ends = _near(a.low, b.low, slack) and _near(a.high, b.high, slack)
    return ends and (a.strict == b.strict or a.approximate or b.approximate)


def _rounded(a: float, b: float) -> bool:
    """Whether the coarser number is the finer one rounded: 1.8 billion and 1.845 billion, with two digits at least."""
    if a == b or min(abs(a), abs(b)) < 1000:
        return False
    coarse, fine = sorted((a, b), key=_digits)
    return _digits(coarse) >= 2 and f"{fine:.{_digits(coarse)}g}" == f"{coarse:.{_digits(coarse)}g}"


def _in_words(a: Figure, b: Figure) -> bool:
    """Whether one is a share told in words that the other gives in whole percent: "two thirds", "67 percent"."""
    if a.kind != "percent" or b.kind != "percent":
        return False
    told, counted = (a, b) if not any(c.isdigit() for c in a.text) else (b, a)
    spoken = not any(c.isdigit() for c in told.text) and not told.low.is_integer()
    return spoken and round(told.low) == counted.low


def _digits(value: float) -> int:
    return len(f"{value:.10g}".partition("e")[0].replace(".", "").strip("0"))


def _near(a: float, b: float, slack: float) -> bool:
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= slack * max(abs(a), abs(b)))


def _disjoint(a: Figure, b: Figure) -> bool:
    if a.low > b.high or b.low > a.high:
        return True
    touching_above = a.low == b.high and (a.strict[0] or b.strict[1])
    touching_below = b.low == a.high and (b.strict[0] or a.strict[1])
    return touching_above or touching_below
