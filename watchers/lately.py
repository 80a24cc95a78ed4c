"""How much more or less of a source's items came lately than its long run foretells. Pure.

Three memories, each against what the longer ones foretold: a mixture of 'as ever', 'quite otherwise' and 'has ended'.
How many of the three are believed is learned of each source by how well they foretold its items, poll by poll (Bayesian
model averaging with a fixed share, Herbster & Warmuth 1998): a news desk has good hours by chance, a thread has not.
A silence that no memory is long enough for is weighed against the source's longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log
from operator import mul

RECENT = (36.0, 8.0, 2.0)
"""The memories: hours after which they fade to 1/e."""
VIEWS = ((10.0, 0.4), (3.0, 0.4), (0.4, 0.1))
"""What lately may be, from 'as ever' to 'quite otherwise': items by which it is drawn to the longer view, and how
likely that is beforehand."""
ENDED, CHANCE = 0.01, 0.1
"""Or next to nothing of what was expected, and how likely that is beforehand."""
DEPTHS = (0.3, 0.2, 0.2, 0.3)
"""How likely it is beforehand that none of the memories tells anything, only the first, the first two, all."""
SHARE = 0.003
"""Part of this that comes back with each item that came or was expected: sources change."""
SURPRISE, BUNCH = 4.0, 3.0
"""Items come in bunches that no depth foretold: one poll makes none less likely than by so much (a logarithm), and so
many times more than the most that was foretold count as one."""
GONE, REST = 0.01, 0.002
"""How likely it is that a silence is the end, before it begins, and what then comes of what was expected."""
LEAST = 1e-5
"""What has ended fades to next to none, and could not be woken by any factor."""
BUNCHED = 5.0
"""Gamma shape of the pauses of a source that has not ended."""
USUAL = 3.0
"""Items expected in the longest silence of a source whose items come independently; one that has had longer ones is
given as many times more."""

COUNTED = slice(0, 2 * len(RECENT))
TIMES = slice(COUNTED.stop, COUNTED.stop + len(RECENT))
DEEP = slice(TIMES.stop, TIMES.stop + len(DEPTHS))
SILENT, LONGEST = DEEP.stop, DEEP.stop + 1
SIZE = LONGEST + 1
"""Of a source's state: for each memory the items that came and those that were expected; how many times more that is;
how likely each depth is; items expected since the last came, and in the longest silence before."""
NOTHING = (0.0,) * COUNTED.stop + (1.0,) * len(RECENT) + DEPTHS + (0.0, 0.0)


def after(
    state: Sequence[float], hours: float, came: int, expected: float, quiet: tuple[float, float], fade: float
) -> list[float]:
    """The state after `hours` in which `came` items came and the long run foretold `expected`. `quiet`: the parts of
    the interval before the first item and after the last. `fade`: what the longest silence keeps."""
    depths = _deeper(state, hours, came, expected)
    longest, silent = state[LONGEST] * fade, state[SILENT] + expected
    if came:
        longest = max(longest, state[SILENT] + expected * quiet[0])
        silent = expected * quiet[1]
    tail, times = list(state[COUNTED]), []
    for place, memory in enumerate(RECENT):
        faded = exp(-hours / memory)
        inside = memory * (1 - faded) / hours  # of what came in the interval, this much has not faded yet
        items = tail[2 * place] = tail[2 * place] * faded + came * inside
        foreseen = tail[2 * place + 1] = tail[2 * place + 1] * faded + expected * inside
        times.append(more(items, foreseen))
        if not place and silent > 1:
            times[0] = min(times[0], alive(silent, longest))
        expected *= times[-1]
    return [*tail, *times, *depths, silent, longest]


def _deeper(state: Sequence[float], hours: float, came: int, expected: float) -> list[float]:
    """How likely each depth is, after what it foretold (Poisson) has been seen."""
    rates = [1.0]
    for times, memory in zip(state[TIMES], RECENT, strict=True):
        rates.append(rates[-1] * fading(times, hours / 2, memory))
    told = min(came, 1 + BUNCH * max(rates) * expected)
    scores = [told * log(max(rate, LEAST)) - rate * expected for rate in rates]
    top = max(scores)
    weights = [
        each * exp(max(score - top, -SURPRISE)) for each, score in zip(state[DEEP], scores, strict=True)
    ]
    kept = exp(-SHARE * (came + expected))
    scale = kept / sum(weights)
    return [scale * each + (1 - kept) * first for each, first in zip(weights, DEPTHS, strict=True)]


def fading(times: float, hours: float, memory: float) -> float:
    """`hours` on, if nothing more is seen until then: more than ever fades, less than ever stays."""
    return 1 + (times - 1) * exp(-hours / memory) if times > 1 else times


def blended(state: Sequence[float]) -> float:
    """How many times more comes now than the long run says."""
    depths = state[DEEP]
    rate, whole = 1.0, depths[0]
    for times, depth in zip(state[TIMES], depths[1:], strict=True):
        rate *= times
        whole += depth * rate
    return whole


def more(came: float, expected: float) -> float:
    """The posterior mean: each view's by its marginal likelihood (negative binomial, Poisson), up to common terms."""
    if expected < 1e-6:
        return 1.0
    scores = [log(CHANCE) + came * log(ENDED * expected) - ENDED * expected]
    times = [ENDED]
    for items, chance in VIEWS:
        score = log(chance) + lgamma(came + items) - lgamma(items)
        scores.append(
            score + items * log(items / (items + expected)) + came * log(expected / (items + expected))
        )
        times.append((came + items) / (expected + items))
    top = max(scores)
    weights = [exp(score - top) for score in scores]
    return float(sum(map(mul, weights, times))) / sum(weights)


def alive(silent: float, longest: float) -> float:
    """What comes of what is expected after a silence in which `silent` items were expected, `longest` in the longest
    before it."""
    here: float = (BUNCHED / (BUNCHED + silent / max(1.0, longest / USUAL))) ** BUNCHED
    return REST + (1 - REST) * here / (here + GONE)
