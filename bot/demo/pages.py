"""The story's feeds as bytes: RSS 2.0, Atom and JSON Feed."""

from __future__ import annotations

import json
from email.utils import format_datetime
from xml.sax.saxutils import escape

from bot.demo.story import Feed, Item, published

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def body(feed: Feed, items: tuple[Item, ...], base: str) -> bytes:
    """The feed's document; `base` is the server's own URL, without a slash at the end."""
    match feed.form:
        case "rss":
            text = _rss(feed, items, base)
        case "atom":
            text = _atom(feed, items, base)
        case _:
            text = _json(feed, items, base)
    return text.encode("utf-8")


def link(item: Item, base: str) -> str:
    return f"{base}/read/{item.guid.replace(':', '-')}"


def _rss(feed: Feed, items: tuple[Item, ...], base: str) -> str:
    entries = "".join(
        f"<item><guid isPermaLink='false'>{item.guid}</guid><title>{escape(item.title)}</title>"
        f"<link>{link(item, base)}</link><pubDate>{format_datetime(published(item))}</pubDate>"
        f"<description>{escape(item.text)}</description></item>"
        for item in items
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{escape(feed.name)}</title>"
        f"<link>{base}{feed.path}</link><description>Invented news</description>{entries}</channel></rss>"
    )


def _atom(feed: Feed, items: tuple[Item, ...], base: str) -> str:
    entries = "".join(
        f"<entry><id>{item.guid}</id><title>{escape(item.title)}</title><link href='{link(item, base)}'/>"
        f"<updated>{published(item).isoformat()}</updated><published>{published(item).isoformat()}</published>"
        f"<author><name>{escape(item.author)}</name></author>"
        f"<content type='html'>{escape(item.text)}</content></entry>"
        for item in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<id>{base}{feed.path}</id><title>{escape(feed.name)}</title><updated>2026-03-02T00:00:00Z</updated>"
        f"{entries}</feed>"
    )


def _json(feed: Feed, items: tuple[Item, ...], base: str) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.name,
            "home_page_url": base,
            "items": [
                {
                    "id": item.guid,
                    "url": link(item, base),
                    "title": item.title,
                    "content_html": item.text,
                    "date_published": published(item).isoformat(),
                    "authors": [{"name": item.author}] if item.author else [],
                }
                for item in items
            ],
        }
    )
