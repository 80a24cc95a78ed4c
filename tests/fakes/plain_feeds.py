"""Feeds of the plain kind, read both ways: quickly, and as feedparser does."""

from __future__ import annotations

from collections.abc import Callable

from watchers import feed
from watchers.plain_text import Fields
from watchers.split import Split, split


def both(body: bytes, content_type: str = "") -> tuple[object, object]:
    """The page read the short way and the long way."""
    short = feed.parse(body, "https://halden.example/feed", content_type)
    kept = feed._read_plain
    feed._read_plain = lambda *_: None
    try:
        return short, feed.parse(body, "https://halden.example/feed", content_type)
    finally:
        feed._read_plain = kept


def is_plain(read: Callable[[Split, str], list[Fields] | None], body: bytes, content_type: str = "") -> bool:
    """`read`: the quick reader of RSS or of Atom."""
    parts = split(body)
    return parts is not None and read(parts, content_type) is not None
