"""Forgetting what nothing refers to any more."""

from __future__ import annotations

from datetime import datetime

from rules.model import Entry, Statement
from state.memory.alerts import MemoryAlerts
from state.memory.claims import MemoryClaims
from state.memory.entries import MemoryEntries
from state.memory.outbox import MemoryOutbox
from state.memory.sources import MemorySources
from state.model import Swept


class MemoryRetention:
    def __init__(
        self,
        sources: MemorySources,
        entries: MemoryEntries,
        claims: MemoryClaims,
        alerts: MemoryAlerts,
        outbox: MemoryOutbox,
    ) -> None:
        self._sources = sources
        self._entries = entries
        self._claims = claims
        self._alerts = alerts
        self._outbox = outbox
        sources.on_remove.append(self._source_removed)

    def sweep(self, before: datetime, limit: int) -> Swept:
        found = sorted(
            (e for e in self._entries.entries if self._forgettable(e, before)),
            key=lambda e: self._entries.last_seen(e.id),
        )
        statements = reasons = 0
        for entry in found[:limit]:
            gone = self._entries.forget(entry.id, wholly=self._sources.get(entry.source_id) is None)
            statements += len(gone)
            reasons += sum(map(self._explained, gone))
        deliveries = self._done(before, limit)
        notices = self._told(before, limit)
        return Swept(
            entries=len(found[:limit]),
            statements=statements,
            reasons=reasons,
            deliveries=deliveries,
            notices=notices,
            more=limit in (len(found[:limit]), deliveries, notices),
        )

    def _forgettable(self, entry: Entry, before: datetime) -> bool:
        seen = self._entries.seen(entry.source_id)[entry.key]
        left = seen.missing == -1 or seen.withdrawn or self._sources.get(entry.source_id) is None
        return (
            max(entry.first_seen, self._entries.last_seen(entry.id)) < before
            and left
            and self._entries.has_texts(entry.id)
            and not self._referred_to(entry)
        )

    def _referred_to(self, entry: Entry) -> bool:
        names = {version.statement.id for versions in self._claims.of_claim for version in versions.values()}
        for alert in self._alerts.alerts:
            names |= {said.statement_id for said in (alert.before, alert.after) if said is not None}
            if alert.entry_id == entry.id:
                return True
        return any(
            statement.id in names
            for revision in self._entries.revisions(entry.id)
            for statement in self._entries.statements_of(entry.id, revision.number)
        )

    def _explained(self, statement: Statement) -> int:
        for key, _ in self._alerts.matched.items():
            if key[0] == statement.id:
                self._alerts.matched.pop(key)
        gone = [key for key, _ in self._alerts.reasons.items() if key[1] == statement.id]
        for reason in gone:
            self._alerts.reasons.pop(reason)
        return len(gone)

    def _done(self, before: datetime, limit: int) -> int:
        done = [
            delivery
            for delivery in self._outbox.deliveries
            if delivery.state in ("sent", "failed", "expired") and delivery.not_before < before
        ]
        for delivery in sorted(done, key=lambda delivery: delivery.not_before)[:limit]:
            self._outbox.deliveries.pop(delivery.id)
        return len(done[:limit])

    def _told(self, before: datetime, limit: int) -> int:
        owed = {delivery.subject_id for delivery in self._outbox.owed()}
        told = [n for n in self._alerts.notices if n.at < before and n.id not in owed]
        for notice in sorted(told, key=lambda notice: notice.at)[:limit]:
            self._alerts.notices.pop((notice.guild_id, notice.id))
        return len(told[:limit])

    def _source_removed(self, source_id: str) -> None:
        """What retention has left of its entries goes along."""
        for seen in self._entries.seen(source_id).values():
            if not self._entries.has_texts(seen.entry_id):
                self._entries.forget(seen.entry_id, wholly=True)
