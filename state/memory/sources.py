"""Sources and who follows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from state.memory import leases
from state.memory.tables import Journal, Table
from state.model import Follow, Rhythm, Source
from state.names import folded

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class MemorySources:
    def __init__(self, journal: Journal) -> None:
        self._sources: Table[str, Source] = Table(journal)
        self.on_remove: list[Callable[[str], None]] = []
        self.follows: Table[tuple[int, str, str], Follow] = Table(journal)

    def add(self, source: Source) -> bool:
        if self.by_url(source.url, source.credential_scope):
            return False
        return self._sources.add(source.id, source)

    def get(self, source_id: str) -> Source | None:
        return self._sources.get(source_id)

    def by_url(self, url: str, credential_scope: str = "") -> Source | None:
        return next(
            (s for s in self._sources if (s.url, s.credential_scope) == (url, credential_scope)), None
        )

    def put(self, source: Source) -> None:
        other = self.by_url(source.url, source.credential_scope)
        if other is not None and other.id != source.id:
            raise ValueError(f"another source has this URL already ({other.id})")
        self._sources.put(source.id, source)

    def remove(self, source_id: str) -> None:
        for follow in self.followers(source_id):
            self.follows.pop((follow.guild_id, source_id, follow.theme_id))
        self._sources.pop(source_id)
        for hear in self.on_remove:
            hear(source_id)

    def all(self) -> Sequence[Source]:
        return sorted(self._sources, key=lambda source: (folded(source.name), source.id))

    def rhythms(self) -> Sequence[Rhythm]:
        return [each.rhythm for each in sorted(self._sources, key=lambda each: each.id) if not each.paused]

    def of_guild(self, guild_id: int, theme_id: str | None = None) -> Sequence[Source]:
        followed = {
            f.source_id for f in self.follows if f.guild_id == guild_id and theme_id in (None, f.theme_id)
        }
        return [source for source in self.all() if source.id in followed]

    def follow(self, follow: Follow) -> bool:
        return self.follows.add((follow.guild_id, follow.source_id, follow.theme_id), follow)

    def unfollow(self, guild_id: int, source_id: str, theme_id: str | None = None) -> int:
        gone = [
            key
            for key, _ in self.follows.items()
            if key[:2] == (guild_id, source_id) and theme_id in (None, key[2])
        ]
        for key in gone:
            self.follows.pop(key)
        return len(gone)

    def followers(self, source_id: str) -> Sequence[Follow]:
        found = [f for f in self.follows if f.source_id == source_id]
        return sorted(found, key=lambda follow: (follow.guild_id, follow.theme_id))

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Source]:
        due = sorted((_due(s), s.id) for s in self._wanted() if _ready(s) <= now)
        return leases.take(self._sources, [source_id for _, source_id in due[:limit]], until, owner)

    def finish(self, source: Source) -> bool:
        stored = self.get(source.id)
        if stored is None or stored.fence != source.fence:
            return False
        paused = stored.paused or source.paused
        self.put(replace(source, paused=paused, full_text=stored.full_text, lease_until=None, owner=""))
        return True

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        return leases.bring_forward(self._sources, latest, now)

    def next_due(self) -> datetime | None:
        return min((_ready(source) for source in self._wanted()), default=None)

    def _wanted(self) -> list[Source]:
        followed = {follow.source_id for follow in self.follows}
        return [source for source in self._sources if source.id in followed and not source.paused]


def _due(source: Source) -> datetime:
    return source.due_at or AT_ONCE


def _ready(source: Source) -> datetime:
    return max(_due(source), source.lease_until or AT_ONCE)
