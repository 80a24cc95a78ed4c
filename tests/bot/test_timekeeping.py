"""The clock is set, or the machine sleeps, while the bot runs: no poll is lost, nothing waits for what never comes."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.chores import DONE_KEY, Chores
from bot.desk import sources, subscriptions, themes, watch
from bot.destinations.base import Receipt
from bot.dispatch import Dispatcher
from bot.message import Message
from bot.timekeeping import Timekeeper
from rules.model import Address
from state.memory import open_memory
from state.model import HistoryFilter
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.world import Channels, Clock, Direct, Feed, Item, Web
from watchers.cadence import Limits
from watchers.poll import Poller
from watchers.schedule import Schedule

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LIMITS = Limits(least=timedelta(minutes=10), most=timedelta(minutes=30))


class Bench:
    """A bot on a clock that the test turns, with one feed that has something new every hour of real time."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.seconds = store, Clock(NOON), 0.0
        chance = random.Random(5)
        self.web = Web(self.real, random.Random(6), trouble=0.0)
        self.feed = Feed(url="https://paper.example/feed", title="Paper")
        self.web.feeds[self.feed.url] = self.feed
        for hour in range(-20, 100):
            share = 10 + (hour + 20) % 80
            text = f"“{share} percent of the jobs in Halden will go by 2041,” said Mara Voss."
            at = NOON + timedelta(hours=hour)
            self.feed.items.append(Item(f"https://paper.example/{hour}", at, [(at, text)]))
        self.channels = Channels(self.clock, random.Random(7), trouble=0.0)
        poller = Poller(store=store, fetcher=self.web, parser=Direct(), limits=LIMITS, jitter=chance.random)
        self.schedule = Schedule(poller=poller, clock=self.clock, owner="bench")
        self.dispatcher = Dispatcher(store, {"discord": self.channels}, self.clock, chance.random)
        self.keeper = Timekeeper(
            store=store,
            clock=self.clock,
            steady=lambda: self.seconds,
            tell=(self.schedule.clock_went_back, self.dispatcher.clock_went_back),
        )

    def real(self) -> datetime:
        """What time it is, whatever the system's clock says."""
        return NOON + timedelta(seconds=self.seconds)

    @property
    def polls(self) -> list[float]:
        """Hours of real time."""
        return [(asked.at - NOON) / timedelta(hours=1) for asked in self.web.asked]

    def set_clock(self, step: timedelta) -> None:
        self.clock.moment += step

    async def lives(self, hours: float) -> None:
        """Real time passes, minute by minute; the clock goes with it."""
        for _ in range(round(hours * 60)):
            self.seconds += 60
            self.clock.moment += timedelta(minutes=1)
            await self.keeper.look()
            await self.schedule.tick()
            if polls := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(polls, timeout=5)
            await self.dispatcher.once()

    async def sleeps(self, hours: float) -> None:
        """The machine is suspended: the clock goes on, and the seconds of the process do not."""
        self.web.clock = lambda: NOON + timedelta(seconds=self.seconds, hours=hours)
        self.clock.moment += timedelta(hours=hours)
        await self.lives(1 / 60)


def set_up(tx: Tx) -> None:
    themes.add(tx, 1, "work", now=NOON)
    sources.add(tx, 1, kind="feed", url="https://paper.example/feed", name="Paper", theme="work", now=NOON)
    watch.add(tx, 1, "jobs", "jobs", now=NOON, theme="work")
    subscriptions.add(tx, 1, Address(kind="discord", target="11"), now=NOON)


@pytest.fixture
async def bench() -> Bench:
    made = Bench(open_memory())
    await made.store.transact(set_up)
    await made.lives(3)
    return made


def widest_gap(polls: list[float]) -> float:
    return max(b - a for a, b in pairwise(polls))


def heard(bench: Bench) -> Counter[str]:
    return Counter(alert for posted in bench.channels.posted["11"] for alert in posted.subjects)


@pytest.mark.parametrize(
    "step", [timedelta(minutes=5), timedelta(hours=1), timedelta(days=1), timedelta(days=365)]
)
async def test_after_the_clock_was_ahead_and_went_back_no_poll_is_missing_and_nothing_is_said_twice(
    bench: Bench, step: timedelta
) -> None:
    usual = widest_gap(bench.polls)
    bench.set_clock(step)
    await bench.lives(2)
    bench.set_clock(-step)
    await bench.lives(3)
    bench.set_clock(-step)  # and once more, from a clock that was right
    await bench.lives(3)
    assert widest_gap(bench.polls) <= max(usual, 0.6)
    assert bench.polls[-1] > 10.4
    raised = await bench.store.read(lambda tx: tx.alerts.history(HistoryFilter(guild_id=1, limit=100)))
    assert len(raised) >= 8  # by a clock a year ahead, one of the hourly items looked a year old
    assert set(heard(bench)) == {alert.id for alert in raised}
    assert set(heard(bench).values()) == {1}
    assert await bench.store.read(lambda tx: tx.outbox.owed()) == []


