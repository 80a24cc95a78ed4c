"""How things stand for a guild: sources and their health, next polls, deliveries owed, limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.desk import caps, limits, linking
from bot.desk.limits import Limits
from bot.desk.linking import Linking
from state.model import Source
from state.store import Tx
from watchers.hosts import asked_by_host


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    sources: tuple[Source, ...]
    troubled: tuple[Source, ...]
    """Those whose health is not ok, with their reason."""
    next_poll: datetime | None
    themes: int
    rules: int
    claims: int
    """All on record: `heard` of them from statements, the rest by people."""
    subscriptions: int
    alerts: int
    owed: int
    oldest_owed: datetime | None
    parked: tuple[tuple[str, str], ...]
    """(address, reason) of this guild's subscriptions."""

    most: Limits
    sent_today: int = 0
    """Messages with alerts since midnight, UTC."""
    heard: int = 0
    linking: Linking = field(default_factory=Linking)
    asked: tuple[tuple[str, int], ...] = ()
    """(host, requests today for this guild's sources), most first; () where no moment was given."""

    @property
    def limits(self) -> tuple[tuple[str, int, int], ...]:
        """(what, used, most)."""
        return (
            ("themes", self.themes, self.most.themes),
            ("sources", len(self.sources), self.most.sources),
            ("rules", self.rules, self.most.rules),
            ("claims", self.claims - self.heard, self.most.claims),
            ("heard claims", self.heard, self.most.heard_claims),
            ("subscriptions", self.subscriptions, self.most.subscriptions),
            ("alerts today", self.sent_today, self.most.alerts_a_day),
        )


def of(tx: Tx, guild_id: int, now: datetime | None = None) -> Status:
    sources = tuple(tx.sources.of_guild(guild_id))
    owed = [d for d in tx.outbox.owed(guild_id) if d.state == "owed" and d.subject != "edit"]
    mine = {str(s.address) for s in tx.rules.subscriptions(guild_id)}
    due = [s.due_at for s in sources if s.due_at is not None and not s.paused]
    return Status(
        sources=sources,
        troubled=tuple(s for s in sources if s.health not in ("ok", "new")),
        most=limits.of(tx, guild_id),
        sent_today=caps.sent_today(tx, guild_id, now) if now else 0,
        asked=tuple(asked_by_host(sources, now).items()) if now else (),
        next_poll=min(due, default=None),
        themes=len(tx.rules.themes(guild_id)),
        rules=len(tx.rules.rules(guild_id)),
        claims=tx.claims.count(guild_id),
        heard=tx.claims.count(guild_id, "heard"),
        subscriptions=len(tx.rules.subscriptions(guild_id)),
        linking=linking.of(tx, guild_id),
        alerts=tx.alerts.count(guild_id),
        owed=len(owed),
        oldest_owed=min((d.created_at for d in owed), default=None),
        parked=tuple((a, why) for a, why in sorted(tx.outbox.parked().items()) if a in mine),
    )
