"""What speaks for and against a candidate: numbers from the statement, the query and the claim.

Two sets. `ranking` is of one candidate by itself and orders them. `evidence` is of the first in that order against
the others, and says how sure we may be. No feature vetoes: a changed figure is what we look for, so figures count
when they are shared and cost nothing when they are not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p

from rules.index import K1, B, rarity
from rules.linking.background import usual_rate
from rules.linking.formulate import claim_text, clean
from rules.linking.nouns import Candidate, ClaimQuery
from rules.linking.overlap import overlap
from rules.linking.profile import Profile, grams, is_figure, profile, shared_grams
from rules.linking.speakers import same_speaker
from rules.model import Statement

Features = Mapping[str, float]

USUAL_LENGTH = 20
"""Stems of a usual claim: fixed, so that a score means the same in every store."""
SAME_WORDS = 0.7
LEAD = 6.0
"""More distance says no more."""
ONE_RARE_WORD = 10.0
"""Counted as missing in every claim, so that a few common words are not covered in full."""
A_WORDING = 3
"""A title of so many words says the claim in other words; a shorter one names its subject."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The query's side, computed once for all candidates."""

    statement: Statement
    rarity: Mapping[str, float]
    context: Mapping[str, float]
    grams: frozenset[str]
    total: float
    """Rarity of all words, figures left out."""
    year: int | None
    named: bool


def asked(statement: Statement, query: ClaimQuery, candidates: Sequence[Candidate]) -> Asked:
    known = next((c.rarity for c in candidates if c.rarity), ())
    if len(known) != len(query.terms):
        known = tuple(rarity(0, 0, usual_rate(t)) for t in query.terms)
    rarities = dict(zip(query.terms, known, strict=True))
    said_on = statement.said_on
    return Asked(
        statement=statement,
        rarity=rarities,
        context={t: rarity(0, 0, usual_rate(t)) for t in query.context},
        grams=grams(statement.text),
        total=sum(r for t, r in rarities.items() if not is_figure(t)),
        year=said_on.year if said_on else clean(statement.text).year,
        named=statement.speaker not in (None, "unknown"),
    )


def ranking(ask: Asked, candidate: Candidate) -> dict[str, float]:
    """Of one candidate. Scaled so that all lie about in 0..3."""
    theirs = profile(claim_text(candidate.claim))
    shared = [(t, r) for t, r in ask.rarity.items() if t in theirs.counts]
    words = [r for t, r in shared if not is_figure(t)]
    named = ask.named and candidate.claim.speaker not in (None, "unknown")
    same = named and same_speaker(ask.statement.speaker, candidate.claim)
    return {
        "bm25": _bm25(shared, theirs) / 10,
        "characters": shared_grams(ask.grams, theirs.flat) / 100,
        "coverage": sum(words) / ask.total if ask.total else 0.0,
        "rarest_shared": max(words, default=0.0) / 10,
        "length": log1p(theirs.length),
        "same_year": float(ask.year is not None and ask.year in theirs.years),
        "context": _bm25([(t, r) for t, r in ask.context.items() if t in theirs.counts], theirs) / 10,
        "same_speaker": float(same),
        "other_speaker": float(named and not same),
        "similarity": candidate.similarity or 0.0,
    }


def _bm25(shared: Sequence[tuple[str, float]], claim: Profile) -> float:
    damp = K1 * (1 - B + B * claim.length / USUAL_LENGTH)
    return sum(r * (n := claim.counts[t]) * (K1 + 1) / (n + damp) for t, r in shared)


def evidence(
    ask: Asked, ranked: Sequence[tuple[Candidate, Features, float]], floor: float
) -> dict[str, float]:
    """Of the first of `ranked` (candidate, `ranking`, score; best first) against those that are no version of it, and
    against the rival that is always there, whose score is `floor`."""
    best, found, score = ranked[0]
    rivals = [r for r in ranked[1:] if not one_thread(best, r[0])]
    return {
        **found,
        **_against(found, score, rivals, floor),
        **_words_of(ask, best),
        **(_of_own(ask, best, rivals) if found["same_speaker"] else {}),
    }


