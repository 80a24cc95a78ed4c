"""When a subscription is heard: the hour and zone of its digests, and hours in which nothing is posted.

Kept in `Subscription.options`: `timezone` (IANA name), `digest_hour` (0–23), `quiet` ("22-7": from 22:00 to
7:00 there), `threads` (revisions of a claim gather below its first message), `per_hour` and `per_day` (how many
messages may come, `bot.desk.caps`). Quiet hours and caps defer and gather; they never drop.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.desk.answers import Refusal
from rules.model import Subscription

Options = tuple[tuple[str, str], ...]
MOST_MESSAGES = 1_000


@cache
def zone_names() -> Sequence[str]:
    """IANA names by which people look, UTC first; no legacy ones such as `EST5EDT`."""
    return [
        "UTC",
        *sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")),
    ]


def zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def options(
    *,
    timezone: str = "",
    digest_hour: int | None = None,
    quiet: str = "",
    threads: bool = False,
    per_hour: int | None = None,
    per_day: int | None = None,
) -> Options | Refusal:
    """As typed → as stored; what is not given is left out."""
    found: list[tuple[str, str]] = []
    if timezone:
        if zone(timezone.strip()) is None:
            return Refusal(f"'{timezone[:40]}' is no time zone. Write it like Europe/Berlin.")
        found.append(("timezone", timezone.strip()))
    if digest_hour is not None:
        found.append(("digest_hour", str(digest_hour)))
    if quiet:
        hours = _hours(quiet)
        if hours is None:
            return Refusal(f"'{quiet[:40]}' are no quiet hours. Write them like 22-7.")
        found.append(("quiet", f"{hours[0]}-{hours[1]}"))
    if threads:
        found.append(("threads", "yes"))
    for name, most in (("per_hour", per_hour), ("per_day", per_day)):
        if most is not None and not 1 <= most <= MOST_MESSAGES:
            return Refusal(
                f"{most} is no cap: write how many messages may come, from 1 to {MOST_MESSAGES:,}."
            )
        if most is not None:
            found.append((name, str(most)))
    return tuple(found)


def _hours(text: str) -> tuple[int, int] | None:
    parts = [part.strip().removesuffix(":00") for part in text.replace("–", "-").split("-")]
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and int(part) <= 24 for part in parts):
        return None
    start, end = int(parts[0]) % 24, int(parts[1]) % 24
    return None if start == end else (start, end)


def quiet_until(subscription: Subscription, now: datetime) -> datetime | None:
    """When the quiet hours end in which `now` lies; None outside of them."""
    chosen = dict(subscription.options)
    hours = _hours(chosen.get("quiet", ""))
    if hours is None:
        return None
    start, end = hours
    local = now.astimezone(zone(chosen.get("timezone", "UTC")) or ZoneInfo("UTC"))
    inside = start <= local.hour < end if start < end else local.hour >= start or local.hour < end
    if not inside:
        return None
    ends = datetime.combine(local.date(), time(end), tzinfo=local.tzinfo)
    if ends <= local:
        ends = datetime.combine(local.date() + timedelta(days=1), time(end), tzinfo=local.tzinfo)
    moment = ends.astimezone(UTC)
    # Where the clock is put back by two hours (Antarctica/Troll), the end comes twice and the first is over.
    return moment if moment > now else ends.replace(fold=1).astimezone(UTC)
