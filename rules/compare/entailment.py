"""What the new statement's figures and words entail beyond what alignment pairs: read for `support` only.

A figure of the old statement is borne out where any figure of the new one is the same or lies inside it, where two
counts joined by "and" add up to it ("two men and a woman": three), where "both" or a numerator ("22 of 1,165 crew
members") says it, or where a bound lies on the right side of it ("over 81" bears out "less than 83": who says "over
81" means little more than 81). An old word is answered also by a new one that another old word already took: a thing
named twice is named once elsewhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.compare.figures import Figure
from rules.compare.intervals import at_edge, comparable, relation
from rules.compare.lexicon import alike, likeness
from rules.compare.look import Look
from rules.compare.words import Word
from rules.model import Span

_ONE_MORE = re.compile(r"[^.;]{0,40}?\band\s+(?:an?|one|another)\s+\w", re.IGNORECASE)
_ONE_BEFORE = re.compile(r"\b(?:an?|one)\s+(?:\w+\s+){1,2}and\s+$", re.IGNORECASE)
_JOINED = re.compile(r"[^.;\d]{0,40}?\b(?:and|plus)\s+(?:another\s+)?", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\s+(?!of\b|and\b)\w", re.IGNORECASE)
_NUMERATOR = re.compile(r"(\d[\d,]*)\s+(?:out\s+)?of\s+", re.IGNORECASE)
_OF_A_NAME = re.compile(
    r"(?:\b[A-Z][\w'’]*\.?|\b[Vv]ol(?:ume)?\s?\.?|\b(?:season|week|part|chapter|phase)|\b(?:1[89]|20)\d\d\s?[-–—/])\s*$"
)
_NAME_AFTER = re.compile(r"(?:\s?[-–—/]\s?\d\d)?\s+(?:[A-Z]\w|season\b)")
_LARGEST_PART = 10_000
_HIGHEST_PART, _TELLING = 100, 20
_TITLED = 0.75
_SEARCHED = 96
"""Words of the new statement that are searched for an answer; a sentence or two."""


@dataclass(frozen=True, slots=True)
class Implied:
    """A count that follows; `parts`: stems of what the counts that add up to it count, "" where nothing is said."""

    count: float
    parts: tuple[str, ...]


def answered(word: Word, new: Look) -> float:
    """How nearly any new word says the old one, 0..1, whether or not it answers another or stands in a date."""
    return max((likeness(word, n) for n in new.words[:_SEARCHED] if n.content), default=0.0)


def bears_out(a: Figure, b: Figure) -> bool:
    """Whether the new figure `b` says by itself what the old `a` said."""
    if relation(a, b) in ("same", "inside") or at_edge(a, b):
        return True
    if not comparable(a, b) or b.bounded or math.isinf(b.low):
        return False
    if math.isinf(a.low):
        return b.low < a.high  # "less than 83", then "over 81"
    return (
        a.low < a.high and math.isfinite(a.high) and a.low <= b.low <= a.high
    )  # "dozens", then "at least 74"


def asked(side: Look) -> tuple[Figure, ...]:
    """Figures that can be borne out: no ranks and shares in words, and no numbers that belong to a name or a year
    ("Valley of Glass 2", "the 2013-14 season")."""
    return tuple(f for f in side.figures if f.kind not in ("rank", "share") and not _part_of_a_name(side, f))


def _part_of_a_name(side: Look, figure: Figure) -> bool:
    before = side.statement.text[max(0, figure.span[0] - 24) : figure.span[0]]
    bare = figure.kind == "number" and figure.high < _HIGHEST_PART
    return bare and not _in_title_case(side) and bool(_OF_A_NAME.search(before))


def _in_title_case(side: Look) -> bool:
    """A headline With Every Word in Capitals tells no names."""
    first = [w.text[0] for w in side.words if w.content]
    return sum(c.isupper() for c in first) > _TITLED * len(first)


def of_a_name(side: Look, span: Span) -> bool:
    """Whether a year stands before a name: "the 2008 Harbour Cup"."""
    return not _in_title_case(side) and bool(_NAME_AFTER.match(side.statement.text, span[1]))


def borne_out(figure: Figure, new: Look, implied: Sequence[Implied]) -> bool:
    """`implied`: what follows from the new statement, as `implied_counts` gives it."""
    if any(bears_out(figure, g) or _same_number(figure, g) or _well_inside(figure, g) for g in new.figures):
        return True
    plain = figure.kind in ("count", "number") and figure.low == figure.high
    return plain and any(figure.low == i.count and _may_count(figure.unit, i.parts) for i in implied)


def _same_number(a: Figure, b: Figure) -> bool:
    """Of one kind, or of no kind that is said, whatever they count: "11 on board", "the 11-person crew"."""
    return (a.low, a.high) == (b.low, b.high) and (a.kind == b.kind or "number" in (a.kind, b.kind))


def _well_inside(a: Figure, b: Figure) -> bool:
    """ "More than 2,600 employees", then "2,794 people": of other nouns, near the bound, too large for chance."""
    plain = {a.kind, b.kind} <= {"count", "number"} and not a.measure and not b.measure
    if not plain or a.bounded or b.low != b.high or b.low < _TELLING:
        return False
    edge = a.low if math.isfinite(a.low) else a.high
    return a.low <= b.low <= a.high and edge / 2 <= b.low <= 2 * edge


def _may_count(unit: str, parts: Sequence[str]) -> bool:
    """Two ferries and six cars are not eight ferries; two men and a woman may be three people."""
    same = [bool(unit) and alike(unit, part) for part in parts]
    return all(same) or not any(same)


def implied_counts(new: Look) -> tuple[Implied, ...]:
    """Sums of counts joined by "and", "both", numerators."""
    text = new.statement.text
    found: list[Implied] = []
    counts = [f for f in new.figures if f.kind in ("count", "number") and f.low == f.high]
    small = [f for f in counts if 0 < f.low < _LARGEST_PART and f.low == int(f.low) and not f.measure]
    for f in small:
        if _ONE_MORE.match(text, f.span[1]) or _ONE_BEFORE.search(text[max(0, f.span[0] - 30) : f.span[0]]):
            found.append(Implied(f.low + 1, (f.unit, "")))
    for a, b in pairwise(small):
        if _JOINED.fullmatch(text, a.span[1], b.span[0]):
            found.append(Implied(a.low + b.low, (a.unit, b.unit)))
    if _BOTH.search(text):
        found.append(Implied(2.0, ()))
    for f in new.figures:
        if f.kind == "percent" and (part := _NUMERATOR.match(f.text)):
            found.append(Implied(float(part[1].replace(",", "")), ()))
    return tuple(found)
