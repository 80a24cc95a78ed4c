"""How strongly the new statement supports the old one as it stands, 0..1.

A logistic model over the features of `evidence` says how likely the new statement contradicts, leaves open or supports
the old one. Where "supports" is more likely than not, `support` is two thirds and more; else it mixes how near that
was with how the rest divides. So the thresholds are thirds: from `SUPPORTS` the new one bears the old one out, below
`CONTRADICTS` it speaks against it, between them it says neither. Differences smaller than what was learnt reliably
are rounded away, so that ties are ties.
"""

from __future__ import annotations

import math

from rules.change import Change, PolarityFlipped, Withdrawn
from rules.compare.evidence import features
from rules.compare.look import Sides
from rules.compare.relate import Relatedness
from rules.compare.support_weights import BIASES, WEIGHTS

SUPPORTS = 2 / 3
CONTRADICTS = 1 / 3
_MORE_LIKELY = 0.5
_REST = 0.5
"""Below two thirds, how much "contradicts or open?" counts beside how near "supports" was."""
_STEP = 0.02
_TAKEN_BACK = 0.05


def support(sides: Sides, related: Relatedness, changes: tuple[Change, ...]) -> float:
    """`changes`: what was found between the two; a retraction outweighs every word they share."""
    if any(isinstance(c, Withdrawn) for c in changes):
        return _TAKEN_BACK
    if sides.old.statement.text == sides.new.statement.text:
        return 1.0
    flip = any(isinstance(c, PolarityFlipped) for c in changes)
    return of_probabilities(*probabilities(features(sides, related, flip=flip)))


def of_probabilities(against: float, neither: float, bears_out: float) -> float:
    """The one number that stands for the three."""
    near = bears_out / _MORE_LIKELY
    if near >= 1:
        raw = SUPPORTS + (bears_out - _MORE_LIKELY) / (1 - _MORE_LIKELY) * (1 - SUPPORTS)
    else:
        raw = SUPPORTS * ((1 - _REST) * near + _REST * (1 - against / (against + neither)))
    rounded = round(raw / _STEP) * _STEP
    return max(round(rounded, 4), SUPPORTS) if near >= 1 else min(round(rounded, 4), SUPPORTS - _STEP)


def probabilities(found: dict[str, float]) -> tuple[float, float, float]:
    """Contradicts, says neither, supports."""
    scores = list(BIASES)
    for name, (mean, spread, *weights) in WEIGHTS.items():
        value = (found[name] - mean) / spread
        for c in range(3):
            scores[c] += weights[c] * value
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return powers[0] / total, powers[1] / total, powers[2] / total