def _against(
    found: Features, score: float, rivals: Sequence[tuple[Candidate, Features, float]], floor: float
) -> dict[str, float]:
    """How far the first stands before the others. Where there are fewer than three, the rest share nothing."""
    scores = [*(r[2] for r in rivals), floor, floor, floor]
    return {
        "margin": log_odds(score, [floor, *(r[2] for r in rivals)]),
        "height": score - floor,
        "lead_third": min(score - max(scores[2], floor), LEAD),
        "rarest_alone": found["rarest_shared"] - max((r[1]["rarest_shared"] for r in rivals), default=0.0),
        "name_shared": found["rarest_shared"] ** 2,
    }


def _words_of(ask: Asked, best: Candidate) -> dict[str, float]:
    """What statement and claim share and what the claim lacks, figures left out."""
    theirs = profile(claim_text(best.claim))
    return {
        "best_coverage": max(_covered(ask, profile(text).words) for text in _wordings(best)),
        "shared": sum(r for t, r in ask.rarity.items() if t in theirs.words) / 30,
        "rarest_missing": max((r for t, r in ask.rarity.items() if t not in theirs.counts), default=0.0) / 10,
        "other_year": float(ask.year is not None and bool(theirs.years) and ask.year not in theirs.years),
    }


def _wordings(candidate: Candidate) -> tuple[str, ...]:
    title = candidate.claim.title
    second = (title,) if title and len(profile(title).words) >= A_WORDING else ()
    return (candidate.claim.standing.text, *second)


def is_swapped(ask: Asked, candidate: Candidate) -> bool:
    """Whether the statement is the claim's sentence about another thing, in each of the claim's wordings."""
    return all(overlap(ask.statement.text, text).is_swap for text in _wordings(candidate))


def _covered(ask: Asked, words: Collection[str]) -> float:
    """The share of these words of a claim that the statement has, by rarity in English at large, 0..1."""
    every = sum(map(_tells, words))
    return sum(_tells(t) for t in words if t in ask.rarity) / (every + ONE_RARE_WORD)


def _tells(term: str) -> float:
    """Rarity in English at large, whatever the store: 1 .. 10."""
    return rarity(0, 0, usual_rate(term))


def _of_own(
    ask: Asked, best: Candidate, rivals: Sequence[tuple[Candidate, Features, float]]
) -> dict[str, float]:
    """What a claim of the statement's own speaker adds: its `own_evidence`, and that of the next such claim."""
    next_one = next((r[0] for r in rivals if r[1]["same_speaker"]), None)
    found = {**own_evidence(ask, best), "own_rival": float(next_one is not None)}
    if next_one is not None:
        found |= {f"rival_{name}": value for name, value in own_evidence(ask, next_one).items()}
    return found


def own_evidence(ask: Asked, candidate: Candidate) -> dict[str, float]:
    """Of a claim of the statement's own speaker: how the words agree that name what they speak of."""
    found = overlap(ask.statement.text, candidate.claim.standing.text)
    return {
        "named": found.named,
        "kept_asked": found.kept_asked,
        "kept_held": found.kept_held,
        "swapped": found.swapped,
        "things": found.things,
        "is_swap": float(found.is_swap),
    }


def log_odds(score: float, others: Sequence[float]) -> float:
    """Of the softmax share of `score` among itself and the others, natural logarithm."""
    top = max(others)
    return score - (top + log(sum(exp(o - top) for o in others)))


def one_thread(a: Candidate, b: Candidate) -> bool:
    """Whether two claims are versions of one: the same speaker in words that agree but for figures."""
    if a.claim.id == b.claim.id:
        return True
    if (a.claim.speaker is None) != (b.claim.speaker is None):
        return False
    if a.claim.speaker is not None and not same_speaker(a.claim.speaker, b.claim):
        return False
    mine, theirs = profile(a.claim.standing.text).words, profile(b.claim.standing.text).words
    size = len(mine) + len(theirs)
    return bool(size) and 2 * len(mine & theirs) >= SAME_WORDS * size
