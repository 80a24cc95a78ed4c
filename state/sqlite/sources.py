"""Sources and who follows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from state.codec import dumps, loads_part
from state.model import Follow, Rhythm, Source
from state.names import folded
from state.sqlite.columns import Connection, Row, exact, micros, micros_or_none, moment
from state.sqlite.leases import COLUMNS, Leases, leased

LEASES = Leases(
    "source", "id", "NOT paused AND EXISTS (SELECT 1 FROM follow WHERE follow.source_id = source.id)"
)


class SqliteSources:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, source: Source) -> bool:
        return self._write("ON CONFLICT DO NOTHING", source)

    def put(self, source: Source) -> None:
        self._write(
            "ON CONFLICT (id) DO UPDATE SET url = excluded.url, credential_scope = excluded.credential_scope,"
            " paused = excluded.paused, due_at = excluded.due_at, lease_until = excluded.lease_until,"
            " owner = excluded.owner, fence = excluded.fence, data = excluded.data",
            source,
        )

    def _write(self, known: str, source: Source) -> bool:
        done = self._conn.execute(
            "INSERT INTO source (id, url, credential_scope, paused, due_at, lease_until, owner, fence, data)"
            f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) {known}",
            (
                source.id,
                exact(source.url),
                source.credential_scope,
                source.paused,
                micros(source.due_at) if source.due_at else 0,
                micros_or_none(source.lease_until),
                source.owner,
                source.fence,
                dumps(source),
            ),
        )
        return done.rowcount > 0

    def get(self, source_id: str) -> Source | None:
        return self._one("id = ?", source_id)

    def by_url(self, url: str, credential_scope: str = "") -> Source | None:
        return self._one("url = ? AND credential_scope = ?", exact(url), credential_scope)

    def _one(self, where: str, *values: object) -> Source | None:
        row = self._conn.execute(f"SELECT {COLUMNS} FROM source WHERE {where}", values).fetchone()
        return None if row is None else leased(Source, row)

    def remove(self, source_id: str) -> None:
        self._conn.execute("DELETE FROM follow WHERE source_id = ?", (source_id,))
        self._conn.execute("DELETE FROM source WHERE id = ?", (source_id,))
        self._conn.execute("DELETE FROM article WHERE source_id = ?", (source_id,))
        # What retention has left of its entries; those with texts go when their time has come.
        self._conn.execute(
            "DELETE FROM entry WHERE source_id = ?"
            " AND NOT EXISTS (SELECT 1 FROM revision WHERE revision.entry_id = entry.id)",
            (source_id,),
        )

    def all(self) -> Sequence[Source]:
        return _by_name(self._conn.execute(f"SELECT {COLUMNS} FROM source"))

    def rhythms(self) -> Sequence[Rhythm]:
        rows = self._conn.execute(
            "SELECT coalesce(json_extract(data, '$.rhythm'), '{}') FROM source WHERE NOT paused ORDER BY id"
        )
        return [loads_part(Rhythm, text) for (text,) in rows]

    def of_guild(self, guild_id: int, theme_id: str | None = None) -> Sequence[Source]:
        rows = self._conn.execute(
            f"SELECT {COLUMNS} FROM source WHERE id IN"
            " (SELECT source_id FROM follow WHERE guild_id = ?1 AND (?2 IS NULL OR theme_id = ?2))",
            (guild_id, theme_id),
        )
        return _by_name(rows)

    def follow(self, follow: Follow) -> bool:
        done = self._conn.execute(
            "INSERT OR IGNORE INTO follow (guild_id, source_id, theme_id, created_at) VALUES (?, ?, ?, ?)",
            (follow.guild_id, follow.source_id, follow.theme_id, micros(follow.created_at)),
        )
        return done.rowcount > 0

    def unfollow(self, guild_id: int, source_id: str, theme_id: str | None = None) -> int:
        done = self._conn.execute(
            "DELETE FROM follow WHERE guild_id = ?1 AND source_id = ?2 AND (?3 IS NULL OR theme_id = ?3)",
            (guild_id, source_id, theme_id),
        )
        return done.rowcount

    def followers(self, source_id: str) -> Sequence[Follow]:
        rows = self._conn.execute(
            "SELECT guild_id, source_id, theme_id, created_at FROM follow WHERE source_id = ?"
            " ORDER BY guild_id, theme_id",
            (source_id,),
        )
        return [
            Follow(guild_id=guild, source_id=source, theme_id=theme, created_at=moment(created))
            for guild, source, theme, created in rows
        ]

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Source]:
        return [leased(Source, row) for row in LEASES.take(self._conn, now, until, owner, limit)]

    def finish(self, source: Source) -> bool:
        source = replace(source, lease_until=None, owner="")
        return (source.full_text and self._finish_untouched(source)) or self._finish_merged(source)

    def _finish_untouched(self, source: Source) -> bool:
        """In one statement, if people have set nothing that a poll must leave alone: nearly always."""
        done = self._conn.execute(
            "UPDATE source SET url = ?, paused = ?, due_at = ?, lease_until = NULL, owner = '', data = ?"
            " WHERE id = ? AND fence = ? AND NOT paused AND json_extract(data, '$.full_text') IS NULL",
            (
                exact(source.url),
                source.paused,
                micros(source.due_at) if source.due_at else 0,
                dumps(source),
                source.id,
                source.fence,
            ),
        )
        return done.rowcount > 0

    def _finish_merged(self, source: Source) -> bool:
        stored = self._conn.execute(
            "SELECT fence, paused, coalesce(json_extract(data, '$.full_text'), 1) FROM source WHERE id = ?",
            (source.id,),
        ).fetchone()
        if stored is None or stored[0] != source.fence:
            return False
        self.put(replace(source, paused=bool(stored[1]) or source.paused, full_text=bool(stored[2])))
        return True

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        return LEASES.bring_forward(self._conn, latest, now)

    def next_due(self) -> datetime | None:
        return LEASES.next_due(self._conn)


def _by_name(rows: Iterable[Row]) -> list[Source]:
    found = [leased(Source, row) for row in rows]
    return sorted(found, key=lambda source: (folded(source.name), source.id))
