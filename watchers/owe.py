"""Who is owed what: each alert × subscription of its guild, each notice × subscription that follows the source.

Written in the transaction that found the alert, so an alert exists if and only if its deliveries do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rules.change import Alert
from rules.ids import content_id
from rules.model import Subscription
from state.model import Delivery, Notice
from state.store import Tx

EXPIRES = timedelta(hours=24)
"""An instant alert that could not be said for a day goes into one digest of what was missed."""
BURST = 10
"""More alerts than this for one subscription in one poll go out as one message."""
DIGEST_HOUR = 8
"""When daily and weekly digests go out, in the subscription's time zone; weekly on Mondays."""


def owe_alerts(tx: Tx, guild_id: int, alerts: Sequence[Alert], now: datetime) -> int:
    """Deliveries for alerts of one guild; how many were new."""
    owed = 0
    for subscription in tx.rules.subscriptions(guild_id) if alerts else ():
        wanted = [alert for alert in alerts if wants(subscription, alert)]
        burst = f"{subscription.id}:burst:{now.isoformat()}" if len(wanted) > BURST else ""
        owed += sum(tx.outbox.add(_delivery(subscription, alert, now, burst)) for alert in wanted)
    return owed


def wants(subscription: Subscription, alert: Alert) -> bool:
    """By theme and by change. A subscription that names no changes hears whatever the rule let through."""
    if subscription.theme_id is not None and subscription.theme_id not in (alert.theme_id, *alert.themes):
        return False
    return not subscription.changes or any(change.tag in subscription.changes for change in alert.changes)


def owe_notice(tx: Tx, notice: Notice, theme_ids: Iterable[str]) -> int:
    """Deliveries of a notice to whoever in its guild hears one of the themes."""
    if not tx.alerts.put_notice(notice):
        return 0
    themes = set(theme_ids)
    owed, told = 0, set()
    for each in tx.rules.subscriptions(notice.guild_id):
        if (each.theme_id is None or each.theme_id in themes) and str(each.address) not in told:
            told.add(str(each.address))
            owed += tx.outbox.add(
                Delivery(
                    id=content_id(notice.id, str(each.address)),
                    guild_id=notice.guild_id,
                    subscription_id=each.id,
                    address=each.address,
                    subject="notice",
                    subject_id=notice.id,
                    not_before=notice.at,
                    created_at=notice.at,
                )
            )
    return owed


def _delivery(subscription: Subscription, alert: Alert, now: datetime, burst: str) -> Delivery:
    due = next_boundary(subscription, now)
    digest = burst if due is None else f"{subscription.id}:{due.isoformat()}"
    return Delivery(
        id=content_id(alert.id, str(subscription.address)),
        guild_id=alert.guild_id,
        subscription_id=subscription.id,
        address=subscription.address,
        subject="alert",
        subject_id=alert.id,
        not_before=due or now,
        created_at=now,
        expires_at=now + EXPIRES if due is None else None,
        digest=digest,
        mention=subscription.mention,
    )


def next_boundary(subscription: Subscription, now: datetime) -> datetime | None:
    """When the digest that an alert of now falls into goes out; None for instant."""
    options = dict(subscription.options)
    match subscription.pace:
        case "instant":
            return None
        case "hourly":
            return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        case "daily" | "weekly":
            zone = _zone(options.get("timezone", "UTC"))
            hour = options.get("digest_hour", "")
            local = now.astimezone(zone)
            due = local.replace(
                hour=int(hour) % 24 if hour.isdigit() else DIGEST_HOUR, minute=0, second=0, microsecond=0
            )
            if due <= local:
                due += timedelta(days=1)
            if subscription.pace == "weekly":
                due += timedelta(days=-due.weekday() % 7)
            return due.astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
