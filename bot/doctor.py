"""The doctor: looks at the installation, says what to mend. Each check is a function that returns one finding.

It asks the name server, and with a token Discord (`bot.checkup`): the token, the time, the bot's permissions in every
channel that is subscribed. What cannot be asked is said; nothing waits long for a network.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.checkup import Check
from bot.desk import pages
from bot.logs import redact
from bot.semantic.choice import choose
from bot.semantic.loading import load
from bot.semantic.model import SemanticUnavailable
from bot.settings import Settings
from state.errors import StoreError
from state.store import Store, Tx
from watchers.guard import resolve
from watchers.hosts import DAILY_BUDGET, asked_by_host, everything_asked
from watchers.url import host_of

LOW_DISK, NO_DISK = 200 * 1024 * 1024, 20 * 1024 * 1024
HOSTS, NAME_SECONDS = 5, 5.0
SKEW, STUCK = timedelta(minutes=5), timedelta(minutes=10)
WAL_RESET_FIXED = (3, 51, 3)
"""Before this, two connections that write or checkpoint at once can corrupt a WAL database
(sqlite.org/wal.html#walresetbug). Walkback keeps one writer; other programs on the same file should not write."""


Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""(host, port) → its addresses; raises OSError."""
AskDiscord = Callable[[str, str, Sequence[tuple[int, str]], datetime], Awaitable[Sequence[Check]]]
"""(token, base, (guild, channel) of subscriptions, now) → what Discord says (`bot.checkup.examine_discord`)."""


async def examine(
    settings: Settings,
    open_store: Callable[[Settings], Store],
    now: datetime,
    resolver: Resolve = resolve,
    ask: AskDiscord | None = None,
) -> list[Check]:
    """All checks, in the order in which one would mend them, secrets starred. What is wrong outside never raises."""
    token = settings.discord_token
    secrets = (token.reveal(),) if token else ()
    found = await _all(settings, open_store, now, resolver, ask)
    return [replace(check, text=redact(check.text, secrets)) for check in found]


def _not_made_yet(db: str) -> bool:
    return not Path(db).exists() and Path(db).absolute().parent.is_dir()


async def _all(
    settings: Settings,
    open_store: Callable[[Settings], Store],
    now: datetime,
    resolver: Resolve,
    ask: AskDiscord | None,
) -> list[Check]:
    checks = [*_spelling(settings), _token(settings), _contact(settings), _sqlite(), _disk(settings)]
    if _not_made_yet(settings.db):
        text = (
            f"there is no {settings.db} yet; the first command that needs it makes it. Is WALKBACK_DB right?"
        )
        return [*checks, Check("database", "warn", text)]
    try:
        store = open_store(settings)
    except StoreError as error:
        return [*checks, Check("database", "bad", str(error))]
    try:
        checks.append(Check("database", "ok", f"{settings.db} opens, the schema is current"))
        hosts = await store.read(_hosts)
        checks.append(await _names(hosts, resolver))
        if ask is not None and settings.discord_token is not None:
            channels = await store.read(_channels)
            checks += await ask(settings.discord_token.reveal(), settings.discord_api, channels, now)
        checks += await store.read(
            lambda tx: [
                _clock(tx, now),
                _sources(tx),
                _pages(tx, settings),
                _requests(tx, now),
                _leases(tx, now),
                _deliveries(tx, now),
                _parked(tx),
                _guilds(tx),
                _linking(tx, settings),
            ]
        )
    except StoreError as error:
        checks.append(Check("database", "bad", str(error)))
    finally:
        await store.close()
    return checks


def _spelling(settings: Settings) -> list[Check]:
    return [Check("settings", "warn", f"nothing reads {each}") for each in settings.unread]


def _token(settings: Settings) -> Check:
    if settings.discord_token is None:
        return Check(
            "token", "warn", "no Discord token: alerts go to the console. Set WALKBACK_DISCORD_TOKEN"
        )
    if settings.discord_token.reveal().count(".") != 2:
        return Check(
            "token", "bad", "the Discord token is not of the usual form (three parts). Copy it again"
        )
    return Check("token", "ok", "a Discord token is set")


def _contact(settings: Settings) -> Check:
    if not settings.contact:
        return Check(
            "contact",
            "warn",
            "no contact for the User-Agent. Set WALKBACK_CONTACT, so that sites can reach you",
        )
    return Check("contact", "ok", "the User-Agent carries your contact")


def _sqlite() -> Check:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < WAL_RESET_FIXED:
        text = f"SQLite {version} has the WAL-reset bug: let no other program write to the file while the bot runs"
        return Check("sqlite", "warn", text)
    return Check("sqlite", "ok", f"SQLite {version}")


def _disk(settings: Settings) -> Check:
    folder = Path(settings.db).resolve().parent
    if not folder.is_dir():
        return Check("disk", "bad", f"the folder {folder} does not exist. Make it, or set WALKBACK_DB")
    free = shutil.disk_usage(folder).free
    text = f"{free // 1024 // 1024:,} MiB free for the database"
    if free < NO_DISK:
        return Check("disk", "bad", f"{text}: polling stops when it is full. Free some disk space")
    return Check("disk", "warn" if free < LOW_DISK else "ok", text)


def _sources(tx: Tx) -> Check:
    sources = tx.sources.all()
    troubled = [s for s in sources if s.health not in ("ok", "new") and not s.paused]
    if troubled:
        named = "; ".join(f"{s.name}: {s.reason or s.health}" for s in troubled[:3])
        return Check("sources", "warn", f"{len(troubled)} of {len(sources)} in trouble. {named}")
    return Check("sources", "ok", f"{len(sources)} sources, none in trouble")


def _requests(tx: Tx, now: datetime) -> Check:
    asked = asked_by_host(everything_asked(tx), now)
    full = [host for host, count in asked.items() if count >= DAILY_BUDGET]
    if full:
        text = f"{', '.join(full[:3])} had {DAILY_BUDGET:,} requests today, all that one host gets. Longer intervals"
        return Check("requests", "warn", f"{text} (WALKBACK_MIN_INTERVAL) or fewer sources there help")
    if not asked:
        return Check("requests", "ok", f"none today; a host gets at most {DAILY_BUDGET:,} a day")
    host, most = next(iter(asked.items()))
    total = sum(asked.values())
    text = f"{total:,} today to {len(asked):,} hosts, most to {host}: {most:,} of {DAILY_BUDGET:,}"
    return Check("requests", "ok", text)


def _pages(tx: Tx, settings: Settings) -> Check:
    if not settings.full_text:
        return Check("pages", "ok", pages.OFF)
    text, wrong = pages.all_pages(tx)
    return Check("pages", "warn" if wrong else "ok", text)


def _hosts(tx: Tx) -> list[str]:
    """A few hosts of sources that are polled, least troubled first."""
    polled = [s for s in tx.sources.all() if not s.paused]
    names = [host_of(s.url) for s in sorted(polled, key=lambda s: s.failures)]
    return list(dict.fromkeys(filter(None, names)))[:HOSTS]


def _channels(tx: Tx) -> list[tuple[int, str]]:
    """(guild, channel) of every subscription in Discord, private messages left out."""
    here = [guild.id for guild in tx.guilds.all() if guild.left_at is None]
    told = [(guild, each.address) for guild in here for each in tx.rules.subscriptions(guild)]
    return [(guild, where.target.partition("/")[0]) for guild, where in told if where.kind == "discord"]


async def _names(hosts: Sequence[str], resolver: Resolve) -> Check:
    unknown = []
    for host in hosts:
        try:
            async with asyncio.timeout(NAME_SECONDS):
                await resolver(host, 443)
        except (OSError, UnicodeError):  # a TimeoutError is an OSError
            unknown.append(host)
    if not hosts:
        return Check("names", "ok", "no source whose host could be looked up")
    if len(unknown) == len(hosts):
        text = f"no name server knows {', '.join(unknown)}. Is this machine connected, is its DNS set?"
        return Check("names", "bad", text)
    if unknown:
        return Check("names", "warn", f"no name server knows {', '.join(unknown)}. Check these sources")
    return Check("names", "ok", f"{len(hosts)} hosts looked up")


def _clock(tx: Tx, now: datetime) -> Check:
    """Without asking anybody the time, a clock that is wrong shows only against what was written before."""
    written = [s.polled_at for s in tx.sources.all() if s.polled_at is not None]
    ahead = max(written, default=now) - now
    if ahead > SKEW:
        minutes = int(ahead.total_seconds() // 60)
        text = f"the last poll lies {minutes:,} minutes in the future: the clock is behind, or was ahead. Set it right"
        return Check("clock", "warn", text)
    return Check("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC, after everything that is stored")


def _leases(tx: Tx, now: datetime) -> Check:
    """A lease that ran out long ago and was not taken over: nobody is at work."""
    held = [source.lease_until for source in tx.sources.all()]
    held += [delivery.lease_until for delivery in tx.outbox.owed()]
    stuck = sum(until is not None and until < now - STUCK for until in held)
    far = sum(until is not None and until > now + timedelta(hours=1) for until in held)
    if stuck or far:
        text = f"{stuck} ran out long ago, {far} end far ahead. A running bot takes them over; is it running?"
        return Check("leases", "warn", text)
    return Check("leases", "ok", "none is stuck")


def _deliveries(tx: Tx, now: datetime) -> Check:
    owed = tx.outbox.owed()
    late = [d for d in owed if d.state == "owed" and d.not_before < now - timedelta(hours=1)]
    if late:
        return Check("deliveries", "warn", f"{len(late)} late. Is the bot running?")
    return Check("deliveries", "ok", f"{len(owed)} owed, none late")


def _parked(tx: Tx) -> Check:
    parked = tx.outbox.parked()
    if parked:
        address, reason = next(iter(parked.items()))
        shown = address.split(":")[0] if address.startswith("webhook") else address
        return Check(
            "addresses",
            "warn",
            f"{len(parked)} parked. {shown}: {reason}. Subscribe there again to release it",
        )
    return Check("addresses", "ok", "no address is parked")


def _linking(tx: Tx, settings: Settings) -> Check:
    """Whether statements are linked by meaning too, and how many claims are ready for it."""
    choice = choose(settings.semantic_model)
    if choice.folder is None:
        return Check("linking", "bad" if choice.wrong else "ok", choice.words)
    try:
        model = load(choice.folder)
    except SemanticUnavailable as unusable:
        return Check("linking", "bad", f"{unusable} Until then statements are linked by words.")
    ready, claims = tx.vectors.count(model.fingerprint)
    text = f"{choice.words}; {ready:,} of {claims:,} claims have their vector"
    if ready < claims:
        text += ". A running bot makes the others, or at once: walkback claim vectors"
    return Check("linking", "ok", text)


def _guilds(tx: Tx) -> Check:
    left = sum(1 for guild in tx.guilds.all() if guild.left_at is not None)
    here = len(tx.guilds.all()) - left
    return Check(
        "servers", "ok", f"{here} Discord servers" + (f", {left} that the bot has left" if left else "")
    )
