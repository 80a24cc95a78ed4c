"""The decision: candidates in order, a calibrated probability for the first, a band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp

from rules.linking.features import Asked, Features, asked, evidence, is_swapped, own_evidence, ranking
from rules.linking.model import DOUBT, Model, weighed
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
COMPARED = 5
"""So many claims of the speaker's own are looked at word by word."""
OWN_WORDS = 0.5
"""Of the log-odds by the words that name things, beside the score. By these words alone real statements of one speaker
lose .05 of MAP@5; with half of them nothing is lost, and the plants stay apart."""
Ranked = tuple[Candidate, Features, float]


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
    best = ranked[0][0]
    swapped = not found["same_speaker"] and probability > DOUBT and is_swapped(ask, best)
    probability = DOUBT if swapped else probability
    band = band_of(probability)
    return Link(
        claim=None if band == "new" else best.claim,
        probability=round(probability, 4),
        band=band,
        ranked=tuple((c.claim.id, round(score, 4)) for c, _, score in ranked[:LISTED]),
        steps=steps(ask, ranked, found, probability, band, swapped=swapped),
        similarity=best.similarity if model is SEMANTIC else None,
    )


def model_for(candidates: Sequence[Candidate]) -> Model:
    """The weights that know of similarity only where every candidate has one."""
    return SEMANTIC if all(c.similarity is not None for c in candidates) else LEXICAL


def in_order(ask: Asked, candidates: Sequence[Candidate], model: Model) -> list[Ranked]:
    """(candidate, its features, its score), best first."""
    return ordered(ask, [(candidate, ranking(ask, candidate)) for candidate in candidates], model)


def ordered(ask: Asked, some: Iterable[tuple[Candidate, Features]], model: Model) -> list[Ranked]:
    rated = [(candidate, features, weighed(model.rank, features)) for candidate, features in some]
    rated.sort(key=lambda each: (-round(each[2], 9), each[0].claim.created_at))
    return _own_first(ask, rated, model) if rated and rated[0][1]["same_speaker"] else rated


def _own_first(ask: Asked, rated: list[Ranked], model: Model) -> list[Ranked]:
    """Among the nearest claims of the speaker's own, one that names the same things, before one that has the same
    figure and calls another place by name."""

    def worth(each: Ranked) -> float:
        return round(each[2] + OWN_WORDS * model.own_log_odds(own_evidence(ask, each[0])), 9)

    near = [each for each in rated if each[1]["same_speaker"]][:COMPARED]
    best = max(near, key=worth)
    return [best, *(each for each in rated if each is not best)]


def band_of(probability: float) -> Band:
    if probability >= ALERT:
        return "alert"
    return "suggest" if probability >= SUGGEST else "new"
