"""The values that pass through `rules.link`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.model import Claim

Band = Literal["alert", "suggest", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """A statement formulated as a query over claims: stemmed terms, each once, with the speaker beside."""

    terms: tuple[str, ...]
    speaker: str | None = None
    theme_id: str | None = None
    only: tuple[str, ...] = ()
    """Claim ids to choose among; empty: all of the guild."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim that may be meant. `score` is BM25 over the claims of the guild, higher better; `rarity`: for each
    query term, its inverse document frequency there (0 unknown), same order as `ClaimQuery.terms`."""

    claim: Claim
    score: float
    rarity: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The decision. `claim` is None in the band "new". `ranked`: (claim id, score) best first, up to 20."""

    claim: Claim | None
    probability: float
    band: Band
    ranked: tuple[tuple[str, float], ...] = ()
    steps: tuple[str, ...] = ()
