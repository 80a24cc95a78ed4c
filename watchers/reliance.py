"""How far a hub is relied on: as far as its deliveries have announced what polls then found.

A hub that announced the news of several polls in a row is proven, and its source is polled on its own account only
every two hours. One poll that finds something unannounced, and the source is polled by its rhythm again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

PROVEN = 5
"""Polls in a row whose news had been announced."""
RELIED = timedelta(hours=2)
"""The least between two polls of a source whose hub is proven. Its silence costs this once. A hub that is late each
time, but sooner than this, is not found out: what it delivers is then as late as it makes it."""
HOLDS = timedelta(minutes=30)
"""So long a delivery explains what polls find: caches between us and the feed lag behind the hub."""
LATE = timedelta(minutes=10)
"""A delivery that comes so long after the poll that found it first still counts: the poll happened to be quicker."""


@dataclass(slots=True)
class Reliance:
    """`kept`: by source, announced polls in a row."""

    kept: dict[str, int] = field(default_factory=dict)
    _knocked: dict[str, datetime] = field(default_factory=dict)
    _surprised: dict[str, datetime] = field(default_factory=dict)
    """When a poll found what nobody had announced (yet)."""

    def knocked(self, source_id: str, now: datetime) -> None:
        """A delivery with a right signature."""
        self._knocked[source_id] = now
        if self._surprised.pop(source_id, None) is not None:
            self._announced(source_id)

    def found(self, source_id: str, now: datetime) -> None:
        """A poll found something new."""
        knocked = self._knocked.get(source_id)
        if knocked is not None and now - knocked <= HOLDS:
            self._announced(source_id)
        else:
            self._surprised.setdefault(source_id, now)

    def settle(self, now: datetime) -> None:
        """What no delivery has explained in time counts against its hub."""
        for source_id, since in list(self._surprised.items()):
            if not timedelta() <= now - since <= LATE:
                del self._surprised[source_id]
                self.kept[source_id] = 0

    def wait(self, source_id: str) -> timedelta:
        """The least time until the source is polled on its own account."""
        proven = self.kept.get(source_id, 0) >= PROVEN and source_id not in self._surprised
        return RELIED if proven else timedelta()

    def _announced(self, source_id: str) -> None:
        self.kept[source_id] = min(self.kept.get(source_id, 0) + 1, PROVEN)
