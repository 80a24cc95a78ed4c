"""What stands behind an address that someone typed: asked once, said in plain words, nothing stored.

A shorthand (`hn:QUERY`) names its kind. A URL is fetched: a feed is taken as it is, a page is searched for its feeds,
and where it names none, the usual places are asked, a few of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.answers import Refusal
from bot.words import day
from rules.model import DocumentKind
from watchers.browsed import shorthand_of
from watchers.cadence import DEFAULT, Limits, forecast_for, from_page
from watchers.hints import floor_of
from watchers.kinds import KINDS, Kind, kind_of_url, locate
from watchers.outcome import Failed, Fetched, Getter, NotModified, Reason, Unreadable
from watchers.page import Page
from watchers.podcast import is_podcast
from watchers.poll import Parser
from watchers.sitemap import is_sitemap
from watchers.url import host_of, parse_url

WAY_OUT = {
    "bad_url": "Give a full address such as https://example.org/feed.xml.",
    "private_address": "The operator can allow it with WALKBACK_ALLOW_NETS.",
    "unknown_host": "Check the spelling.",
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
MOST_PLACES = 4
"""Usual places that are asked, one after the other, where a page names no feed."""
NOT_HERE: frozenset[Reason] = frozenset(
    {"not_found", "gone", "http_error", "forbidden", "empty", "bad_redirect", "too_large"}
)
"""After such an answer the next place is asked; after any other the site is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """A source that could be watched. `found`: what is there and how it will be watched, in words."""

    kind: str
    url: str
    name: str
    document_kind: DocumentKind
    found: str
    answer: Fetched | None = None
    """What the server said, where this very URL was asked: the first poll's body."""


async def preview(
    text: str,
    fetcher: Getter,
    parser: Parser,
    *,
    now: datetime,
    limits: Limits = DEFAULT,
    check: bool = True,
) -> Sequence[SourceDraft] | Refusal:
    """The sources behind `text`: several where a page offers several. One request, none for `check=False`, and up to
    `MOST_PLACES` more where a page names no feed. `now`, `limits`: to say how often a source will be asked."""
    placed = _placed(text)
    if isinstance(placed, Refusal):
        return placed
    kind, url, name = placed
    if not check:
        return [_draft(kind, url, name, "It was not asked; the first poll will tell.")]
    answer = await fetcher.get(url)
    if isinstance(answer, NotModified):
        return Refusal(f"{host_of(url)} answers 'not modified' to a first question. Try again later.")
    if isinstance(answer, Failed):
        return Refusal(_sentence(answer.words, _way_out(answer, kind)))
    asking = _Asking(fetcher, parser, now, limits)
    named, page = await asking.read(kind, answer)
    if isinstance(page, Page):
        return [_draft(named, url, name or page.title, asking.described(page, answer), answer)]
    return await _offered(answer, page, asking)


def _placed(text: str) -> tuple[Kind, str, str] | Refusal:
    text = text.strip()
    short = locate(text)
    if short is not None:
        return short[0], short[1], text
    if "://" not in text and "." in text.split("/")[0] and " " not in text:
        text = "https://" + text
    copied = shorthand_of(text)
    if copied and (short := locate(copied)) is not None:
        return short[0], short[1], copied
    parsed = parse_url(text)
    if isinstance(parsed, str):
        known = ", ".join(f"{kind.shorthand}:" for kind in KINDS.values() if kind.shorthand)
        return Refusal(f"'{text[:80]}': the address {parsed}. Give a web address, or a shorthand ({known}).")
    return KINDS[kind_of_url(text)], text, ""


