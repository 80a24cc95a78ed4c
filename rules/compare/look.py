"""Both statements laid side by side once: words, figures, dates, and which answers which."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.compare.align import Alignment, align
from rules.compare.dates import Dated, dates
from rules.compare.figures import MOST, Figure, figures
from rules.compare.intervals import Relation, comparable, relation, units_agree
from rules.compare.placed import in_own_text
from rules.compare.words import Word, covered, words
from rules.model import Span, Statement
from rules.reading.tokens import word_set

NUMBER_WORDS = word_set(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
    thousand thousands million millions billion billions trillion dozen dozens half third thirds quarter
    quarters fifth percent per cent percentage point points dollar dollars euro euros pound pounds first
    second fourth sixth seventh eighth ninth tenth"""
)
_PAIRED = 0.12
"""How much of its surroundings two figures must share to be of one thing."""


_MOST_WORDS = 400
"""What is laid side by side; a statement is a sentence or a few. Edits are compared word by word beyond it."""


@dataclass(frozen=True, slots=True)
class Look:
    """One statement, its spans in its own text: `content` are its content words outside figures and dates."""

    statement: Statement
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    figures: tuple[Figure, ...]
    dates: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class FigurePair:
    old: Figure
    new: Figure
    shared: float
    relation: Relation


@dataclass(frozen=True, slots=True)
class Sides:
    """Old and new, aligned."""

    old: Look
    new: Look
    alignment: Alignment
    figure_pairs: tuple[FigurePair, ...]


@lru_cache(maxsize=2048)
def look(statement: Statement) -> Look:
    statement = in_own_text(statement)
    every = words(statement.text)
    named = dates(statement.text)[:MOST]
    when: list[Span] = [d.span for d in named] + [h.span for h in statement.horizons[:MOST]]
    near = every[:_MOST_WORDS]
    content = tuple(w for w in near if w.content and w.low not in NUMBER_WORDS and not covered(w, when))
    return Look(statement, near, content, figures(statement)[:MOST], named)


def side_by_side(old: Statement, new: Statement) -> Sides:
    a, b = look(old), look(new)
    alignment = align(a.content, b.content)
    return Sides(a, b, alignment, _pair_figures(a, b, alignment))


def _pair_figures(a: Look, b: Look, alignment: Alignment) -> tuple[FigurePair, ...]:
    if not a.figures or not b.figures:
        return ()
    at_a = [_place(a, f) for f in a.figures]
    at_b = [_place(b, f) for f in b.figures]
    places = [(alignment.old[i].place, alignment.new[j].place, v) for i, j, v in alignment.pairs]
    scored = []
    for i, x in enumerate(a.figures):
        for j, y in enumerate(b.figures):
            if comparable(x, y):
                score = _shared(x, y, at_a[i], at_b[j], places)
                equal = relation(x, y) == "same"
                bonus = _telling(x) if equal else 0.0
                scored.append((-(score + bonus), abs(i - j), i, j, score + bonus))
    out: list[FigurePair] = []
    used_a: set[int] = set()
    used_b: set[int] = set()
    for _, _, i, j, score in sorted(scored):
        if i in used_a or j in used_b or score < _PAIRED:
            continue
        used_a.add(i)
        used_b.add(j)
        out.append(FigurePair(a.figures[i], b.figures[j], score, relation(a.figures[i], b.figures[j])))
    return tuple(sorted(out, key=lambda p: p.old.span))


def _shared(x: Figure, y: Figure, at_x: int, at_y: int, places: Sequence[tuple[int, int, float]]) -> float:
    """Aligned words near both, by nearness; the measured thing and unit on top."""
    near = sum(v / math.sqrt((1 + abs(i - at_x)) * (1 + abs(j - at_y))) for i, j, v in places)
    thing = 0.5 if x.thing & y.thing else 0.0
    same_unit = bool(x.measure) or (x.kind == "count" and bool(x.unit and y.unit) and units_agree(x, y))
    unit = 0.4 if same_unit else 0.0
    return near + thing + unit


def _telling(x: Figure) -> float:
    """How much it says that two figures are equal: "547,000" much, "two" little."""
    digits = len(f"{x.middle:.6g}".replace(".", "").rstrip("0"))
    return 1.2 if digits >= 3 else 0.7 if x.middle >= 10 else 0.35


def _place(side: Look, figure: Figure) -> int:
    return next((w.place for w in side.words if covered(w, (figure.span,))), 0)
