"""The ticker: leases what is due, polls it, a bounded number at a time and fairly to each host.

APScheduler ticks, in memory; what is due and who works on it stands in the store, so that a crash loses nothing and two
processes never poll one source at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from state.errors import StoreError
from state.model import Rhythm, Source
from watchers.cadence import Limits, Purse, forecast_for, patience_for
from watchers.hosts import NEAR, Hosts, asked_by_host, everything_asked
from watchers.kinds import KINDS
from watchers.plan import hint
from watchers.poll import Polled, Poller, take
from watchers.url import host_of

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=150)
"""Longer than a poll can take: 30 s of fetching, the parser's limits, a locked database."""
GRACE = 10.0
PAUSE = timedelta(seconds=30)
"""After the store failed (a full disk), nothing is polled for so long; then it is tried again."""
WEIGH_EVERY = timedelta(hours=3)


@dataclass(slots=True, kw_only=True)
class Schedule:
    """`clock`: now, aware UTC. `owner`: a name for the leases, of this process only. `slots`: polls at once.
    `on_poll` hears of each finished poll. `purse`: what may be asked, on average."""

    poller: Poller
    clock: Callable[[], datetime]
    owner: str
    slots: int = 32
    tick_seconds: float = 1.0
    grace: float = GRACE
    """Seconds that polls under way have to finish when it stops."""
    purse: Purse = field(default_factory=Purse)
    hosts: Hosts = field(default_factory=Hosts)
    on_poll: Callable[[Polled], None] = lambda polled: None
    beat: float = 0.0
    """When a tick last ended, on the event loop's clock: a sign of life."""
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict[asyncio.Task[None], Source] = field(default_factory=dict)
    _refill: asyncio.Task[None] | None = None
    _more: bool = False
    _unread: list[str] | None = None
    _paused_until: datetime | None = None
    _weighed_at: datetime | None = None
    _asked: int = 0
    _forecast: float = 0.0
    """Requests until the next weighing."""
    _weighed: int = 0
    """Sources that were weighed."""

    def __post_init__(self) -> None:
        self.poller.lazy = True

    async def run(self) -> None:
        """Until `stop`. Then takes no more work, finishes within `grace` what it has, and gives its leases back."""
        ticker = AsyncIOScheduler(timezone="UTC")
        ticker.add_job(
            self.tick,
            "interval",
            seconds=self.tick_seconds,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        ticker.start()
        self.beat = asyncio.get_running_loop().time()
        try:
            await self.tick()
            await self._stop.wait()
        finally:
            ticker.shutdown(wait=False)
            await self._drain()

    def stop(self) -> None:
        self._stop.set()

    def clock_went_back(self) -> None:
        """Moments that are kept here lie too far ahead now: hosts' turns, a rest, the last weighing."""
        self.hosts.forget()
        self._paused_until = self._weighed_at = None

    async def tick(self) -> None:
        """Begin as many due polls as there are free slots."""
        await self._tick()
        self.beat = asyncio.get_running_loop().time()

    async def _tick(self) -> None:
        now = self.clock()
        free = self.slots - len(self._running)
        if self._stop.is_set() or free <= 0 or (self._paused_until and now < self._paused_until):
            return
        self._paused_until, self._more = None, False
        try:
            due = await self.poller.store.read(lambda tx: tx.sources.next_due())
            if due is None or due > now:
                if not self._running:
                    await self._catch_up(now)
                return
            await self._weigh(now)
            leased = await self.poller.store.transact(
                lambda tx: tx.sources.lease_due(now, now + LEASE, self.owner, free)
            )
        except StoreError as error:
            self._pause(now, error)
            return
        self._more = len(leased) == free
        for source in leased:
            self._begin(source, now)

    async def _catch_up(self, now: datetime) -> None:
        """Nothing is due: read a little of what was put off."""
        if self._unread is None:
            sources = await self.poller.store.read(lambda tx: tx.sources.all())
            self._unread = [source.id for source in sources if hint(source, "unread")]
        if not self._unread:
            return
        source_id = self._unread[-1]
        source = await self.poller.store.transact(
            lambda tx: take(tx, source_id, now, now + LEASE, self.owner)
        )
        if source is None or not hint(await self.poller.catch_up(source), "unread"):
            self._unread.pop()

    def _begin(self, source: Source, now: datetime) -> None:
        kind = KINDS.get(source.kind)
        at = self.hosts.reserve(host_of(source.url), now, kind.gap if kind else 0.0, source.id)
        work = (
            self._poll(source, (at - now).total_seconds()) if at - now <= NEAR else self._put_back(source, at)
        )
        task = asyncio.create_task(work)
        self._running[task] = source
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        self._go_on()

    def _go_on(self) -> None:
        """While more is due than there are slots, a half of them free is refilled at once, not at the next tick."""
        resting = self._stop.is_set() or self._paused_until is not None
        if self._more and self._refill is None and not resting and len(self._running) <= self.slots // 2:
            self._refill = asyncio.create_task(self.tick())
            self._refill.add_done_callback(self._refilled)

    def _refilled(self, task: asyncio.Task[None]) -> None:
        """Polls may have ended while it was refilled: then nobody else would go on."""
        self._refill = None
        self._go_on()

    async def _poll(self, source: Source, wait: float) -> None:
        if wait > 0:
            await asyncio.sleep(wait)
        self._asked += 1
        try:
            polled = await self.poller.poll(source, self.clock())
        except StoreError as error:
            self._pause(self.clock(), error)
            return
        except Exception:  # the top of the loop: one source's surprise must not stop the others
            log.exception("source %s: the poll ended in an error; it is tried again", source.id)
            return
        if polled.source.health == "blocked" and polled.source.due_at is not None:
            self.hosts.wait(
                host_of(source.url), min(polled.source.due_at, self.clock() + timedelta(minutes=10))
            )
        if self._unread is not None and hint(polled.source, "unread"):
            self._unread.append(source.id)
        self.on_poll(polled)

    async def _put_back(self, source: Source, at: datetime) -> None:
        try:
            await self.poller.store.transact(lambda tx: tx.sources.finish(replace(source, due_at=at)))
        except StoreError as error:
            self._pause(self.clock(), error)

    def _pause(self, now: datetime, error: StoreError) -> None:
        log.error("polling rests for %d s: %s", PAUSE.total_seconds(), error)
        self._paused_until = now + PAUSE

    async def _weigh(self, now: datetime) -> None:
        """Spend the budget where items come, from what every source's rhythm says now."""
        if self._weighed_at is not None and now - self._weighed_at < WEIGH_EVERY:
            return
        if self._weighed_at is not None:
            hours = (now - self._weighed_at).total_seconds() / 3600
            share = hours / (WEIGH_EVERY.total_seconds() / 3600)
            self.purse = self.purse.spent(self._asked, self._forecast * share, hours, self._weighed)
        else:
            asked = await self.poller.store.read(everything_asked)
            self.hosts.recall(asked_by_host(asked, now), now)
        rhythms = await self.poller.store.read(lambda tx: tx.sources.rhythms())
        # 600 sources take some 40 ms: in a thread, for the loop has a gateway to answer
        self.poller.limits, self._forecast = await asyncio.to_thread(
            _weighed, rhythms, self.purse, self.poller.limits, now
        )
        self._weighed = len(rhythms)
        self._weighed_at, self._asked = now, 0

    async def _drain(self) -> None:
        if self._running:
            await asyncio.wait(self._running, timeout=self.grace)
        late = dict(self._running)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=2)
        for source in late.values():
            await self._put_back(source, source.due_at or self.clock())


def _weighed(rhythms: Sequence[Rhythm], purse: Purse, limits: Limits, now: datetime) -> tuple[Limits, float]:
    weighed = replace(limits, patience=patience_for(rhythms, purse, limits))
    return weighed, forecast_for(rhythms, weighed, now, int(WEIGH_EVERY.total_seconds() // 3600))
