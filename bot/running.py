"""One running bot: the loops that poll, deliver and do the chores, until a signal or what no retry can mend."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.callback import listening
from bot.chores import Chores
from bot.desk import subscriptions as subscription_desk
from bot.leases import owner
from bot.metrics import served
from bot.parts import App
from bot.semantic.filling import Filling
from bot.systemd import Systemd, hanging
from bot.timekeeping import Timekeeper
from rules.model import LOCAL_GUILD, Address
from state.store import Store, Tx
from watchers.hubs import Hubs
from watchers.poll import Polled
from watchers.schedule import Schedule
from watchers.websub import Keys

if TYPE_CHECKING:
    from bot.discord_supervision import Supervisor

GRACE_SECONDS = 10.0
VISIT_SECONDS = 5.0
"""What visits to articles' pages have to finish; one that is cut off is made again."""


async def run(app: App, say: Callable[[str], None], backup: Callable[[date], Path | None]) -> str | None:
    """Until Ctrl-C, SIGTERM (None), or until Discord says what no retry can mend (the reason)."""
    stopping, service = asyncio.Event(), Systemd.of(os.environ, os.getpid())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    schedule = Schedule(poller=app.poller, clock=app.now, owner=owner(), on_poll=app.polled, hosts=app.hosts)
    chores = Chores(store=app.store, clock=app.now, backup=backup)
    timekeeper = Timekeeper(
        store=app.store,
        clock=app.now,
        steady=loop.time,
        tell=(schedule.clock_went_back, app.dispatcher.clock_went_back),
    )
    beats = {"the schedule": lambda: schedule.beat, "the dispatcher": lambda: app.dispatcher.beat}
    async with AsyncExitStack() as stack:
        await _meter(app, stack, say, lambda: hanging(beats, loop.time()))
        hubs = await _hear_hubs(app, schedule, stack, say)
        supervisor = await _speak(app, say)
        polling = asyncio.create_task(schedule.run(), name="schedule")
        speaking = asyncio.create_task(supervisor.run(), name="discord") if supervisor else None
        visiting = [asyncio.create_task(app.articles.run(), name="articles")] if app.articles else []
        tasks: list[asyncio.Task[Any]] = [
            polling,
            *visiting,
            *hubs,
            asyncio.create_task(app.dispatcher.run(), name="dispatcher"),
            asyncio.create_task(chores.run(), name="chores"),
            asyncio.create_task(timekeeper.run(), name="timekeeper"),
            asyncio.create_task(Filling(app.store, app.semantics).run(), name="vectors"),
            asyncio.create_task(stopping.wait(), name="signals"),
            *([speaking] if speaking else []),
        ]
        watching = asyncio.create_task(service.watch(beats), name="watchdog")
        service.tell("READY=1", f"STATUS=polling and delivering{'' if speaking else ', no Discord token'}")
        say(await _begun(app.store))
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        service.tell("STOPPING=1")
        say("Stopping: finishing what is under way.")
        schedule.stop()
        if app.articles:
            app.articles.stop()
        await asyncio.gather(
            polling,
            *(asyncio.wait({task}, timeout=VISIT_SECONDS) for task in visiting),
            app.dispatcher.stop(GRACE_SECONDS),
            return_exceptions=True,
        )
        if supervisor is not None:
            await supervisor.stop()
        await _end([*tasks, watching])
    return speaking.result() if speaking and not speaking.cancelled() else None


async def _begun(store: Store) -> str:
    """What is at work, for whoever watches the console."""
    polled = sum(not source.paused for source in await store.read(lambda tx: tx.sources.all()))
    if not polled:
        return "No source is followed yet. Add one: walkback source add URL, or /setup in Discord. Ctrl-C ends this."
    return f"Polling {polled:,} source{'s' if polled > 1 else ''}. Ctrl-C ends this."


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancels what is left; raises what one of them died of."""
    for task in tasks:
        task.cancel()
    for error in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(error, Exception):
            raise error


async def _meter(
    app: App, stack: AsyncExitStack, say: Callable[[str], None], stuck: Callable[[], Sequence[str]]
) -> None:
    if app.settings.metrics:
        totals = lambda: asdict(app.dispatcher.total)  # noqa: E731
        page = served(app.settings.metrics, app.store, app.meters, app.now, app.settings.db, totals, stuck)
        say(f"Metrics on {await stack.enter_async_context(page)}/metrics")


async def _hear_hubs(
    app: App, schedule: Schedule, stack: AsyncExitStack, say: Callable[[str], None]
) -> list[asyncio.Task[None]]:
    """The listener for hubs and the loop that asks them, where a callback is set."""
    if not app.settings.callback:
        return []
    key = app.settings.callback_key
    hubs = Hubs(
        store=app.store,
        fetcher=app.fetcher,
        clock=app.now,
        base=app.settings.callback,
        keys=Keys(key.reveal().encode() if key else secrets.token_bytes(32)),
    )
    base = await stack.enter_async_context(listening(app.settings.callback_listen, hubs))
    say(f"Hubs are heard on {base}, as {app.settings.callback}")

    def polled(polled: Polled) -> None:
        app.polled(polled)
        hubs.polled(polled)

    schedule.on_poll, app.poller.hub_wait = polled, hubs.wait
    return [asyncio.create_task(hubs.run(), name="hubs")]


async def _speak(app: App, say: Callable[[str], None]) -> Supervisor | None:
    """Discord's supervisor, or None without a token."""
    if app.settings.discord_token is None:
        await hear_on_console(app.store, app.now())
        say("No Discord token: alerts go to this console. Set WALKBACK_DISCORD_TOKEN for Discord.")
        return None
    from bot.discord_run import supervised  # a second of imports that nobody without a token needs

    return supervised(app)


async def hear_on_console(store: Store, now: datetime) -> None:
    """Whoever runs without Discord and subscribed to nothing hears everything on the console."""

    def work(tx: Tx) -> None:
        if not tx.rules.subscriptions(LOCAL_GUILD):
            subscription_desk.add(tx, LOCAL_GUILD, Address(kind="console"), now=now)

    await store.transact(work)
