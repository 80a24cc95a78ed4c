"""Podcast feeds: RSS with show notes and, where the maker gives it, the address of a transcript.

Sound is never fetched. An episode without a page of its own links to its recording; a transcript's address (the
podcast namespace, podcastindex.org) is kept in the entry's text, so that readers of an alert find it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from rules.reading.references import unescaped
from watchers import feed
from watchers.content import hashes
from watchers.outcome import Unreadable
from watchers.page import Item, Page
from watchers.split import split
from watchers.url import join

_ITUNES = re.compile(rb"xmlns:itunes\s{0,5}=", re.IGNORECASE)
_ENCLOSURE = re.compile(rb"<enclosure\b([^<>]{0,4000})>", re.IGNORECASE)
_TRANSCRIPT = re.compile(rb"<podcast:transcript\b([^<>]{0,4000})>", re.IGNORECASE)
_URL = re.compile(rb"\burl\s{0,5}=\s{0,5}[\"']([^\"']{1,3000})[\"']")
_TYPE = re.compile(rb"\btype\s{0,5}=\s{0,5}[\"']audio/")


def is_podcast(body: bytes) -> bool:
    """The iTunes namespace at the top and at least one recording."""
    if not _ITUNES.search(body[:4096]):
        return False
    return any(_TYPE.search(found.group(1)) for found in _ENCLOSURE.finditer(body[:400_000]))


def parse(body: bytes, url: str, content_type: str = "") -> Page | Unreadable:
    page = feed.parse(body, url, content_type)
    parts = split(body) if isinstance(page, Page) else None
    if isinstance(page, Unreadable) or parts is None or len(parts.items) != len(page.items):
        return page
    return replace(
        page,
        items=tuple(
            _episode(item, raw, url, {"", url, page.link})
            for item, raw in zip(page.items, parts.items, strict=True)
        ),
    )


def _episode(item: Item, raw: bytes, base: str, nobody: set[str]) -> Item:
    """`nobody`: links that are no episode's own."""
    recording = _address(_ENCLOSURE, raw, base)
    link = recording if item.link in nobody and recording else item.link
    transcript = _address(_TRANSCRIPT, raw, base)
    if not transcript:
        return replace(item, link=link)
    shown = escape(transcript, quote=True)
    if item.content_type == "text":
        content = f"{item.content}\n\nTranscript: {transcript}"
    else:
        content = f'{item.content}\n<p><a href="{shown}">Transcript</a></p>'
    exact, coarse = hashes(item.title, content, item.content_type, item.published)
    return replace(item, link=link, content=content, content_hash=exact, text_hash=coarse)


def _address(tag: re.Pattern[bytes], raw: bytes, base: str) -> str:
    found = tag.search(raw)
    address = _URL.search(found.group(1)) if found else None
    return join(base, unescaped(address.group(1).decode("utf-8", "replace"))) if address else ""
