"""Figures as intervals: the same, another, which way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rules.change import FigureChanged
from rules.model import Quantity

DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375}
DAYS |= {"quarter": 91.3125, "year": 365.25, "decade": 3652.5, "century": 36525.0}


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    @property
    def middle(self) -> float:
        if math.isinf(self.low):
            return self.high
        return self.low if math.isinf(self.high) else (self.low + self.high) / 2


def interval(quantity: Quantity) -> Interval:
    """Open ends at infinity, durations in days."""
    scale = DAYS.get(quantity.unit.rstrip("s"), 1.0) if quantity.kind == "duration" else 1.0
    low = -math.inf if quantity.low is None else quantity.low * scale
    high = math.inf if quantity.high is None else quantity.high * scale
    return Interval(low, high)


def same(old: Quantity, new: Quantity) -> bool:
    """Equal within rounding: 2 % of the value, 5 % where either says "about"."""
    if old.kind == "money" and old.unit != new.unit:
        return False
    a, b = interval(old), interval(new)
    slack = 0.05 if old.approximate or new.approximate else 0.02 if old.kind == "duration" else 1e-9
    return _near(a.low, b.low, slack) and _near(a.high, b.high, slack)


def changed(old: Quantity, new: Quantity) -> FigureChanged | None:
    if same(old, new):
        return None
    a, b = interval(old), interval(new)
    comparable = old.kind != "money" or old.unit == new.unit
    direction = None if not comparable or a.middle == b.middle else "up" if b.middle > a.middle else "down"
    return FigureChanged(
        before=old.text,
        after=new.text,
        direction=direction,  # type: ignore[arg-type]
        of=new.of or old.of,
        ratio=b.middle / a.middle if comparable and a.middle else None,
        points=b.middle - a.middle if old.kind == "percent" else None,
    )


def _near(a: float, b: float, slack: float) -> bool:
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= slack * max(abs(a), abs(b)))
