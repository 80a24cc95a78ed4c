"""Claims, their versions, and the index over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.change import Alert
from rules.index import Index
from rules.link import Candidate, ClaimQuery, claim_terms
from rules.model import Claim, ClaimOrigin, Version, WatchRule
from state.candidates import choose
from state.memory.tables import Journal, Table
from state.merging import merged, renamed
from state.names import asked_for, filed_under
from state.vectors import VectorRow, words_of


class MemoryClaims:
    def __init__(
        self,
        journal: Journal,
        counter: Table[str, int],
        rules: Table[tuple[int, str], WatchRule],
        alerts: Table[tuple[int, str], Alert],
        vectors: Table[tuple[int, str], VectorRow],
    ) -> None:
        self._counter = counter
        self._rules = rules
        self._alerts = alerts
        self._vectors = vectors
        self._claims: Table[tuple[int, str], Claim] = Table(journal)
        self.of_claim: Table[tuple[int, str], dict[int, Version]] = Table(journal)
        self._indexes: dict[int, Index] = {}

    def put(self, claim: Claim, version: Version) -> None:
        self.update(claim)
        self._put_versions(claim, [version])

    def _put_versions(self, claim: Claim, versions: Sequence[Version]) -> None:
        key = (claim.guild_id, claim.id)
        self.of_claim.put(key, {**(self.of_claim.get(key) or {}), **{v.number: v for v in versions}})

    def update(self, claim: Claim) -> None:
        key = (claim.guild_id, claim.id)
        self._claims.put(key, claim)
        if (vector := self._vectors.get(key)) is not None and vector.words != words_of(claim):
            self._vectors.pop(key)
        self._indexes.setdefault(claim.guild_id, Index()).add(
            claim.id, claim_terms(claim), filed_under(claim.speaker, claim.aliases)
        )
        self._bump()

    def get(self, guild_id: int, claim_id: str) -> Claim | None:
        return self._claims.get((guild_id, claim_id))

    def all(self) -> Sequence[Claim]:
        """Of every guild, in the order in which they were first written."""
        return list(self._claims)

    def claim_of(self, guild_id: int, statement_id: str) -> Claim | None:
        return next((c for c in self.of_guild(guild_id) if c.standing.id == statement_id), None)

    def of_guild(
        self, guild_id: int, theme_id: str | None = None, speaker: str | None = None
    ) -> Sequence[Claim]:
        found = [
            claim
            for claim in self._claims
            if claim.guild_id == guild_id
            and theme_id in (None, claim.theme_id)
            and (speaker is None or asked_for(speaker) in filed_under(claim.speaker, claim.aliases))
        ]
        return sorted(found, key=lambda claim: claim.created_at)

    def versions(self, guild_id: int, claim_id: str) -> Sequence[Version]:
        found = self.of_claim.get((guild_id, claim_id)) or {}
        return [found[number] for number in sorted(found)]

    def count(self, guild_id: int, origin: ClaimOrigin | None = None) -> int:
        return sum(origin in (None, claim.origin) for claim in self.of_guild(guild_id))

    def untouched(self, guild_id: int, limit: int) -> Sequence[Claim]:
        named = {alert.claim_id for alert in self._alerts if alert.guild_id == guild_id}
        found = [
            claim
            for claim in self.of_guild(guild_id)
            if claim.origin == "heard"
            and claim.versions == 1
            and not (claim.title or claim.aliases or claim.refused or claim.not_speakers)
            and claim.id not in named
        ]
        return found[:limit]

    def remove(self, guild_id: int, claim_id: str) -> bool:
        if self._claims.pop((guild_id, claim_id)) is None:
            return False
        self.of_claim.pop((guild_id, claim_id))
        self._vectors.pop((guild_id, claim_id))
        self._indexes[guild_id].remove(claim_id)
        self._bump()
        return True

    def merge(self, guild_id: int, keep: str, fold: str) -> bool:
        kept, folded = self.get(guild_id, keep), self.get(guild_id, fold)
        if kept is None or folded is None or keep == fold:
            return False
        claim, versions = merged(kept, self.versions(guild_id, keep), folded, self.versions(guild_id, fold))
        self.remove(guild_id, fold)
        self.update(claim)
        self._put_versions(claim, versions)
        for rule_key, rule in self._rules.items():
            if rule.guild_id == guild_id and fold in rule.claims:
                self._rules.put(rule_key, renamed(rule, fold, keep))
        for alert_key, alert in self._alerts.items():
            if (alert.guild_id, alert.claim_id) == (guild_id, fold):
                self._alerts.put(alert_key, replace(alert, claim_id=keep))
        return True

    def candidates(
        self, guild_id: int, query: ClaimQuery, limit: int, near: Sequence[str] = ()
    ) -> Sequence[Candidate]:
        index = self._indexes.get(guild_id) or Index()
        hits = index.search(query.terms, max(len(index), 1))
        allowed = {c.id for c in self.of_guild(guild_id) if _may(query, c)}
        scores = {claim_id: score for claim_id, score in hits.scores if claim_id in allowed}
        own = [claim_id for claim_id in index.of_speaker(filed_under(query.speaker)) if claim_id in allowed]
        return [
            Candidate(claim=self._claims[guild_id, claim_id], score=score, rarity=hits.rarity)
            for claim_id, score in choose(scores, own, limit, [id for id in near if id in allowed])
        ]

    def without_theme(self, guild_id: int, theme_id: str) -> None:
        """Claims of a theme that is removed stay, without one."""
        for claim in self.of_guild(guild_id, theme_id):
            self._claims.put((guild_id, claim.id), replace(claim, theme_id=None))

    def rebuild(self) -> None:
        """After a rollback: the index is derived from the claims."""
        self._indexes = {}
        for claim in self._claims:
            self._indexes.setdefault(claim.guild_id, Index()).add(
                claim.id, claim_terms(claim), filed_under(claim.speaker, claim.aliases)
            )

    def _bump(self) -> None:
        self._counter.put("rules", (self._counter.get("rules") or 0) + 1)


def _may(query: ClaimQuery, claim: Claim) -> bool:
    return query.theme_id in (None, claim.theme_id, claim.theme_id or query.theme_id) and (
        not query.only or claim.id in query.only
    )
