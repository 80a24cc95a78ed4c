"""Entries' own pages that are read: when each is due, and what its server last said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from state.memory import leases
from state.memory.sources import MemorySources
from state.memory.tables import Journal, Table
from state.model import Article


class MemoryArticles:
    def __init__(self, journal: Journal, sources: MemorySources) -> None:
        self._articles: Table[str, Article] = Table(journal)
        self._sources = sources

    def add(self, article: Article) -> bool:
        return self._articles.add(article.entry_id, article)

    def get(self, entry_id: str) -> Article | None:
        return self._articles.get(entry_id)

    def put(self, article: Article) -> None:
        self._articles.put(article.entry_id, article)

    def remove(self, entry_id: str) -> bool:
        return self._articles.pop(entry_id) is not None

    def all(self) -> Sequence[Article]:
        return sorted(self._articles, key=lambda article: article.entry_id)

    def of_source(self, source_id: str) -> Sequence[Article]:
        return [article for article in self.all() if article.source_id == source_id]

    def count(self) -> tuple[int, int]:
        again = [article for article in self._articles if article.due_at is not None]
        return len(again), sum(article.watched for article in again)

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Article]:
        due = sorted((due, a.entry_id) for due, ready, a in self._wanted() if ready <= now)
        return leases.take(self._articles, [entry_id for _, entry_id in due[:limit]], until, owner)

    def finish(self, article: Article) -> bool:
        stored = self.get(article.entry_id)
        if stored is None or stored.fence != article.fence:
            return False
        self.put(replace(article, lease_until=None, owner=""))
        return True

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        return leases.bring_forward(self._articles, latest, now)

    def next_due(self) -> datetime | None:
        return min((ready for _, ready, _ in self._wanted()), default=None)

    def source_removed(self, source_id: str) -> None:
        for article in self.of_source(source_id):
            self._articles.pop(article.entry_id)

    def _wanted(self) -> list[tuple[datetime, datetime, Article]]:
        """(due, due and free, row) of those that are read again."""
        followed = {follow.source_id for follow in self._sources.follows}
        found = []
        for article in self._articles:
            source = self._sources.get(article.source_id)
            if article.due_at is None or source is None or source.paused or source.id not in followed:
                continue
            ready = max(article.due_at, article.lease_until or article.due_at)
            found.append((article.due_at, ready, article))
        return found
