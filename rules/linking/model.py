"""What the weights are weights of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log1p

ENOUGH = 1.5
"""Two rare words, or three that are less so, name a thing (`overlap`); with less the lower of both opinions counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`rank`: features of one candidate → score. `accept` and `bias`: evidence → log-odds that it is meant.

    `own` and `own_bias`: instead of these for claims of the statement's own speaker, who says many things about one
    subject in much the same words: there, shared names prove little, and it tells what else both sentences name.
    """

    rank: Mapping[str, float]
    accept: Mapping[str, float]
    bias: float
    own: Mapping[str, float]
    own_bias: float

    def log_odds(self, found: Mapping[str, float]) -> float:
        """That the first candidate, with this `evidence`, is meant."""
        if not found["same_speaker"]:
            return self.bias + weighed(self.accept, found)
        opinion = self.own_log_odds(found)
        if found["own_rival"]:
            rival = self.own_log_odds({name: found[f"rival_{name}"] for name in self.own})
            opinion -= log1p(exp(rival))  # odds among three: this one, the next of hers, none
        if found["named"] < ENOUGH:
            opinion = min(opinion, self.bias + weighed(self.accept, found))
        return opinion

    def own_log_odds(self, found: Mapping[str, float]) -> float:
        """That a claim of the speaker's own, with this `own_evidence`, is meant, whatever else there is."""
        return self.own_bias + weighed(self.own, found)

    def floor(self, best: Mapping[str, float]) -> float:
        """The score of the rival that is always there: a claim of the same length and speaker that shares nothing."""
        kept = ("length", "same_speaker", "other_speaker")
        return sum(self.rank[name] * best[name] for name in kept if name in self.rank)


def weighed(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weights.items())