async def test_a_clock_that_goes_far_ahead_and_back_between_two_looks_leaves_nothing_waiting(
    bench: Bench,
) -> None:
    await bench.lives(1)
    polls = len(bench.polls)
    bench.set_clock(timedelta(days=300))
    await bench.schedule.tick()
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()}, timeout=5)
    assert len(bench.polls) == polls + 1
    bench.set_clock(-timedelta(days=300, minutes=1))
    await bench.lives(1)
    assert len(bench.polls) > polls + 1


async def test_after_a_sleep_each_source_is_asked_once_and_then_at_its_usual_pace(bench: Bench) -> None:
    before = len(bench.polls)
    await bench.sleeps(8)
    assert len(bench.polls) == before + 1
    await bench.lives(1)
    assert before + 2 <= len(bench.polls) <= before + 8
    assert set(heard(bench).values()) == {1}


async def test_a_wait_that_a_server_asked_for_is_kept_through_a_step_back(bench: Bench) -> None:
    bench.set_clock(timedelta(days=1))
    await bench.lives(1)

    def wait(tx: Tx) -> None:
        (source,) = tx.sources.all()
        tx.sources.put(replace(source, due_at=bench.clock() + timedelta(hours=5)))

    await bench.store.transact(wait)
    last = bench.polls[-1]
    bench.set_clock(-timedelta(days=1))
    await bench.lives(6)
    assert bench.polls[bench.polls.index(last) + 1] == pytest.approx(9.0, abs=0.1)


async def test_a_delivery_that_was_tried_under_a_clock_ahead_waits_as_long_as_was_meant() -> None:
    store, clock, seconds = open_memory(), Clock(NOON), 0.0
    keeper = Timekeeper(store=store, clock=clock, steady=lambda: seconds)
    await keeper.look()
    ahead = NOON + timedelta(days=2)
    tried = nouns.delivery(
        not_before=ahead + timedelta(minutes=4), first_try_at=ahead, created_at=ahead, attempts=2
    )
    await store.transact(lambda tx: tx.outbox.add(tried))
    clock.moment = ahead
    await keeper.look()
    clock.moment = NOON
    await keeper.look()
    (row,) = await store.read(lambda tx: tx.outbox.owed())
    assert (row.not_before, row.first_try_at) == (NOON + timedelta(minutes=4), NOON)
    await keeper.look()
    assert (await store.read(lambda tx: tx.outbox.owed())) == [row]


class Slow:
    """A destination that knows no nonce and answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers = asyncio.Event()

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        self.asked.append(nonce)
        await self.answers.wait()
        return Receipt(message_id="1")

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        return None

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        raise AssertionError("nothing is edited")


async def test_a_machine_that_sleeps_while_it_sends_does_not_send_again_when_it_wakes() -> None:
    store, clock, slow = open_memory(), Clock(NOON), Slow()

    def owe(tx: Tx) -> None:
        tx.alerts.add(nouns.alert("a1"))
        hook = Address(kind="webhook", target="https://chat.example/services/1")
        tx.outbox.add(
            nouns.delivery("d1", hook, subject_id="a1", subscription_id="", not_before=NOON, created_at=NOON)
        )

    await store.transact(owe)
    dispatcher = Dispatcher(store, {"webhook": slow}, clock, lambda: 0.5)
    running = asyncio.create_task(dispatcher.run())
    while not slow.asked:  # noqa: ASYNC110
        await asyncio.sleep(0)
    clock.moment += timedelta(hours=8)  # past the lease
    fence = (await store.read(lambda tx: tx.outbox.owed()))[0].fence
    dispatcher.wake()
    while (await store.read(lambda tx: tx.outbox.owed()))[0].fence == fence:  # noqa: ASYNC110
        await asyncio.sleep(0)
    slow.answers.set()
    while await store.read(lambda tx: tx.outbox.owed()):  # noqa: ASYNC110
        await asyncio.sleep(0)
    await dispatcher.stop()
    await running
    assert len(slow.asked) == 1
    (row,) = await store.read(lambda tx: tx.outbox.of_subject("a1"))
    assert (row.state, row.message_id) == ("sent", "1")


async def test_the_daily_chores_are_done_though_the_last_time_lies_ahead() -> None:
    store, clock, days = open_memory(), Clock(NOON), []
    chores = Chores(store=store, clock=clock, backup=lambda day: days.append(day))
    await store.transact(lambda tx: tx.guilds.put_meta(DONE_KEY, (NOON + timedelta(days=365)).isoformat()))
    assert await chores.if_due()
    assert days == [NOON.date()]
    assert not await chores.if_due()
