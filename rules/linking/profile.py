"""Texts as linking sees them: counted stems, plain letters, years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.linking.formulate import clean
from rules.linking.words import stems_of, words

GRAM = 4
KEPT = 4096
"""So many profiles are kept, a few kilobytes each: the claims that are asked for again and again."""

_COUNTING = frozenset(
    """percent percentag two three four five six seven eight nine ten eleven twelv twenti thirti forti fifti sixti
    seventi eighti nineti hundr thousand million billion trillion dozen half third quarter twice doubl tripl
    """.split()  # noqa: SIM905
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Profile:
    """`flat`: lower-case words with single blanks between and around. `words`: its stems but for figures."""

    counts: Mapping[str, int]
    length: int
    words: frozenset[str]
    flat: str
    years: frozenset[int]


@lru_cache(maxsize=KEPT)
def profile(text: str) -> Profile:
    cleaned = clean(text).text
    spelled = words(cleaned)
    every = stems_of(spelled)
    counts = Counter(every)
    return Profile(
        counts=counts,
        length=len(every),
        words=frozenset(t for t in counts if not is_figure(t)),
        flat=f" {' '.join(spelled)} ",
        years=frozenset(int(y) for y in _YEAR.findall(text)),
    )


@lru_cache(maxsize=64)
def grams(text: str) -> frozenset[str]:
    """All runs of GRAM characters of a text's `flat`: what still agrees under typos and other endings."""
    return frozenset(_runs(profile(text).flat))


def shared_grams(some: frozenset[str], flat: str) -> int:
    """How many of `some` occur in a `flat`."""
    return len(some.intersection(_runs(flat)))


def _runs(flat: str) -> list[str]:
    return [flat[i : i + GRAM] for i in range(len(flat) - GRAM + 1)]


def is_figure(term: str) -> bool:
    """Digits, and the stems of words that only count or measure."""
    return term[0].isdigit() or term in _COUNTING
