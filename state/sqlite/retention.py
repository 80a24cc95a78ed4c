"""Forgetting what nothing refers to any more."""

from __future__ import annotations

from datetime import datetime

from state.model import Swept
from state.sqlite.columns import Connection, micros

# A round walks old revisions by age, some at a time, from where the last step ended: what has to stay is looked at
# once a round and not once a step.
NEXT = """
SELECT rowid, seen_at, entry_id, number FROM revision
WHERE (seen_at, rowid) > (:seen_at, :row) AND seen_at < :before ORDER BY seen_at, rowid LIMIT :limit
"""

FORGETTABLE = """
SELECT source.id IS NULL
FROM entry
LEFT JOIN source ON source.id = entry.source_id
WHERE entry.id = :entry AND entry.revision = :number AND entry.first_seen < :before
  AND (entry.missing = -1 OR entry.withdrawn OR source.id IS NULL)
  AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.entry_id = entry.id)
  AND NOT EXISTS (
    SELECT 1 FROM statement WHERE statement.entry_id = entry.id AND (
      EXISTS (SELECT 1 FROM alert WHERE alert.before_id = statement.id)
      OR EXISTS (SELECT 1 FROM alert WHERE alert.after_id = statement.id)
      OR EXISTS (SELECT 1 FROM version WHERE version.statement_id = statement.id)))
"""

# Every guild with a row, by hops through the key instead of a walk over all rows.
GUILDS = """
WITH RECURSIVE known (id) AS (
    SELECT min(guild_id) FROM why_not
    UNION ALL
    SELECT (SELECT min(guild_id) FROM why_not WHERE guild_id > known.id) FROM known WHERE known.id IS NOT NULL)
SELECT id FROM known WHERE id IS NOT NULL
"""

DONE = """
DELETE FROM delivery WHERE no IN (
    SELECT no FROM delivery WHERE state IN ('sent', 'failed', 'expired') AND not_before < :before
    ORDER BY not_before LIMIT :limit)
"""

TOLD = """
DELETE FROM notice WHERE (guild_id, id) IN (
    SELECT guild_id, id FROM notice WHERE at < :before
    AND NOT EXISTS (
        SELECT 1 FROM delivery WHERE delivery.subject_id = notice.id AND delivery.state IN ('owed', 'parked'))
    ORDER BY at LIMIT :limit)
"""


class SqliteRetention:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def sweep(self, before: datetime, limit: int) -> Swept:
        asked = {"before": micros(before), "limit": limit}
        found, unfinished = self._old_entries(before, limit)
        statements = reasons = 0
        guilds = [guild for (guild,) in self._conn.execute(GUILDS)] if found else []
        for entry_id, orphan in found:
            of_entry = [
                id for (id,) in self._conn.execute("SELECT id FROM statement WHERE entry_id = ?", (entry_id,))
            ]
            statements += len(of_entry)
            reasons += sum(self._explained(guilds, id) for id in of_entry)
            self._forget(entry_id, orphan=orphan)
        deliveries = self._conn.execute(DONE, asked).rowcount
        notices = self._conn.execute(TOLD, asked).rowcount
        return Swept(
            entries=len(found),
            statements=statements,
            reasons=reasons,
            deliveries=deliveries,
            notices=notices,
            more=unfinished or limit in (deliveries, notices),
        )

    def _old_entries(self, before: datetime, limit: int) -> tuple[list[tuple[str, bool]], bool]:
        """(entry id, whether its source is gone) of those among the next `limit` revisions that may be forgotten, and
        whether the round goes on."""
        marks = dict(
            self._conn.execute("SELECT name, value FROM counter WHERE name LIKE 'retention %'").fetchall()
        )
        asked = {"before": micros(before), "limit": limit}
        start = {"seen_at": marks.get("retention seen", 0), "row": marks.get("retention row", 0)}
        rows = self._conn.execute(NEXT, {**asked, **start}).fetchall()
        found = []
        for _, _, entry_id, number in rows:
            row = self._conn.execute(FORGETTABLE, {**asked, "entry": entry_id, "number": number}).fetchone()
            if row is not None:
                found.append((entry_id, bool(row[0])))
        unfinished = len(rows) == limit
        last = rows[-1] if unfinished else (0, 0)
        self._conn.executemany(
            "INSERT OR REPLACE INTO counter VALUES (?, ?)",
            [("retention row", last[0]), ("retention seen", last[1])],
        )
        return found, unfinished

    def _explained(self, guilds: list[int], statement_id: str) -> int:
        self._conn.execute("DELETE FROM match WHERE statement_id = ?", (statement_id,))
        return sum(
            self._conn.execute(
                "DELETE FROM why_not WHERE guild_id = ? AND statement_id = ?", (guild, statement_id)
            ).rowcount
            for guild in guilds
        )

    def _forget(self, entry_id: str, *, orphan: bool) -> None:
        self._conn.execute("DELETE FROM statement WHERE entry_id = ?", (entry_id,))
        self._conn.execute("DELETE FROM revision WHERE entry_id = ?", (entry_id,))
        if orphan:
            self._conn.execute("DELETE FROM entry WHERE id = ?", (entry_id,))
        else:
            self._conn.execute("UPDATE entry SET content = NULL WHERE id = ?", (entry_id,))
