"""Weights of linking: order by BM25, accept by logistic regression. First version, fitted on tweets and claims.

`same_speaker` and `other_speaker` are set by hand until there are pairs with speakers to fit them on.
"""

from __future__ import annotations

from collections.abc import Mapping

RANK: Mapping[str, float] = {"score": 1.0, "same_speaker": 0.3, "other_speaker": -0.3}
ACCEPT: Mapping[str, float] = {
    "gap_ratio": -2.59,
    "log_score": 0.52,
    "log_gap": 1.55,
    "coverage": 0.63,
    "claim_coverage": -3.53,
    "characters": 2.93,
    "rarest_missing": -0.48,
    "rarest_shared": 2.66,
    "same_speaker": 1.0,
    "other_speaker": -1.0,
}
BIAS = -0.73
