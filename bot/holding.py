"""What is put off when its turn comes: quiet hours and caps. It waits, and then comes together in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import caps, hours
from rules.model import Subscription
from state.model import Delivery
from state.store import Tx

BURST = "burst"
"""More at once than anybody reads one by one (`watchers.owe`)."""
QUIET = "quiet"
"""What came in a subscription's quiet hours (`bot.desk.hours`)."""
CAPPED = "capped"
"""What a cap held back (`bot.desk.caps`)."""
LATE = "late"
"""The digest of instants that could not be delivered before they expired."""


def deferred(tx: Tx, rows: Sequence[Delivery], now: datetime) -> bool:
    """Whether the rows of a message wait on. What was tried before does not: its message may stand already. Notices
    wait for the end of quiet hours and pass every cap, since they say that something is wrong."""
    lead = rows[0]
    if lead.attempts != 1:
        return False
    subscription = tx.rules.subscription(lead.guild_id, lead.subscription_id)
    until, kind = hours.quiet_until(subscription, now) if subscription else None, QUIET
    if until is None and lead.subject == "alert" and (held := caps.held(tx, lead, subscription, now)):
        until, kind = held.until, held.kind
    if until is None or until <= now:
        return False
    for row in rows:
        alone = not row.digest and row.subject == "alert"
        tx.outbox.settle(
            replace(
                row,
                lease_until=None,
                owner="",
                attempts=0,
                first_try_at=None,
                not_before=until,
                digest=f"{lead.subscription_id}:{kind}:{until.isoformat()}" if alone else row.digest,
                expires_at=None if alone else row.expires_at,
                reason="quiet hours" if kind == QUIET else "as many as may come did",
            )
        )
    return True


def gathered(tx: Tx, row: Delivery, subscription: Subscription | None) -> tuple[str, str]:
    """Why a digest came together (the subscription's pace, `BURST`, `QUIET`, `CAPPED`, `LATE`), and a line that says
    more; two times "" for a message by itself."""
    if not row.digest or row.digest == LATE:
        return row.digest, ""
    parts = row.digest.split(":")
    kind = parts[1] if len(parts) > 1 else ""
    if kind in (BURST, QUIET):
        return kind, ""
    if kind in caps.KINDS:
        return CAPPED, caps.note(kind, tx, row, subscription)
    return subscription.pace if subscription else BURST, ""
