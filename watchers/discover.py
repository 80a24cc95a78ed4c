"""The feeds that a page offers: `<link rel="alternate">`, links that look like feeds, and the usual places.

Over the page that was fetched already: nothing is asked twice. Tags are found by a scan that is linear in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rules.reading.references import unescaped
from watchers.content import title_text
from watchers.decode import text_of
from watchers.forums import FORUMS, software_of
from watchers.url import host_of, join

MAX_HTML = 1024 * 1024
MAX_LINKS = 20
_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_TAG = re.compile(r"<(link|a|base)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([a-zA-Z-]{1,30})\s{0,20}=\s{0,20}(?:\"([^\"]{0,3000})\"|'([^']{0,3000})'|([^\s\"'>]{1,3000}))"
)
_FEEDISH = re.compile(
    r"(?:^|[/.?=_-])(?:rss2?|atom|feeds?|rdf|index\.xml|feed\.json)(?:$|[/.?&=_-])|\.(?:rss|atom|rdf)(?:$|\?)",
    re.IGNORECASE,
)
_NOT_FEEDS = re.compile(r"/comments?/feed|oembed|wp-json|xmlrpc|opensearch|manifest|sitemap", re.IGNORECASE)
USUAL_PLACES = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """`sure`: the page itself declares it as its feed. `kind`: what kind of source it is, where the page tells more
    than the address does."""

    url: str
    title: str
    sure: bool
    kind: str = ""


def discover(body: bytes, url: str, content_type: str = "") -> list[FeedLink]:
    """The feeds that the page at `url` offers, declared ones first, at most `MAX_LINKS`."""
    text = text_of(body[:MAX_HTML], content_type)
    base = url
    found: dict[str, FeedLink] = {}
    for name, values in _tags(text):
        href = unescaped(values.get("href", "")).strip()
        if name == "base" and href:
            base = join(url, href) or base
        elif name == "link" and href:
            kinds = values.get("rel", "").lower().split()
            type_ = values.get("type", "").partition(";")[0].strip().lower()
            declared = "alternate" in kinds and (type_ in _TYPES or (not type_ and _FEEDISH.search(href)))
            if (declared or "feed" in kinds) and not _NOT_FEEDS.search(href):
                _keep(found, join(base, href), title_text(values.get("title", "")), sure=True)
        elif name == "a" and href and _FEEDISH.search(href) and not _NOT_FEEDS.search(href):
            _keep(found, join(base, href), title_text(values.get("title", "")), sure=False)
    links = [each for each in found.values() if each.sure] or list(found.values())
    return _of_forum(text, url, links)[:MAX_LINKS]


def _of_forum(text: str, url: str, links: list[FeedLink]) -> list[FeedLink]:
    """On a page of known forum software, its feeds are that software's, and it has one although it names none."""
    software = software_of(text)
    if not software:
        return links
    place = FORUMS[software].feed(url)
    if not links and place:
        links = [FeedLink(url=place, title=host_of(url), sure=False)]
    return [replace(each, kind=software) if host_of(each.url) == host_of(url) else each for each in links]


def usual_places(url: str) -> list[str]:
    """Where feeds usually are on the site of `url`, to be asked one after the other if the page names none."""
    return [join(url, path) for path in USUAL_PLACES]


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag in _TAG.finditer(text):
        values = {
            m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or ""
            for m in _ATTRIBUTE.finditer(tag.group(2))
        }
        yield tag.group(1).lower(), values


def _keep(found: dict[str, FeedLink], url: str, title: str, *, sure: bool) -> None:
    if url and (url not in found or (sure and not found[url].sure)):
        found[url] = FeedLink(url=url, title=title or host_of(url), sure=sure)
