"""Two texts that say the same in much the same words, and what people said is not the same."""

from __future__ import annotations

from rules.language.words import split
from rules.model import Claim, Statement

SAME_WORDS = 0.75
"""Dice over word forms: from here on, two sentences say the same."""


def alike(a: str, b: str) -> bool:
    first, second = set(split(a).stemmed), set(split(b).stemmed)
    return 2 * len(first & second) >= SAME_WORDS * (len(first) + len(second))


def refuses(claim: Claim, statement: Statement) -> bool:
    """Whether people said of this statement, or of one in much the same words, that it is not about the claim."""
    return any(alike(words, statement.text) for words in claim.refused)
