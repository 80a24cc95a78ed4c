"""`/healthz` and Prometheus `/metrics`, off by default. No URL, guild, speaker or channel is ever a label."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from state.errors import StoreError
from state.store import Store, Tx
from watchers.hosts import DAILY_BUDGET, asked_by_host, everything_asked

LAG_EVERY = 1.0
LATE_SECONDS = 120
"""A source is late when it has been due for longer than this."""


class Meters:
    """What is counted while the bot runs. One registry an instance, so that two bots in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.polls = Counter("walkback_polls", "Polls by outcome.", ["outcome"], registry=self.registry)
        self.visits = Counter(
            "walkback_page_visits",
            "Visits to articles' pages by outcome.",
            ["outcome"],
            registry=self.registry,
        )
        self.sends = Counter("walkback_sends", "Sends by status.", ["status"], registry=self.registry)
        self.alerts = Counter("walkback_alerts", "Alerts raised.", registry=self.registry)
        self.lag = Gauge(
            "walkback_loop_lag_seconds", "How late the event loop woke last.", registry=self.registry
        )
        self.owed = Gauge("walkback_outbox_owed", "Deliveries owed.", registry=self.registry)
        self.oldest = Gauge(
            "walkback_outbox_oldest_seconds", "Age of the oldest owed.", registry=self.registry
        )
        self.parked = Gauge("walkback_addresses_parked", "Addresses parked.", registry=self.registry)
        self.sources = Gauge("walkback_sources", "Sources by health.", ["health"], registry=self.registry)
        self.late = Gauge(
            "walkback_sources_late_ratio", "Share of sources that are late.", registry=self.registry
        )
        self.requests = Gauge(
            "walkback_requests_today", "Requests to sources since midnight UTC.", registry=self.registry
        )
        self.busiest = Gauge(
            "walkback_host_requests_today", "Of these, to the host asked most.", registry=self.registry
        )
        self.allowed = Gauge(
            "walkback_host_requests_allowed", "Requests a day that one host is asked.", registry=self.registry
        )
        self.pages = Gauge(
            "walkback_pages_read_again", "Articles' pages that are read again.", registry=self.registry
        )
        self.size = Gauge("walkback_database_bytes", "Size of the database file.", registry=self.registry)

        self._counted: dict[str, int] = {}

    def count_sends(self, totals: Mapping[str, int]) -> None:
        """`totals`: status → sends since the start; what is new among them is counted."""
        for status, total in totals.items():
            self.sends.labels(status=status).inc(max(0, total - self._counted.get(status, 0)))
            self._counted[status] = total

    def look(self, tx: Tx, now: datetime) -> None:
        """Set the gauges from what is stored."""
        owed = [each for each in tx.outbox.owed() if each.subject != "edit"]
        self.owed.set(len(owed))
        self.oldest.set(max(((now - d.created_at).total_seconds() for d in owed), default=0.0))
        self.parked.set(len(tx.outbox.parked()))
        health: dict[str, int] = {}
        late = active = 0
        sources = tx.sources.all()
        asked = asked_by_host(everything_asked(tx), now)
        self.pages.set(tx.articles.count()[0])
        self.requests.set(sum(asked.values()))
        self.busiest.set(max(asked.values(), default=0))
        self.allowed.set(DAILY_BUDGET)
        for source in sources:
            health[source.health] = health.get(source.health, 0) + 1
            if not source.paused:
                active += 1
                late += source.due_at is not None and (now - source.due_at).total_seconds() > LATE_SECONDS
        self.sources.clear()
        for name, count in health.items():
            self.sources.labels(health=name).set(count)
        self.late.set(late / active if active else 0.0)


@asynccontextmanager
async def served(
    address: str,
    store: Store,
    meters: Meters,
    clock: Callable[[], datetime],
    db: str,
    sends: Callable[[], Mapping[str, int]] = dict,
    hanging: Callable[[], Sequence[str]] = tuple,
) -> AsyncIterator[str]:
    """Serves on `address` (host:port) while the block runs; yields the base URL. Raises OSError if it is taken.

    `sends`: status → sends since the start. `hanging`: parts of the bot that do not turn any more.
    """

    async def metrics(request: web.Request) -> web.Response:
        try:
            await store.read(lambda tx: meters.look(tx, clock()))
        except StoreError as error:
            return web.Response(status=503, text=f"{error}\n")
        meters.count_sends(sends())
        meters.size.set(await asyncio.to_thread(_bytes_of, db))
        return web.Response(
            body=generate_latest(meters.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    async def health(request: web.Request) -> web.Response:
        try:
            await store.read(lambda tx: tx.outbox.next_due())
        except StoreError as error:
            return web.Response(status=503, text=f"{error}\n")
        if parts := hanging():
            return web.Response(status=503, text=f"no sign of life from {', '.join(parts)}\n")
        return web.Response(text="ok\n")

    host, _, port = address.rpartition(":")
    app = web.Application()
    app.add_routes([web.get("/metrics", metrics), web.get("/healthz", health)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    watching = asyncio.create_task(_watch_lag(meters), name="loop-lag")
    try:
        site = web.TCPSite(runner, host or "127.0.0.1", int(port))
        await site.start()
        bound = runner.addresses[0]
        yield f"http://{bound[0]}:{bound[1]}"
    finally:
        watching.cancel()
        await runner.cleanup()


async def _watch_lag(meters: Meters) -> None:
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(LAG_EVERY)
        meters.lag.set(max(0.0, loop.time() - before - LAG_EVERY))


def _bytes_of(db: str) -> int:
    try:
        return Path(db).stat().st_size
    except OSError:
        return 0
