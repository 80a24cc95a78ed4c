"""Entries' own pages that are read: when each is due, and what its server last said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

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

    def of_source(self, source_id: str) -> Sequence[Article]:
        found = (article for article in self._articles if article.source_id == source_id)
        return sorted(found, key=lambda article: article.entry_id)

    def count(self) -> tuple[int, int]:
        again = [article for article in self._articles if article.due_at is not None]
        return len(again), sum(article.watched for article in again)

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Article]:
        due = sorted((due, a.entry_id) for due, ready, a in self._wanted() if ready <= now)
        leased = []
        for _, entry_id in due[:limit]:
            article = self._articles[entry_id]
            article = replace(article, lease_until=until, owner=owner, fence=article.fence + 1)
            self._articles.put(entry_id, article)
            leased.append(article)
        return leased

    def finish(self, article: Article) -> bool:
        stored = self.get(article.entry_id)
        if stored is None or stored.fence != article.fence:
            return False
        self.put(replace(article, lease_until=None, owner=""))
        return True

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        changed = 0
        for article in self._articles:
            ahead = article.due_at is not None and article.due_at > latest
            held = article.lease_until is not None and article.lease_until > latest
            if ahead or held:
                changed += 1
                article = replace(article, due_at=now) if ahead else article
                article = replace(article, lease_until=None, owner="") if held else article
                self._articles.put(article.entry_id, article)
        return changed

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
