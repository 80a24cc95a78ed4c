"""What is on record, in memory, for tests of judge: claims that can be asked for and put."""

from __future__ import annotations

from collections.abc import Sequence

from rules.judge import Verdict
from rules.link import Candidate, ClaimQuery, claim_terms
from rules.model import Claim, Version


class Record:
    """Works as a store does, for one guild. `sure`: what a shared word weighs; high, so that small stores link."""

    def __init__(self, *claims: Claim, sure: float = 9.0) -> None:
        self.claims: dict[str, Claim] = {claim.id: claim for claim in claims}
        self.versions: list[Version] = []
        self.sure = sure

    def candidates(self, guild_id: int, query: ClaimQuery, limit: int) -> Sequence[Candidate]:
        out = []
        for claim in self.claims.values():
            held = set(claim_terms(claim))
            shared = sum(term in held for term in query.terms)
            allowed = not query.only or claim.id in query.only
            themed = query.theme_id is None or claim.theme_id in (None, query.theme_id)
            if shared and allowed and themed and claim.guild_id == guild_id:
                rarity = tuple(self.sure if term in held else 2.0 for term in query.terms)
                out.append(Candidate(claim=claim, score=self.sure * shared, rarity=rarity))
        return sorted(out, key=lambda c: -c.score)[:limit]

    def claim_of(self, guild_id: int, statement_id: str) -> Claim | None:
        return next((c for c in self.claims.values() if c.standing.id == statement_id), None)

    def keep(self, verdict: Verdict) -> Verdict:
        """Writes what a verdict records, and gives it back."""
        for claim, version in verdict.recorded:
            self.claims[claim.id] = claim
            self.versions.append(version)
        return verdict
