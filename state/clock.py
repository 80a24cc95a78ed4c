"""After the system's clock was ahead and was set right: what it wrote then must not wait for that time to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from state.store import Store

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
