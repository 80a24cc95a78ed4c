"""Entries' own pages that are read: when each is due, and what its server last said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from state.codec import dumps, loads
from state.model import Article
from state.sqlite.columns import Connection, Row, micros, micros_or_none, moment_or_none

COLUMNS = "data, due_at, lease_until, owner, fence"
WANTED = (
    "due_at IS NOT NULL AND EXISTS (SELECT 1 FROM source JOIN follow ON follow.source_id = source.id"
    " WHERE source.id = article.source_id AND NOT source.paused)"
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
        return None if row is None else _article(row)

    def remove(self, entry_id: str) -> bool:
        return self._conn.execute("DELETE FROM article WHERE entry_id = ?", (entry_id,)).rowcount > 0

    def of_source(self, source_id: str) -> Sequence[Article]:
        rows = self._conn.execute(
            f"SELECT {COLUMNS} FROM article WHERE source_id = ? ORDER BY entry_id", (source_id,)
        )
        return [_article(row) for row in rows]

    def count(self) -> tuple[int, int]:
        again, watched = self._conn.execute(
            "SELECT count(*), coalesce(sum(watched), 0) FROM article WHERE due_at IS NOT NULL"
        ).fetchone()
        return again, watched

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Article]:
        due = self._conn.execute(
            f"SELECT entry_id FROM article WHERE due_at <= ?1 AND coalesce(lease_until, 0) <= ?1 AND {WANTED}"
            " ORDER BY due_at, entry_id LIMIT ?2",
            (micros(now), limit),
        ).fetchall()
        leased = []
        for (entry_id,) in due:
            row = self._conn.execute(
                "UPDATE article SET lease_until = ?, owner = ?, fence = fence + 1 WHERE entry_id = ?"
                f" RETURNING {COLUMNS}",
                (micros(until), owner, entry_id),
            ).fetchone()
            leased.append(_article(row))
        return leased

    def finish(self, article: Article) -> bool:
        stored = self._conn.execute(
            "SELECT fence FROM article WHERE entry_id = ?", (article.entry_id,)
        ).fetchone()
        if stored is None or stored[0] != article.fence:
            return False
        self.put(replace(article, lease_until=None, owner=""))
        return True

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        done = self._conn.execute(
            "UPDATE article SET due_at = iif(due_at > ?1, ?2, due_at),"
            " owner = iif(lease_until > ?1, '', owner), lease_until = iif(lease_until > ?1, NULL, lease_until)"
            " WHERE due_at > ?1 OR lease_until > ?1",
            (micros(latest), micros(now)),
        )
        return done.rowcount

    def next_due(self) -> datetime | None:
        (due,) = self._conn.execute(
            f"SELECT min(max(due_at, coalesce(lease_until, 0))) FROM article WHERE {WANTED}"
        ).fetchone()
        return moment_or_none(due)


def _article(row: Row) -> Article:
    data, due_at, lease_until, owner, fence = row
    return replace(
        loads(Article, data),
        due_at=moment_or_none(due_at),
        lease_until=moment_or_none(lease_until),
        owner=owner,
        fence=fence,
    )
