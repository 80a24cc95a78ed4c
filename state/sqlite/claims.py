"""Claims, their versions, and the index over them, which commits with them."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rules.change import Alert
from rules.index import K1, B, rarity
from rules.link import Candidate, ClaimQuery, claim_terms
from rules.model import Claim, Version, WatchRule
from state.candidates import choose
from state.codec import dumps
from state.merging import merged, renamed
from state.names import asked_for, filed_under
from state.sqlite.columns import Connection, many, micros, one
from state.sqlite.counter import bump

OF_GUILD = "(SELECT no FROM claim WHERE guild_id = ? AND id = ?)"


class SqliteClaims:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

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
        self._unindex(claim.guild_id, claim.id)
        words = Counter(claim_terms(claim))
        length = words.total()
        (no,) = self._conn.execute(
            "INSERT INTO claim (guild_id, id, theme_id, statement_id, created_at, length, data)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (guild_id, id) DO UPDATE SET theme_id = excluded.theme_id,"
            " statement_id = excluded.statement_id, created_at = excluded.created_at, length = excluded.length,"
            " data = excluded.data RETURNING no",
            (
                claim.guild_id,
                claim.id,
                claim.theme_id,
                claim.standing.id,
                micros(claim.created_at),
                length,
                dumps(claim),
            ),
        ).fetchone()
        self._conn.executemany(
            "INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (?, ?, ?, ?, ?)",
            [(claim.guild_id, word, no, often, length) for word, often in words.items()],
        )
        self._conn.executemany(
            "INSERT INTO claim_speaker (guild_id, key, claim_no) VALUES (?, ?, ?)",
            [(claim.guild_id, key, no) for key in filed_under(claim.speaker, claim.aliases)],
        )
        self._count(claim.guild_id, 1, length)
        bump(self._conn)
        return int(no)

    def _unindex(self, guild_id: int, claim_id: str) -> None:
        row = self._conn.execute(
            "SELECT no, length FROM claim WHERE guild_id = ? AND id = ?", (guild_id, claim_id)
        ).fetchone()
        if row is not None:
            self._conn.execute("DELETE FROM claim_word WHERE claim_no = ?", row[:1])
            self._conn.execute("DELETE FROM claim_speaker WHERE claim_no = ?", row[:1])
            self._count(guild_id, -1, -row[1])

    def _count(self, guild_id: int, claims: int, length: int) -> None:
        self._conn.execute(
            "INSERT INTO claim_total VALUES (?1, ?2, ?3) ON CONFLICT (guild_id)"
            " DO UPDATE SET claims = claims + ?2, length = length + ?3",
            (guild_id, claims, length),
        )

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

    def remove(self, guild_id: int, claim_id: str) -> bool:
        self._unindex(guild_id, claim_id)
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

    def candidates(self, guild_id: int, query: ClaimQuery, limit: int) -> Sequence[Candidate]:
        allowed = self._allowed(guild_id, query)
        scores, rarities = self._scores(guild_id, query.terms)
        if allowed is not None:
            scores = {no: score for no, score in scores.items() if no in allowed}
        own = self._filed_under(guild_id, filed_under(query.speaker))
        if allowed is not None:
            own &= allowed
        names = self._names({*_best(scores, limit), *own})
        chosen = choose(
            {names[no]: score for no, score in scores.items() if no in names},
            [names[no] for no in own],
            limit,
        )
        found = [(self.get(guild_id, claim_id), score) for claim_id, score in chosen]
        return [Candidate(claim=c, score=score, rarity=rarities) for c, score in found if c is not None]

    def _scores(self, guild_id: int, terms: Sequence[str]) -> tuple[dict[int, float], tuple[float, ...]]:
        """BM25 of every claim that holds a term, and each term's rarity."""
        total = self._conn.execute(
            "SELECT claims, length FROM claim_total WHERE guild_id = ?", (guild_id,)
        ).fetchone()
        claims, length = total or (0, 0)
        average = length / claims if claims and length else 1.0
        scores: dict[int, float] = {}
        rarities = []
        for term in terms:
            postings = self._conn.execute(
                "SELECT claim_no, often, length FROM claim_word WHERE guild_id = ? AND word = ?",
                (guild_id, term),
            ).fetchall()
            weight = rarity(claims, len(postings))
            rarities.append(weight)
            for no, often, words in postings:
                damp = K1 * (1 - B + B * words / average)
                scores[no] = scores.get(no, 0.0) + weight * often * (K1 + 1) / (often + damp)
        return scores, tuple(rarities)

    def _allowed(self, guild_id: int, query: ClaimQuery) -> set[int] | None:
        """Claims the query may choose among, or None for all: of its theme (or of none), and of `only`."""
        allowed: set[int] | None = None
        if query.theme_id is not None:
            allowed = self._numbers(
                "guild_id = ?1 AND theme_id IS NULL UNION ALL"
                " SELECT no FROM claim WHERE guild_id = ?1 AND theme_id = ?2",
                (guild_id, query.theme_id),
            )
        if query.only:
            named = self._numbers(
                "guild_id = ? AND id IN (SELECT value FROM json_each(?))", (guild_id, json.dumps(query.only))
            )
            allowed = named if allowed is None else named & allowed
        return allowed

    def _numbers(self, where: str, values: tuple[object, ...]) -> set[int]:
        return {no for (no,) in self._conn.execute(f"SELECT no FROM claim WHERE {where}", values)}

    def _filed_under(self, guild_id: int, keys: Sequence[str]) -> set[int]:
        rows = self._conn.execute(
            "SELECT claim_no FROM claim_speaker WHERE guild_id = ? AND key IN (SELECT value FROM json_each(?))",
            (guild_id, json.dumps(keys)),
        )
        return {no for (no,) in rows}

    def _names(self, numbers: set[int]) -> dict[int, str]:
        rows = self._conn.execute(
            "SELECT no, id FROM claim WHERE no IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return dict(rows.fetchall())


def _best(scores: dict[int, float], limit: int) -> list[int]:
    """The `limit` best and all that tie with the last of them: ties are broken by id, which is not known yet."""
    if len(scores) <= limit:
        return list(scores)
    last = heapq.nlargest(limit, scores.values())[-1] if limit > 0 else float("inf")
    return [no for no, score in scores.items() if score >= last]
