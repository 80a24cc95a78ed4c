"""Addresses that cannot be reached: what they are owed waits, and somebody who can act is told once a day at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rules.ids import content_id
from rules.model import Address
from state.model import Delivery, Notice
from state.store import Tx

LEFT = "the bot is no longer in this server"


def left(tx: Tx, rows: Sequence[Delivery], now: datetime) -> bool:
    """A server that threw the bot out hears nothing; what it is owed waits until it has the bot back."""
    guild = tx.guilds.get(rows[0].guild_id)
    if guild is None or guild.left_at is None:
        return False
    for row in rows:
        free = replace(row, lease_until=None, owner="", attempts=0, first_try_at=None)
        tx.outbox.settle(replace(free, state="parked", reason=LEFT))
    tx.outbox.park(rows[0].address, LEFT, now)
    return True


def tell_parked(tx: Tx, guild_id: int, address: Address, reason: str, now: datetime) -> None:
    """A notice to another channel of the guild, or to whoever made the subscription when there is no other."""
    parked = tx.outbox.parked()
    subscriptions = tx.rules.subscriptions(guild_id)
    others = [s for s in subscriptions if s.address != address and str(s.address) not in parked]
    makers = [s.created_by for s in subscriptions if s.address == address and s.created_by]
    if others:
        target, subscription_id = others[0].address, others[0].id
    elif makers and address.kind == "discord":
        target, subscription_id = Address(kind="discord", target=f"@{makers[0]}"), ""
    else:
        return
    notice = Notice(
        id=content_id("parked", guild_id, str(address), now.date().isoformat()),
        guild_id=guild_id,
        at=now,
        kind="parked",
        title="Alerts cannot be delivered",
        text=f"{address if address.kind != 'webhook' else 'A webhook'} hears nothing: {reason}.\n"
        "What is owed waits there. Mend it, then run /subscribe for that channel again.",
    )
    if not tx.alerts.put_notice(notice):
        return
    tx.outbox.add(
        Delivery(
            id=content_id("delivery", notice.id, str(target)),
            guild_id=guild_id,
            subscription_id=subscription_id,
            address=target,
            subject="notice",
            subject_id=notice.id,
            not_before=now,
            created_at=now,
        )
    )
