"""What a guild has set, who did what there, and small facts of the installation."""

from __future__ import annotations

from collections.abc import Sequence

from state.memory.tables import Journal, Table
from state.model import AuditRow, Guild


class MemoryGuilds:
    def __init__(self, journal: Journal) -> None:
        self._guilds: Table[int, Guild] = Table(journal)
        self._audit: Table[int, AuditRow] = Table(journal)
        self._meta: Table[str, str] = Table(journal)

    def put(self, guild: Guild) -> None:
        self._guilds.put(guild.id, guild)

    def get(self, guild_id: int) -> Guild | None:
        return self._guilds.get(guild_id)

    def all(self) -> Sequence[Guild]:
        return sorted(self._guilds, key=lambda guild: guild.id)

    def audit(self, row: AuditRow) -> None:
        self._audit.put(len(self._audit), row)

    def audit_log(self, guild_id: int, limit: int = 50) -> Sequence[AuditRow]:
        numbered = [(row.at, number, row) for number, row in self._audit.items() if row.guild_id == guild_id]
        numbered.sort(key=lambda each: each[:2], reverse=True)
        return [row for _, _, row in numbered[:limit]]

    def meta(self, key: str) -> str | None:
        return self._meta.get(key)

    def put_meta(self, key: str, value: str) -> None:
        self._meta.put(key, value)
