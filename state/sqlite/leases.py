"""What comes due and is leased to one process at a time: sources, and articles' own pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from state.codec import loads
from state.model import Article, Source
from state.sqlite.columns import Connection, Row, micros, moment_or_none

COLUMNS = "data, due_at, lease_until, owner, fence"
Leased = TypeVar("Leased", Source, Article)


def leased(kind: type[Leased], row: Row) -> Leased:
    """A row of `COLUMNS`. A source that is due at once has a zero for its moment."""
    data, due_at, lease_until, owner, fence = row
    return replace(
        loads(kind, data),
        due_at=moment_or_none(due_at or None),
        lease_until=moment_or_none(lease_until),
        owner=owner,
        fence=fence,
    )


@dataclass(frozen=True, slots=True)
class Leases:
    """Of one table. `key`: its key column. `wanted`: the condition under which a row is asked for at all."""

    table: str
    key: str
    wanted: str

    def take(self, conn: Connection, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Row]:
        """Most overdue first."""
        due = conn.execute(
            f"SELECT {self.key} FROM {self.table}"
            f" WHERE {self.wanted} AND due_at <= ?1 AND coalesce(lease_until, 0) <= ?1"
            f" ORDER BY due_at, {self.key} LIMIT ?2",
            (micros(now), limit),
        ).fetchall()
        return [
            conn.execute(
                f"UPDATE {self.table} SET lease_until = ?, owner = ?, fence = fence + 1 WHERE {self.key} = ?"
                f" RETURNING {COLUMNS}",
                (micros(until), owner, key),
            ).fetchone()
            for (key,) in due
        ]

    def bring_forward(self, conn: Connection, latest: datetime, now: datetime) -> int:
        done = conn.execute(
            f"UPDATE {self.table} SET due_at = iif(due_at > ?1, ?2, due_at),"
            " owner = iif(lease_until > ?1, '', owner), lease_until = iif(lease_until > ?1, NULL, lease_until)"
            " WHERE due_at > ?1 OR lease_until > ?1",
            (micros(latest), micros(now)),
        )
        return done.rowcount

    def next_due(self, conn: Connection) -> datetime | None:
        (due,) = conn.execute(
            f"SELECT min(max(due_at, coalesce(lease_until, 0))) FROM {self.table} WHERE {self.wanted}"
        ).fetchone()
        return moment_or_none(due)
