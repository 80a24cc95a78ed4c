"""What a guild has set, who did what there, and small facts of the installation."""

from __future__ import annotations

from collections.abc import Sequence

from state.codec import dumps
from state.model import AuditRow, Guild
from state.sqlite.columns import Connection, as_text, exact, many, micros, one


class SqliteGuilds:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def put(self, guild: Guild) -> None:
        self._conn.execute("INSERT OR REPLACE INTO guild (id, data) VALUES (?, ?)", (guild.id, dumps(guild)))

    def get(self, guild_id: int) -> Guild | None:
        return one(self._conn, Guild, "SELECT data FROM guild WHERE id = ?", (guild_id,))

    def all(self) -> Sequence[Guild]:
        return many(self._conn, Guild, "SELECT data FROM guild ORDER BY id")

    def audit(self, row: AuditRow) -> None:
        self._conn.execute(
            "INSERT INTO audit (guild_id, at, data) VALUES (?, ?, ?)",
            (row.guild_id, micros(row.at), dumps(row)),
        )

    def audit_log(self, guild_id: int, limit: int = 50) -> Sequence[AuditRow]:
        return many(
            self._conn,
            AuditRow,
            "SELECT data FROM audit WHERE guild_id = ? ORDER BY at DESC, no DESC LIMIT ?",
            (guild_id, limit),
        )

    def meta(self, key: str) -> str | None:
        row = self._conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else as_text(row[0])

    def put_meta(self, key: str, value: str) -> None:
        self._conn.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, exact(value)))
