"""What stands behind an address that someone typed: asked once, said in plain words, nothing stored.

A shorthand (`hn:QUERY`) names its kind. A URL is fetched: a feed is taken as it is, a page is searched for its feeds,
and where it names none, the usual places are asked, a few of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.desk.answers import Refusal
from bot.found import WAY_OUT, described, sentence, way_out
from rules.model import DocumentKind
from watchers.browsed import shorthand_of
from watchers.cadence import DEFAULT, Limits
from watchers.discover import FeedLink, discover, usual_places
from watchers.kinds import KINDS, Kind, kind_of_url, locate, shorthand_meant
from watchers.outcome import Failed, Fetched, Getter, NotModified, Reason, Unreadable
from watchers.page import Page
from watchers.podcast import is_podcast
from watchers.poll import Parser
from watchers.sitemap import is_sitemap
from watchers.url import host_of, parse_url

MOST_PLACES = 4
"""Usual places that are asked, one after the other, where a page names no feed."""
NOT_HERE: frozenset[Reason] = frozenset(
    {"not_found", "gone", "http_error", "forbidden", "empty", "bad_redirect", "too_large"}
)
"""After such an answer the next place is asked; after any other the site is left alone."""
NO_TLS: frozenset[Reason] = frozenset({"tls", "unreachable", "timeout", "protocol", "truncated"})
"""After such a failure an address that was typed without https:// is tried without it."""


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
    """The sources behind `text`: several where a page offers several. One request, none for `check=False`, one more for
    the only feed of a page, up to `MOST_PLACES` more where it names none. `now`, `limits`: to say how often a source
    will be asked."""
    placed = _placed(text)
    if isinstance(placed, Refusal):
        return placed
    kind, url, name = placed
    if not check:
        return [_draft(kind, url, name, "It was not asked; the first poll will tell.")]
    answer = await fetcher.get(url)
    if isinstance(answer, Failed) and answer.reason in NO_TLS and "://" not in text and not name:
        plain = "http://" + url.removeprefix("https://")
        url, answer = plain, await fetcher.get(plain)
    if isinstance(answer, NotModified):
        return Refusal(f"{host_of(url)} answers 'not modified' to a first question. Try again later.")
    if isinstance(answer, Failed):
        return Refusal(sentence(answer.words, way_out(answer, kind, url)))
    asking = _Asking(fetcher, parser, now, limits)
    named, page = await asking.read(kind, answer)
    if isinstance(page, Page):
        return [_draft(named, url, name or page.title, asking.described(page, answer), answer)]
    return await _offered(answer, page, asking)


def _placed(text: str) -> tuple[Kind, str, str] | Refusal:
    text = text.strip()
    if text.startswith("feed:"):
        text = "http" + text[4:] if text.startswith("feed://") else text[5:]
    short = locate(text)
    if short is not None:
        return short[0], short[1], text
    if (meant := shorthand_meant(text)) is not None:
        return Refusal(f"'{text[:80]}' says too little or does not fit. Write {meant.example}: {meant.help}.")
    if "://" not in text and "@" not in text and "." in text.split("/")[0] and " " not in text:
        text = "https://" + text
    copied = shorthand_of(text)
    if copied and (short := locate(copied)) is not None:
        return short[0], short[1], copied
    parsed = parse_url(text)
    if not text:
        return Refusal("Nothing was given. Give a web address such as https://example.org/feed.xml.")
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
        return described(page, answer, self.now, self.limits)


async def _offered(answer: Fetched, trouble: Unreadable, asking: _Asking) -> Sequence[SourceDraft] | Refusal:
    """A page instead of a feed: the feeds it links to, without asking again, or what is at the usual places."""
    links = await asyncio.to_thread(discover, answer.body, answer.url, answer.content_type)  # up to a second
    if len(links) == 1:
        return await _only(links[0], asking)
    if links:
        return [_linked(link, "The page links to this feed.") for link in links]
    if trouble.reason in ("html_page", "not_a_feed") and (found := await _at_usual_places(answer, asking)):
        return [found]
    return Refusal(sentence(trouble.words, WAY_OUT.get(trouble.reason, WAY_OUT["not_a_feed"])))


def _linked(
    link: FeedLink, found: str, answer: Fetched | None = None, kind: Kind | None = None
) -> SourceDraft:
    kind = kind or KINDS[link.kind or kind_of_url(link.url)]
    return _draft(kind, link.url, link.title or host_of(link.url), found, answer)


async def _only(link: FeedLink, asking: _Asking) -> Sequence[SourceDraft] | Refusal:
    """The only feed that a page names: asked, so that it can be described and is known to be one."""
    says = f"The page names one feed, {link.url}"
    kind = KINDS[link.kind or kind_of_url(link.url)]
    answer = await asking.fetcher.get(link.url)
    match answer:
        case Fetched():
            kind, page = await asking.read(kind, answer)
            if isinstance(page, Page):
                return [_linked(link, f"{says}. {asking.described(page, answer)}", answer, kind)]
            return Refusal(f"{says}, and that is none. {page.words} {WAY_OUT['not_a_feed']}")
        case Failed():
            return Refusal(f"{says}, but: {sentence(answer.words, way_out(answer, kind, link.url))}")
        case NotModified():
            return [_linked(link, f"{says}.")]
        case _:
            assert_never(answer)


async def _at_usual_places(page: Fetched, asking: _Asking) -> SourceDraft | None:
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


def _draft(kind: Kind, url: str, name: str, found: str, answer: Fetched | None = None) -> SourceDraft:
    return SourceDraft(
        kind=kind.name,
        url=url,
        name=name.strip()[:200] or host_of(url),
        document_kind=kind.document_kind,
        found=found,
        answer=answer,
    )
