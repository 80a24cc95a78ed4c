"""How strongly the new statement supports the old one as it stands, 0..1.

A logistic model over the features of `evidence` says how likely the new statement contradicts, leaves open or supports
the old one; `support` is the probability of "supports" plus half of "leaves open", stretched so that its thresholds
are thirds: from `SUPPORTS` the new one bears the old one out, below `CONTRADICTS` it speaks against it, between them it
says neither. Differences smaller than what was learnt reliably are rounded away, so that ties are ties.
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
_LOW, _HIGH = 0.48, 0.62
"""The two thresholds of the raw value, set by cross-validation; they become thirds."""
_STEP = 0.02
_TAKEN_BACK = 0.05


def support(sides: Sides, related: Relatedness, changes: tuple[Change, ...]) -> float:
    """`changes`: what was found between the two; a retraction outweighs every word they share."""
    if any(isinstance(c, Withdrawn) for c in changes):
        return _TAKEN_BACK
    flip = any(isinstance(c, PolarityFlipped) for c in changes)
    against, neither, bears_out = probabilities(features(sides, related, flip=flip))
    raw = round((bears_out + 0.5 * neither) / (against + neither + bears_out) / _STEP) * _STEP
    return round(_stretched(raw), 4)


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


def _stretched(raw: float) -> float:
    if raw < _LOW:
        return raw / _LOW * CONTRADICTS
    if raw < _HIGH:
        return CONTRADICTS + (raw - _LOW) / (_HIGH - _LOW) * (SUPPORTS - CONTRADICTS)
    return min(1.0, SUPPORTS + (raw - _HIGH) / (1 - _HIGH) * (1 - SUPPORTS))
