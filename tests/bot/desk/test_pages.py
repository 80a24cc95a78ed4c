"""What is said of the entries' own pages, by `source test`, `source show` and the doctor."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.desk import pages
from bot.desk.answers import Refusal
from bot.intake import SourceDraft, preview
from state.memory import open_memory
from state.model import Article
from state.store import Tx
from tests.fakes import nouns
from tests.fakes.articles import SUMMARY
from tests.fakes.nouns import GUILD, NOON, OTHER_GUILD, after
from tests.fakes.server import FeedServer, Reply, item, rss
from watchers.articles.ask import Asker
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.hosts import Hosts
from watchers.sandbox import Sandbox

LONG = "Northfield Energy said its plant will open in 2027, and more words about it follow here. " * 12


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as made:
        yield made


async def said(server: FeedServer, *items: str) -> str:
    """What `source test` would say of the feed."""
    server.serve("/feed", Reply(body=rss(items)))
    async with Fetcher(guard=Guard.of(["127.0.0.0/8"])) as fetcher, Sandbox(size=1) as sandbox:
        found = await preview(server.url("/feed"), fetcher, sandbox, now=NOON)
        assert not isinstance(found, Refusal)
        asker = Asker(fetcher=fetcher, clock=lambda: NOON, hosts=Hosts(gap=0))
        return await pages.would_read(found[0], sandbox, asker)


async def test_a_feed_of_summaries_says_what_would_be_read(server: FeedServer) -> None:
    items = [item("a", SUMMARY, link=server.url("/a")), item("b", LONG, link=server.url("/b"))]
    words = await said(server, *items)
    assert "Full text: yes, the robots.txt of 127.0.0.1 allows it." in words
    assert "1 of 2 entries are summaries" in words
    assert "silent edits" in words
    assert server.asked("/a") + server.asked("/b") == 0


async def test_a_site_that_forbids_it_is_said_to(server: FeedServer) -> None:
    server.serve("/robots.txt", Reply(body=b"User-agent: walkback\nDisallow: /\n", content_type="text/plain"))
    words = await said(server, item("a", SUMMARY, link=server.url("/a")))
    assert words == "Full text: no, the robots.txt of 127.0.0.1 does not allow it."


async def test_a_site_whose_robots_txt_fails_is_left_alone_for_now(server: FeedServer) -> None:
    server.serve("/robots.txt", Reply(status=503))
    words = await said(server, item("a", SUMMARY, link=server.url("/a")))
    assert words.startswith("Full text: not now. The robots.txt of 127.0.0.1 cannot be read now")


async def test_entries_without_pages_are_said_to_have_none(server: FeedServer) -> None:
    assert "no pages of their own" in await said(server, item("a", SUMMARY, link=server.url("/feed")))


async def test_a_forum_has_no_articles(server: FeedServer) -> None:
    draft = SourceDraft(
        kind="lobsters", url="https://x.example", name="x", document_kind="forum_post", found=""
    )
    async with Fetcher() as fetcher, Sandbox(size=1) as sandbox:
        words = await pages.would_read(draft, sandbox, Asker(fetcher=fetcher, clock=lambda: NOON))
    assert "no articles" in words


def article(id: str, **fields: object) -> Article:
    plain = {"source_id": "src", "url": f"https://src.example/{id}", "added_at": NOON, "due_at": after(15)}
    return Article(**{"entry_id": id, **plain, **fields})  # type: ignore[arg-type]


async def test_a_source_says_how_many_pages_are_being_re_read_and_what_fails() -> None:
    store = open_memory()
    reason = "The robots.txt of src.example does not allow this page to be read."

    def work(tx: Tx) -> list[str]:
        tx.sources.put(nouns.source())
        words = [pages.are_read(tx, nouns.source(), NOON)]
        tx.articles.put(article("a", watched=True))
        tx.articles.put(article("b", due_at=None, reason="The page is gone, and that was told."))
        words.append(pages.are_read(tx, nouns.source(), NOON))
        tx.articles.put(article("c", strange=1, reason=reason))
        words.append(pages.are_read(tx, nouns.source(), after(20)))
        words.append(pages.are_read(tx, nouns.source(full_text=False), NOON))
        return words

    assert await store.transact(work) == [
        "yes; no page is being re-read",
        "yes; 1 page being re-read, next 2026-03-02 12:15 UTC",
        f"yes; 2 pages being re-read, next now; 1 page could not be read last time: {reason[:-1]}",
        "no, as set (source edit --full-text)",
    ]
    text, wrong = await store.read(pages.all_pages)
    assert text.startswith("2 pages being re-read, 1 of them for silent edits; 1 page could not be read")
    assert not wrong


async def test_full_text_is_switched_off_by_whoever_follows_alone() -> None:
    store = open_memory()

    def work(tx: Tx) -> list[object]:
        tx.sources.put(nouns.source())
        tx.sources.follow(nouns.follow())
        first = pages.set_full_text(tx, GUILD, "src", full_text=False, now=NOON)
        tx.sources.follow(nouns.follow(guild_id=OTHER_GUILD))
        pages.set_full_text(tx, GUILD, "src", full_text=True, now=NOON)
        second = pages.set_full_text(tx, GUILD, "src", full_text=False, now=NOON)
        source = tx.sources.get("src")
        return [first, second, source and source.full_text, tx.guilds.audit_log(GUILD)[0].action]

    first, second, now, action = await store.transact(work)
    assert not isinstance(first, Refusal)
    assert isinstance(second, Refusal)
    assert (now, action) == (True, "source full text on")
