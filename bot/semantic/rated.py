"""What is on record, with candidates rated by meaning. Used inside a transaction: nothing is encoded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.semantic.model import Array, numpy
from bot.semantic.nearest import SCALE, packed
from bot.semantic.texts import texts_of
from rules.link import Candidate, ClaimQuery
from rules.model import Claim
from state.store import Tx


@dataclass(frozen=True, slots=True)
class Rated:
    """Vectors of statements by their text, and for each guild and text the claims that were near when the vectors were
    made. `model`: its fingerprint."""

    model: str
    vectors: Mapping[str, Array]
    near: Mapping[int, Mapping[str, Sequence[str]]]

    def known(self, tx: Tx) -> RatedClaims:
        return RatedClaims(tx, self)

    def keep(self, tx: Tx, claim: Claim) -> None:
        """A claim in a statement's words has its vector at once; one with a title is left to the filling."""
        found = [self.vectors.get(text) for text in texts_of(claim)]
        if all(vector is not None for vector in found):
            tx.vectors.put(claim, self.model, packed(numpy().stack(found)))


@dataclass(frozen=True, slots=True)
class RatedClaims:
    """`rules.judging.nouns.Known`. If the statement or one of its candidates has no vector, words alone decide."""

    tx: Tx
    rated: Rated

    def claim_of(self, guild_id: int, statement_id: str) -> Claim | None:
        return self.tx.claims.claim_of(guild_id, statement_id)

    def candidates(self, guild_id: int, query: ClaimQuery, limit: int) -> Sequence[Candidate]:
        vector = self.rated.vectors.get(query.text)
        if vector is None:
            return self.tx.claims.candidates(guild_id, query, limit)
        near = self.rated.near.get(guild_id, {}).get(query.text, ())
        found = self.tx.claims.candidates(guild_id, query, limit, near)
        kept = self.tx.vectors.of(guild_id, self.rated.model, [each.claim.id for each in found])
        if len(kept) < len(found):
            return self.tx.claims.candidates(guild_id, query, limit)
        likeness = _likeness(vector, [kept[each.claim.id] for each in found])
        return [replace(each, similarity=cosine) for each, cosine in zip(found, likeness, strict=True)]


def _likeness(vector: Array, kept: Sequence[bytes]) -> list[float]:
    """The cosine with the nearest of each claim's texts."""
    if not kept:
        return []
    np = numpy()
    width = len(vector)
    rows = np.frombuffer(b"".join(kept), dtype="int8").reshape(-1, width).astype(np.float32)
    products = (rows @ vector / SCALE).tolist()
    best: list[float] = []
    for data in kept:
        texts = len(data) // width
        best.append(max(products[:texts]))
        del products[:texts]
    return best
