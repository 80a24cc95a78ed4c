"""Bluesky by its open API: an author's posts, or a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rules.model import Context
from watchers.content import MAX_TEXT, clean, content_hash, text_hash
from watchers.dates import parse_date
from watchers.jsonfeed import load_json, records, string
from watchers.outcome import Unreadable
from watchers.page import Item, Page

SITE = "https://bsky.app"


def parse(body: bytes, url: str, content_type: str) -> Page | Unreadable:
    """`feed` of getAuthorFeed or `posts` of searchPosts. Reposts are left out: somebody else said those."""
    answer = load_json(body)
    if isinstance(answer, Unreadable):
        return answer
    if isinstance(answer, dict) and isinstance(answer.get("posts"), list):
        posts = records(answer["posts"])
    elif isinstance(answer, dict) and isinstance(answer.get("feed"), list):
        posts = [_dict(each, "post") for each in records(answer["feed"]) if not each.get("reason")]
    else:
        return Unreadable(reason="not_a_feed", words="Bluesky answers in a form that is not known.")
    items = tuple(item for post in posts if (item := _item(post)))
    return Page(title="Bluesky", link=SITE, items=items, windowed=False)


def _dict(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _item(post: Mapping[str, Any]) -> Item | None:
    uri, author, record = string(post, "uri"), _dict(post, "author"), _dict(post, "record")
    handle, text = string(author, "handle"), string(record, "text")[:MAX_TEXT]
    if not uri or not text.strip():
        return None
    date = string(record, "createdAt") or string(post, "indexedAt")
    parent = string(_dict(_dict(record, "reply"), "parent"), "uri")
    return Item(
        guid=uri,
        link=f"{SITE}/profile/{handle}/post/{uri.rpartition('/')[2]}" if handle else "",
        title="",
        author=clean(handle)[:200] or None,
        content=text,
        content_type="text",
        content_hash=content_hash("", text, "text"),
        text_hash=text_hash("", text, "text"),
        published=parse_date(date),
        published_raw=date[:100],
        context=Context(story_url=parent or None),
    )
