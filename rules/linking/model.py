"""What the weights are weights of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`rank`: features of one candidate → score. `accept` and `bias`: evidence → log-odds that it is meant."""

    rank: Mapping[str, float]
    accept: Mapping[str, float]
    bias: float

    def floor(self, best: Mapping[str, float]) -> float:
        """The score of the rival that is always there: a claim of the same length and speaker that shares nothing."""
        kept = ("length", "same_speaker", "other_speaker")
        return sum(self.rank[name] * best[name] for name in kept if name in self.rank)
