"""Links that people would check by hand, and how long a decision takes.

    python tests/bench/linking.py [sanity] [time N]

sanity  invented statements of one speaker on her own claims: the same thing with another figure (must link), another
        subject with some of the same words (must not). All pairs in one store.
time    the whole decision through the SQLite store with N claims (default 10000): candidates, features, probability.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from rules.index import Index
from rules.link import Candidate, Link, claim_terms, decide, formulate
from rules.model import LOCAL_GUILD, Claim, Statement, Version
from state.sqlite import open_sqlite
from state.store import Tx

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "tests/data/linking/same_speaker.jsonl"
REAL = ROOT / "../shared/data/linking/claims.jsonl"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
SPEAKER = "Mara Voss"
LIMIT = 50


def said(text: str, speaker: str | None = SPEAKER, id: str = "s") -> Statement:
    return Statement(id=id, text=text, speaker=speaker, speaker_kind="named" if speaker else "narrator")


def claim(id: str, text: str, speaker: str | None = SPEAKER, title: str = "") -> Claim:
    standing = said(text, speaker, f"of-{id}")
    return Claim(
        id=id,
        guild_id=LOCAL_GUILD,
        theme_id=None,
        speaker=speaker,
        standing=standing,
        created_at=WHEN,
        title=title,
    )


def link(statement: Statement, claims: dict[str, Claim], index: Index) -> Link:
    query = formulate(statement)
    hits = index.search(query.terms, LIMIT)
    return decide(
        statement,
        query,
        [Candidate(claim=claims[i], score=s, rarity=hits.rarity) for i, s in hits.scores],
    )


def sanity() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    for alone in (False, True):
        bands = {"same": {"alert": 0, "suggest": 0, "new": 0}, "other": {"alert": 0, "suggest": 0, "new": 0}}
        wrong = 0
        for number, pair in enumerate(pairs):
            inside = pairs[number : number + 1] if alone else pairs
            claims = {p["claim"]: claim(p["claim"], p["claim"]) for p in inside}
            index = Index()
            for each in claims.values():
                index.add(each.id, claim_terms(each))
            for kind in ("same", "other"):
                found = link(said(pair[kind]), claims, index)
                bands[kind][found.band] += 1
                wrong += kind == "same" and found.claim is not None and found.claim.id != pair["claim"]
                if (kind == "same") != (found.band != "new") or (kind == "other" and found.band == "alert"):
                    print(f"  {found.probability:.2f} {kind:5} {pair[kind]}  <-  {pair['claim']}")
        print(
            f"{'one claim in the store' if alone else 'all claims in one store'}: {bands}, wrong claim {wrong}"
        )


def timing(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_timing(size, Path(folder) / "bench.db"))


async def _timing(size: int, path: Path) -> None:
    rows = [json.loads(line) for line in REAL.read_text("utf-8").splitlines()]
    dice = Random(7)
    speakers = [f"Speaker {n}" for n in range(max(1, size // 100))]
    claims = []
    for n in range(size):
        row, more = rows[n % len(rows)], rows[dice.randrange(len(rows))]
        text = row["text"] if n < len(rows) else f"{row['text'][:60]} {more['text'][-60:]}"
        claims.append(claim(f"c{n}", text, speakers[n % len(speakers)], row["title"]))
    store = open_sqlite(path)
    adds = []
    for start in range(0, size, 1000):
        part = claims[start : start + 1000]
        adds.append(await store.transact(lambda tx, part=part: _put(tx, part)))
    print(f"{size} claims; add, a claim: {adds[0]:.2f} ms at first, {adds[-1]:.2f} ms at last")
    last = claims[-200:]
    print(f"remove, a claim: {await store.transact(lambda tx: _remove(tx, last)):.2f} ms")
    queries = [
        json.loads(line)["text"]
        for line in (REAL.parent / "queries.dev.jsonl").read_text("utf-8").splitlines()
    ]
    for label, speaker in (("without a speaker", None), ("with a speaker", speakers[3])):
        for _ in range(2):
            times = await store.read(lambda tx, speaker=speaker: _decisions(tx, queries, speaker))
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"decision {label}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms (processor time)"
        )
    await store.close()


def _put(tx: Tx, claims: list[Claim]) -> float:
    def work() -> None:
        for each in claims:
            tx.claims.put(
                each,
                Version(
                    claim_id=each.id, number=1, statement=each.standing, recorded_at=WHEN, tag="new_claim"
                ),
            )

    return _milliseconds(work) / len(claims)


def _remove(tx: Tx, claims: list[Claim]) -> float:
    return _milliseconds(lambda: [tx.claims.remove(LOCAL_GUILD, each.id) for each in claims]) / len(claims)


def _decisions(tx: Tx, texts: list[str], speaker: str | None) -> list[float]:
    def work(text: str) -> None:
        statement = said(text, speaker)
        query = formulate(statement)
        decide(statement, query, tx.claims.candidates(LOCAL_GUILD, query, LIMIT))

    return [_milliseconds(lambda text=text: work(text)) for text in texts]


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return (time.thread_time() - start) * 1000


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["sanity", "time"]
    if "sanity" in wanted:
        sanity()
    if "time" in wanted:
        sizes = [int(word) for word in wanted if word.isdigit()] or [10_000]
        for size in sizes:
            timing(size)
