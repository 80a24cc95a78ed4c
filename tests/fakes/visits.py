"""A life of visits to one article in a process of its own, for tests that kill it: no network, pages from memory."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from rules.model import Address, Subscription, Theme, WatchRule
from state.crash import arm
from state.sqlite import open_sqlite
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.articles import FEWER, HOUR, MINUTE, SUMMARY, TEXT, TITLE, html
from tests.fakes.nouns import GUILD, NOON
from watchers.articles.ask import Asker
from watchers.articles.main_text import article_job
from watchers.articles.rounds import Rounds
from watchers.articles.visit import Visitor
from watchers.articles.want import want
from watchers.hearing import RuleBooks
from watchers.hosts import Hosts
from watchers.outcome import Failed, Fetched, Unreadable
from watchers.reading import read_job

ENTRY = nouns.entry(title=TITLE, content=SUMMARY, url="https://halden-dispatch.example/story")


class Site:
    """Answers with the article as it was before `edited_at`, and as it is since."""

    def __init__(self, now: list[datetime], edited_at: datetime) -> None:
        self._now, self._edited_at = now, edited_at

    async def get(self, url: str, **more: object) -> Fetched | Failed:
        if url.endswith("/robots.txt"):
            return Failed(reason="not_found", words="Nothing is there.", status=404)
        text = TEXT if self._now[0] < self._edited_at else (FEWER, *TEXT[1:])
        return Fetched(url=url, body=html(*text), headers=((b"content-type", b"text/html"),))


class Here:
    """Does the reading process's jobs in this process."""

    async def run(self, job: dict[str, Any], body: bytes) -> dict[str, Any] | Unreadable:
        return read_job(body) if job["job"] == "read" else article_job(body, job["content_type"])


def _begin(tx: Tx) -> None:
    tx.rules.put_theme(Theme(id="theme", guild_id=GUILD, name="work", created_at=NOON))
    tx.rules.put_rule(WatchRule(id="r", guild_id=GUILD, name="jobs", query="jobs OR plant", created_at=NOON))
    console = Address(kind="console")
    tx.rules.put_subscription(Subscription(id="s", guild_id=GUILD, address=console, created_at=NOON))
    if tx.sources.get("src") is not None:
        return
    source = nouns.source(health="ok", baseline_done=True)
    tx.sources.put(source)
    tx.sources.follow(nouns.follow())
    tx.entries.put(ENTRY, nouns.revision(ENTRY))
    follows = tx.sources.followers("src")
    want(tx, source, follows, ENTRY, [RuleBooks().of(tx, GUILD)], NOON, matched=True)


async def live(path: Path, hours: float, point: str = "", after: int = 1) -> Store:
    """Visits from noon on, every five minutes, for so many hours; the article is edited after half an hour. Dies at the
    crash point, if one is named."""
    store = open_sqlite(path)
    await store.transact(_begin)
    if point:
        arm(point, after)
    now = [NOON]
    asker = Asker(fetcher=Site(now, NOON + HOUR / 2), clock=lambda: now[0], hosts=Hosts(gap=0))
    rounds = Rounds(
        visitor=Visitor(store=store, asker=asker, runner=Here()), clock=lambda: now[0], owner=f"life {point}"
    )
    while now[0] < NOON + hours * HOUR:
        await rounds.once()
        now[0] += 5 * MINUTE
    return store
