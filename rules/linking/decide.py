"""The decision: candidates in order, a calibrated probability for the first, a band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from rules.linking.features import features, gaps
from rules.linking.nouns import Band, Candidate, ClaimQuery, Link
from rules.linking.weights import ACCEPT, BIAS, RANK
from rules.model import Statement

ALERT = 0.9
"""From here on a link is taken for granted and may alert."""
SUGGEST = 0.5
"""From here on a link is worth asking about; below, the statement is new."""
LISTED = 20


def decide(statement: Statement, query: ClaimQuery, candidates: Sequence[Candidate]) -> Link:
    """The claim that `statement` is about, or none, with a probability. Any order of candidates will do."""
    if not candidates:
        return Link(
            claim=None, probability=0.0, band="new", steps=("No stored claim shares a word with it.",)
        )
    rated = [(c, features(statement, query, c)) for c in candidates]
    rated.sort(key=lambda pair: (-_weighed(RANK, pair[1]), pair[0].claim.id))
    values = [_weighed(RANK, f) for _, f in rated]
    best, found = rated[0]
    gap = gaps([c for c, _ in rated], values)
    evidence = {
        **found,
        "log_score": log(max(found["score"], 0.01)),
        "log_gap": log(0.05 + max(gap, 0.0)),
        "gap_ratio": gap / max(0.1, found["score"]),
    }
    probability = 1 / (1 + exp(-(BIAS + _weighed(ACCEPT, evidence))))
    band = band_of(probability)
    return Link(
        claim=None if band == "new" else best.claim,
        probability=probability,
        band=band,
        ranked=tuple((c.claim.id, round(v, 4)) for (c, _), v in zip(rated[:LISTED], values, strict=False)),
        steps=_steps(query, best, evidence, probability),
    )


def band_of(probability: float) -> Band:
    if probability >= ALERT:
        return "alert"
    return "suggest" if probability >= SUGGEST else "new"


def _weighed(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weights.items())


def _steps(
    query: ClaimQuery, best: Candidate, evidence: Mapping[str, float], probability: float
) -> tuple[str, ...]:
    speaker = "no speaker to compare"
    if evidence["same_speaker"]:
        speaker = "the same speaker"
    elif evidence["other_speaker"]:
        speaker = "another speaker"
    return (
        f"Nearest claim: “{best.claim.standing.text[:120]}”.",
        f"It holds {evidence['claim_coverage']:.0%} of that claim's words; {speaker}.",
        f"Probability that it is meant: {probability:.2f}.",
    )
