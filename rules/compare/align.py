"""Are two statements about the same thing, and which figure of one answers which of the other?"""

from __future__ import annotations

from rules.compare.terms import Term, outside, terms
from rules.model import Quantity, Statement

RELATED = 0.34


def topic(statement: Statement) -> frozenset[str]:
    """What it is about: content stems without figures and dates."""
    spans = (*(q.span for q in statement.quantities), *(h.span for h in statement.horizons))
    return frozenset(t.stem for t in outside(terms(statement.text), spans) if not t.stem[0].isdigit())


def overlap(old: frozenset[str], new: frozenset[str]) -> float:
    """Shared share of the smaller side and of both, 0..1."""
    if not old or not new:
        return 0.0
    common = len(old & new)
    return 0.5 * common / min(len(old), len(new)) + 0.5 * 2 * common / (len(old) + len(new))


def pair_figures(old: Statement, new: Statement) -> tuple[tuple[Quantity, Quantity], ...]:
    """Figures of one kind, best shared measured thing first, each used once."""
    scored = []
    for i, a in enumerate(old.quantities):
        for j, b in enumerate(new.quantities):
            if a.kind == b.kind:
                score = overlap(_around(old, a), _around(new, b)) - 0.01 * abs(i - j)
                scored.append((-score, i, j))
    used_old: set[int] = set()
    used_new: set[int] = set()
    out = []
    for _, i, j in sorted(scored):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            out.append((old.quantities[i], new.quantities[j]))
    return tuple(out)


def _around(statement: Statement, quantity: Quantity) -> frozenset[str]:
    near: list[Term] = [
        t
        for t in terms(statement.text)
        if abs(t.span[0] - quantity.span[1]) < 40 or abs(quantity.span[0] - t.span[1]) < 40
    ]
    return frozenset(t.stem for t in outside(tuple(near), (quantity.span,)))
