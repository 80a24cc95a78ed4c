"""A day with 300 sources and 20 guilds, compressed by the clock: what a process holds must not grow with what it did.

The real store, fetcher, parsing process, schedule and dispatcher; feeds come over real sockets from a server on
loopback, one address each. Only Discord is played (`tests.fakes.world`) and time is turned.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import sources, subscriptions, themes, watch
from bot.dispatch import Dispatcher
from rules.model import Address
from state.sqlite import open_sqlite
from state.store import Store, Tx
from tests.fakes.server import FeedServer, Reply, Request
from tests.fakes.world import Channels, Clock, Feed, Item
from watchers.cadence import Limits
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.poll import Polled, Poller
from watchers.sandbox import Sandbox
from watchers.schedule import Schedule

START = datetime(2026, 5, 4, tzinfo=UTC)
SOURCES, GUILDS, WINDOW = 300, 20, 12
ITEMS_A_DAY = 2.0
STEP = timedelta(minutes=10)
LIMITS = Limits(least=timedelta(minutes=40))
FLAT = 0.05
PLACES = ("Halden", "Brightwater", "Northfield", "Corsby", "Delmont", "Fenric", "Garvik")
SPEAKERS = ("Mara Voss", "Tomas Reyl", "Ines Okafor", "Jonas Feld", "Edda Lunt")


@dataclass
class Held:
    """What the process holds at one moment."""

    resident: int
    tasks: int
    descriptors: int
    threads: int


def held() -> Held:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return Held(
        resident=pages * os.sysconf("SC_PAGE_SIZE"),
        tasks=len(asyncio.all_tasks()),
        descriptors=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        threads=sum(1 for _ in Path("/proc/self/task").iterdir()),
    )


@dataclass
class Day:
    store: Store
    server: FeedServer
    fetcher: Fetcher
    sandbox: Sandbox
    days: int = 1
    clock: Clock = field(default_factory=lambda: Clock(START))
    chance: random.Random = field(default_factory=lambda: random.Random(20260504))
    feeds: list[Feed] = field(default_factory=list)
    polls: Counter[str] = field(default_factory=Counter)
    alerts: int = 0
    quarters: list[Held] = field(default_factory=list)
    on_quarter: Callable[[int], None] = lambda quarter: None

    def __post_init__(self) -> None:
        self.channels = Channels(self.clock, random.Random(7), trouble=0.1)
        for number in range(SOURCES):
            self.feeds.append(self._feed(number))
            self.server.serve(f"/{number}", lambda request, number=number: self._answer(number, request))
        poller = Poller(
            store=self.store,
            fetcher=self.fetcher,
            parser=self.sandbox,
            limits=LIMITS,
            jitter=self.chance.random,
        )
        self.schedule = Schedule(poller=poller, clock=self.clock, owner="soak", on_poll=self._polled)
        self.dispatcher = Dispatcher(
            self.store, {"discord": self.channels}, self.clock, self.chance.random, owner="soak"
        )

    def _feed(self, number: int) -> Feed:
        """Full from the start, so that a page is as long in the evening as in the morning."""
        url = self.server.url(f"/{number}", host=f"127.0.{1 + number // 200}.{1 + number % 200}")
        feed = Feed(url=url, title=f"Paper {number}", window=WINDOW)
        at = START - timedelta(days=WINDOW / ITEMS_A_DAY)
        while at < START + timedelta(days=self.days):
            at += timedelta(days=self.chance.expovariate(ITEMS_A_DAY))
            share, place = self.chance.randrange(10, 90), self.chance.choice(PLACES)
            text = f"“{share} percent of the jobs in {place} will go by 2041,” said {SPEAKERS[number % 5]}."
            feed.items.append(Item(f"https://p{number}.example/{len(feed.items)}", at, [(at, text)]))
        return feed

    def _answer(self, number: int, request: Request) -> Reply:
        if self.chance.random() < 0.03:
            return Reply(status=503, body=b"busy", content_type="text/plain")
        body = self.feeds[number].body(self.clock())
        tag = f'"{hash(body)}"'
        if request.header("if-none-match") == tag:
            return Reply(status=304, headers=(("ETag", tag),), length=None)
        return Reply(body=body, headers=(("ETag", tag),))

    def set_up(self, tx: Tx) -> None:
        for guild in range(1, GUILDS + 1):
            themes.add(tx, guild, "work", now=START)
            watch.add(tx, guild, "jobs", "jobs", now=START, theme="work")
            for number in range(guild - 1, SOURCES, GUILDS):
                feed = self.feeds[number]
                sources.add(tx, guild, kind="feed", url=feed.url, name=feed.title, theme="work", now=START)
            subscriptions.add(tx, guild, Address(kind="discord", target=str(guild)), now=START)

    def _polled(self, polled: Polled) -> None:
        self.polls[polled.outcome] += 1
        self.alerts += len(polled.absorbed.alerts)

    async def run(self) -> None:
        self.fakes = asyncio.all_tasks()
        await self.store.transact(self.set_up)
        for quarter in range(1, 4 * self.days + 1):
            while self.clock.moment < START + timedelta(hours=6 * quarter):
                self.clock.moment += STEP
                await self._turn()
            self.quarters.append(held())
            self.on_quarter(quarter)

    async def _turn(self) -> None:
        while (due := await self.store.read(lambda tx: tx.sources.next_due())) and due <= self.clock.moment:
            await self.schedule.tick()
            while others := asyncio.all_tasks() - self.fakes:
                await asyncio.wait(others, timeout=1)
        await self.dispatcher.once()
        self.server.requests.clear()  # what the fakes remember is no leak of the bot's
        for posts in self.channels.posted.values():
            del posts[:-3]


@asynccontextmanager
async def a_day(folder: Path, days: int = 1) -> AsyncIterator[Day]:
    store = open_sqlite(folder / "walkback.db")
    try:
        async with (
            FeedServer(host="0.0.0.0") as server,  # all of 127/8: one address a source
            Fetcher(guard=Guard.of(("127.0.0.0/8",)), clock=lambda: START) as fetcher,
            Sandbox() as sandbox,
        ):
            yield Day(store, server, fetcher, sandbox, days)
    finally:
        await store.close()


@pytest.mark.slow
async def test_a_day_leaks_no_memory_no_task_no_descriptor_and_no_lease(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("ERROR")  # what pytest keeps of the log is no leak of the bot's
    async with a_day(tmp_path) as day:
        await day.run()
        _, second, _, last = day.quarters
        print(f"\n{dict(day.polls)}, {day.alerts} alerts, {day.channels.drawn}")
        print(*(f"{each.resident / 2**20:.1f} MiB" for each in day.quarters))
        assert sum(day.polls.values()) > 10 * SOURCES
        assert day.alerts > GUILDS
        assert abs(last.resident - second.resident) < FLAT * second.resident
        assert last.tasks <= second.tasks
        assert last.descriptors <= second.descriptors
        assert last.threads <= second.threads
        assert all(each.lease_until is None for each in await day.store.read(lambda tx: tx.sources.all()))
        assert all(each.lease_until is None for each in await day.store.read(lambda tx: tx.outbox.owed()))
