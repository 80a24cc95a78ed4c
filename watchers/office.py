"""A view of the day as one window: so much in it, so much less outside. A press room's day is that, and no kernel is
sharp at nine o'clock and flat until six. Every window's beginning and length is weighed by its likelihood. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import exp, log

LENGTHS = (1, 8, 9, 10)
"""Hours: a digest's, and working days'."""
IN_ITEMS, OUT_ITEMS = 1.0, 0.3
"""Items by which the inside and the outside are drawn to the average."""
FAINT = 8.0
"""A window whose logarithmic score is so much under the best is left out."""


def windows(came: Sequence[float], expected: Sequence[float]) -> tuple[float, list[float]]:
    """(logarithmic score against a flat day, how many times the average comes in each hour) of all windows together.
    `came` and `expected`: items in each hour of the day, of which some have come and are expected."""
    day, found = len(came), _found(came, expected)
    if not found:
        return 0.0, [1.0] * day
    top = max(found)[0]
    steps = [0.0] * (2 * day)
    base = total = 0.0
    for score, begin, end, inside, outside in found:
        if score > top - FAINT:
            weight = exp(score - top)
            total += weight
            base += weight * outside
            steps[begin] += weight * (inside - outside)
            steps[end] -= weight * (inside - outside)
    run = list(accumulate(steps))
    shape = [(base + now + later) / total for now, later in zip(run[:day], run[day:], strict=True)]
    return top + log(total / (day * len(LENGTHS))), shape


def _found(came: Sequence[float], expected: Sequence[float]) -> list[tuple[float, int, int, float, float]]:
    """Of each window that has more inside than outside: its score, foretelling each item from the others, where it
    begins and ends, and how many times the average comes inside and outside."""
    day, found = len(came), []
    items, foreseen = ([0.0, *accumulate((*each, *each))] for each in (came, expected))
    all_came, all_expected = items[day], foreseen[day]
    for length in LENGTHS:
        for begin in range(day):
            end = begin + length
            n, e = items[end] - items[begin], foreseen[end] - foreseen[begin]
            inside, outside = n + IN_ITEMS, all_came - n + OUT_ITEMS
            of_in, of_out = e + IN_ITEMS, all_expected - e + OUT_ITEMS
            if inside * of_out <= outside * of_in:
                continue
            more, less = inside / of_in, outside / of_out
            scale = all_expected / (more * e + less * (all_expected - e))
            score = n * log(scale * max(inside - 1, IN_ITEMS / 10) / of_in)
            score += (all_came - n) * log(scale * max(outside - 1, OUT_ITEMS / 10) / of_out)
            found.append((score, begin, end, scale * more, scale * less))
    return found
