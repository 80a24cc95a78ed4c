"""What people's verdicts on alerts say of the link's probability: a slope and an intercept on its log-odds.

Thresholds do not transfer between kinds of text, so each guild's own verdicts move them; a few verdicts move little.
Only alerts are judged, and those are the likely links: a line through log-odds with a strong prior at "as it is" cannot
be led astray by that, where a free curve could (Platt scaling with a Gaussian prior, found by Newton's method).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import exp, log

from rules.linking.decide import band_of
from rules.linking.nouns import Link

SLOPE_SPREAD = 0.08
"""Standard deviation of the prior on the slope around 1: alerts lie close together, so verdicts say little of it."""
INTERCEPT_SPREAD = 0.4
"""Of the prior on the intercept around 0: about the weight of 25 verdicts at even odds, or a hundred at .93."""
NEWTON_STEPS = 30
CERTAIN = 1e-6
"""Probabilities are kept so far from 0 and 1: log-odds of a certainty have no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """p → 1 / (1 + exp(-(slope · log-odds(p) + intercept))), learned from `verdicts` verdicts."""

    slope: float = 1.0
    intercept: float = 0.0
    verdicts: int = 0

    def of(self, probability: float) -> float:
        return _sigmoid(self.slope * _log_odds(probability) + self.intercept)


UNMOVED = Calibration()


def fit(verdicts: Iterable[tuple[float, bool]]) -> Calibration:
    """(probability as the model gave it, whether people called the alert right) → the calibration. Slope is never
    negative: a likelier link stays likelier."""
    rows = [(_log_odds(probability), 1.0 if right else 0.0) for probability, right in verdicts]
    slope, intercept = 1.0, 0.0
    for _ in range(NEWTON_STEPS if rows else 0):
        g_slope, g_intercept = (slope - 1) / SLOPE_SPREAD**2, intercept / INTERCEPT_SPREAD**2
        h_ss, h_si, h_ii = 1 / SLOPE_SPREAD**2, 0.0, 1 / INTERCEPT_SPREAD**2
        for odds, right in rows:
            found = _sigmoid(slope * odds + intercept)
            weight = found * (1 - found)
            g_slope += (found - right) * odds
            g_intercept += found - right
            h_ss += weight * odds * odds
            h_si += weight * odds
            h_ii += weight
        volume = h_ss * h_ii - h_si * h_si
        step = (h_ii * g_slope - h_si * g_intercept) / volume, (h_ss * g_intercept - h_si * g_slope) / volume
        # A full step may overshoot where every row is far out; the function is convex, so half steps still arrive.
        size = min(1.0, 2.0 / (abs(step[0]) + abs(step[1]) + 1e-12))
        slope, intercept = slope - size * step[0], intercept - size * step[1]
        if abs(step[0]) + abs(step[1]) < 1e-9:
            break
    return Calibration(slope=max(slope, 0.0), intercept=intercept, verdicts=len(rows))


def recalibrated(link: Link, calibration: Calibration) -> Link:
    """The link with the probability that the guild's verdicts make of it, the band that goes with it, and a step that
    says so. A link that is none stays none. People judge what alerted, so what was too doubtful to alert is never
    lifted by their praise of likelier links; it may sink."""
    if not calibration.verdicts or link.claim is None:
        return link
    moved = round(calibration.of(link.probability), 4)
    if link.band != "alert":
        moved = min(moved, link.probability)
    band = band_of(moved)
    step = says(calibration, link.probability, moved)
    steps = (*link.steps, step) if step else link.steps
    return replace(
        link,
        claim=None if band == "new" else link.claim,
        probability=moved,
        band=band,
        steps=steps,
        uncalibrated=link.probability,
    )


def says(calibration: Calibration, before: float, after: float) -> str:
    """`Your 23 verdicts moved .91 to .88.`; "" where the two look alike."""
    shown = [f"{value:.2f}".removeprefix("0") for value in (before, after)]
    if shown[0] == shown[1]:
        return ""
    count = calibration.verdicts
    return f"Your {count} verdict{'s' if count != 1 else ''} moved {shown[0]} to {shown[1]}."


def _log_odds(probability: float) -> float:
    kept = min(1 - CERTAIN, max(CERTAIN, probability))
    return log(kept / (1 - kept))


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, value))))
