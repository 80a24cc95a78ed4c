"""Figures as intervals: which answers which, and what one says of the other.

A `Figure` is a `Quantity` made comparable: durations in days, multiples below one as shares, open ends infinite,
strict bounds marked. Numbers that reading leaves out because they are no quantities (ranks, scores, versions) are
figures of kind "rank" or "number" here: an edit of one is still an edit of a figure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rules.compare.dates import dates
from rules.compare.words import Word, covered, words
from rules.linking.words import STOP_WORDS, stem
from rules.model import Quantity, Span, Statement

Relation = Literal["same", "inside", "outside", "wider", "incomparable"]

DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0}
DAYS |= {
    "fortnight": 14.0,
    "month": 30.4375,
    "quarter": 91.3125,
    "year": 365.25,
    "decade": 3652.5,
    "century": 36525.0,
}
_STRICT_LOW = re.compile(
    r"\b(?:more|greater|higher|larger|longer|older|better)\s+than\b|\b(?:over|above|exceed\w*|beyond|upwards?\s+of)\b",
    re.I,
)
_STRICT_HIGH = re.compile(
    r"\b(?:less|fewer|lower|smaller|shorter|under|younger)\s+than\b|\b(?:under|below|beneath)\b", re.I
)
_RANK = re.compile(
    r"\b(\d+)(?:st|nd|rd|th)\b|\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth)\b",
    re.IGNORECASE,
)
_RANKS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_SPELLED = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
)


@dataclass(frozen=True, slots=True)
class Figure:
    """`thing`: stems of the measured thing. `strict`: which ends do not belong to the interval."""

    kind: str
    low: float
    high: float
    strict: tuple[bool, bool]
    unit: str
    text: str
    thing: frozenset[str]
    span: Span
    approximate: bool
    per: str | None
    source: Quantity | None = None

    @property
    def middle(self) -> float:
        if math.isinf(self.low):
            return self.high
        return self.low if math.isinf(self.high) else (self.low + self.high) / 2

    @property
    def bounded(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)


def figures(statement: Statement) -> tuple[Figure, ...]:
    """Every figure of the statement, in reading order. Spans are into its text."""
    return _figures(statement.text, statement.quantities, tuple(h.span for h in statement.horizons))


@lru_cache(maxsize=4096)
def _figures(text: str, quantities: tuple[Quantity, ...], horizons: tuple[Span, ...]) -> tuple[Figure, ...]:
    out = [_from_quantity(text, q) for q in quantities]
    taken = [f.span for f in out] + list(horizons) + [d.span for d in dates(text)]
    for found in _RANK.finditer(text):
        if not _touches(found.span(), taken):
            value = float(found[1]) if found[1] else float(_RANKS.index(found[2].lower()) + 1)
            out.append(_plain(text, "rank", value, found.span()))
            taken.append(found.span())
    for word in words(text):
        spelled = _SPELLED.get(word.low)
        if (word.figure or (spelled and spelled > 1)) and not _touches(word.span, taken):
            value = _value(word) if word.figure else spelled
            if value is not None:
                out.append(_plain(text, "number", value, word.span))
    return tuple(sorted(out, key=lambda f: f.span))


def _from_quantity(text: str, q: Quantity) -> Figure:
    scale = DAYS.get(q.unit.lower().removesuffix("s"), 1.0) if q.kind == "duration" else 1.0
    low = -math.inf if q.low is None else q.low * scale
    high = math.inf if q.high is None else q.high * scale
    around = text[max(0, q.span[0] - 14) : q.span[1]]
    strict = (
        bool(_STRICT_LOW.search(around)) and q.high is None,
        bool(_STRICT_HIGH.search(around)) and q.low is None,
    )
    kind, unit = q.kind, q.unit
    if q.kind == "multiple" and q.low is not None and q.high is not None and 0 < q.low < 1:
        kind, unit, low, high = "percent", "%", 100 * (1 - q.high), 100 * (1 - q.low)
    return Figure(
        kind=kind,
        low=low,
        high=high,
        strict=strict,
        unit=unit if kind == "money" else _unit(unit),
        text=q.text,
        thing=frozenset(stem(w) for w in q.of.lower().split() if w not in STOP_WORDS),
        span=q.span,
        approximate=q.approximate,
        per=q.per,
        source=q,
    )


def _unit(unit: str) -> str:
    return " ".join(stem(w) for w in unit.lower().split())


def _plain(text: str, kind: str, value: float, span: Span) -> Figure:
    return Figure(
        kind, value, value, (False, False), "", text[span[0] : span[1]], frozenset(), span, False, None
    )


def _value(word: Word) -> float | None:
    digits = re.match(r"\d+(?:[.,]\d+)*", word.text)
    try:
        return float(digits[0].replace(",", "")) if digits else None
    except ValueError:
        return None


def _touches(span: Span, taken: Sequence[Span]) -> bool:
    return any(s < span[1] and span[0] < e for s, e in taken)


def relation(old: Figure, new: Figure) -> Relation:
    """What the new figure says of the old one: the same, inside its bounds, outside them, or wider than they are."""
    if old.kind == "money" and new.kind == "money" and old.unit != new.unit:
        return "outside"
    if not comparable(old, new):
        return "incomparable"
    if _same(old, new):
        return "same"
    if _disjoint(old, new):
        return "outside"
    if old.low <= new.low and new.high <= old.high:
        return "inside"
    return "wider"


def comparable(old: Figure, new: Figure) -> bool:
    """Whether the two can measure one thing: kind, unit, rate."""
    plain = ("count", "number")
    if old.kind != new.kind and not (old.kind in plain and new.kind in plain):
        return False
    if old.kind == "count" and new.kind == "count" and old.unit and new.unit and old.unit != new.unit:
        return old.unit[:4] == new.unit[:4] or bool(old.thing & new.thing)
    return True


def _same(a: Figure, b: Figure) -> bool:
    slack = 1e-9
    if a.approximate or b.approximate:
        slack = 0.04
    elif a.kind == "duration":
        slack = 0.02
    return (
        _near(a.low, b.low, slack)
        and _near(a.high, b.high, slack)
        and (a.strict == b.strict or a.approximate or b.approximate)
    )


def _near(a: float, b: float, slack: float) -> bool:
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= slack * max(abs(a), abs(b)))


def _disjoint(a: Figure, b: Figure) -> bool:
    if a.low > b.high or b.low > a.high:
        return True
    touching_above = a.low == b.high and (a.strict[0] or b.strict[1])
    touching_below = b.low == a.high and (b.strict[0] or a.strict[1])
    return touching_above or touching_below


def words_near(figure: Figure, every: Sequence[Word], reach: int = 6) -> tuple[Word, ...]:
    """Content words up to `reach` words away."""
    inside = [w.place for w in every if covered(w, (figure.span,))]
    if not inside:
        return ()
    low, high = inside[0] - reach, inside[-1] + reach
    return tuple(w for w in every if w.content and low <= w.place <= high)
