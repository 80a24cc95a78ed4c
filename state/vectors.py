"""Sentence vectors of claims, as they are kept. What made them and what they mean is `bot.semantic`'s business."""

from __future__ import annotations

from dataclasses import dataclass

from rules.ids import content_id
from rules.model import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVector:
    """`number` grows with every vector that is written; `data` is as it was given."""

    number: int
    claim_id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A claim's vector in memory. `words`: of what the claim said when it was made."""

    number: int
    model: str
    words: str
    data: bytes


def words_of(claim: Claim) -> str:
    """A hash of the words that a claim's vector is made from: what stands, and the title."""
    return content_id(claim.standing.text, claim.title)
