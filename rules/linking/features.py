"""What speaks for and against a candidate: numbers from the query, the statement and the claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.linking.formulate import clean
from rules.linking.nouns import Candidate, ClaimQuery
from rules.linking.speakers import same_speaker
from rules.linking.words import plain, stems
from rules.model import Statement


@dataclass(frozen=True, slots=True)
class Profile:
    """A text as linking sees it."""

    stems: frozenset[str]
    grams: frozenset[str]


@lru_cache(maxsize=20_000)
def profile(text: str) -> Profile:
    cleaned = clean(text)
    flat = f" {' '.join(plain(cleaned).split())} "
    grams = frozenset(flat[i : i + 4] for i in range(len(flat) - 3))
    return Profile(frozenset(stems(cleaned)), grams)


def features(statement: Statement, query: ClaimQuery, candidate: Candidate) -> Mapping[str, float]:
    """Of one candidate by itself. All are about 0..1 but `score` (BM25 / 10)."""
    mine = profile(statement.text)
    theirs = profile(f"{candidate.claim.standing.text}\n{candidate.claim.title}".strip())
    shared = [r for t, r in zip(query.terms, candidate.rarity, strict=True) if t in theirs.stems]
    missing = [r for t, r in zip(query.terms, candidate.rarity, strict=True) if t not in theirs.stems]
    total = sum(shared) + sum(missing)
    common_grams = len(mine.grams & theirs.grams)
    named = statement.speaker not in (None, "unknown") and candidate.claim.speaker not in (None, "unknown")
    same = named and same_speaker(statement.speaker, candidate.claim)
    return {
        "score": candidate.score / 10,
        "coverage": sum(shared) / total if total else 0.0,
        "claim_coverage": len(mine.stems & theirs.stems) / len(theirs.stems) if theirs.stems else 0.0,
        "rarest_shared": max(shared, default=0.0) / 10,
        "rarest_missing": max(missing, default=0.0) / 10,
        "characters": common_grams / max(1, len(theirs.grams)),
        "same_speaker": float(same),
        "other_speaker": float(named and not same),
    }


def dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def one_thread(a: Candidate, b: Candidate) -> bool:
    """Whether two claims are versions of one: the same speaker in words that agree but for figures."""
    if a.claim.id == b.claim.id:
        return True
    if (a.claim.speaker is None) != (b.claim.speaker is None):
        return False
    if a.claim.speaker is not None and not same_speaker(a.claim.speaker, b.claim):
        return False
    return dice(_without_figures(a), _without_figures(b)) >= SAME_WORDS


SAME_WORDS = 0.6


def _without_figures(candidate: Candidate) -> frozenset[str]:
    return frozenset(t for t in profile(candidate.claim.standing.text).stems if not t[0].isdigit())


def gaps(ranked: Sequence[Candidate], values: Sequence[float]) -> float:
    """How far the first stands above the best that is not a version of it; above 0 if there is none."""
    first = ranked[0]
    for other, value in zip(ranked[1:], values[1:], strict=True):
        if not one_thread(first, other):
            return values[0] - value
    return values[0]
