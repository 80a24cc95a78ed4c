"""A speaker's record: of the claims on record, how many stand as first said, changed in part, or were turned around."""

from __future__ import annotations

from dataclasses import dataclass

from rules.change import Tag
from state.model import HistoryFilter
from state.store import Tx

FULL: frozenset[Tag] = frozenset({"polarity_flipped", "withdrawn"})
HALF: frozenset[Tag] = frozenset({"figure_changed", "deadline_moved", "certainty_changed", "scope_changed"})
MOST_ALERTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Counts of claims: `none` as first said, `half` changed in part, `full` reversed or withdrawn."""

    none: int
    half: int
    full: int

    @property
    def claims(self) -> int:
        return self.none + self.half + self.full


def of(tx: Tx, guild_id: int, speaker: str) -> Record:
    """The heaviest change of each claim counts."""
    known = {claim.id for claim in tx.claims.of_guild(guild_id, speaker=speaker)}
    full: set[str] = set()
    half: set[str] = set()
    for alert in tx.alerts.history(HistoryFilter(guild_id=guild_id, speaker=speaker, limit=MOST_ALERTS)):
        if alert.claim_id not in known:
            continue
        tags = {change.tag for change in alert.changes}
        if tags & FULL:
            full.add(alert.claim_id)
        elif tags & HALF:
            half.add(alert.claim_id)
    half -= full
    return Record(none=len(known) - len(full) - len(half), half=len(half), full=len(full))
