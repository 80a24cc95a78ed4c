"""A statement with the spans of its figures and dates in its own text. Reading gives them into the page it was read
from, so that they can be shown there; comparing looks at the words around them in the statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from rules.compare.figures import MOST
from rules.model import Horizon, Quantity, Statement

One = TypeVar("One", Quantity, Horizon)
_MARKS = 4
"""Quotation marks and brackets that may open a statement on its page, and one more."""


def in_own_text(statement: Statement) -> Statement:
    """The same statement where all spans are its own already. Else its first `MOST` figures and dates, without those
    that do not stand in its text."""
    text = statement.text
    quantities, horizons = statement.quantities[:MOST], statement.horizons[:MOST]
    if _own(text, quantities) and _own(text, horizons):
        return statement
    begin = statement.spans.content[0][0] if statement.spans.content else 0
    for shift in range(begin, begin + _MARKS):
        figures, dates = _back(quantities, shift), _back(horizons, shift)
        if _own(text, figures) and _own(text, dates):
            return replace(statement, quantities=figures, horizons=dates)
    return replace(statement, quantities=_found(text, quantities), horizons=_found(text, horizons))


def _own(text: str, some: Sequence[One]) -> bool:
    return all(one.span[0] >= 0 and text[slice(*one.span)] == one.text for one in some)


def _back(some: Sequence[One], shift: int) -> tuple[One, ...]:
    return tuple(replace(one, span=(one.span[0] - shift, one.span[1] - shift)) for one in some)


def _found(text: str, some: Sequence[One]) -> tuple[One, ...]:
    """Where the statement is of several pieces of the page: in their order, the first place behind the one before.
    Reading hardly ever gives one that overlaps another; what is not found there is sought from the start."""
    out: list[One] = []
    at = 0
    for one in sorted(some, key=lambda one: one.span):
        start = _whole(text, one.text, at)
        start = _whole(text, one.text, 0) if start < 0 else start
        if start >= 0:
            at = start + len(one.text)
            out.append(replace(one, span=(start, at)))
    return tuple(out)


def _whole(text: str, part: str, at: int) -> int:
    """The first place from `at` where `part` is no end of a longer word ("5 jobs" in "15 jobs"); -1 if none is."""
    start = text.find(part, at)
    while start > 0 and text[start - 1].isalnum() and part[:1].isalnum():
        start = text.find(part, start + 1)
    return start if part else -1
