"""What a server says on when to come back: in its headers and in its page. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from watchers.outcome import Headers, header
from watchers.page import PageHints

LONGEST = timedelta(days=1)
_MAX_AGE = re.compile(rb"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
HEADER_CAP = timedelta(hours=6)
"""Caches are told long lives for other reasons than a feed's rhythm: a header counts up to here."""


def floor_of(page: PageHints | None, headers: Headers, now: datetime) -> timedelta:
    """The shortest wait that the server wants, none if it says nothing: the longest of `Cache-Control`/`Expires`, ttl
    and the hours and days to skip."""
    wait = min(_freshness(headers, now), HEADER_CAP)
    if page is not None:
        wait = max(wait, page.ttl or timedelta(), _skipped(page, now + wait) - now)
    return min(wait, LONGEST)


def _freshness(headers: Headers, now: datetime) -> timedelta:
    control = header(headers, b"cache-control") or b""
    if b"no-cache" in control.lower() or b"no-store" in control.lower():
        return timedelta()
    if found := _MAX_AGE.search(control):
        age = header(headers, b"age") or b"0"
        spent = int(age[:9]) if age.strip().isdigit() else 0
        return timedelta(seconds=max(0, int(found.group(1)) - spent))
    try:
        expires = parsedate_to_datetime((header(headers, b"expires") or b"").decode("latin-1"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return timedelta()
    if expires.tzinfo is None:
        expires = expires.replace(tzinfo=UTC)
    return max(timedelta(), expires - now)


def _skipped(page: PageHints, moment: datetime) -> datetime:
    """The first moment from `moment` on that is in no hour and no day to skip; after a week, `moment` itself."""
    if len(page.skip_hours) >= 24 or len(page.skip_days) >= 7:
        return moment
    at = moment.astimezone(UTC)
    for _ in range(24 * 7):
        if at.hour not in page.skip_hours and at.weekday() not in page.skip_days:
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds, from either form of the header (RFC 9110, 10.2.3), clamped to 1 min … 24 h; None for garbage."""
    if value is None:
        return None
    text = value.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        seconds = (when - now).total_seconds()
    return min(max(seconds, 60.0), 86_400.0)
