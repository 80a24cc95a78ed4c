"""Plays the story: turns the server's page day by day and lets the bot do what it does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import built, open_store
from bot.demo.server import StoryServer
from bot.demo.story import FEEDS, FIRST_DAY, RULE, THEME, last_day
from bot.desk import sources, subscriptions, themes, watch
from bot.destinations.console import ConsoleDestination
from bot.parts import App
from bot.settings import Settings
from bot.turn import turn
from rules.change import Alert
from rules.model import LOCAL_GUILD, Address
from state.model import HistoryFilter
from state.store import Tx

POLLS_A_DAY = 2
KINDS = {"rss": "feed", "atom": "feed", "json": "jsonfeed"}


@dataclass(slots=True)
class Clock:
    """The story's time: only the player moves it."""

    moment: datetime = FIRST_DAY

    def __call__(self) -> datetime:
        return self.moment


@dataclass(slots=True, kw_only=True)
class Played:
    """What the story came to. `alerts`: oldest first."""

    alerts: tuple[Alert, ...] = ()
    days: int = 0
    polls: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    entries: int = 0
    statements: int = 0
    sent: int = 0


async def play(say: Callable[[str], None], folder: str | None = None) -> Played:
    """The whole story, on a database in `folder` (thrown away if None). `say` hears the days and the alerts."""
    with tempfile.TemporaryDirectory(prefix="walkback-demo-") as own, StoryServer() as server:
        # The story's articles have no pages.
        database = str(Path(folder or own) / "demo.db")
        settings = Settings(db=database, allow_nets=("127.0.0.1/32",), full_text=False)
        clock = Clock()
        store = open_store(settings)
        try:
            async with built(
                settings, store, now=clock, jitter=lambda: 0.0, console=ConsoleDestination(say)
            ) as app:
                await store.transact(lambda tx: _set_up(tx, server.base, clock()))
                return await _days(app, server, clock, say)
        finally:
            await store.close()


async def _days(app: App, server: StoryServer, clock: Clock, say: Callable[[str], None]) -> Played:
    played = Played(days=last_day())
    for day in range(1, last_day() + 1):
        server.day = day
        for visit in range(POLLS_A_DAY):
            clock.moment = FIRST_DAY + timedelta(days=day - 1, hours=4 * visit)
            if visit == 0:
                say(f"── {clock.moment:%A, %-d %B %Y} " + "─" * 30)
            await app.store.transact(lambda tx: _all_due(tx, clock()))
            done = await turn(app)
            played.polls += done.polled
            played.sent += done.sent
    played.answers = dict(server.answers)
    played.entries, played.statements = await app.store.read(lambda tx: tx.entries.count())
    where = HistoryFilter(guild_id=LOCAL_GUILD, limit=100)
    played.alerts = tuple(reversed(await app.store.read(lambda tx: list(tx.alerts.history(where)))))
    return played


def _set_up(tx: Tx, base: str, now: datetime) -> None:
    themes.add(tx, LOCAL_GUILD, THEME, now=now)
    for feed in FEEDS:
        sources.add(
            tx,
            LOCAL_GUILD,
            kind=KINDS[feed.form],
            url=base + feed.path,
            name=feed.name,
            theme=THEME,
            now=now,
            document_kind="forum_post" if feed.form == "json" else "article",
        )
    name, query = RULE
    watch.add(tx, LOCAL_GUILD, name, query, now=now, theme=THEME)
    subscriptions.add(tx, LOCAL_GUILD, Address(kind="console"), now=now, theme=THEME)


def _all_due(tx: Tx, now: datetime) -> None:
    """The story's days are short: what cadence would wait for is due at the next visit."""
    for source in tx.sources.all():
        tx.sources.put(replace(source, due_at=now))
