"""An index over claims in memory: BM25 over stems, added to and taken from one claim at a time."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Hits:
    """`scores`: (id, BM25) best first, ties by id. `rarity`: inverse document frequency of each query term."""

    scores: tuple[tuple[str, float], ...]
    rarity: tuple[float, ...]


def rarity(documents: int, holding: int) -> float:
    """Inverse document frequency of a term (Robertson and Spärck Jones, as Lucene smooths it); 0 if none holds it."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5)) if holding else 0.0


class Index:
    """Postings of claims: term → id → how often. Nothing is ever rebuilt; `add` and `remove` touch one claim."""

    def __init__(self) -> None:
        self._postings: dict[str, dict[str, int]] = {}
        self._terms: dict[str, Counter[str]] = {}
        self._lengths: dict[str, int] = {}
        self._total = 0
        self._speakers: dict[str, tuple[str, ...]] = {}
        self._by_speaker: dict[str, dict[str, None]] = {}

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, id: str, terms: Sequence[str], speaker: Sequence[str] = ()) -> None:
        """File `id` under its terms (repeated as in the text) and its `speaker_keys`; replaces what it was under."""
        self.remove(id)
        counts = Counter(terms)
        self._terms[id] = counts
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
        for term in counts:
            _discard(self._postings, term, id)
        for key in self._speakers.pop(id):
            _discard(self._by_speaker, key, id)
        return True

    def search(self, terms: Sequence[str], limit: int, among: Iterable[str] | None = None) -> Hits:
        """The `limit` best of those that hold a term, of `among` alone if given."""
        rarities = tuple(rarity(len(self._terms), len(self._postings.get(t, ()))) for t in terms)
        allowed = None if among is None else frozenset(among)
        average = self._total / len(self._terms) if self._terms else 1.0
        scores: dict[str, float] = {}
        for term, weight in zip(terms, rarities, strict=True):
            for id, count in self._postings.get(term, {}).items():
                if allowed is None or id in allowed:
                    length = K1 * (1 - B + B * self._lengths[id] / average)
                    scores[id] = scores.get(id, 0.0) + weight * count * (K1 + 1) / (count + length)
        best = heapq.nsmallest(limit, scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return Hits(tuple(best), rarities)

    def of_speaker(self, keys: Sequence[str]) -> list[str]:
        """Ids filed under any of the keys, in order of filing."""
        return list(dict.fromkeys(id for key in keys for id in self._by_speaker.get(key, ())))


def _discard(table: dict[str, dict[str, int]] | dict[str, dict[str, None]], key: str, id: str) -> None:
    row = table[key]
    row.pop(id, None)
    if not row:
        del table[key]
