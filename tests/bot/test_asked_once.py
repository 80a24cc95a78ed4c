"""`source add` asks a server once: what the preview fetched is the first poll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import built, open_store
from bot.desk import sources
from bot.desk.answers import Refusal
from bot.settings import Settings
from rules.model import LOCAL_GUILD
from state.model import Source
from tests.fakes.installed import walkback
from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.world import Clock
from watchers.handed import KEPT, MOST, Handed
from watchers.outcome import Failed, Fetched, NotModified
from watchers.poll import take

FEED = Reply(body=rss([item("one"), item("two")]), headers=(("ETag", '"v1"'),))
PAGE = Reply(
    body=b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>',
    content_type="text/html",
)


async def only_source(folder: Path) -> Source:
    store = open_store(Settings(db=str(folder / "walkback.db")))
    try:
        (source,) = await store.read(lambda tx: tx.sources.all())
        return source
    finally:
        await store.close()


async def test_a_feed_that_is_added_is_asked_once_and_its_baseline_is_taken(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/feed", FEED)
        out, _ = await walkback(tmp_path, "source", "add", server.url("/feed"))
        assert "2 entries" in out
        assert [request.target for request in server.requests] == ["/feed"]
        source = await only_source(tmp_path)
        assert source.baseline_done and source.etag == b'"v1"' and source.lease_until is None
        assert dict(source.hints)["asked"].endswith(" 1")
        await walkback(tmp_path, "poll", source.url)
        assert [request.header("if-none-match") for request in server.requests] == [None, '"v1"']


async def test_a_page_and_its_feed_are_asked_once_each(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/", PAGE)
        server.serve("/feed", FEED)
        out, _ = await walkback(tmp_path, "source", "add", server.url("/"))
        assert "names one feed" in out and "2 entries" in out
        assert (await only_source(tmp_path)).baseline_done
        await walkback(tmp_path, "poll")
        assert [request.target for request in server.requests] == ["/", "/feed"]


async def test_a_running_bot_polls_what_a_preview_fetched_without_asking_again(tmp_path: Path) -> None:
    settings = Settings(db=str(tmp_path / "walkback.db"), allow_nets=("127.0.0.0/8",))
    store = open_store(settings)
    async with FeedServer() as server, built(settings, store) as app:
        server.serve("/feed", FEED)
        found = await app.preview(server.url("/feed"))
        assert not isinstance(found, Refusal)
        now = datetime.now(UTC)
        added = await store.transact(
            lambda tx: sources.add(
                tx, LOCAL_GUILD, kind="feed", url=found[0].url, name="Paper", theme=None, now=now
            )
        )
        assert isinstance(added, sources.Followed)
        leased = await store.transact(
            lambda tx: take(tx, added.source.id, now, now + timedelta(minutes=2), "test")
        )
        assert leased is not None
        polled = await app.poller.poll(leased, now)
        assert polled.on_page == 2 and len(server.requests) == 1
    await store.close()


class Counting:
    def __init__(self) -> None:
        self.asked: list[str] = []

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed:
        self.asked.append(url)
        return Fetched(url=url, body=b"asked")


async def test_an_answer_is_handed_over_once_for_a_short_time_and_only_to_a_first_question() -> None:
    web, clock = Counting(), Clock(datetime(2026, 3, 2, tzinfo=UTC))
    handed = Handed(fetcher=web, clock=clock)
    kept = Fetched(url="a", body=b"kept")
    handed.keep("a", kept)
    assert await handed.get("a") is kept
    assert await handed.get("a") is not kept
    handed.keep("a", kept)
    assert await handed.get("a", etag=b"x") is not kept
    handed.keep("a", kept)
    clock.moment += KEPT
    assert await handed.get("a") is not kept
    for number in range(MOST + 1):
        handed.keep(str(number), kept)
    assert await handed.get("0") is not kept
    assert await handed.get(str(MOST)) is kept
