"""Hacker News by its search API: one request covers a query, stories and comments alike.

The answer is newest first and limited to `PER_PAGE`; a query can match an item later than it was posted, so a missing
item means nothing and is never taken for withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from rules.model import Context
from watchers.content import MAX_TEXT, clean, content_hash, text_hash, title_text
from watchers.dates import parse_date
from watchers.jsonfeed import load_json, records, string
from watchers.outcome import Unreadable
from watchers.page import Item, Page

API = "https://hn.algolia.com/api/v1"
SITE = "https://news.ycombinator.com"
PER_PAGE = 100
_NAME = re.compile(r"[\w-]{2,40}")


def locate(argument: str) -> str | None:
    """`QUERY`, `user:NAME` or `item:NUMBER` → the URL that is asked; None for a name or number that is none."""
    argument = argument.strip()
    if argument.startswith("item:"):
        number = argument[5:].strip()
        return _search(tags=f"(story,comment),story_{number}") if number.isdecimal() else None
    if argument.startswith("user:"):
        name = argument[5:].strip()
        return (
            _search(tags=f"(story,comment),author_{quote(name, safe='')}") if _NAME.fullmatch(name) else None
        )
    return _search(query=argument, tags="(story,comment)")


def _search(**asked: str) -> str:
    return f"{API}/search_by_date?" + urlencode({**asked, "hitsPerPage": PER_PAGE})


def parse(body: bytes, url: str, content_type: str) -> Page | Unreadable:
    """A page of search results, or one item with everything below it."""
    answer = load_json(body)
    if isinstance(answer, Unreadable):
        return answer
    if isinstance(answer, dict) and isinstance(answer.get("hits"), list):
        query = string(answer, "query")
        items = tuple(found for hit in records(answer["hits"]) if (found := _hit(hit)))
        title = f"Hacker News: {clean(query)}" if query else "Hacker News"
        return Page(title=title, link=SITE, items=items, windowed=False)
    if isinstance(answer, dict) and isinstance(answer.get("children"), list):
        tree = tuple(_tree(answer))
        return Page(
            title=title_text(string(answer, "title")) or "Hacker News", link=SITE, items=tree, windowed=False
        )
    return Unreadable(reason="not_a_feed", words="Hacker News search answers in a form that is not known.")


def _hit(hit: Mapping[str, Any]) -> Item | None:
    number = string(hit, "objectID")
    if not number:
        return None
    is_comment = isinstance(hit.get("comment_text"), str)
    return _made(
        number,
        title="" if is_comment else string(hit, "title"),
        text=string(hit, "comment_text") if is_comment else string(hit, "story_text"),
        author=string(hit, "author"),
        date=string(hit, "created_at"),
        context=Context(
            story_title=title_text(string(hit, "story_title") if is_comment else string(hit, "title"))
            or None,
            story_url=(string(hit, "story_url") if is_comment else string(hit, "url")) or None,
        ),
    )


def _tree(item: dict[str, Any]) -> list[Item]:
    """Every comment of a thread, parents' authors and texts with it. Depth is the server's: no recursion."""
    story = title_text(string(item, "title")) or None
    out: list[Item] = []
    stack: list[tuple[dict[str, Any], dict[str, Any] | None]] = [(item, None)]
    while stack and len(out) < 2000:
        node, parent = stack.pop()
        if string(node, "id") and (string(node, "text") or string(node, "title")):
            context = Context(
                story_title=story,
                story_author=string(item, "author") or None,
                story_url=string(item, "url") or None,
                parent_author=(string(parent, "author") or None) if parent else None,
                parent_text=(string(parent, "text")[:20_000] or None) if parent else None,
            )
            out.append(
                _made(
                    string(node, "id"),
                    title=string(node, "title"),
                    text=string(node, "text"),
                    author=string(node, "author"),
                    date=string(node, "created_at"),
                    context=context,
                )
            )
        stack += [(child, node) for child in records(node.get("children"))]
    return out


def _made(number: str, *, title: str, text: str, author: str, date: str, context: Context) -> Item:
    title, text = title_text(title), text[:MAX_TEXT]
    return Item(
        guid=number,
        link=f"{SITE}/item?id={quote(number, safe='')}",
        title=title,
        author=clean(author)[:200] or None,
        content=text,
        content_type="html",
        content_hash=content_hash(title, text, "html"),
        text_hash=text_hash(title, text, "html"),
        published=parse_date(date),
        published_raw=date[:100],
        context=context,
        kind="hn_comment" if text else "article",
    )
