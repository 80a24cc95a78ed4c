"""What the semantic extra gives and costs in polls: real claims in the store, posts about them as entries of a feed.

    python tests/bench/semantic_polls.py [--model DIR] [--vectors FILE] [--part dev] [--claims N]

Runs the same editions twice through the poller and the SQLite store, by words alone and with meaning. Prints how many
entries were linked (band "alert") to the claim that they are labelled with, and to another; processor time of the
writer's thread for each statement that was held against the record, of the semantic thread, and how long the event
loop was held up at most. Needs the linking data and a sentence model; `--vectors` keeps those of the claims.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `walkback` does

from bot.semantic.choice import choose
from bot.semantic.filling import fill_all
from bot.semantic.links import MOST_STATEMENTS, SemanticLinks
from bot.semantic.loading import load
from bot.semantic.similarity import Similarity
from bot.semantic.texts import texts_of
from rules.ids import content_id
from rules.judging import hold
from rules.link import Link, decide, formulate
from rules.model import LOCAL_GUILD, Claim, Statement, Theme, Version, WatchRule
from state.model import Follow, Source
from state.sqlite import open_sqlite
from state.store import Store, Tx
from tests.bench.link_rows import DATA
from tests.bench.link_rows import load as load_data
from watchers.kinds import parser_of
from watchers.outcome import Fetched
from watchers.poll import Poller, take

URL = "https://posts.example/feed"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
EDITION = 10


@dataclass
class Paper:
    """Each edition has some posts; read in this process."""

    posts: Sequence[tuple[str, str]] = ()

    async def get(self, url: str, **validators: object) -> Fetched:
        items = "".join(
            f"<item><guid>{id}</guid><link>https://posts.example/{id}</link><description>{escape(escape(text))}"
            "</description></item>"
            for id, text in self.posts
        )
        body = f"<rss version='2.0'><channel><title>Posts</title>{items}</channel></rss>"
        return Fetched(url=url, body=body.encode(), headers=())

    async def parse(self, kind: str, body: bytes, url: str, content_type: str = "") -> Any:
        return parser_of(kind)(body, url, content_type)


@dataclass
class Run:
    """`links`: entry → decisions on its statements. `seconds`: of the writer's thread, inside transactions."""

    links: dict[str, list[Link]] = field(default_factory=dict)
    seconds: float = 0.0
    held: int = 0
    lag: float = 0.0
    whole: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--model", default="")
    parser.add_argument("--vectors", type=Path, help="claims' vectors as train_link.py keeps them")
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--claims", type=int, default=20_000)
    args = parser.parse_args()
    asyncio.run(measure(args))


async def measure(args: argparse.Namespace) -> None:
    choice = choose(args.model)
    if choice.folder is None:
        sys.exit(choice.words)
    data = load_data(DATA)
    meant = {said.id: right for said, right in data.queries[args.part]}
    needed = {id for right in meant.values() for id in right}
    claims = [c for n, c in enumerate(data.claims.values()) if n < args.claims or c.id in needed]
    posts = [(said.id, said.text) for said, _ in data.queries[args.part]]
    for meaning in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            store = open_sqlite(Path(folder) / "walkback.db")
            await store.transact(lambda tx: prepare(tx, claims))
            links = None
            if meaning:
                links = SemanticLinks(store, lambda: load(choice.folder))  # type: ignore[arg-type]
                await fill(store, links, claims, args.vectors)
            await decisions(store, posts, links)
            run = await polled(store, posts, links)
            report("words and meaning" if meaning else "words", run, meant, data.twins)
            if links is not None:
                links.close()
            await store.close()


def prepare(tx: Tx, claims: Sequence[Claim]) -> None:
    tx.rules.put_theme(Theme(id="t", guild_id=LOCAL_GUILD, name="all", created_at=NOW))
    tx.rules.put_rule(WatchRule(id="r", guild_id=LOCAL_GUILD, name="all", query="*", created_at=NOW))
    source = Source(
        id="s", kind="feed", url=URL, name="posts", added_at=NOW, due_at=NOW, baseline_done=True, health="ok"
    )
    tx.sources.add(source)
    tx.sources.follow(Follow(guild_id=LOCAL_GUILD, source_id="s", theme_id="t", created_at=NOW))
    for claim in claims:
        version = Version(
            claim_id=claim.id, number=1, statement=claim.standing, recorded_at=NOW, tag="new_claim"
        )
        tx.claims.put(claim, version)


async def fill(store: Store, links: SemanticLinks, claims: Sequence[Claim], file: Path | None) -> None:
    """From the file where it has them; the rest is encoded."""
    model = await links.model()
    assert model is not None
    if file is not None and file.is_file():
        kept = Similarity(None)  # type: ignore[arg-type]
        kept.load(file)
        have = [c for c in claims if all(text in kept._kept for text in texts_of(c))]
        await store.transact(
            lambda tx: [
                tx.vectors.put(c, model.fingerprint, b"".join(kept._kept[t].tobytes() for t in texts_of(c)))
                for c in have
            ]
        )
    begun = time.process_time()
    made = await fill_all(links)
    print(f"{made} claims encoded, {(time.process_time() - begun) * 1000 / max(made, 1):.1f} ms each")


