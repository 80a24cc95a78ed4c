"""Sitemaps for news: a `<urlset>` whose entries may carry a title and a publication date (the news extension)."""

from __future__ import annotations

import re

from rules.reading.references import unescaped
from watchers.content import content_hash, text_hash, title_text
from watchers.dates import parse_date
from watchers.outcome import Unreadable
from watchers.page import Item, Page
from watchers.sniff import not_a_feed
from watchers.split import MAX_ITEMS
from watchers.url import host_of, join

_SET = re.compile(rb"<(?:\w{1,20}:)?urlset[\s>]", re.IGNORECASE)
_FIELD = {
    name: re.compile(
        rf"<(?:\w{{1,20}}:)?{name}(?:\s[^>]{{0,200}})?>([^<]{{0,4000}}|<!\[CDATA\[.{{0,4000}}?\]\]>)</",
        re.DOTALL,
    )
    for name in ("loc", "title", "publication_date", "lastmod")
}


def is_sitemap(body: bytes) -> bool:
    return bool(_SET.search(body[:4096]))


def parse(body: bytes, url: str, content_type: str) -> Page | Unreadable:
    """The page in `body`, which came from `url`. An index of sitemaps is told as such."""
    if not is_sitemap(body):
        if b"<sitemapindex" in body[:4096]:
            return Unreadable(
                reason="not_a_feed", words="This is an index of sitemaps. Add the one for news that it names."
            )
        return not_a_feed(body)
    text = body.decode("utf-8", "replace")
    blocks = text.split("<url>")[1:]
    items = [item for block in blocks[:MAX_ITEMS] if (item := _item(block.partition("</url>"), url))]
    whole = "</urlset>" in text[-200:]
    return Page(
        title=f"Sitemap of {host_of(url)}",
        items=tuple(items),
        link=join(url, "/"),
        whole=whole,
        windowed=False,
        cut=max(0, len(blocks) - MAX_ITEMS),
    )


def _item(block: tuple[str, str, str], url: str) -> Item | None:
    text, closed, _ = block
    link = join(url, _field(text, "loc"))
    if not closed or not link:
        return None
    title = title_text(_field(text, "title"))
    raw = _field(text, "publication_date") or _field(text, "lastmod")
    return Item(
        guid=link,
        link=link,
        title=title,
        content="",
        content_type="text",
        content_hash=content_hash(title, "", "text"),
        text_hash=text_hash(title, "", "text"),
        published=parse_date(raw),
        published_raw=raw[:100],
    )


def _field(text: str, name: str) -> str:
    found = _FIELD[name].search(text)
    value = found.group(1) if found else ""
    if value.startswith("<![CDATA["):
        return value[9:-3].strip()
    return unescaped(value).strip()