@dataclass(frozen=True, slots=True)
class _Asking:
    fetcher: Getter
    parser: Parser
    now: datetime
    limits: Limits

    async def read(self, kind: Kind, answer: Fetched) -> tuple[Kind, Page | Unreadable]:
        if kind.name == "feed" and answer.body.lstrip()[:1] == b"{":
            kind = KINDS["jsonfeed"]
        elif kind.name == "feed" and is_podcast(answer.body):
            kind = KINDS["podcast"]
        elif kind.name == "feed" and is_sitemap(answer.body):
            kind = KINDS["sitemap"]
        return kind, await self.parser.parse(kind.name, answer.body, answer.url, answer.content_type)

    def described(self, page: Page, answer: Fetched) -> str:
        how_often = _how_often(page, floor_of(page.hints, answer.headers, self.now), self.now, self.limits)
        if not page.items:
            return f"It lists nothing yet; new entries will be read as they come. {how_often}"
        if not any(item.title or item.content for item in page.items):
            return f"It lists {len(page.items)} addresses without titles or texts, so no rule can match. {NEWS_MAP}"
        dated = [item.published for item in page.items if item.published is not None]
        newest = f", the newest of {day(max(dated).date())}" if dated else ", without dates"
        entries = "1 entry" if len(page.items) == 1 else f"{len(page.items)} entries"
        return (
            f"It lists {entries}{newest}. The first poll is the baseline: recorded, not alerted. {how_often}"
        )


async def _offered(answer: Fetched, trouble: Unreadable, asking: _Asking) -> Sequence[SourceDraft] | Refusal:
    """A page instead of a feed: the feeds it links to, without asking again, or what is at the usual places."""
    from watchers.discover import discover

    links = discover(answer.body, answer.url, answer.content_type)
    if links:
        return [
            _draft(
                KINDS[link.kind or kind_of_url(link.url)],
                link.url,
                link.title or host_of(link.url),
                "The page links to this feed.",
            )
            for link in links
        ]
    if trouble.reason in ("html_page", "not_a_feed") and (found := await _at_usual_places(answer, asking)):
        return [found]
    return Refusal(_sentence(trouble.words, WAY_OUT.get(trouble.reason, WAY_OUT["not_a_feed"])))


def _way_out(answer: Failed, kind: Kind) -> str:
    if kind.refused and answer.reason in ("forbidden", "challenge", "rate_limited", "unauthorized"):
        return kind.refused
    if answer.retry_after is not None and answer.retry_after > 120:
        return f"It asks for {round(answer.retry_after / 60)} minutes of patience: try again then."
    return WAY_OUT.get(answer.reason, "Try again later.")


async def _at_usual_places(page: Fetched, asking: _Asking) -> SourceDraft | None:
    from watchers.discover import usual_places

    places = [place for place in usual_places(page.url) if place != page.url]
    for place in places[:MOST_PLACES]:
        answer = await asking.fetcher.get(place)
        match answer:
            case Fetched():
                kind, found = await asking.read(KINDS["feed"], answer)
                if isinstance(found, Page):
                    said = f"The page names no feed; this one is at a usual place. {asking.described(found, answer)}"
                    return _draft(kind, place, found.title, said, answer)
            case Failed(reason=reason) if reason in NOT_HERE:
                continue
            case _:
                return None
    return None


def _how_often(page: Page, floor: timedelta, now: datetime, limits: Limits) -> str:
    """By the page's own dates, never more often than its server wants. The rhythm that is learned later may differ."""
    dates = [item.published for item in page.items if item.published is not None and item.published <= now]
    week = 7 * 24
    asked = forecast_for([from_page(dates, now)], limits, now, week) / week
    own = timedelta(hours=1 / asked)
    floor = min(floor, limits.most)
    if floor > own:
        return f"After that it is asked about every {_about(floor)}: its server wants no more."
    why = "as often as it publishes" if dates else "until its rhythm is known"
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


def _draft(kind: Kind, url: str, name: str, found: str, answer: Fetched | None = None) -> SourceDraft:
    return SourceDraft(
        kind=kind.name,
        url=url,
        name=name.strip()[:200] or host_of(url),
        document_kind=kind.document_kind,
        found=found,
        answer=answer,
    )


def _sentence(what: str, way_out: str) -> str:
    return f"{what.rstrip('.')}. {way_out}"
