"""Claims, their versions, and the index over them, which commits with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.change import Alert
from rules.link import Candidate, ClaimQuery
from rules.model import Claim, ClaimOrigin, Version, WatchRule
from state.codec import dumps
from state.merging import merged, renamed
from state.names import asked_for
from state.sqlite.claim_index import ClaimIndex
from state.sqlite.columns import Connection, many, micros, one
from state.sqlite.counter import bump
from state.sqlite.vectors import forget_other_words

OF_GUILD = "(SELECT no FROM claim WHERE guild_id = ? AND id = ?)"

ORIGIN = "ifnull(json_extract(data, '$.origin'), 'added')"
"""As the index `claim_origin` has it."""
UNTOUCHED = f"""
SELECT data FROM claim WHERE guild_id = ?1 AND {ORIGIN} = 'heard'
AND ifnull(json_extract(data, '$.versions'), 1) = 1
AND json_extract(data, '$.title') IS NULL AND json_extract(data, '$.aliases') IS NULL
AND json_extract(data, '$.refused') IS NULL AND json_extract(data, '$.not_speakers') IS NULL
AND id NOT IN (SELECT claim_id FROM alert WHERE guild_id = ?1 AND claim_id IS NOT NULL)
ORDER BY created_at, no LIMIT ?2
"""


class SqliteClaims:
    def __init__(self, conn: Connection, *, writable: bool) -> None:
        self._conn = conn
        self._index = ClaimIndex(conn, writable=writable)

    def put(self, claim: Claim, version: Version) -> None:
        no = self._write(claim)
        self._put_versions(no, [version])

    def update(self, claim: Claim) -> None:
        self._write(claim)

    def _put_versions(self, no: int, versions: Sequence[Version]) -> None:
        self._conn.executemany(
            "INSERT OR REPLACE INTO version (claim_no, number, statement_id, data) VALUES (?, ?, ?, ?)",
            [(no, version.number, version.statement.id, dumps(version)) for version in versions],
        )

    def _write(self, claim: Claim) -> int:
        self._index.take_out(claim.guild_id, claim.id)
        (no,) = self._conn.execute(
            "INSERT INTO claim (guild_id, id, theme_id, statement_id, created_at, length, data)"
            " VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT (guild_id, id) DO UPDATE SET theme_id = excluded.theme_id,"
            " statement_id = excluded.statement_id, created_at = excluded.created_at, data = excluded.data"
            " RETURNING no",
            (
                claim.guild_id,
                claim.id,
                claim.theme_id,
                claim.standing.id,
                micros(claim.created_at),
                dumps(claim),
            ),
        ).fetchone()
        self._index.file(no, claim)
        forget_other_words(self._conn, no, claim)
        bump(self._conn)
        return int(no)

    def get(self, guild_id: int, claim_id: str) -> Claim | None:
        return one(
            self._conn, Claim, "SELECT data FROM claim WHERE guild_id = ? AND id = ?", (guild_id, claim_id)
        )

    def claim_of(self, guild_id: int, statement_id: str) -> Claim | None:
        return one(
            self._conn,
            Claim,
            "SELECT data FROM claim WHERE guild_id = ? AND statement_id = ? ORDER BY created_at, no LIMIT 1",
            (guild_id, statement_id),
        )

    def of_guild(
        self, guild_id: int, theme_id: str | None = None, speaker: str | None = None
    ) -> Sequence[Claim]:
        return many(
            self._conn,
            Claim,
            "SELECT data FROM claim WHERE guild_id = ?1 AND (?2 IS NULL OR theme_id = ?2) AND (?3 IS NULL OR no IN"
            " (SELECT claim_no FROM claim_speaker WHERE guild_id = ?1 AND key = ?3)) ORDER BY created_at, no",
            (guild_id, theme_id, None if speaker is None else asked_for(speaker)),
        )

    def versions(self, guild_id: int, claim_id: str) -> Sequence[Version]:
        return many(
            self._conn,
            Version,
            f"SELECT data FROM version WHERE claim_no = {OF_GUILD} ORDER BY number",
            (guild_id, claim_id),
        )

    def count(self, guild_id: int, origin: ClaimOrigin | None = None) -> int:
        asked, values = "SELECT count(*) FROM claim WHERE guild_id = ?", (guild_id,)
        found = (
            self._conn.execute(asked, values)
            if origin is None
            else self._conn.execute(f"{asked} AND {ORIGIN} = ?", (*values, origin))
        )
        return int(found.fetchone()[0])

    def untouched(self, guild_id: int, limit: int) -> Sequence[Claim]:
        return many(self._conn, Claim, UNTOUCHED, (guild_id, limit))

    def remove(self, guild_id: int, claim_id: str) -> bool:
        self._index.take_out(guild_id, claim_id)
        done = self._conn.execute("DELETE FROM claim WHERE guild_id = ? AND id = ?", (guild_id, claim_id))
        if done.rowcount:
            bump(self._conn)
        return done.rowcount > 0

    def merge(self, guild_id: int, keep: str, fold: str) -> bool:
        kept, folded = self.get(guild_id, keep), self.get(guild_id, fold)
        if kept is None or folded is None or keep == fold:
            return False
        claim, versions = merged(kept, self.versions(guild_id, keep), folded, self.versions(guild_id, fold))
        self.remove(guild_id, fold)
        self._put_versions(self._write(claim), versions)
        self._hand_over(guild_id, fold, keep)
        return True

    def _hand_over(self, guild_id: int, fold: str, keep: str) -> None:
        """Rules that named the folded claim, and its alerts."""
        for rule in many(self._conn, WatchRule, "SELECT data FROM rule WHERE guild_id = ?", (guild_id,)):
            if fold in rule.claims:
                self._conn.execute(
                    "UPDATE rule SET data = ? WHERE guild_id = ? AND id = ?",
                    (dumps(renamed(rule, fold, keep)), guild_id, rule.id),
                )
        of_claim = "SELECT data FROM alert WHERE guild_id = ? AND claim_id = ?"
        for alert in many(self._conn, Alert, of_claim, (guild_id, fold)):
            self._conn.execute(
                "UPDATE alert SET claim_id = ?, data = ? WHERE guild_id = ? AND id = ?",
                (keep, dumps(replace(alert, claim_id=keep)), guild_id, alert.id),
            )

    def candidates(
        self, guild_id: int, query: ClaimQuery, limit: int, near: Sequence[str] = ()
    ) -> Sequence[Candidate]:
        chosen, rarities = self._index.search(guild_id, query, limit, near)
        found = [(self.get(guild_id, claim_id), score) for claim_id, score in chosen]
        return [Candidate(claim=c, score=score, rarity=rarities) for c, score in found if c is not None]
