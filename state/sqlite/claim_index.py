"""The index over claims: which words a claim holds, under which names its speaker is filed. BM25 over stems.

It commits with the claims. What it holds depends on how `rules.link` cuts text into terms; should a release cut
otherwise, the whole index is made anew in the first transaction that uses it (a second for 10,000 claims).
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b

from rules.index import K1, B, rarity
from rules.link import ClaimQuery, claim_terms
from rules.linking.background import usual_rate
from rules.model import Claim, Statement
from state.candidates import choose
from state.codec import loads
from state.names import filed_under
from state.sqlite.columns import Connection

POSTINGS = 5000
"""Rows read for one search, the rarest terms first; what the commonest words of a large store would add is left out.
Below some ten thousand claims nothing is."""
POSTINGS_BESIDE_SPEAKER = 2000
"""The same where the speaker is known: her own claims are candidates anyway."""


class ClaimIndex:
    def __init__(self, conn: Connection, *, writable: bool) -> None:
        self._conn = conn
        self._writable = writable

    def file(self, no: int, claim: Claim) -> None:
        """Under its words and its speaker's names. The claim's row is there and is not filed yet."""
        words = Counter(claim_terms(claim))
        length = words.total()
        self._conn.execute("UPDATE claim SET length = ? WHERE no = ?", (length, no))
        self._conn.executemany(
            "INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (?, ?, ?, ?, ?)",
            [(claim.guild_id, word, no, often, length) for word, often in words.items()],
        )
        self._conn.executemany(
            "INSERT INTO claim_speaker (guild_id, key, claim_no) VALUES (?, ?, ?)",
            [(claim.guild_id, key, no) for key in filed_under(claim.speaker, claim.aliases)],
        )
        self._count(claim.guild_id, 1, length)

    def take_out(self, guild_id: int, claim_id: str) -> None:
        """The claim, if it is there."""
        self._renew()
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

    def _renew(self) -> None:
        """Make the index anew if it was made by another way of cutting terms. A reader uses it as it is."""
        if not self._writable:
            return
        row = self._conn.execute("SELECT value FROM counter WHERE name = 'claim_terms'").fetchone()
        if row == (way_of_cutting(),):
            return
        for table in ("claim_word", "claim_speaker", "claim_total"):
            self._conn.execute(f"DELETE FROM {table}")
        for no, data in self._conn.execute("SELECT no, data FROM claim").fetchall():
            self.file(no, loads(Claim, data))
        self._conn.execute("INSERT OR REPLACE INTO counter VALUES ('claim_terms', ?)", (way_of_cutting(),))

    def search(
        self, guild_id: int, query: ClaimQuery, limit: int, near: Sequence[str] = ()
    ) -> tuple[list[tuple[str, float]], tuple[float, ...]]:
        """(claim id, BM25) as `state.candidates.choose` picks them, and the rarity of each of the query's terms."""
        self._renew()
        allowed = self._allowed(guild_id, query)
        own_keys = filed_under(query.speaker)
        budget = POSTINGS_BESIDE_SPEAKER if own_keys else POSTINGS
        scores, rarities = self._scores(guild_id, query.terms, budget)
        if allowed is not None:
            scores = {no: score for no, score in scores.items() if no in allowed}
        own = self._filed_under(guild_id, own_keys)
        if allowed is not None:
            own &= allowed
        beside = self._numbered(guild_id, near) if near else set()
        if allowed is not None:
            beside &= allowed
        names = self._names({*_best(scores, limit), *own, *beside})
        known = set(names.values())
        chosen = choose(
            {names[no]: score for no, score in scores.items() if no in names},
            [names[no] for no in own],
            limit,
            [claim_id for claim_id in near if claim_id in known],
        )
        return chosen, rarities

    def _scores(
        self, guild_id: int, terms: Sequence[str], budget: int
    ) -> tuple[dict[int, float], tuple[float, ...]]:
        """BM25 of every claim that holds a term, and each term's rarity."""
        total = self._conn.execute(
            "SELECT claims, length FROM claim_total WHERE guild_id = ?", (guild_id,)
        ).fetchone()
        claims, length = total or (0, 0)
        average = length / claims if claims and length else 1.0
        held = self._holding(guild_id, terms)
        weights = {term: rarity(claims, held.get(term, 0), usual_rate(term)) for term in terms}
        scores: dict[int, float] = {}
        read = 0
        for term in sorted(held, key=held.__getitem__):
            read += held[term]
            if read > budget and scores:
                break
            postings = self._conn.execute(
                "SELECT claim_no, often, length FROM claim_word WHERE guild_id = ? AND word = ?",
                (guild_id, term),
            )
            weight = weights[term] * (K1 + 1)
            for no, often, words in postings:
                damp = K1 * (1 - B + B * words / average)
                scores[no] = scores.get(no, 0.0) + weight * often / (often + damp)
        return scores, tuple(weights[term] for term in terms)

    def _holding(self, guild_id: int, terms: Sequence[str]) -> dict[str, int]:
        """Term → how many claims hold it, for those that any does."""
        rows = self._conn.execute(
            "SELECT word, count(*) FROM claim_word WHERE guild_id = ? AND word IN (SELECT value FROM json_each(?))"
            " GROUP BY word",
            (guild_id, json.dumps(terms)),
        )
        return dict(rows.fetchall())

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
            named = self._numbered(guild_id, query.only)
            allowed = named if allowed is None else named & allowed
        return allowed

    def _numbered(self, guild_id: int, claim_ids: Sequence[str]) -> set[int]:
        return self._numbers(
            "guild_id = ? AND id IN (SELECT value FROM json_each(?))", (guild_id, json.dumps(list(claim_ids)))
        )

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


@cache
def way_of_cutting() -> int:
    """A number that changes when terms or names are cut otherwise: the hash of some that were."""
    text = (
        "Half of the 1,500.5 entry-level jobs (50%) won't be needed by 2030, companies' régimes “said” happily: "
        "https://a.example/x #AIJobs @MaraVossHQ studies, running ran runner — Mara Voss (@mara) March 2, 2026"
    )
    standing = Statement(id="", text=text, speaker="Dr. Mara Voss-Æther", speaker_kind="named")
    claim = Claim(
        id="",
        guild_id=0,
        theme_id=None,
        speaker=standing.speaker,
        standing=standing,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        title="Titles count",
        aliases=("the chief executive",),
    )
    cut = "\n".join((*claim_terms(claim), *filed_under(claim.speaker, claim.aliases)))
    return int.from_bytes(blake2b(cut.encode(), digest_size=7).digest(), "big")
