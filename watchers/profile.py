"""What part of a source's items comes in each hour of the day and each third of each day of the week. Pure.

Several views of it, from flat through wide kernels to single bins, averaged by how well each foretells an item that it
has not seen (leave-one-out likelihood), so that a news desk's day is smooth and a digest's hour is sharp. A week is
counted in thirds of a day, and the views of it begin where they foretell best: a press room's Friday evening is another
continent's Saturday.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import cos, exp, log, pi, sin
from operator import mul

from watchers.office import windows

HOURS, DAYS = 24, 7
BLOCK = 8
"""Hours: a week is counted in thirds of a day, since the days of most of the world do not begin at 0 UTC."""
PER_DAY = HOURS // BLOCK
BLOCKS = DAYS * PER_DAY
BINS = HOURS + BLOCKS
COUNTS = 2 * BINS
WIDTHS = ((0.0, 0.1), (1.0, 0.25), (2.5, 0.35), (4.5, 0.5))
"""Views of the day: hours of a Gaussian kernel (0: single bins), items by which each is drawn to the average."""
WEEKS_BEGIN, DAYS_BEGIN = range(-3, 2), range(3)
"""Where the working week may begin, in blocks from Monday 0 UTC (from Sunday 0 UTC to Monday 8 UTC),
and the day, in blocks from 0 UTC."""
WEEK_ITEMS, DAY_ITEMS = 3.0, 3.0
"""The same for working days and weekends, and for single days."""


def _kernel(width: float) -> list[list[float]]:
    if not width:
        return []
    near = [exp(-0.5 * (min(d, HOURS - d) / width) ** 2) for d in range(HOURS)]
    return [[near[(h - g) % HOURS] for g in range(HOURS)] for h in range(HOURS)]


WAVE_ITEMS, LOWEST = 3.0, 0.05
"""The same for a day that is one wave, and the least of it."""
_COS, _SIN = ([wave(2 * pi * (hour + 0.5) / HOURS) for hour in range(HOURS)] for wave in (cos, sin))
_WEEKS = [
    ([int((block - begin) % BLOCKS >= 5 * PER_DAY) for block in range(BLOCKS)], 2, WEEK_ITEMS)
    for begin in WEEKS_BEGIN
] + [
    ([(block - begin) % BLOCKS // PER_DAY for block in range(BLOCKS)], DAYS, DAY_ITEMS)
    for begin in DAYS_BEGIN
]
_KERNELS = [(_kernel(width), items) for width, items in WIDTHS]


def block_of(at: datetime) -> int:
    """Its third of its day of the week. Time in UTC."""
    return at.weekday() * PER_DAY + at.hour // BLOCK


def shape_of(counts: Sequence[float], rate: float) -> list[float]:
    """Of the hours of the day, then of the thirds of the week's days: how many times the average comes in it."""
    hours = [rate * each for each in counts[BINS : BINS + HOURS]]
    day = _day(counts[:HOURS], hours)
    thirds = [sum(day[n : n + BLOCK]) / BLOCK for n in range(0, HOURS, BLOCK)]
    blocks = [rate * each * thirds[n % PER_DAY] for n, each in enumerate(counts[BINS + HOURS : COUNTS])]
    return day + _week(counts[HOURS:BINS], blocks)


Bins = Sequence[float]
View = tuple[Bins, Bins]
"""Of each bin: what is foretold, and what would be without one of its items."""


def _day(came: Bins, expected: Bins) -> list[float]:
    if sum(came) <= 1 or sum(expected) <= 0:
        return [1.0] * HOURS
    views: list[View] = []
    for rows, items in _KERNELS:
        near, foreseen = (
            [sum(map(mul, row, each)) + items for row in rows] if rows else [one + items for one in each]
            for each in (came, expected)
        )
        without = [max(n - 1, items / 1000) / e for n, e in zip(near, foreseen, strict=True)]
        views.append(([n / e for n, e in zip(near, foreseen, strict=True)], without))
    return _mixed(came, expected, [*views, _wave(came, expected)], windows(came, expected))


def _wave(came: Bins, expected: Bins) -> View:
    """One wave a day, by least squares weighed by what was expected."""
    cc, cs, ss = (
        sum(e * a * b for e, a, b in zip(expected, left, right, strict=True)) + (left is right) * WAVE_ITEMS
        for left, right in ((_COS, _COS), (_COS, _SIN), (_SIN, _SIN))
    )
    off = [n - e for n, e in zip(came, expected, strict=True)]
    x, y = sum(map(mul, off, _COS)), sum(map(mul, off, _SIN))
    det = cc * ss - cs * cs
    a, b = (ss * x - cs * y) / det, (cc * y - cs * x) / det
    whole, without = [], []
    for c, s in zip(_COS, _SIN, strict=True):
        here = 1 + a * c + b * s
        whole.append(max(here, LOWEST))
        without.append(max(here - (ss * c * c - 2 * cs * c * s + cc * s * s) / det, LOWEST))
    return whole, without


def _week(came: Bins, expected: Bins) -> list[float]:
    if sum(came) <= 1 or sum(expected) <= 0:
        return [1.0] * BLOCKS
    return _mixed(came, expected, [_grouped(came, expected, *each) for each in _WEEKS])


def _grouped(came: Bins, expected: Bins, groups: Sequence[int], many: int, items: float) -> View:
    n, e = [items] * many, [items] * many
    for group, here, foreseen in zip(groups, came, expected, strict=True):
        n[group] += here
        e[group] += foreseen
    whole = [a / b for a, b in zip(n, e, strict=True)]
    without = [max(a - 1, items) / b for a, b in zip(n, e, strict=True)]
    return [whole[group] for group in groups], [without[group] for group in groups]


def _mixed(
    came: Bins, expected: Bins, views: Sequence[View], *scored: tuple[float, list[float]]
) -> list[float]:
    """The views, and a flat one, averaged by how well each foretells each item from the others; `scored` have that
    with them."""
    total = sum(expected)
    shapes: list[Bins] = [[1.0] * len(came), *(shape for _, shape in scored)]
    scores = [0.0, *(score for score, _ in scored)]
    for foretold, without in views:
        norm = total / sum(map(mul, foretold, expected))
        shapes.append([each * norm for each in foretold])
        scores.append(sum(n * log(each * norm) for n, each in zip(came, without, strict=True) if n > 0.05))
    return averaged(scores, shapes)


def averaged(scores: Sequence[float], views: Sequence[Sequence[float]]) -> list[float]:
    """The views' mean, each weighed by the exponential of its score."""
    top = max(scores)
    weights = [exp(score - top) for score in scores]
    total = sum(weights)
    return [sum(map(mul, weights, each)) / total for each in zip(*views, strict=True)]
