"""What was found behind an address, in plain words: what is there, how often it will be asked, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.words import day
from watchers.cadence import Limits, forecast_for, from_page
from watchers.hints import floor_of
from watchers.kinds import Kind
from watchers.outcome import Failed, Fetched
from watchers.page import Page
from watchers.url import parse_url

WAY_OUT = {
    "bad_url": "Give a full address such as https://example.org/feed.xml.",
    "private_address": "The operator can allow it with WALKBACK_ALLOW_NETS.",
    "unknown_host": "Check the spelling; if it is right, walkback itself may be offline.",
    "unreachable": "Try again later.",
    "timeout": "Try again later.",
    "not_found": "Look for the feed's address on the site.",
    "unauthorized": "A feed behind a password needs its user and password in the address.",
    "forbidden": "The site lets no programs in. Look for another source.",
    "challenge": "The site checks for robots, so it cannot be watched. Look for another source.",
    "rate_limited": "Try again in some minutes.",
    "tls": "Check the spelling; the site's operator has to renew its certificate.",
    "protocol": "Open it in a browser: if that works, tell the site's operator, and look for another feed of it.",
    "truncated": "Try again; if it goes on, its operator has to mend it.",
    "too_large": "Look for a feed of one section or topic, which is smaller.",
    "bad_encoding": "Its operator has to mend that; look for another feed of the site.",
    "bad_redirect": "Open it in a browser and give the address that you arrive at.",
    "empty": "Try again later; a feed with nothing in it yet would still have a title.",
    "gone": "Look for the feed's new address on the site.",
    "http_error": "Open it in a browser: the address may be incomplete, or the site has a fault.",
    "server_error": "Try again later.",
    "login_page": "What needs a log-in cannot be watched. Look for an open feed of the site.",
    "broken_feed": "Its operator has to mend it; look for another feed of the site.",
    "too_costly": "Look for a smaller feed of the site.",
    "not_a_feed": "Give the address of a feed, or of a page that links to one.",
}
NEWS_MAP = "Look for the site's feed, or its sitemap for news."
QUIET = timedelta(days=90)
"""A page whose newest entry is older is said to be."""


def way_out(answer: Failed, kind: Kind, url: str) -> str:
    """What to do about a failure of the first question."""
    if kind.refused and answer.reason in ("forbidden", "challenge", "rate_limited", "unauthorized"):
        return kind.refused
    parsed = parse_url(url)
    if answer.reason == "unauthorized" and not isinstance(parsed, str) and parsed.user:
        return "It does not take the user and password in the address: check them."
    if answer.retry_after is not None and answer.retry_after > 120:
        return f"It asks for {round(answer.retry_after / 60)} minutes of patience: try again then."
    return WAY_OUT.get(answer.reason, "Try again later.")


def sentence(what: str, way: str) -> str:
    return f"{what.rstrip('.')}. {way}"


def described(page: Page, answer: Fetched, now: datetime, limits: Limits) -> str:
    """What the page lists and how often it will be asked."""
    dates = [item.published for item in page.items if item.published is not None and item.published <= now]
    how_often = _how_often(dates, floor_of(page.hints, answer.headers, now), now, limits)
    if not page.items:
        return f"It lists nothing yet; new entries will be read as they come. {how_often}"
    count = len(page.items)
    if not any(item.title or item.content for item in page.items):
        addresses = "1 address" if count == 1 else f"{count} addresses"
        return f"It lists {addresses} without titles or texts, so no rule can match. {NEWS_MAP}"
    newest = f", the newest of {day(max(dates).date())}" if dates else ", without dates"
    entries = "1 entry" if count == 1 else f"{count} entries"
    quiet = " It may have been given up." if dates and now - max(dates) > QUIET else ""
    return f"It lists {entries}{newest}.{quiet} The first poll is the baseline: recorded, not alerted. {how_often}"


def _how_often(dates: Sequence[datetime], floor: timedelta, now: datetime, limits: Limits) -> str:
    """By the entries' own dates, never more often than their server wants. The rhythm that is learned later may
    differ."""
    rhythm = from_page(dates, now)
    week = 7 * 24
    asked = forecast_for([rhythm], limits, now, week) / week
    own = timedelta(hours=1 / asked)
    floor = min(floor, limits.most)
    if floor > own:
        return f"After that it is asked about every {_about(floor)}: its server wants no more."
    why = "as often as it publishes" if rhythm.observed_hours else "until its rhythm is known"
    return f"After that it is asked about every {_about(own)}, {why}."


def _about(span: timedelta) -> str:
    minutes = span.total_seconds() / 60
    if minutes < 55:
        count, unit = (max(1, round(minutes)) if minutes < 10 else 5 * round(minutes / 5)), "minute"
    elif minutes < 23.5 * 60:
        count, unit = round(minutes / 60), "hour"
    else:
        count, unit = round(minutes / 1440), "day"
    return unit if count == 1 else f"{count} {unit}s"
