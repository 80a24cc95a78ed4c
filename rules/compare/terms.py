"""A text as comparing sees it: its content words as stems, with where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rules.linking.words import STOP_WORDS, plain, stem
from rules.model import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Term:
    stem: str
    span: Span


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[Term, ...]:
    """Content words in order: lower-case stems, function words left out."""
    out = []
    for found in _WORD.finditer(text):
        word = plain(found[0]).removesuffix("'s")
        if word not in STOP_WORDS:
            out.append(Term(stem(word.replace(",", "")), found.span()))
    return tuple(out)


def outside(found: tuple[Term, ...], spans: tuple[Span, ...]) -> tuple[Term, ...]:
    """The terms that no span covers."""
    return tuple(t for t in found if not any(s < t.span[1] and t.span[0] < e for s, e in spans))
