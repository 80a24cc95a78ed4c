"""Forgetting as a chore: in steps small enough that polls and sends find their turn in between."""

from __future__ import annotations

from datetime import datetime

from state.model import Swept
from state.store import Store

STEP = 200
"""Rows of each kind in one transaction: tens of milliseconds."""


async def forget(store: Store, before: datetime, *, step: int = STEP) -> Swept:
    """Everything that `Retention.sweep` may forget; what went in all."""
    total = Swept()
    while True:
        went = await store.transact(lambda tx: tx.retention.sweep(before, step))
        total = Swept(
            entries=total.entries + went.entries,
            statements=total.statements + went.statements,
            reasons=total.reasons + went.reasons,
            deliveries=total.deliveries + went.deliveries,
            notices=total.notices + went.notices,
        )
        if not went.more:
            return total
