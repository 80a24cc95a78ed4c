"""The ticker, tick by tick, on a clock that the test turns."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.desk import status
from state.errors import StoreError
from tests.fakes.server import item, rss
from tests.fakes.watching import GUILD, MORNING, Bench
from tests.fakes.world import Clock, Direct
from watchers.hosts import Hosts
from watchers.outcome import Failed, Fetched, NotModified
from watchers.plan import hint
from watchers.poll import Polled
from watchers.schedule import LEASE, PAUSE, Schedule

pytestmark = pytest.mark.asyncio


@dataclass
class Web:
    """Every address has the same one-item feed, unless it is in `instead`. `open` holds all answers back."""

    instead: dict[str, Failed | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    under_way: int = 0
    most: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)
    called: asyncio.Event = field(default_factory=asyncio.Event)

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed:
        self.asked.append(url)
        self.called.set()
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await self.open.wait()
        finally:
            self.under_way -= 1
        answer = self.instead.get(url)
        if isinstance(answer, Exception):
            raise answer
        return answer or Fetched(url=url, body=rss([item("one")]))


class World:
    def __init__(self, slots: int = 32, gap: float = 0.0) -> None:
        self.web, self.clock = Web(), Clock(MORNING)
        self.web.open.set()
        self.bench = Bench(self.web, Direct())
        self.polled: list[Polled] = []
        self.schedule = Schedule(
            poller=self.bench.poller,
            clock=self.clock,
            owner="test",
            slots=slots,
            hosts=Hosts(gap=gap),
            grace=0.05,
            on_poll=self.polled.append,
        )

    async def follow(self, *names: str) -> None:
        for name in names:
            await self.bench.follow(f"https://{name}")

    async def tick(self, after: timedelta = timedelta(0)) -> None:
        """One tick, and all that it began."""
        self.clock.moment += after
        await self.schedule.tick()
        await self.settle()

    async def settle(self) -> None:
        me = asyncio.current_task()
        while self.web.open.is_set() and (others := asyncio.all_tasks() - {me}):
            await asyncio.wait(others)

    async def due(self, name: str) -> datetime:
        source = await self.bench.store.read(lambda tx: tx.sources.by_url(f"https://{name}"))
        assert source is not None and source.due_at is not None
        return source.due_at


async def test_what_is_due_is_polled_and_comes_back_when_it_is_due_again() -> None:
    world = World()
    await world.follow("a.example", "b.example")
    await world.tick()
    assert sorted(world.web.asked) == ["https://a.example", "https://b.example"]
    await world.tick(timedelta(seconds=1))
    assert len(world.web.asked) == 2
    world.clock.moment = max(await world.due("a.example"), await world.due("b.example"))
    await world.tick()
    assert len(world.web.asked) == 4


async def test_no_more_polls_than_slots_are_under_way_and_the_rest_follow_without_a_tick() -> None:
    world = World(slots=4)
    await world.follow(*(f"{number}.example" for number in range(20)))
    await world.tick()
    assert world.web.most <= 4
    assert len(world.polled) == 20


async def test_a_leased_source_is_not_polled_twice() -> None:
    world = World()
    await world.follow("a.example")
    world.web.open.clear()
    await world.tick()
    await world.tick(timedelta(seconds=5))
    await asyncio.sleep(0)
    assert world.web.asked == ["https://a.example"]
    world.web.open.set()
    await world.settle()


async def test_the_second_source_of_a_host_is_put_back_to_the_hosts_next_slot() -> None:
    world = World(gap=60)
    await world.follow("a.example/1", "a.example/2", "b.example/1")
    await world.tick()
    assert len(world.web.asked) == 2
    late = next(n for n in ("a.example/1", "a.example/2") if f"https://{n}" not in world.web.asked)
    assert await world.due(late) == MORNING + timedelta(seconds=60)


async def test_every_source_of_a_crowded_host_has_its_turn_and_the_gap_is_kept() -> None:
    world = World(gap=60)
    names = [f"a.example/{number}" for number in range(10)]
    await world.follow(*names)
    asked: list[int] = []
    for _ in range(11 * 60):
        await world.tick(timedelta(seconds=1))
        asked.append(len(world.web.asked))
    assert {url.removeprefix("https://") for url in world.web.asked} == set(names)
    assert max(later - before for before, later in zip(asked, asked[59:], strict=False)) <= 1


async def test_a_host_that_refused_one_source_is_left_alone_by_the_others() -> None:
    world = World()
    await world.follow("a.example/1")
    world.web.instead["https://a.example/1"] = Failed(
        reason="rate_limited", words="Too many.", retry_after=300.0, status=429
    )
    await world.tick()
    await world.follow("a.example/2")
    await world.tick(timedelta(seconds=30))
    assert world.web.asked == ["https://a.example/1"]
    assert await world.due("a.example/2") > MORNING + timedelta(minutes=4)


async def test_a_poll_that_ends_in_a_surprise_stops_no_other_and_is_tried_again_when_its_lease_has_run_out() -> (
    None
):
    world = World()
    await world.follow("a.example", "b.example")
    world.web.instead["https://a.example"] = RuntimeError("a surprise")
    await world.tick()
    assert [polled.source.url for polled in world.polled] == ["https://b.example"]
    del world.web.instead["https://a.example"]
    await world.tick(LEASE + timedelta(seconds=1))
    assert world.web.asked.count("https://a.example") == 2
    assert any(polled.source.url == "https://a.example" for polled in world.polled)


async def test_while_the_store_fails_nothing_is_polled_and_afterwards_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    await world.follow("a.example")

    async def full(work: object) -> None:
        raise StoreError("walkback.db", "disk full")

    with monkeypatch.context() as broken:
        broken.setattr(world.bench.store, "transact", full)
        await world.tick()
    await world.tick(PAUSE / 2)
    assert world.web.asked == []
    await world.tick(PAUSE)
    assert world.web.asked == ["https://a.example"]


async def test_a_stop_gives_the_leases_of_unfinished_polls_back() -> None:
    world = World()
    await world.follow("a.example")
    world.web.open.clear()
    running = asyncio.create_task(world.schedule.run())
    await world.web.called.wait()
    world.schedule.stop()
    await running
    source = await world.bench.store.read(lambda tx: tx.sources.by_url("https://a.example"))
    assert source is not None
    assert (source.lease_until, source.owner) == (None, "")
    assert source.due_at is not None and source.due_at <= world.clock()


async def test_after_a_stop_no_tick_begins_anything() -> None:
    world = World()
    await world.follow("a.example")
    world.schedule.stop()
    await world.tick()
    assert world.web.asked == []


async def test_what_no_rule_waits_for_is_read_when_nothing_is_due() -> None:
    world = World()
    await world.follow("a.example")
    await world.bench.store.transact(lambda tx: tx.rules.remove_rule(7, "r7"))
    await world.tick()
    source = world.polled[0].source
    assert hint(source, "unread")
    entry = (await world.bench.entries(source.id))[0]
    assert not await world.bench.store.read(lambda tx: tx.entries.statements_of(entry.id))
    await world.tick(timedelta(seconds=1))
    assert await world.bench.store.read(lambda tx: tx.entries.statements_of(entry.id))
    assert not hint(await world.bench.source(source.id), "unread")


async def test_a_paused_source_is_not_polled() -> None:
    world = World()
    await world.follow("a.example")
    source = await world.bench.store.read(lambda tx: tx.sources.by_url("https://a.example"))
    assert source is not None
    await world.bench.store.transact(lambda tx: tx.sources.put(replace(source, paused=True)))
    await world.tick(timedelta(days=1))
    assert world.web.asked == []


async def test_the_requests_of_today_count_for_the_budget_after_a_restart() -> None:
    world = World()
    await world.follow("a.example/1", "a.example/2")
    await world.tick()
    again = Schedule(
        poller=world.bench.poller, clock=world.clock, owner="again", hosts=Hosts(gap=0.0, budget=2)
    )
    world.clock.moment += timedelta(hours=12)
    await again.tick()
    await world.settle()
    assert len(world.web.asked) == 2
    assert again.hosts.asked_today() == {"a.example": 2}


async def test_a_guild_sees_what_was_asked_today_of_the_hosts_it_follows() -> None:
    world = World()
    await world.follow("a.example/1", "a.example/2", "b.example")
    await world.tick()
    store = world.bench.store
    found = await store.read(lambda tx: status.of(tx, GUILD, world.clock()))
    assert found.asked == (("a.example", 2), ("b.example", 1))
    elsewhere = await store.read(lambda tx: status.of(tx, GUILD + 1, world.clock()))
    assert elsewhere.asked == ()
