"""Promises 1, 2 and 5 over a year: nothing read is lost, nothing is said twice, digests and quiet hours drop nothing,
servers are treated well.

The real poller, schedule, store and dispatcher, on a clock that jumps from one due moment to the next. Feeds and
Discord are scripted (`tests.fakes.world`) and fail as seeded dice say. A model of a few lines says which alerts are
owed: whoever gives another figure than the one that stands has walked back.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

import pytest

from bot.desk import sources, subscriptions, themes, watch
from bot.desk.answers import Refusal
from bot.dispatch import Dispatcher
from rules.change import Alert
from rules.model import Address
from state.memory import open_memory
from state.model import HistoryFilter
from state.store import Store, Tx
from tests.fakes.world import Channels, Clock, Direct, Feed, Item, Web
from watchers.cadence import Limits
from watchers.poll import Polled, Poller
from watchers.schedule import Schedule

T = TypeVar("T")
START = datetime(2026, 1, 1, 6, tzinfo=UTC)
END = START + timedelta(days=365)
DRAINED = END + timedelta(days=14)
LIMITS = Limits(least=timedelta(hours=10))
SPREAD, LEAST_AFTER_FAILURE = 0.97, 0.8
"""Jitter may take so much off an interval, and off a wait after a failure."""
FEEDS, CLAIMS = 6, 48
SHARES = ("12", "25", "35", "48", "60", "75")
"""Per cent, which a speaker gives of one thing at a time."""
FIRST = ("Mara", "Tomas", "Ines", "Jonas", "Edda", "Pell", "Oda")
STEMS = ("Bar", "Cor", "Del", "Fen", "Gar", "Hol", "Jas", "Kel")
ENDS = ("den", "ling", "mont", "ric", "sby", "ton", "vik", "wyn")
THINGS = (
    "weaving mills", "tram depots", "salt mines", "night ferries", "glass furnaces", "apple orchards",
    "paper warehouses", "cement kilns", "stone quarries", "fish canneries", "toy factories", "rope works",
    "hop gardens", "tile ovens", "boat yards", "post offices", "coal barges", "cheese dairies",
    "brick fields", "organ builders", "lamp makers", "clock towers", "silk spinners", "flour mills",
)  # fmt: skip
EVERYTHING, EVEN = 1, 2
"""Two guilds: one follows every feed, one every other."""
HEARERS: dict[int, tuple[tuple[str, str, dict[str, str]], ...]] = {
    EVERYTHING: (
        ("11", "instant", {}),
        ("12", "daily", {"timezone": "Europe/Berlin", "digest_hour": "7"}),
        ("13", "instant", {"quiet": "22-7", "timezone": "America/New_York"}),
    ),
    EVEN: (
        ("21", "hourly", {}),
        ("22", "weekly", {"timezone": "Australia/Lord_Howe"}),
        ("23", "instant", {}),
        ("23", "instant", {"theme": "work"}),
    ),
}
Owed = tuple[int, str, str]
"""(guild, URL of the entry, share said there)."""


def sentence(claim: int, share: str) -> str:
    """Each speaker of one thing in one place: so that what is linked to what is beyond doubt."""
    place = f"{STEMS[claim // 8 % 8]}{ENDS[claim % 8]}"
    speaker = f"{FIRST[claim % len(FIRST)]} {place}"
    thing = THINGS[claim % len(THINGS)]
    return (
        f"“{share} percent of the jobs at the {thing} of {place}ia will disappear by 2041,” said {speaker}."
    )


@dataclass
class Script:
    """What the feeds show during the year, and what is owed for it."""

    chance: random.Random
    feeds: list[Feed] = field(default_factory=list)
    owed: set[Owed] = field(default_factory=set)

    def write(self) -> Script:
        for number in range(FEEDS):
            feed = Feed(url=f"https://paper{number}.example/feed", title=f"Paper {number}")
            for _ in range(2):
                start = START + timedelta(days=self.chance.uniform(5, 340))
                feed.away.append((start, start + timedelta(hours=self.chance.uniform(2, 60))))
            self.feeds.append(feed)
        for claim in range(CLAIMS):
            self._record(claim)
        for feed in self.feeds:
            feed.items.sort(key=lambda each: each.at)
        return self

    def _record(self, claim: int) -> None:
        """One speaker's year: said first, said again, said otherwise, sometimes changed where it stands."""
        feed = self.feeds[claim % FEEDS]
        at = (
            START - timedelta(days=2) if claim < FEEDS else START + timedelta(days=self.chance.uniform(2, 30))
        )
        standing = ""
        while at < END - timedelta(days=10):
            item = Item(url=f"{feed.url[:-5]}/{claim}-{len(feed.items)}", at=at, texts=[])
            feed.items.append(item)
            before, standing = standing, self._says(claim, feed, item, at, standing)
            # Only what stands is edited: an edited repetition is told too, but leaves the record as it is.
            if standing != before and self.chance.random() < 0.25 and at > START:
                at += timedelta(days=7)
                standing = self._says(claim, feed, item, at, standing, again=False)
            at += timedelta(days=self.chance.uniform(8, 60))

    def _says(
        self, claim: int, feed: Feed, item: Item, at: datetime, standing: str, *, again: bool = True
    ) -> str:
        others = [share for share in SHARES if share != standing]
        share = standing if standing and again and self.chance.random() < 0.4 else self.chance.choice(others)
        item.texts.append((at, sentence(claim, share)))
        if standing and share != standing:
            for guild in (EVERYTHING, EVEN):
                if guild == EVERYTHING or self.feeds.index(feed) % 2 == 0:
                    self.owed.add((guild, item.url, share))
        return share


