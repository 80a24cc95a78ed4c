"""The composition root: settings → everything else. The only place that names a backend, a clock or randomness."""

from __future__ import annotations

import gc
import logging
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from bot import intake
from bot.desk import limits, pages
from bot.desk.answers import Refusal
from bot.destinations.base import Destination
from bot.destinations.console import ConsoleDestination
from bot.destinations.webhook import WebhookDestination
from bot.dispatch import Dispatcher
from bot.leases import owner, take_over
from bot.logs import configure, redact
from bot.parts import App
from bot.running import hear_on_console, run
from bot.semantic.choice import choose
from bot.semantic.links import SemanticLinks
from bot.semantic.loading import load
from bot.settings import Settings
from bot.turn import Turn, turn
from rules.model import AddressKind
from state import sqlite
from state.clock import bring_forward
from state.errors import AlreadyRunning
from state.model import Source
from state.store import Store
from watchers.articles.ask import Asker
from watchers.articles.rounds import Rounds
from watchers.articles.visit import Visitor
from watchers.cadence import Limits
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.handed import Handed
from watchers.hosts import Hosts
from watchers.outcome import Failed, Fetched, NotModified
from watchers.own_page import OwnPages
from watchers.poll import Polled, Poller
from watchers.sandbox import Sandbox
from watchers.url import host_of

log = logging.getLogger(__name__)


def clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def open_store(settings: Settings) -> Store:
    """The store that the settings name, brought to this version's schema. Raises StoreError with the way out."""
    return sqlite.open_sqlite(settings.db)


def is_running(settings: Settings) -> bool:
    """Whether a bot runs on the database of these settings. Raises StoreError where that cannot be known."""
    try:
        with sqlite.instance_lock(settings.db):
            return False
    except AlreadyRunning:
        return True


def semantic_links(settings: Settings, store: Store) -> SemanticLinks | None:
    """What links by meaning, where the extra and a model are there; None for words alone. Nothing is loaded yet."""
    choice = choose(settings.semantic_model)
    if choice.folder is None:
        if choice.wrong:
            log.warning(
                "WALKBACK_SEMANTIC_MODEL: %s Until then statements are linked by words.", choice.words
            )
        return None
    return SemanticLinks(store, partial(load, choice.folder))


def limits_of(settings: Settings) -> Limits:
    return Limits(
        least=timedelta(seconds=settings.min_interval), most=timedelta(seconds=settings.max_interval)
    )


# --- what runs ------------------------------------------------------------------------------------


@asynccontextmanager
async def built(
    settings: Settings,
    store: Store,
    *,
    now: Callable[[], datetime] = clock,
    jitter: Callable[[], float] = random.random,
    console: ConsoleDestination | None = None,
) -> AsyncIterator[App]:
    """Everything except Discord, closed again at the end of the block; the store stays the caller's."""
    guard = Guard.of(settings.allow_nets)
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher(guard=guard, contact=settings.contact, clock=now))
        sandbox = await stack.enter_async_context(Sandbox())
        webhook = WebhookDestination(guard)
        stack.push_async_callback(webhook.close)
        destinations: dict[AddressKind, Destination] = {
            "console": console or ConsoleDestination(),
            "webhook": webhook,
        }
        semantics = semantic_links(settings, store)
        if semantics is not None:
            stack.callback(semantics.close)
        hosts = Hosts()
        asker = Asker(fetcher=fetcher, clock=now, hosts=hosts)
        handed = Handed(fetcher=fetcher, clock=now)
        poller = Poller(
            store=store,
            fetcher=handed,
            parser=sandbox,
            own_pages=OwnPages(asker),
            articles=settings.full_text,
            semantics=semantics,
            limits=limits_of(settings),
            jitter=jitter,
        )
        app = App(
            settings=settings,
            store=store,
            fetcher=fetcher,
            sandbox=sandbox,
            handed=handed,
            poller=poller,
            dispatcher=Dispatcher(store, destinations, now, jitter, owner=owner(), archive=settings.archive),
            destinations=destinations,
            now=now,
            hosts=hosts,
            semantics=semantics,
        )
        if settings.full_text:
            # A process of its own: a slow page holds up no feed.
            reader = await stack.enter_async_context(Sandbox(size=1))
            visitor = Visitor(
                store=store, asker=asker, runner=reader, books=poller.books, semantics=semantics
            )
            app.articles = Rounds(visitor=visitor, clock=now, owner=owner(), on_visit=app.visited)
        yield app


