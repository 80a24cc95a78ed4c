"""One SQLite file after years: how fast it opens, takes a poll and searches its history.

    python -m tests.bench.state_at_scale [--entries N] [--keep FILE]

Builds a file through the drawers themselves (minutes), then prints process CPU and wall figures. Entries hold about
600 characters of words drawn as language draws them (Zipf), so that compression is not flattered.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, islice
from pathlib import Path

from rules.link import formulate
from rules.linking.words import STOP_WORDS
from rules.model import Entry, Statement
from state.model import HistoryFilter
from state.sqlite import open_sqlite
from state.sqlite.store import SqliteStore
from state.store import Tx
from tests.fakes import nouns

GUILDS = 20
SOURCES = 300
NEW_IN_A_POLL = 30
STOP = sorted(STOP_WORDS)


@dataclass(frozen=True)
class Size:
    entries: int
    statements: int
    claims: int
    alerts: int


class Words:
    """Sentences as English has them: every other word a stop word, the rest of 20,000 made-up ones by Zipf's law."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        consonants, vowels = "bdfgklmnprstvz", "aeiou"
        self.words = [
            "".join(
                self.random.choice(consonants) + self.random.choice(vowels)
                for _ in range(self.random.randint(1, 4))
            )
            for _ in range(20_000)
        ]
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.words))))

    def text(self, words: int) -> str:
        rare = iter(self.random.choices(self.words, cum_weights=self.weights, k=words))
        return " ".join(
            self.random.choice(STOP) if self.random.random() < 0.45 else next(rare) for _ in range(words)
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="build the file here, or measure the one that is there")
    asked = parser.parse_args()
    size = Size(asked.entries, asked.entries // 10, asked.entries // 100, asked.entries // 20)
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "walkback.db"
        if not path.exists():
            build(path, size)
        measure(path, size)


# --- build --------------------------------------------------------------------------------------------------------


def build(path: Path, size: Size) -> None:
    store = open_sqlite(path)
    store._writer.conn.execute("PRAGMA synchronous = OFF")  # while building only
    words, started = Words(), time.perf_counter()
    store._write(lambda tx: sources(tx))
    for name, steps in (
        ("entries", entries(words, size)),
        ("claims", claims(words, size)),
        ("alerts", alerts(words, size)),
    ):
        while batch := list(islice(steps, 5_000)):
            store._write(lambda tx, batch=batch: [step(tx) for step in batch])  # type: ignore[misc]
        print(f"built {name:10} {time.perf_counter() - started:6.0f} s")
    store.close_now()


Step = Callable[[Tx], object]


def sources(tx: Tx) -> None:
    for number in range(SOURCES):
        tx.sources.put(nouns.source(f"src-{number}", name=f"Source {number}"))
        for guild in range(GUILDS):
            if (number + guild) % 4 == 0:
                tx.sources.follow(nouns.follow(f"src-{number}", guild))


def entries(words: Words, size: Size) -> Iterator[Step]:
    for number in range(size.entries):
        entry = make_entry(words, number)
        said = statement(words, f"s{number:019d}", entry.id) if number % 10 == 0 else None
        yield lambda tx, n=number, e=entry, s=said: add_entry(tx, n, e, s)  # type: ignore[misc]


def make_entry(words: Words, number: int) -> Entry:
    source = f"src-{number % SOURCES}"
    when = nouns.NOON + timedelta(seconds=30 * number)
    return nouns.entry(
        f"{number:020d}",
        source_id=source,
        key=f"https://{source}.example/2026/03/{number}/{words.text(3).replace(' ', '-')}",
        url=f"https://{source}.example/2026/03/{number}",
        title=words.text(9),
        content=words.text(110),
        published=when,
        first_seen=when,
    )


def add_entry(tx: Tx, number: int, entry: Entry, said: Statement | None) -> None:
    tx.entries.put(entry, nouns.revision(entry, content_hash=f"{number:032x}"))
    if said is not None:
        tx.entries.put_statements([said], 1)
        tx.alerts.put_why_not([nouns.why_not(said.id, guild_id=number % GUILDS)])


def statement(words: Words, id: str, entry_id: str) -> Statement:
    return nouns.statement(
        id,
        words.text(18),
        entry_id=entry_id,
        speaker=f"Person {words.random.randrange(2_000)}",
        neighbours=words.text(30),
        url="https://src.example/2026/03/1",
    )


def claims(words: Words, size: Size) -> Iterator[Step]:
    for number in range(size.claims):
        claim = nouns.claim(f"c{number:019d}", statement(words, f"t{number:019d}", ""), guild_id=1)
        yield lambda tx, claim=claim: tx.claims.put(claim, nouns.version(claim))  # type: ignore[misc]


def alerts(words: Words, size: Size) -> Iterator[Step]:
    for number in range(size.alerts):
        alert = nouns.alert(
            f"a{number:019d}",
            guild_id=1 if number % 2 else number % GUILDS,
            at=nouns.NOON + timedelta(minutes=number),
            theme_id=f"theme-{number % 5}",
            speaker=f"Person {words.random.randrange(2_000)}",
            before=nouns.said(words.text(18), f"t{number:019d}"),
            after=nouns.said(words.text(18), f"s{number:019d}"),
        )
        yield lambda tx, alert=alert: tx.alerts.add(alert)  # type: ignore[misc]
        delivery = nouns.delivery(
            f"d{number:019d}", nouns.channel(number % 50), state="sent", subject_id=alert.id
        )
        yield lambda tx, delivery=delivery: tx.outbox.add(delivery)  # type: ignore[misc]


# --- measure ------------------------------------------------------------------------------------------------------


def measure(path: Path, size: Size) -> None:
    print(f"file           {path.stat().st_size / 1e9:8.3f} GB")
    started = time.perf_counter()
    store = open_sqlite(path)
    asyncio.run(store.read(lambda tx: (tx.rules.version(), tx.sources.next_due(), tx.outbox.next_due())))
    print(f"start          {time.perf_counter() - started:8.3f} s")
    timed(
        "poll: what was seen (read)", store, lambda n: lambda tx: len(tx.entries.seen(f"src-{n % SOURCES}"))
    )
    words = Words()
    words.random.seed(11)  # the words of the file, in other sentences
    timed(
        f"poll: {NEW_IN_A_POLL} new entries, statements (write)",
        store,
        lambda n: poll(words, size, n),
        write=True,
    )
    for name, where in searches(words):
        timed(f"history: {name}", store, lambda n, where=where: lambda tx: len(tx.alerts.history(where(n))))  # type: ignore[misc]
    timed(
        "claims: candidates of a statement",
        store,
        lambda n: lambda tx: len(tx.claims.candidates(1, formulate(statement(words, "x", "")), 20)),
    )
    timed(
        "outbox: lease",
        store,
        lambda n: lambda tx: len(tx.outbox.lease(nouns.NOON, nouns.after(1), "me", 20)),
        write=True,
    )
    timed("status: counts", store, lambda n: lambda tx: tx.alerts.count(1))
    year = nouns.NOON + timedelta(days=100)
    timed("retention: a step", store, lambda n: lambda tx: tx.retention.sweep(year, 200).more, write=True)
    store.close_now()
    print(f"peak memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


def poll(words: Words, size: Size, number: int) -> Step:
    """What absorbing one poll writes: a lease, entries with a statement each, one of them held against the claims,
    marks, an alert and its delivery, the source's state."""
    first = 2 * size.entries + int(time.time()) % 10**6 * 10_000 + number * NEW_IN_A_POLL
    brought = []
    for n in range(first, first + NEW_IN_A_POLL):
        entry = make_entry(words, n)
        brought.append((n, entry, statement(words, f"s{n:019d}", entry.id)))
    query = formulate(brought[0][2])

    def absorb(tx: Tx) -> None:
        (source, *_) = tx.sources.lease_due(nouns.after(10**6), nouns.after(10**6 + 1), "me", 1)
        for n, entry, said in brought:
            add_entry(tx, n, entry, said)
        tx.claims.candidates(1, query, 20)
        tx.entries.mark(source.id, {f"key-{n}": 1 for n in range(5)})
        tx.alerts.add(nouns.alert(f"new-{first}", guild_id=1))
        tx.outbox.add(nouns.delivery(f"new-{first}", subject_id=f"new-{first}", state="sent"))
        tx.sources.finish(source)

    return absorb


def searches(words: Words) -> list[tuple[str, Callable[[int], HistoryFilter]]]:
    ordinary, frequent = words.words[200:2_000], words.words[:3]
    return [
        ("newest page", lambda n: HistoryFilter(guild_id=1)),
        ("a rare word", lambda n: HistoryFilter(guild_id=1, text=ordinary[n % len(ordinary)])),
        ("a word in most alerts", lambda n: HistoryFilter(guild_id=1, text=frequent[n % len(frequent)])),
        ("three words", lambda n: HistoryFilter(guild_id=1, text=" ".join([*frequent[:2], ordinary[n]]))),
        ("a speaker", lambda n: HistoryFilter(guild_id=1, speaker=f"Person {n}")),
        ("nothing found", lambda n: HistoryFilter(guild_id=1, speaker="Nobody", change="withdrawn")),
    ]


def timed(
    name: str, store: SqliteStore, work: Callable[[int], Callable[[Tx], object]], *, write: bool = False
) -> None:
    """Median, 95th percentile and worst of 60 runs, in milliseconds of wall time, and CPU a run."""
    spent, cpu = [], 0.0
    for n in range(60):
        prepared = work(n)
        started, busy = time.perf_counter(), time.process_time()
        (store._write if write else store._read)(prepared)
        cpu += time.process_time() - busy
        spent.append((time.perf_counter() - started) * 1000)
    ordered = sorted(spent)
    print(
        f"{name:48} median {statistics.median(spent):7.2f} ms   95 % {ordered[56]:7.2f}   worst {ordered[-1]:7.2f}"
        f"   CPU {cpu * 1000 / 60:6.2f}"
    )


if __name__ == "__main__":
    main()
