"""Forgetting as a chore: in steps small enough that polls and sends find their turn in between."""

from __future__ import annotations

from datetime import datetime, timedelta

from state.crash import crash_point
from state.model import Swept
from state.store import Store, Tx

STEP = 200
"""Rows of each kind in one transaction: tens of milliseconds."""


STRIDE = timedelta(days=2)
"""How far the horizon moves at most from one chore to the next: a clock that is a year ahead for an hour must not cost
a year of texts."""
HORIZON = "retention horizon"


async def forget(store: Store, before: datetime, *, step: int = STEP) -> Swept:
    """Everything older than `before` that `Retention.sweep` may forget; what went in all. For once a day: the horizon
    moves `STRIDE` at most beyond that of the last time."""
    before = await store.transact(lambda tx: _horizon(tx, before))
    total = Swept()
    while True:
        went = await store.transact(lambda tx: tx.retention.sweep(before, step))
        crash_point("forget:stepped")
        total = Swept(
            entries=total.entries + went.entries,
            statements=total.statements + went.statements,
            reasons=total.reasons + went.reasons,
            deliveries=total.deliveries + went.deliveries,
            notices=total.notices + went.notices,
        )
        if not went.more:
            return total


def _horizon(tx: Tx, wanted: datetime) -> datetime:
    last = tx.guilds.meta(HORIZON)
    if last is not None:
        wanted = min(wanted, datetime.fromisoformat(last) + STRIDE)
    tx.guilds.put_meta(HORIZON, wanted.isoformat())
    return wanted
