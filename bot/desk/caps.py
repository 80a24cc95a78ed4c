"""Caps on messages: so many an hour and a day for a subscription, so many a day for a guild. What is more waits for
the next free slot and comes together there; nothing is dropped.

Counted are messages with alerts, when they are first tried, in the hour of the clock and in the day of the
subscription's time zone (a guild's: of UTC). The counts are small facts of the store, one row a subscription.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.desk import hours, limits
from rules.model import Subscription
from state.model import Delivery
from state.store import Tx

HOUR, DAY, GUILD = "cap-hour", "cap-day", "cap-guild"
KINDS = (HOUR, DAY, GUILD)


@dataclass(frozen=True, slots=True)
class Held:
    """Until when a message waits, and which cap (of `KINDS`) holds it back."""

    until: datetime
    kind: str


def held(tx: Tx, row: Delivery, subscription: Subscription | None, now: datetime) -> Held | None:
    """What holds a message for this row back, the longest wait if several do."""
    found: list[Held] = []
    if subscription is not None:
        options = dict(subscription.options)
        used = _used(tx, _key(row), subscription, now)
        if _reached(options.get("per_hour", ""), used[HOUR]):
            found.append(Held(_next_hour(now), HOUR))
        if _reached(options.get("per_day", ""), used[DAY]):
            found.append(Held(_next_day(now, _zone(subscription)), DAY))
    if row.address.kind != "console":
        most = limits.of(tx, row.guild_id).alerts_a_day
        if _used(tx, _guild_key(row), None, now)[DAY] >= most:
            found.append(Held(_next_day(now, UTC), GUILD))
    return max(found, key=lambda each: each.until, default=None)


def count(tx: Tx, row: Delivery, subscription: Subscription | None, now: datetime) -> None:
    """One more message, for the subscription and its guild."""
    pairs: list[tuple[str, Subscription | None]] = []
    if subscription is not None and {"per_hour", "per_day"} & dict(subscription.options).keys():
        pairs.append((_key(row), subscription))
    if row.address.kind != "console":
        pairs.append((_guild_key(row), None))
    for key, whose in pairs:
        used = _used(tx, key, whose, now)
        fresh = {"hour": _hour(now), "day": _day(now, whose), HOUR: used[HOUR] + 1, DAY: used[DAY] + 1}
        tx.guilds.put_meta(key, json.dumps(fresh))


def sent_today(tx: Tx, guild_id: int, now: datetime) -> int:
    """Messages with alerts of the guild since midnight, UTC."""
    return _counted(tx, f"sent:{guild_id}", _hour(now), _day(now, None))[DAY]


def note(kind: str, tx: Tx, row: Delivery, subscription: Subscription | None) -> str:
    """Why alerts come together, in one line."""
    options = dict(subscription.options) if subscription else {}
    match kind:
        case "cap-hour":
            return f"At most {options.get('per_hour', 'so many')} messages an hour go here; the rest comes together."
        case "cap-day":
            return f"At most {options.get('per_day', 'so many')} messages a day go here; the rest comes together."
        case _:
            most = limits.of(tx, row.guild_id).alerts_a_day
            return f"At most {most:,} messages with alerts a day go out for this server; the rest comes together."


def _reached(most: str, used: int) -> bool:
    return most.isdigit() and used >= int(most)


def _key(row: Delivery) -> str:
    return f"sent:{row.guild_id}:{row.subscription_id}"


def _guild_key(row: Delivery) -> str:
    return f"sent:{row.guild_id}"


def _used(tx: Tx, key: str, subscription: Subscription | None, now: datetime) -> dict[str, int]:
    return _counted(tx, key, _hour(now), _day(now, subscription))


def _counted(tx: Tx, key: str, hour: str, day: str) -> dict[str, int]:
    stored = json.loads(tx.guilds.meta(key) or "{}")
    return {
        HOUR: stored[HOUR] if stored.get("hour") == hour else 0,
        DAY: stored[DAY] if stored.get("day") == day else 0,
    }


def _hour(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m-%dT%H}"


def _day(now: datetime, subscription: Subscription | None) -> str:
    return f"{now.astimezone(_zone(subscription) if subscription else UTC):%Y-%m-%d}"


def _zone(subscription: Subscription) -> ZoneInfo:
    return hours.zone(dict(subscription.options).get("timezone", "UTC")) or ZoneInfo("UTC")


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _next_day(now: datetime, zone: tzinfo) -> datetime:
    local = now.astimezone(zone)
    return (local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).astimezone(UTC)
