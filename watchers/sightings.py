"""Other outlets that report what was told already: kept with the alert, and its message is owed an edit.

One message says that a change was reported by six outlets, instead of six messages or silence. An edit is a row of the
outbox like any other: it goes through the lane of its message, is tried until it is known, and shows what is known
when it leaves, so that two sightings in a minute are one edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rules.change import Alert, Sighting
from rules.ids import content_id
from rules.judge import Echo
from state.model import Delivery
from state.store import Tx

WINDOW = timedelta(days=7)
"""So long after an alert its message is kept up to date."""
MOST = 50
"""Outlets that are kept with an alert; a message names a few of them and counts the rest."""
TOGETHER = timedelta(minutes=1)
"""An edit waits so long for further outlets."""
EDITABLE = frozenset({"discord", "webhook", "console"})
"""The console prints a further line."""


def note(tx: Tx, guild_id: int, echoes: Sequence[Echo], now: datetime) -> int:
    """Keep each echo with the alert that it repeats, if there is one and it is recent; how many edits are owed."""
    owed = 0
    for echo in echoes:
        alert = _told(tx, guild_id, echo)
        if alert is None or now - alert.at > WINDOW:
            continue
        sighting = Sighting(
            outlet=echo.outlet,
            url=echo.statement.url,
            said_on=echo.statement.said_on,
            at=now,
            statement_id=echo.statement.id,
        )
        seen = tx.alerts.sight(guild_id, alert.id, sighting, MOST)
        owed += _owe(tx, seen, now) if seen is not None else 0
    return owed


def _told(tx: Tx, guild_id: int, echo: Echo) -> Alert | None:
    """The alert that told how what stands came to stand."""
    standing = echo.claim.standing.id
    for version in reversed(tx.claims.versions(guild_id, echo.claim.id)):
        if version.statement.id == standing and version.alert_id:
            return tx.alerts.get(guild_id, version.alert_id)
    return None


def _owe(tx: Tx, alert: Alert, now: datetime) -> int:
    rows = tx.outbox.of_subject(alert.id)
    return sum(tx.outbox.add(_edit(row, alert, now)) for row in rows if _is_due_one(row, rows))


def _is_due_one(row: Delivery, rows: Sequence[Delivery]) -> bool:
    """Whether the message of a delivery must be edited: it stands (or may stand), by itself, and no edit waits that
    would show the sighting anyway. What was not tried yet will show it by itself."""
    if row.subject != "alert" or row.address.kind not in EDITABLE:
        return False
    stands = row.state == "sent" and bool(row.place)
    may_stand = row.state == "owed" and row.first_try_at is not None
    edits = [each for each in rows if each.subject == "edit" and each.address == row.address]
    waits = any(each.state in ("owed", "parked") and each.lease_until is None for each in edits)
    refused = any(each.state == "failed" for each in edits)
    return (stands or may_stand) and not waits and not refused


def _edit(row: Delivery, alert: Alert, now: datetime) -> Delivery:
    return Delivery(
        id=content_id("edit", row.id, len(alert.sightings)),
        guild_id=row.guild_id,
        subscription_id=row.subscription_id,
        address=row.address,
        subject="edit",
        subject_id=alert.id,
        not_before=now + TOGETHER,
        created_at=now,
        mention=row.mention,
    )