async def run_bot(settings: Settings, say: Callable[[str], None]) -> str | None:
    """Until Ctrl-C, SIGTERM, or what no retry can mend (the reason). Raises StoreError when it cannot begin."""
    configure(settings)
    with sqlite.instance_lock(settings.db):
        store = open_store(settings)
        try:
            await bring_forward(store, clock())
            await limits.announce(store, dict(settings.limits))
            freed = await take_over(store)
            if freed:
                log.info("took over %d leases of a process that died", freed)
            async with built(settings, store) as app:
                gc.collect()
                gc.freeze()  # libraries and tables stay: going over them each time holds the event loop for 40 ms
                return await run(app, say, lambda day: write_daily(settings, day))
        finally:
            await store.close()


# --- single turns ---------------------------------------------------------------------------------


async def poll_once(settings: Settings, guild_id: int, names: Sequence[str]) -> Turn:
    """Poll what is due, or the named sources, and deliver what is owed. Raises StoreError."""
    configure(settings, spoken=True)
    store = open_store(settings)
    try:
        async with built(settings, store) as app:
            if settings.limits:
                await limits.announce(store, dict(settings.limits))
            if settings.discord_token is None:
                await hear_on_console(store, app.now())
            return await turn(app, guild_id, names)
    finally:
        await store.close()


async def preview(
    settings: Settings, text: str, *, check: bool = True
) -> Sequence[intake.SourceDraft] | Refusal:
    async with (
        Fetcher(guard=Guard.of(settings.allow_nets), contact=settings.contact) as fetcher,
        Sandbox() as sandbox,
    ):
        return await intake.preview(
            text, fetcher, sandbox, now=clock(), limits=limits_of(settings), check=check
        )


async def would_read(settings: Settings, draft: intake.SourceDraft) -> str:
    """Whether the pages that the draft's entries link to would be read, in words."""
    if not settings.full_text:
        return pages.OFF
    async with (
        Fetcher(guard=Guard.of(settings.allow_nets), contact=settings.contact) as fetcher,
        Sandbox() as sandbox,
    ):
        return await pages.would_read(draft, sandbox, Asker(fetcher=fetcher, clock=clock))


async def first_poll(settings: Settings, source: Source, answer: Fetched) -> Polled:
    """The first poll of a leased source, with the answer that its preview had: nothing is asked. Raises StoreError."""
    store = open_store(settings)
    try:
        async with built(settings, store) as app:
            app.handed.keep(source.url, answer)
            return await app.poller.poll(source, app.now())
    finally:
        await store.close()


@dataclass(frozen=True, slots=True)
class PageText:
    ok: bool
    text: str
    """The page, or why it cannot be read."""


async def fetch_text(settings: Settings, url: str) -> PageText:
    """One page as text, for `walkback read URL`."""
    async with Fetcher(guard=Guard.of(settings.allow_nets), contact=settings.contact) as fetcher:
        answer = await fetcher.get(url)
    if isinstance(answer, Failed):
        return PageText(False, answer.words)
    if isinstance(answer, NotModified):
        return PageText(False, "it says 'not modified' to a first question")
    charset = answer.content_type.partition("charset=")[2].strip("\"' ;") or "utf-8"
    try:
        return PageText(True, answer.body.decode(charset, "replace"))
    except LookupError:
        return PageText(True, answer.body.decode("utf-8", "replace"))


# --- the database file ----------------------------------------------------------------------------


def write_backup(settings: Settings, to: str) -> int:
    """Bytes written. Raises StoreError."""
    return sqlite.backup(settings.db, to).bytes


def write_daily(settings: Settings, day: date) -> Path | None:
    """The day's backup beside the database, if it is not there yet; a week of them is kept. Raises StoreError."""
    return sqlite.daily_backup(settings.db, Path(settings.db).absolute().parent, day)


def check_backup(file: str) -> int:
    """The schema of a sound backup. Raises StoreError."""
    found = sqlite.check(file)
    if not found.ok:
        from state.errors import Corrupt

        raise Corrupt(Path(file), found.problems[0])
    return found.schema


def read_backup(settings: Settings, file: str) -> str:
    """Puts the backup in place; where the old database is kept, or "". Raises StoreError."""
    return str(sqlite.restore(file, settings.db) or "")


def write_readable(settings: Settings, to: str) -> dict[str, int]:
    """A copy in plain columns without any secret, for `walkback browse`; rows by table. Raises StoreError."""
    return sqlite.readable(settings.db, to, clean=redact, host=host_of)


def schema_of(settings: Settings) -> int:
    """The number of the last migration that the database has."""
    return sqlite.schema_version(settings.db)
