"""The decision: candidates in order, a calibrated probability for the first, a band."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from rules.linking.features import Asked, Features, asked, evidence, ranking
from rules.linking.model import Model, weighed
from rules.linking.nouns import Band, Candidate, ClaimQuery, Link
from rules.linking.steps import NOTHING, steps
from rules.linking.weights import LEXICAL, SEMANTIC
from rules.model import Statement

ALERT = 0.9
"""From here on a link is taken for granted and may alert."""
SUGGEST = 0.5
"""From here on a link is worth asking about; below, the statement is new."""
LISTED = 20
"""So many candidates a Link names."""


def decide(statement: Statement, query: ClaimQuery, candidates: Sequence[Candidate]) -> Link:
    """The claim that `statement` is about, or none, with a probability. Candidates in any order; where two are equal in
    everything, the older claim stands first, else the one given first."""
    if not candidates:
        return Link(claim=None, probability=0.0, band="new", steps=(NOTHING,))
    model = model_for(candidates)
    ask = asked(statement, query, candidates)
    ranked = in_order(ask, candidates, model)
    found = evidence(ask, ranked, model.floor(ranked[0][1]))
    probability = 1 / (1 + exp(-max(-50.0, min(50.0, model.log_odds(found)))))
    band = band_of(probability)
    best = ranked[0][0]
    return Link(
        claim=None if band == "new" else best.claim,
        probability=round(probability, 4),
        band=band,
        ranked=tuple((c.claim.id, round(score, 4)) for c, _, score in ranked[:LISTED]),
        steps=steps(ask, ranked, found, probability, band),
    )


def model_for(candidates: Sequence[Candidate]) -> Model:
    """The weights that know of similarity only where every candidate has one."""
    return SEMANTIC if all(c.similarity is not None for c in candidates) else LEXICAL


def in_order(
    ask: Asked, candidates: Sequence[Candidate], model: Model
) -> list[tuple[Candidate, Features, float]]:
    """(candidate, its features, its score), best first."""
    rated: list[tuple[Candidate, Features, float]] = []
    for candidate in candidates:
        features = ranking(ask, candidate)
        rated.append((candidate, features, weighed(model.rank, features)))
    rated.sort(key=lambda each: (-round(each[2], 9), each[0].claim.created_at))
    return rated


def band_of(probability: float) -> Band:
    if probability >= ALERT:
        return "alert"
    return "suggest" if probability >= SUGGEST else "new"
