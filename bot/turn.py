"""One turn of the bot: poll what is due or what is named, then deliver what is owed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.desk import sources as source_desk
from bot.desk.answers import Refusal
from bot.leases import owner
from bot.parts import App
from bot.semantic.filling import fill_first
from rules.model import LOCAL_GUILD
from state.model import Source
from watchers.plan import hint
from watchers.poll import Polled, take
from watchers.schedule import LEASE

ROUNDS = 25
"""Rounds of visits to articles' pages in one turn, a few pages each."""
BUSY = 50
"""A turn of more visits only polls and delivers."""
READ_SOURCES = 20
"""Of so many sources a turn reads at most what was put off."""


@dataclass(slots=True, kw_only=True)
class Turn:
    """What one `poll` came to. `refused`: a source that was named and is not there."""

    polled: int = 0
    visits: list[str] = field(default_factory=list)
    """What was found where, in words: sources with something new."""
    entries: int = 0
    alerts: int = 0
    sent: int = 0
    owed: int = 0
    problems: list[str] = field(default_factory=list)
    refused: str = ""

    def count(self, before: Source, polled: Polled) -> None:
        self.polled += 1
        self.entries += polled.absorbed.new
        self.alerts += len(polled.absorbed.alerts)
        if polled.outcome == "unwell":
            self.problems.append(f"{polled.source.name}: {polled.source.reason or 'could not be read'}")
        elif words := _found(before, polled):
            self.visits.append(f"{polled.source.name}: {words}")


def _found(before: Source, polled: Polled) -> str:
    """ "2 new, 1 edited, 1 alert"; "" when there was nothing."""
    got = polled.absorbed
    counts = ((got.new, "new"), (got.edited, "edited"), (got.withdrawn, "withdrawn"))
    words = [f"{count:,} {what}" for count, what in counts if count]
    if got.alerts:
        words.append(f"{len(got.alerts):,} alert{'s' if len(got.alerts) > 1 else ''}")
    if words and not before.baseline_done:
        words.append("the first visit, which is recorded and not told")
    return ", ".join(words)


async def turn(app: App, guild_id: int = LOCAL_GUILD, names: Sequence[str] = ()) -> Turn:
    """What no rule waits for is read last, and in a turn of many visits not at all: a later one has the time."""
    done = Turn()
    app.poller.lazy = True
    if app.semantics is not None:
        await fill_first(app.semantics)
    if names:
        await _poll_named(app, guild_id, names, done)
        if done.refused:
            return done
    else:
        await _poll_due(app, done)
    await _visit_due(app, done)
    done.sent = (await app.dispatcher.once()).sent
    done.owed = len(await app.store.read(lambda tx: tx.outbox.owed()))
    if done.polled <= BUSY:
        await _catch_up(app)
    return done


async def _catch_up(app: App) -> None:
    """Read what was put off, of a few sources."""
    sources = await app.store.read(lambda tx: [each.id for each in tx.sources.all() if hint(each, "unread")])
    for source_id in sources[:READ_SOURCES]:
        now, unread = app.now(), True
        while unread:
            leased = await app.store.transact(
                lambda tx, of=source_id, now=now: take(tx, of, now, now + LEASE, owner())  # type: ignore[misc]
            )
            unread = leased is not None and bool(hint(await app.poller.catch_up(leased), "unread"))


async def _poll_named(app: App, guild_id: int, names: Sequence[str], done: Turn) -> None:
    """All names are looked up before the first is polled: one that is unknown refuses the turn."""
    chosen = await app.store.read(lambda tx: [source_desk.find(tx, guild_id, name) for name in names])
    for found in chosen:
        if isinstance(found, Refusal):
            done.refused = str(found)
            return
    for found in chosen:
        assert isinstance(found, source_desk.Followed)
        now = app.now()
        leased = await app.store.transact(
            lambda tx, found=found, now=now: take(tx, found.source.id, now, now + LEASE, owner())  # type: ignore[misc]
        )
        if leased is None:
            done.problems.append(f"{found.source.name}: another process is polling it right now")
        else:
            done.count(leased, await app.poller.poll(leased, now))


async def _poll_due(app: App, done: Turn) -> None:
    now = app.now()
    while leased := await app.store.transact(lambda tx: tx.sources.lease_due(now, now + LEASE, owner(), 16)):
        visits = await asyncio.gather(*(app.poller.poll(source, now) for source in leased))
        for before, polled in zip(leased, visits, strict=True):
            done.count(before, polled)


async def _visit_due(app: App, done: Turn) -> None:
    """Articles' pages whose time has come, so many at most that a turn has an end."""
    for _ in range(ROUNDS if app.articles else 0):
        assert app.articles is not None
        visits = await app.articles.once()
        done.alerts += sum(len(visited.told.alerts) for visited in visits)
        if not visits:
            return
