"""Alerts owed to a channel, for tests that are about sending and not about judging."""

from __future__ import annotations

from datetime import datetime

from rules.change import Alert, FigureChanged, Said
from rules.model import Address
from state.model import Delivery
from state.store import Tx
from tests.fakes.discord.model import Channel


def owe(
    tx: Tx,
    guild_id: int,
    channel: Channel,
    number: int,
    at: datetime,
    *,
    claim_id: str | None = None,
    subscription_id: str = "",
) -> None:
    alert = Alert(
        id=f"{number:020d}", guild_id=guild_id, at=at, theme_id=None, rule_id="r1", rule_name="jobs", claim_id=claim_id,
        entry_id="e", speaker="Mara Voss", changes=(FigureChanged(before="half", after="a fifth", direction="down"),),
        before=Said(text=f"half, as of number {number}", speaker="Mara Voss", said_on=None, url=""),
        after=Said(text=f"a fifth, as of number {number}", speaker="Mara Voss", said_on=None, url=""),
        probability=1.0, why=("because",),
    )  # fmt: skip
    tx.alerts.add(alert)
    tx.outbox.add(
        Delivery(
            id=f"d{number:019d}", guild_id=guild_id, subscription_id=subscription_id,
            subject="alert", subject_id=alert.id, address=Address(kind="discord", target=str(channel.id)),
            not_before=at, created_at=at,
        )
    )  # fmt: skip
