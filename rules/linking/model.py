"""What the weights are weights of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`rank`: features of one candidate → score. `accept` and `bias`: evidence → log-odds that it is meant.

    `own` and `own_bias`: a second opinion for claims of the statement's own speaker, who says many things about one
    subject: there, shared names prove little and how much of both sentences is shared tells. The lower opinion counts.
    """

    rank: Mapping[str, float]
    accept: Mapping[str, float]
    bias: float
    own: Mapping[str, float]
    own_bias: float

    def log_odds(self, found: Mapping[str, float]) -> float:
        """That the first candidate, with this `evidence`, is meant."""
        opinion = self.bias + weighed(self.accept, found)
        if found["same_speaker"]:
            opinion = min(opinion, self.own_bias + weighed(self.own, found))
        return opinion

    def floor(self, best: Mapping[str, float]) -> float:
        """The score of the rival that is always there: a claim of the same length and speaker that shares nothing."""
        kept = ("length", "same_speaker", "other_speaker")
        return sum(self.rank[name] * best[name] for name in kept if name in self.rank)


def weighed(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weights.items())