async def decisions(store: Store, posts: Sequence[tuple[str, str]], links: SemanticLinks | None) -> None:
    """Query to decision, as in a transaction; and what comes before it, off the event loop."""
    said = [
        Statement(id=id, text=text, speaker=None, speaker_kind="narrator")
        for id, text in posts[:MOST_STATEMENTS]
    ]
    rated = None
    if links is not None:
        await links.rate(["The table of vectors is read once."], [LOCAL_GUILD])
        begun = time.process_time()
        rated = await links.rate([each.text for each in said], [LOCAL_GUILD])
        print(
            f"before the transaction: {(time.process_time() - begun) * 1000 / len(said):.1f} ms a statement",
            end="",
        )
        begun = time.process_time()
        await links.rate(
            [each.text for each in said], [LOCAL_GUILD]
        )  # vectors are remembered: the scan is left
        print(f", of it the scan {(time.process_time() - begun) * 1000 / len(said):.1f} ms")

    def timed(tx: Tx) -> list[float]:
        known = tx.claims if rated is None else rated.known(tx)
        spent = []
        for _ in range(2):
            for each in said:
                begun = time.thread_time()
                query = formulate(each)
                decide(each, query, known.candidates(LOCAL_GUILD, query, hold.CANDIDATES))
                spent.append(time.thread_time() - begun)
        return sorted(spent[len(said) :])

    spent = await store.read(timed)
    middle, late = spent[len(spent) // 2] * 1000, spent[len(spent) * 95 // 100] * 1000
    print(f"query to decision: median {middle:.1f} ms, 95th percentile {late:.1f} ms")


async def polled(store: Store, posts: Sequence[tuple[str, str]], links: SemanticLinks | None) -> Run:
    run, paper = Run(), Paper()
    poller = Poller(store=Timed(store, run), fetcher=paper, parser=paper, semantics=links)  # type: ignore[arg-type]
    plain, now = hold.decide, NOW

    def noted(statement: Statement, query: Any, candidates: Any) -> Link:
        link = plain(statement, query, candidates)
        run.links.setdefault(statement.entry_id, []).append(link)
        run.held += 1
        return link

    hold.decide = noted
    watch = asyncio.create_task(watched(run))
    begun = time.process_time()
    for start in range(0, len(posts), EDITION):
        now += timedelta(hours=1)
        paper.posts = posts[start : start + EDITION]
        source = await store.transact(lambda tx, at=now: take(tx, "s", at, at + timedelta(minutes=5), "b"))  # type: ignore[misc]
        assert source is not None
        await poller.poll(source, now)
    run.whole = time.process_time() - begun
    watch.cancel()
    hold.decide = plain
    return run


async def watched(run: Run) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        run.lag = max(run.lag, time.perf_counter() - before - 0.005)


class Timed:
    """A store whose transactions are timed in the thread that runs them."""

    def __init__(self, store: Store, run: Run) -> None:
        self.store, self.run = store, run
        self.read = store.read

    async def transact(self, work: Callable[[Tx], Any], **options: Any) -> Any:
        def timed(tx: Tx) -> Any:
            begun = time.thread_time()
            try:
                return work(tx)
            finally:
                self.run.seconds += time.thread_time() - begun

        return await self.store.transact(timed, **options)


def report(name: str, run: Run, meant: dict[str, frozenset[str]], twins: dict[str, frozenset[str]]) -> None:
    """A post is right if one of its statements is linked to its claim (or one in the very same words)."""
    right = wrong = heard = 0
    for id, labelled in meant.items():
        entry = content_id("entry", "s", f"g:{id}")
        found = [link for link in run.links.get(entry, ()) if link.band == "alert" and link.claim]
        ids = {link.claim.id for link in found if link.claim}
        allowed = frozenset().union(*(twins[each] for each in labelled))
        right += bool(ids & allowed)
        wrong += bool(ids - allowed and any(each in twins for each in ids - allowed))
        heard += bool(ids - allowed and any(each not in twins for each in ids - allowed))
    print(
        f"{name}: of {len(meant)} posts {right} linked to their claim, {wrong} to another, {heard} to an earlier post"
    )
    print(
        f"  {run.held} statements held; transactions {run.seconds * 1000 / run.held:.1f} ms a statement (processor time"
        f" of the writer), all threads {run.whole * 1000 / run.held:.1f} ms; event loop held up"
        f" {run.lag * 1000:.0f} ms at most"
    )


if __name__ == "__main__":
    main()
