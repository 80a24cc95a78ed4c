"""Sentence vectors of claims. `MemoryClaims` drops the one of a claim whose words change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.model import Claim
from state.memory.claims import MemoryClaims
from state.memory.tables import Table
from state.vectors import KeptVector, VectorRow, words_of


class MemoryVectors:
    def __init__(
        self, counter: Table[str, int], rows: Table[tuple[int, str], VectorRow], claims: MemoryClaims
    ) -> None:
        self._counter = counter
        self._rows = rows
        self._claims = claims

    def put(self, claim: Claim, model: str, data: bytes) -> bool:
        stored = self._claims.get(claim.guild_id, claim.id)
        if stored is None or words_of(stored) != words_of(claim):
            return False
        number = (self._counter.get("vectors") or 0) + 1
        self._counter.put("vectors", number)
        self._rows.put((claim.guild_id, claim.id), VectorRow(number, model, words_of(claim), data))
        return True

    def of(self, guild_id: int, model: str, claim_ids: Sequence[str]) -> Mapping[str, bytes]:
        found = {claim_id: self._rows.get((guild_id, claim_id)) for claim_id in claim_ids}
        return {claim_id: row.data for claim_id, row in found.items() if row and row.model == model}

    def since(self, guild_id: int, model: str, number: int, limit: int) -> Sequence[KeptVector]:
        found = [
            KeptVector(number=row.number, claim_id=claim_id, data=row.data)
            for (guild, claim_id), row in self._rows.items()
            if guild == guild_id and row.model == model and row.number > number
        ]
        return sorted(found, key=lambda each: each.number)[:limit]

    def missing(self, model: str, limit: int) -> Sequence[Claim]:
        found = []
        for claim in self._claims.all():
            row = self._rows.get((claim.guild_id, claim.id))
            if row is None or row.model != model:
                found.append(claim)
        return found[:limit]

    def count(self, model: str, guild_id: int | None = None) -> tuple[int, int]:
        kept = sum(row.model == model and guild_id in (None, guild) for (guild, _), row in self._rows.items())
        return kept, sum(guild_id in (None, claim.guild_id) for claim in self._claims.all())
