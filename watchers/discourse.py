"""Discourse: its feeds are RSS; its search answers in JSON, newest post first.

A search shows a part of each post around the words that were found. A post can come to match later than it was written,
and leaves the answer when newer ones match: nothing is ever taken for withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from rules.model import Context
from watchers import feed
from watchers.content import MAX_TEXT, clean, hashes, title_text
from watchers.dates import parse_date
from watchers.jsonfeed import load_json, records, string
from watchers.outcome import Unreadable
from watchers.page import Item, Page
from watchers.shorthands import host_and_rest
from watchers.sniff import looks_like_json
from watchers.url import query_of


def locate(argument: str) -> str | None:
    """`HOST` (latest posts), `HOST/c/CATEGORY…`, `HOST/t/TOPIC…`, `HOST/tag/NAME`, `HOST/u/NAME`,
    `HOST/search:QUERY` (or `HOST/search?q=QUERY`, as in the browser)."""
    found = host_and_rest(argument)
    if found is None:
        return None
    host, rest = found
    if rest.startswith("search"):
        return _search(host, rest)
    rest = rest.partition("?")[0].strip("/")
    if not rest or rest == "latest":
        return f"https://{host}/posts.rss"
    if rest.startswith(("c/", "t/", "tag/")):
        return f"https://{host}/{quote(rest)}.rss"
    return f"https://{host}/{quote(rest)}/activity.rss" if rest.startswith("u/") else None


def _search(host: str, rest: str) -> str | None:
    query = rest[7:] if rest.startswith("search:") else query_of(rest.partition("?")[2]).get("q", "")
    if not query.strip():
        return None
    ordered = query.strip() if "order:" in query else f"{query.strip()} order:latest"
    return f"https://{host}/search.json?" + urlencode({"q": ordered})


def parse(body: bytes, url: str, content_type: str = "") -> Page | Unreadable:
    """A feed, or an answer of the search."""
    if not looks_like_json(body):
        return feed.parse(body, url, content_type)
    answer = load_json(body)
    if isinstance(answer, Unreadable):
        return answer
    if not isinstance(answer, dict) or "posts" not in answer:
        words = "; ".join(map(str, answer.get("errors", [])))[:200] if isinstance(answer, dict) else ""
        return Unreadable(
            reason="not_a_feed",
            words=f"The forum's search answers otherwise than known{words and ': ' + clean(words)}.",
        )
    topics = {string(each, "id"): each for each in records(answer.get("topics"))}
    items = tuple(
        item
        for post in records(answer["posts"])
        if (item := _post(post, topics.get(string(post, "topic_id"), {}), url))
    )
    return Page(
        title=f"Search of {urlsplit(url).netloc}", link=urljoin(url, "/"), items=items, windowed=False
    )


def _post(post: Mapping[str, Any], topic: Mapping[str, Any], url: str) -> Item | None:
    number, text = string(post, "id"), string(post, "blurb")[:MAX_TEXT]
    if not number or not text.strip():
        return None
    thread, place = string(post, "topic_id"), string(post, "post_number")
    path = (
        f"/t/{quote(string(topic, 'slug') or '-', safe='')}/{quote(thread, safe='')}/{quote(place, safe='')}"
    )
    title = title_text(string(topic, "title") or string(post, "topic_title_headline"))
    date = string(post, "created_at")
    exact, coarse = hashes("", text, "html", parse_date(date))
    return Item(
        guid=number,
        link=urljoin(url, path) if thread else "",
        title=title if place == "1" else "",
        author=clean(string(post, "username"))[:200] or None,
        content=text,
        content_type="html",
        content_hash=exact,
        text_hash=coarse,
        published=parse_date(date),
        published_raw=date[:100],
        context=Context(story_title=title or None),
    )