@dataclass
class Year:
    seed: int
    store: Store = field(default_factory=open_memory)
    clock: Clock = field(default_factory=lambda: Clock(START))
    polls: Counter[str] = field(default_factory=Counter)
    first_alerts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.script = Script(random.Random(self.seed)).write()
        self.web = Web(self.clock, random.Random(self.seed + 1))
        self.web.feeds = {feed.url: feed for feed in self.script.feeds}
        self.channels = Channels(self.clock, random.Random(self.seed + 2))
        for start, hours in ((40, 5), (120, 31), (121.5, 0.5), (230, 50), (300, 0.2)):
            begins = START + timedelta(days=start, hours=2)
            self.channels.away.append((begins, begins + timedelta(hours=hours)))
        for target, start in (("11", 80), ("22", 160), ("23", 200)):
            begins = START + timedelta(days=start)
            self.channels.closed[target] = [(begins, begins + timedelta(days=4))]
        self.dice = random.Random(self.seed + 3)

    async def run(self) -> Year:
        await self.store.transact(self._set_up)
        life = self._life()
        restart = START + timedelta(days=45)
        while (due := await self._next()) is not None and due < DRAINED:
            self.clock.moment = max(self.clock.moment, due)
            if self.clock.moment > restart:
                restart += timedelta(days=45)
                life = self._life()
            await self._turn(*life)
        return self

    def _life(self) -> tuple[Schedule, Dispatcher]:
        """A process's working memory; what a restart loses."""
        poller = Poller(
            store=self.store, fetcher=self.web, parser=Direct(), limits=LIMITS, jitter=self.dice.random
        )
        schedule = Schedule(poller=poller, clock=self.clock, owner="year", on_poll=self._polled)
        sends = Dispatcher(self.store, {"discord": self.channels}, self.clock, self.dice.random, owner="year")
        return schedule, sends

    async def _turn(self, schedule: Schedule, dispatcher: Dispatcher) -> None:
        if self.clock.moment < END:
            await schedule.tick()
            if polls := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(polls)
        await self._reopen()
        await dispatcher.once()

    async def _next(self) -> datetime | None:
        """The next moment at which anything has to be done; seconds of waiting pass at once."""

        def look(tx: Tx) -> list[datetime | None]:
            return [tx.sources.next_due() if self.clock.moment < END else None, tx.outbox.next_due()]

        due = [each for each in await self.store.read(look) if each is not None]
        return max(min(due), self.clock.moment + timedelta(seconds=1)) if due else None

    async def _reopen(self) -> None:
        """Somebody opens a closed channel again and subscribes once more."""
        for target, spans in self.channels.closed.items():
            address = Address(kind="discord", target=target)
            if spans[0][1] <= self.clock.moment and str(address) in await self.store.read(
                lambda tx: tx.outbox.parked()
            ):
                await self.store.transact(lambda tx, a=address: tx.outbox.unpark(a, self.clock.moment))  # type: ignore[misc]

    def _polled(self, polled: Polled) -> None:
        self.polls[polled.outcome] += 1
        if self.polls[f"first {polled.source.id}"] == 0 and polled.outcome != "unwell":
            self.polls[f"first {polled.source.id}"] = 1
            self.first_alerts += [alert.id for alert in polled.absorbed.alerts]

    def _set_up(self, tx: Tx) -> None:
        for guild, hearers in HEARERS.items():
            themes.add(tx, guild, "work", now=START)
            for number, feed in enumerate(self.script.feeds):
                if guild == EVERYTHING or number % 2 == 0:
                    sources.add(
                        tx, guild, kind="feed", url=feed.url, name=feed.title, theme="work", now=START
                    )
            watch.add(tx, guild, "jobs", "jobs", now=START, theme="work")
            for target, pace, more in hearers:
                address = Address(kind="discord", target=target)
                options = {key: value for key, value in more.items() if key != "theme"}
                made = subscriptions.add(tx, guild, address, now=START, pace=pace, theme=more.get("theme"))
                assert not isinstance(made, Refusal)
                tx.rules.put_subscription(replace(made, options=tuple(options.items())))


