"""After the system's clock was ahead and was set right: what it wrote then must not wait for that time to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from state.model import Article, Delivery, Source
from state.store import Store, Tx

FURTHEST = timedelta(days=2)
"""Nothing is due, leased or backed off further ahead than this: a day is the longest interval and the longest
`Retry-After` that is honoured."""
FURTHEST_PAGE = timedelta(days=32)
"""The same for articles' pages: the longest step of the ladder (`watchers.articles.ladder`) and its waits."""


async def bring_forward(store: Store, now: datetime, *, furthest: timedelta = FURTHEST) -> int:
    """Sources and deliveries that would wait longer than `furthest` wait no more; how many. Cheap; for every start and
    every hour."""
    latest = now + furthest
    return await store.transact(
        lambda tx: (
            tx.sources.bring_forward(latest, now)
            + tx.outbox.bring_forward(latest, now)
            + tx.articles.bring_forward(now + FURTHEST_PAGE, now)
        )
    )


async def set_back(store: Store, now: datetime, by: timedelta) -> int:
    """The clock went back by `by` and says `now`: waits that were written before move with it; how many.

    Only what was written ahead of `now` is touched, and is afterwards as if it had been written now: a second call
    finds only what was written since. What is being sent at this moment is left to whoever sends it.
    """

    def work(tx: Tx) -> int:
        return (
            sum(_source(tx, each, now, by) for each in tx.sources.all())
            + sum(_article(tx, each, now, by) for each in tx.articles.all())
            + sum(_delivery(tx, each, now, by) for each in tx.outbox.owed())
        )

    return await store.transact(work)


def _source(tx: Tx, source: Source, now: datetime, by: timedelta) -> bool:
    """Polled ahead of now: it is due when it was to be in real time, and never waits longer than it was to wait."""
    polled = source.polled_at
    if polled is None or polled <= now:
        return False

    def moved(moment: datetime | None) -> datetime | None:
        return None if moment is None else max(now, min(moment - by, now + (moment - polled)))

    tx.sources.put(
        replace(
            source,
            due_at=moved(source.due_at),
            lease_until=moved(source.lease_until),
            polled_at=now,
            ok_at=min(source.ok_at, now) if source.ok_at else None,
        )
    )
    return True


def _article(tx: Tx, row: Article, now: datetime, by: timedelta) -> bool:
    """Noted or read ahead of now: its next visit moves along."""
    if max(row.added_at, row.read_at or row.added_at) <= now:
        return False

    def moved(moment: datetime | None) -> datetime | None:
        return None if moment is None else max(now, moment - by)

    tx.articles.put(
        replace(
            row,
            added_at=min(row.added_at, now),
            read_at=min(row.read_at, now) if row.read_at else None,
            full_at=min(row.full_at, now) if row.full_at else None,
            due_at=moved(row.due_at),
            lease_until=moved(row.lease_until),
        )
    )
    return True


def _delivery(tx: Tx, row: Delivery, now: datetime, by: timedelta) -> bool:
    """One that is being sent is left to whoever sends it."""
    ahead = row.created_at > now or (row.first_try_at is not None and row.first_try_at > now)
    if not ahead or row.state != "owed" or row.lease_until is not None:
        return False
    return tx.outbox.settle(
        replace(
            row,
            created_at=min(row.created_at, now),
            not_before=_earlier(row.not_before, now, by) or now,
            expires_at=_earlier(row.expires_at, now, by),
            first_try_at=min(row.first_try_at, now) if row.first_try_at else None,
        )
    )


def _earlier(moment: datetime | None, now: datetime, by: timedelta) -> datetime | None:
    return moment - by if moment is not None and moment > now else moment
