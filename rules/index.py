"""An index over claims in memory: BM25 over stems, added to and taken from one claim at a time."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from rules.linking.background import RARE, usual_rate

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Hits:
    """`scores`: (id, BM25) best first, ties by order of filing. `rarity`: of each query term."""

    scores: tuple[tuple[str, float], ...]
    rarity: tuple[float, ...]


PRIOR = 300
"""So many sentences of English at large are counted in with the claims: a store of three would find every word rare."""
RAREST = 10.0
"""What a word in no claim weighs, in every store: else probabilities fitted on ten thousand claims would mean nothing
in a store of twenty."""


def rarity(documents: int, holding: int, usual: float = RARE / 10_000) -> float:
    """How much a term tells, from about 1 (in nearly every claim) to RAREST (in none): inverse document frequency,
    smoothed with English at large and scaled to the size of the store.

    `documents` claims, of which `holding` hold it; `usual`: `usual_rate` of the term.
    """
    every = documents + PRIOR + 1.0
    return RAREST * log(every / (holding + PRIOR * usual + 0.5)) / log(every / (PRIOR * RARE / 10_000 + 0.5))


class Index:
    """Postings of claims: term → id → how often. Nothing is ever rebuilt; `add` and `remove` touch one claim."""

    def __init__(self) -> None:
        self._postings: dict[str, dict[str, int]] = {}
        self._terms: dict[str, Counter[str]] = {}
        self._lengths: dict[str, int] = {}
        self._total = 0
        self._order: dict[str, int] = {}
        self._filed = 0
        self._speakers: dict[str, tuple[str, ...]] = {}
        self._by_speaker: dict[str, dict[str, None]] = {}

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, id: str, terms: Sequence[str], speaker: Sequence[str] = ()) -> None:
        """File `id` under its terms (repeated as in the text) and its `speaker_keys`; replaces what it was under."""
        self.remove(id)
        counts = Counter(terms)
        self._terms[id] = counts
        self._order[id] = self._filed = self._filed + 1
        self._lengths[id] = len(terms)
        self._total += len(terms)
        for term, count in counts.items():
            self._postings.setdefault(term, {})[id] = count
        self._speakers[id] = tuple(speaker)
        for key in speaker:
            self._by_speaker.setdefault(key, {})[id] = None

    def remove(self, id: str) -> bool:
        """Whether it was there."""
        counts = self._terms.pop(id, None)
        if counts is None:
            return False
        self._total -= self._lengths.pop(id)
        del self._order[id]
        for term in counts:
            _discard(self._postings, term, id)
        for key in self._speakers.pop(id):
            _discard(self._by_speaker, key, id)
        return True

    def holding(self, term: str) -> int:
        """How many hold the term."""
        return len(self._postings.get(term, ()))

    def search(self, terms: Sequence[str], limit: int, among: Iterable[str] | None = None) -> Hits:
        """The `limit` best of those that hold a term, of `among` alone if given."""
        rarities = tuple(
            rarity(len(self._terms), len(self._postings.get(t, ())), usual_rate(t)) for t in terms
        )
        allowed = None if among is None else frozenset(among)
        average = self._total / len(self._terms) if self._terms else 1.0
        scores: dict[str, float] = {}
        for term, weight in zip(terms, rarities, strict=True):
            for id, count in self._postings.get(term, {}).items():
                if allowed is None or id in allowed:
                    length = K1 * (1 - B + B * self._lengths[id] / average)
                    scores[id] = scores.get(id, 0.0) + weight * count * (K1 + 1) / (count + length)
        best = heapq.nsmallest(
            limit, scores.items(), key=lambda pair: (-round(pair[1], 9), self._order[pair[0]])
        )
        return Hits(tuple(best), rarities)

    def of_speaker(self, keys: Sequence[str]) -> list[str]:
        """Ids filed under any of the keys, in order of filing."""
        return list(dict.fromkeys(id for key in keys for id in self._by_speaker.get(key, ())))


def _discard(table: dict[str, dict[str, int]] | dict[str, dict[str, None]], key: str, id: str) -> None:
    row = table[key]
    row.pop(id, None)
    if not row:
        del table[key]