@pytest.fixture(scope="module")
def year() -> Year:
    return asyncio.run(Year(20261125).run())


async def look(year: Year, work: Callable[[Tx], T]) -> T:
    return await year.store.read(work)


def alerts_of(tx: Tx, guild: int) -> Sequence[Alert]:
    return tx.alerts.history(HistoryFilter(guild_id=guild, limit=10_000))


async def test_everything_that_the_dice_can_do_to_us_was_done(year: Year) -> None:
    wanted = {"later", "asked", "never", "closed", "lost before", "lost after", "found"}
    assert wanted <= year.channels.drawn.keys()
    assert year.polls["unwell"] > 100
    assert len(year.script.owed) > 300
    print(
        f"\n{len(year.web.asked)} requests, {dict(year.channels.drawn)}, {len(year.script.owed)} alerts owed"
    )


async def test_every_alert_that_is_owed_was_raised_once_and_no_other(year: Year) -> None:
    raised: Counter[Owed] = Counter()
    for guild in HEARERS:
        for alert in await look(year, lambda tx, guild=guild: alerts_of(tx, guild)):
            assert alert.after is not None
            raised[guild, alert.after.url, alert.after.text.split()[0]] += 1
    assert raised == Counter(year.script.owed)


async def test_every_address_heard_every_alert_of_its_server_exactly_once(year: Year) -> None:
    """Digests and quiet hours included. What Discord refused for good is kept as failed; it can only stand if it was
    refused after an answer that was lost."""
    for guild, hearers in HEARERS.items():
        ids = [alert.id for alert in await look(year, lambda tx, guild=guild: alerts_of(tx, guild))]
        for target in {target for target, _, _ in hearers}:
            told = Counter(subject for post in year.channels.posted[target] for subject in post.subjects)
            owed = await look(year, lambda tx, ids=ids: [d for id in ids for d in tx.outbox.of_subject(id)])
            mine = [delivery for delivery in owed if delivery.address.target == target]
            assert len(mine) == len(ids)
            for delivery in mine:
                assert delivery.state in ("sent", "failed"), delivery
                assert told[delivery.subject_id] == 1 or (
                    delivery.state == "failed" and not told[delivery.subject_id]
                )
            assert sum(delivery.state == "failed" for delivery in mine) < len(mine) / 10


async def test_every_message_about_a_source_stands_once(year: Year) -> None:
    for posts in year.channels.posted.values():
        told = Counter(subject for post in posts for subject in post.subjects)
        assert max(told.values()) == 1


async def test_at_the_end_nothing_is_owed_leased_or_parked(year: Year) -> None:
    assert not await look(year, lambda tx: tx.outbox.owed())
    assert not await look(year, lambda tx: tx.outbox.parked())
    assert all(source.lease_until is None for source in await look(year, lambda tx: tx.sources.all()))


async def test_no_source_is_asked_more_often_than_its_limits_and_its_server_allow(year: Year) -> None:
    for url in year.web.feeds:
        asked = [each for each in year.web.asked if each.url == url]
        for before, after in pairwise(asked):
            least = LIMITS.least * (LEAST_AFTER_FAILURE if before.failed else SPREAD)
            assert after.at - before.at >= max(least, timedelta(seconds=before.wait))
        assert sum(each.conditional for each in asked) > len(asked) / 3


async def test_the_first_good_poll_of_a_source_alerts_nothing(year: Year) -> None:
    assert sum(name.startswith("first ") for name in year.polls) == FEEDS
    assert year.first_alerts == []


async def test_after_eight_hours_of_sleep_each_source_is_asked_once_and_then_at_its_own_time() -> None:
    year = Year(7)
    year.web.trouble = 0.0
    await year.store.transact(year._set_up)
    life = year._life()

    async def until(end: datetime) -> None:
        while (due := await year._next()) is not None and due <= end:
            year.clock.moment = max(due, year.clock.moment)
            await year._turn(*life)

    await until(START + timedelta(days=2))
    year.clock.moment += timedelta(hours=8)
    woken = year.clock.moment
    await until(woken + timedelta(hours=2))
    caught_up = [each for each in year.web.asked if each.at >= woken]
    assert max(Counter(each.url for each in caught_up).values()) == 1
    due = await look(year, lambda tx: [source.due_at for source in tx.sources.all()])
    assert len(set(due)) == FEEDS  # spread by jitter, not all at once again
