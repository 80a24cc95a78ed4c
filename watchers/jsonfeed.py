"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from watchers.content import MAX_TEXT, clean, content_hash, text_hash, title_text
from watchers.dates import parse_date
from watchers.outcome import Unreadable
from watchers.page import Item, Page, PageHints
from watchers.sniff import not_a_feed
from watchers.split import MAX_ITEMS
from watchers.url import join

_HALF = re.compile(r"[\ud800-\udfff]")


def load_json(body: bytes) -> Any | Unreadable:
    """The JSON value in `body`; a byte order mark and bad bytes in strings are forgiven."""
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return not_a_feed(body) if body.lstrip()[:1] == b"<" else _broken("The server sends broken JSON.")


def _broken(words: str) -> Unreadable:
    return Unreadable(reason="broken_feed", words=words)


def string(record: Mapping[str, Any], name: str) -> str:
    """A field as text; numbers are read as text, everything else as "". JSON can hold halves of characters, which no
    encoding can: each is U+FFFD."""
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return _HALF.sub("\ufffd", str(value))


def records(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, the first `MAX_ITEMS` of them; [] for what is no list."""
    return [each for each in value[:MAX_ITEMS] if isinstance(each, dict)] if isinstance(value, list) else []


def parse(body: bytes, url: str, content_type: str) -> Page | Unreadable:
    """The page in `body`, which came from `url`."""
    feed = load_json(body)
    if isinstance(feed, Unreadable):
        return feed
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Unreadable(reason="not_a_feed", words="The server sends JSON that is no JSON Feed.")
    base = join(url, string(feed, "home_page_url")) or url
    hub = next((string(each, "url") for each in records(feed.get("hubs"))), "")
    return Page(
        title=title_text(string(feed, "title")),
        link=base,
        items=tuple(_item(each, base) for each in records(feed["items"])),
        hints=PageHints(
            hub=hub if hub.startswith("http") else "",
            topic=join(url, string(feed, "feed_url")) or url,
            next_page=join(url, string(feed, "next_url")),
        ),
        cut=max(0, len(feed["items"]) - MAX_ITEMS),
    )


def _item(raw: Mapping[str, Any], base: str) -> Item:
    html, text = string(raw, "content_html"), string(raw, "content_text")
    content = (html or text or string(raw, "summary"))[:MAX_TEXT]
    content_type = "html" if html else "text"
    title = title_text(string(raw, "title"))
    authors = [*records(raw.get("authors")), *records([raw.get("author")])]
    date = string(raw, "date_published") or string(raw, "date_modified")
    return Item(
        guid=clean(string(raw, "id"))[:2000],
        link=join(base, string(raw, "url") or string(raw, "external_url")),
        title=title,
        author=clean(next((string(each, "name") for each in authors), ""))[:200] or None,
        content=content,
        content_type=content_type,  # type: ignore[arg-type]
        content_hash=content_hash(title, content, content_type),  # type: ignore[arg-type]
        text_hash=text_hash(title, content, content_type),  # type: ignore[arg-type]
        published=parse_date(date),
        published_raw=date[:100],
    )
