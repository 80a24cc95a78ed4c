"""Sentence vectors beside the claims' rows. `SqliteClaims` drops the one of a claim whose words change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rules.model import Claim
from state.codec import loads
from state.sqlite.columns import Connection, many
from state.vectors import KeptVector, words_of


def forget_other_words(conn: Connection, no: int, claim: Claim) -> None:
    """The vector of words that the claim does not say any more."""
    conn.execute("DELETE FROM claim_vector WHERE claim_no = ? AND words <> ?", (no, words_of(claim)))


class SqliteVectors:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def put(self, claim: Claim, model: str, data: bytes) -> bool:
        row = self._conn.execute(
            "SELECT no, data FROM claim WHERE guild_id = ? AND id = ?", (claim.guild_id, claim.id)
        ).fetchone()
        if row is None or words_of(loads(Claim, row[1])) != words_of(claim):
            return False
        (number,) = self._conn.execute(
            "UPDATE counter SET value = value + 1 WHERE name = 'vectors' RETURNING value"
        ).fetchone()
        self._conn.execute(
            "INSERT INTO claim_vector (claim_no, guild_id, number, model, words, data) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (claim_no) DO UPDATE SET number = excluded.number, model = excluded.model,"
            " words = excluded.words, data = excluded.data",
            (row[0], claim.guild_id, number, model, words_of(claim), data),
        )
        return True

    def of(self, guild_id: int, model: str, claim_ids: Sequence[str]) -> Mapping[str, bytes]:
        rows = self._conn.execute(
            "SELECT claim.id, claim_vector.data FROM json_each(?3)"
            " CROSS JOIN claim ON claim.guild_id = ?1 AND claim.id = json_each.value"
            " CROSS JOIN claim_vector ON claim_vector.claim_no = claim.no AND claim_vector.model = ?2",
            (guild_id, model, json.dumps(list(claim_ids))),
        )
        return dict(rows.fetchall())

    def since(self, guild_id: int, model: str, number: int, limit: int) -> Sequence[KeptVector]:
        rows = self._conn.execute(
            "SELECT number, claim.id, claim_vector.data FROM claim_vector"
            " CROSS JOIN claim ON claim.no = claim_vector.claim_no"
            " WHERE claim_vector.guild_id = ? AND number > ? AND model = ? ORDER BY number LIMIT ?",
            (guild_id, number, model, limit),
        )
        return [KeptVector(number=each, claim_id=id, data=data) for each, id, data in rows]

    def missing(self, model: str, limit: int) -> Sequence[Claim]:
        return many(
            self._conn,
            Claim,
            "SELECT data FROM claim WHERE NOT EXISTS (SELECT 1 FROM claim_vector WHERE claim_no = claim.no"
            " AND model = ?) ORDER BY no LIMIT ?",
            (model, limit),
        )

    def count(self, model: str, guild_id: int | None = None) -> tuple[int, int]:
        (kept,) = self._conn.execute(
            "SELECT count(*) FROM claim_vector WHERE model = ?1 AND (?2 IS NULL OR guild_id = ?2)",
            (model, guild_id),
        ).fetchone()
        (claims,) = self._conn.execute(
            "SELECT count(*) FROM claim WHERE ?1 IS NULL OR guild_id = ?1", (guild_id,)
        ).fetchone()
        return int(kept), int(claims)
