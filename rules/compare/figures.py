"""Figures made comparable: every quantity as an interval in base units, and the numbers that are no quantities.

A `Figure` is a `Quantity` with durations in days and measures in metres, kilograms, watts; "halved" as 50 percent less;
open ends infinite, strict bounds marked, "dozens" and "most" as the intervals they are. Numbers that reading leaves
out (ranks, scores, versions) are figures of kind "rank" or "number": an edit of one is still an edit of a figure.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from rules.compare.dates import dates
from rules.compare.units import base
from rules.compare.words import Word, touches, words
from rules.linking.words import STOP_WORDS, stem
from rules.model import Quantity, Span, Statement

_STRICT_LOW = re.compile(
    r"\b(?:more|greater|higher|larger|longer|older|better)\s+than\b|\b(?:over|above|exceed\w*|beyond|upwards?\s+of)\b",
    re.IGNORECASE,
)
_STRICT_HIGH = re.compile(
    r"\b(?:less|fewer|lower|smaller|shorter|under|younger)\s+than\b|\b(?:under|below|beneath)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?P<above>more\s+than|over|above|after|exceed\w*|greater\s+than|higher\s+than|beyond|past)"
    r"|(?P<below>less\s+than|fewer\s+than|under|below|before|lower\s+than|prior\s+to)"
    r"|(?P<least>at\s+least|no\s+fewer\s+than|no\s+less\s+than|minimum\s+of)"
    r"|(?P<most>at\s+most|up\s+to|as\s+many\s+as|no\s+more\s+than|maximum\s+of))"
    r"\s+(?:a\s+|the\s+|its\s+|us\s+|week\s+|number\s+)*[$€£]?\s*$",
    re.IGNORECASE,
)
_TIMELY = re.compile(r"after|before|prior", re.IGNORECASE)
_RANKS = dict(
    zip(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        range(1, 21),
        strict=True,
    )
)
_RANK = re.compile(r"\b(?:(\d+)(?:st|nd|rd|th)|(" + "|".join(_RANKS) + r"))\b", re.IGNORECASE)
_SPELLED = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(2, 13),
        strict=True,
    )
)
_VAGUE = re.compile(
    r"\b(?:(tens|hundreds)\s+of\s+)?(dozens|tens|scores|hundreds|thousands|millions|billions)\b",
    re.IGNORECASE,
)
# "Dozens" and the like end where the next such word begins.
_VAGUE_TOP = {
    "dozens": 99,
    "tens": 99,
    "scores": 99,
    "hundreds": 999,
    "thousands": 9_999,
    "millions": 999e6,
    "billions": 999e9,
}
_SHARES = (
    (re.compile(r"\b(?:nearly|almost|virtually|practically)\s+(?:all|every|everyone)\b", re.I), 85.0, 100.0),
    (re.compile(r"\b(?:the\s+|a\s+)?(?:vast|overwhelming|large|great)\s+majority\b", re.I), 65.0, 100.0),
    (
        re.compile(r"\b(?:most\s+(?:of|people|(?:\w+\s+)?\w+s)\b|(?:a|the)\s+majority\s+of)", re.I),
        50.0,
        100.0,
    ),
    (re.compile(r"\b(?:a\s+minority\s+of|few\s+of)\b", re.I), 0.0, 50.0),
    (
        re.compile(
            r"(?<!after )(?<!at )(?<!above )\b(?:all\s+(?:of|our|the|\w+s)|every\s+\w+|100\s*%)", re.I
        ),
        99.0,
        100.0,
    ),
)
_EVEN = re.compile(
    r"\b(?:fifty[- ]fifty|50\s?[-–/]\s?50|even\s+(?:odds|chances?)|(?:odds|chances?)\b[^.;!?]{0,60}?\beven)\b",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(r"\s*(?:\w{2,}er\b(?!\s+(?:of|the))|more\b|less\b|fewer\b)", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:(?P<up>ris\w*|rose|gr[eo]w\w*|increas\w+|climb\w*|jump\w*|up|gain\w*)|fall\w*|fell|drop\w*|declin\w+|decreas\w+|down|cut|slash\w*|reduc\w+|lower\w*)"
    r"\s+(?:by\s+)?(?:about\s+|nearly\s+|almost\s+|a\s+)?$",
    re.IGNORECASE,
)
_FEWER = re.compile(r"\s*(?:cheaper|slower|lower|smaller|shorter|lighter|weaker|less|fewer)\b", re.IGNORECASE)

MOST = 40
"""Figures that are compared; a statement is a sentence or a few."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`thing`: stems of the measured thing. `strict`: which ends do not belong to the interval. `times`: the same as a
    multiple, for "40 % faster". `unit`: stem of the counted noun, currency, or "" where `measure` says it."""

    kind: str
    low: float
    high: float
    text: str
    span: Span
    strict: tuple[bool, bool] = (False, False)
    unit: str = ""
    measure: str = ""
    thing: frozenset[str] = frozenset()
    approximate: bool = False
    per: str | None = None
    times: float | None = None

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
    horizons = tuple(h.span for h in statement.horizons[:MOST])
    return _figures(statement.text, statement.quantities[:MOST], horizons)


@lru_cache(maxsize=4096)
def _figures(text: str, quantities: tuple[Quantity, ...], horizons: tuple[Span, ...]) -> tuple[Figure, ...]:
    out = [_from_quantity(text, q) for q in quantities if q.span[1] <= len(text)]
    taken = [f.span for f in out] + list(horizons) + [d.span for d in dates(text)[:MOST]]
    out += [f for f in _shares(text) if not touches(f.span, taken)]
    for found in _RANK.finditer(text):
        if len(taken) < 4 * MOST and not touches(found.span(), taken):
            value = float(found[1] or _RANKS[found[2].lower()])
            out.append(_plain(text, "rank", value, found.span()))
            taken.append(found.span())
    for word in words(text)[: 10 * MOST]:
        number = _value(word) if word.figure else _SPELLED.get(word.low)
        if number is not None and not touches(word.span, taken):
            out.append(_plain(text, "number", float(number), word.span))
    return tuple(sorted(out, key=lambda f: f.span))


def _from_quantity(text: str, q: Quantity) -> Figure:
    low = -math.inf if q.low is None else q.low
    high = math.inf if q.high is None else q.high
    around = text[max(0, q.span[0] - 14) : q.span[1]]
    strict = (
        bool(_STRICT_LOW.search(around)) and q.high is None,
        bool(_STRICT_HIGH.search(around)) and q.low is None,
    )
    if low == high:
        low, high, strict = _bounds_before(text, q.span[0], low, over_time=q.kind == "duration")
    elif vague := _VAGUE.search(q.text):
        high = _VAGUE_TOP[vague[2].lower()] * {"tens": 10.0, "hundreds": 100.0}.get(
            (vague[1] or "").lower(), 1.0
        )
    kind, unit, measure = str(q.kind), q.unit, ""
    if unit == "out of 100":
        kind, unit = "percent", "%"
    if q.kind == "multiple" and q.low is not None and q.high is not None and 0 < q.low < 1:
        kind, unit, low, high = "percent", "%", 100 * (1 - q.high), 100 * (1 - q.low)
    elif q.kind in ("duration", "count") and (known := base(unit)):
        measure, scale = known
        low, high, unit = low * scale, high * scale, ""
    return Figure(
        kind=kind,
        low=low,
        high=high,
        text=q.text,
        span=q.span,
        strict=strict,
        unit=unit if kind == "money" else " ".join(stem(w) for w in unit.lower().split()),
        measure=measure,
        thing=frozenset(stem(w) for w in q.of.lower().split() if w not in STOP_WORDS),
        approximate=q.approximate,
        per=q.per,
        times=_times(text, q),
    )


def _times(text: str, q: Quantity) -> float | None:
    """A percentage as a multiple where it compares: "40 % faster" is 1.4 times, "fell by a third" two thirds."""
    if q.kind != "percent" or q.low is None or q.low != q.high:
        return None
    rest = text[q.span[1] : q.span[1] + 14]
    if _COMPARATIVE.match(rest):
        return 1 - q.low / 100 if _FEWER.match(rest) else 1 + q.low / 100
    verb = _MOVED.search(text[max(0, q.span[0] - 24) : q.span[0]])
    if verb is None:
        return None
    return 1 + q.low / 100 if verb["up"] else 1 - q.low / 100


def _shares(text: str) -> list[Figure]:
    """ "Most", "nearly all": shares in words that no number stands for."""
    out: list[Figure] = []
    for pattern, low, high in _SHARES:
        found = pattern.search(text)
        if found and not touches(found.span(), (f.span for f in out)):
            out.append(Figure("share", low, high, found[0], found.span(), unit="%"))
    even = _EVEN.search(text)
    return [*out, Figure("percent", 50.0, 50.0, even[0], even.span(), unit="%")] if even else out


_GLUED_UNIT = re.compile(r"-([a-z]{2,})\b")


def _plain(text: str, kind: str, value: float, span: Span) -> Figure:
    low, high, strict = _bounds_before(text, span[0], value)
    glued = _GLUED_UNIT.match(text, span[1]) if kind == "number" else None
    if glued and (known := base(glued[1])):  # "a 69-yard march"
        measure, scale = known
        kind = "duration" if measure == "time" else "count"
        return Figure(
            kind, low * scale, high * scale, text[span[0] : glued.end()], span, strict, measure=measure
        )
    return Figure(kind, low, high, text[span[0] : span[1]], span, strict)


def _bounds_before(
    text: str, at: int, value: float, *, over_time: bool = False
) -> tuple[float, float, tuple[bool, bool]]:
    """The interval that a bare number stands for with the bound before it; "after 63 reviews" bounds no count."""
    lead = _LEAD.search(text[max(0, at - 24) : at])
    if lead is None or (not over_time and _TIMELY.match(lead[0])):
        return value, value, (False, False)
    if lead["above"] or lead["least"]:
        return value, math.inf, (bool(lead["above"]), False)
    return -math.inf, value, (False, bool(lead["below"]))


def _value(word: Word) -> float | None:
    digits = re.match(r"\d+(?:[.,]\d+)*", word.text)
    try:
        return float(digits[0].replace(",", "")) if digits else None
    except ValueError:
        return None
