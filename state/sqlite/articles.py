"""Entries' own pages that are read: when each is due, and what its server last said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from state.codec import dumps
from state.model import Article
from state.sqlite.columns import Connection, micros_or_none
from state.sqlite.leases import COLUMNS, Leases, leased

LEASES = Leases(
    "article",
    "entry_id",
    "due_at IS NOT NULL AND EXISTS (SELECT 1 FROM source JOIN follow ON follow.source_id = source.id"
    " WHERE source.id = article.source_id AND NOT source.paused)",
)


class SqliteArticles:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, article: Article) -> bool:
        return self._write("ON CONFLICT DO NOTHING", article)

    def put(self, article: Article) -> None:
        self._write(
            "ON CONFLICT (entry_id) DO UPDATE SET source_id = excluded.source_id, watched = excluded.watched,"
            " due_at = excluded.due_at, lease_until = excluded.lease_until, owner = excluded.owner,"
            " fence = excluded.fence, data = excluded.data",
            article,
        )

    def _write(self, known: str, article: Article) -> bool:
        done = self._conn.execute(
            "INSERT INTO article (entry_id, source_id, watched, due_at, lease_until, owner, fence, data)"
            f" VALUES (?, ?, ?, ?, ?, ?, ?, ?) {known}",
            (
                article.entry_id,
                article.source_id,
                article.watched,
                micros_or_none(article.due_at),
                micros_or_none(article.lease_until),
                article.owner,
                article.fence,
                dumps(article),
            ),
        )
        return done.rowcount > 0

    def get(self, entry_id: str) -> Article | None:
        row = self._conn.execute(f"SELECT {COLUMNS} FROM article WHERE entry_id = ?", (entry_id,)).fetchone()
        return None if row is None else leased(Article, row)

    def remove(self, entry_id: str) -> bool:
        return self._conn.execute("DELETE FROM article WHERE entry_id = ?", (entry_id,)).rowcount > 0

    def all(self) -> Sequence[Article]:
        rows = self._conn.execute(f"SELECT {COLUMNS} FROM article ORDER BY entry_id")
        return [leased(Article, row) for row in rows]

    def of_source(self, source_id: str) -> Sequence[Article]:
        rows = self._conn.execute(
            f"SELECT {COLUMNS} FROM article WHERE source_id = ? ORDER BY entry_id", (source_id,)
        )
        return [leased(Article, row) for row in rows]

    def count(self) -> tuple[int, int]:
        again, watched = self._conn.execute(
            "SELECT count(*), coalesce(sum(watched), 0) FROM article WHERE due_at IS NOT NULL"
        ).fetchone()
        return again, watched

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Article]:
        return [leased(Article, row) for row in LEASES.take(self._conn, now, until, owner, limit)]

    def finish(self, article: Article) -> bool:
        stored = self._conn.execute(
            "SELECT fence FROM article WHERE entry_id = ?", (article.entry_id,)
        ).fetchone()
        if stored is None or stored[0] != article.fence:
            return False
        self.put(replace(article, lease_until=None, owner=""))
        return True

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        return LEASES.bring_forward(self._conn, latest, now)

    def next_due(self) -> datetime | None:
        return LEASES.next_due(self._conn)
