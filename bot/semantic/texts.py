"""What of a claim and of a statement is encoded: the same words wherever vectors are compared."""

from __future__ import annotations

from rules.linking.formulate import clean
from rules.model import Claim

MOST_CHARACTERS = 2000
"""Of a text, so much is encoded; the model reads 128 tokens of it."""


def texts_of(claim: Claim) -> tuple[str, ...]:
    """What a claim is compared by: its standing words, and its title where it has one."""
    return (claim.standing.text, claim.title) if claim.title else (claim.standing.text,)


def cleaned(text: str) -> str:
    """As the encoder is given it: no URLs, hashtags and handles as words."""
    return clean(text[:MOST_CHARACTERS]).text
