"""The values that pass through `rules.link`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.model import Claim

Band = Literal["alert", "suggest", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """A statement formulated as a query over claims: stemmed terms, each once, with the speaker beside.

    `context`: terms of the sentences around it that are not its own; they help to order, never to find.
    """

    terms: tuple[str, ...]
    speaker: str | None = None
    theme_id: str | None = None
    only: tuple[str, ...] = ()
    """Claim ids to choose among; empty: all of the guild."""
    context: tuple[str, ...] = ()
    text: str = ""
    """The statement's own words, for what finds claims by meaning; the terms are made from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim that may be meant. `score` is BM25 over the claims of the guild, higher better; `rarity`: for each
    query term, how much it tells there (`rules.index.rarity`), same order as `ClaimQuery.terms`; empty: not known.
    `similarity`: cosine of sentence embeddings, -1..1, where the semantic extra is in use."""

    claim: Claim
    score: float
    rarity: tuple[float, ...] = ()
    similarity: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The decision. `claim` is None in the band "new". `ranked`: (claim id, score) best first, up to 20."""

    claim: Claim | None
    probability: float
    band: Band
    ranked: tuple[tuple[str, float], ...] = ()
    steps: tuple[str, ...] = ()
    uncalibrated: float | None = None
    """The model's own probability, where verdicts moved it (`rules.linking.calibration`)."""
    similarity: float | None = None
    """Of the nearest claim, where meaning was asked too."""
