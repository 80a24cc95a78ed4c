"""The README's promise: an article that was quietly edited or had a sentence taken out, through its own page. Real HTTP
on loopback, the real store on a file, the console as a channel; only the clock is turned by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from click import unstyle

from bot.app import built, open_store
from bot.desk import claims, sources, subscriptions, themes, watch
from bot.destinations.console import ConsoleDestination
from bot.parts import App
from bot.settings import Settings
from bot.turn import turn
from rules.model import LOCAL_GUILD, Address
from state.store import Tx
from tests.fakes.articles import FEWER, HOUR, LAST, LEAD, MINUTE, PLANT, REYL, SUMMARY, TEXT, TITLE, page
from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import MORNING


@dataclass
class Life:
    """One installation over several processes: the database file stays, the clock goes on."""

    settings: Settings
    now: list = field(default_factory=lambda: [MORNING])  # type: ignore[type-arg]
    said: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        store = open_store(self.settings)
        try:
            console = ConsoleDestination(self.said.append)
            async with built(
                self.settings, store, now=lambda: self.now[0], jitter=lambda: 0.0, console=console
            ) as app:
                app.hosts.gap = 0
                yield app
        finally:
            await store.close()

    async def turn(self, after: timedelta) -> str:
        """A process that polls, visits and delivers what is due, and ends. What it said."""
        self.now[0] += after
        async with self.running() as app:
            await turn(app)
        said, self.said[:] = unstyle("\n".join(self.said)), []
        return said


def set_up(tx: Tx, url: str) -> None:
    themes.add(tx, LOCAL_GUILD, "work", now=MORNING)
    sources.add(tx, LOCAL_GUILD, kind="feed", url=url, name="The Halden Dispatch", theme="work", now=MORNING)
    watch.add(tx, LOCAL_GUILD, "jobs", "jobs OR plant", now=MORNING, theme="work")
    subscriptions.add(tx, LOCAL_GUILD, Address(kind="console"), now=MORNING, theme="work")


async def begun(server: FeedServer, folder: Path, **more: bool) -> Life:
    """A feed of summaries, its baseline polled, and then a story whose page is read."""
    life = Life(Settings(db=str(folder / "walkback.db"), allow_nets=("127.0.0.0/8",), **more))  # type: ignore[arg-type]
    old = item("old", "Nothing of note was said.", link=server.url("/old"))
    story = item("story", SUMMARY, title=TITLE, link=server.url("/story"))
    server.serve("/feed", Reply(body=rss([old])), Reply(body=rss([story, old])))
    async with life.running() as app:
        await app.store.transact(lambda tx: set_up(tx, server.url("/feed")))
    assert await life.turn(timedelta(0)) == ""
    await life.turn(HOUR)
    return life


async def test_an_article_that_is_quietly_edited_is_told_with_both_texts_and_its_link(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/story", page(), page(FEWER, *TEXT[1:]))
        life = await begun(server, tmp_path)
        assert server.asked("/story") == 1
        assert await life.turn(10 * MINUTE) == ""
        assert server.asked("/story") == 1
        said = await life.turn(5 * MINUTE)
        assert "Figure changed" in said
        assert "half of entry-level" in said
        assert "a fifth of entry-level" in said
        assert server.url("/story") in said
        for _ in range(4):
            assert await life.turn(HOUR) == ""


async def test_a_sentence_that_is_quietly_taken_out_is_told_once(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/story", page(), page(PLANT, REYL, LAST))
        life = await begun(server, tmp_path)
        assert await life.turn(15 * MINUTE) == ""
        said = await life.turn(15 * MINUTE)
        assert "Withdrawn" in said
        assert LEAD in said or "half of entry-level" in said
        assert await life.turn(HOUR) == ""


async def test_a_claim_that_only_the_page_contradicts_is_told(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/story", page(FEWER, *TEXT[1:]))
        life = Life(Settings(db=str(tmp_path / "walkback.db"), allow_nets=("127.0.0.0/8",)))
        old = item("old", "Nothing of note was said.", link=server.url("/old"))
        story = item("story", SUMMARY, title=TITLE, link=server.url("/story"))
        server.serve("/feed", Reply(body=rss([old])), Reply(body=rss([story, old])))

        def work(tx: Tx) -> None:
            set_up(tx, server.url("/feed"))
            draft = claims.Draft(text=LEAD, speaker="Mara Voss", theme="work", said_on=MORNING.date())
            claims.add(tx, LOCAL_GUILD, draft, now=MORNING)

        async with life.running() as app:
            await app.store.transact(work)
        assert await life.turn(timedelta(0)) == ""
        said = await life.turn(HOUR)
        assert "Figure changed" in said
        assert "a fifth of entry-level" in said


async def test_where_it_is_switched_off_no_page_is_asked(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/story", page())
        life = await begun(server, tmp_path, full_text=False)
        await life.turn(HOUR)
        assert server.asked("/story") + server.asked("/robots.txt") == 0
