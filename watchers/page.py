"""One look at a source: the Page that an adapter makes of a body, and its JSON form for the way out of the
parsing process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.model import ContentType, Context, DocumentKind

NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as a page shows it, before anybody has said which entry it is.

    `content_hash` ignores cosmetic differences (`watchers.content`). `published` is None where the page gave no
    usable date. `raw_hash` identifies the item's bytes, where the adapter can cut them out ("" elsewhere).
    `kind` overrides the source's document kind.
    """

    guid: str
    link: str
    title: str
    content: str
    content_type: ContentType
    content_hash: str
    text_hash: str = ""
    """Of the title and text with everything but letters and digits dropped: to match items whose ids changed."""
    author: str | None = None
    published: datetime | None = None
    published_raw: str = ""
    context: Context = NO_CONTEXT
    raw_hash: str = ""
    kind: DocumentKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHints:
    """What the page itself says on when to come back. Hours and days in UTC; Monday is 0."""

    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    hub: str = ""
    topic: str = ""
    """The feed's own address, as its hub knows it."""
    next_page: str = ""
    cursor: str = ""


NO_HINTS = PageHints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`whole`: the document ended well; items of one that did not are those that were complete.
    `windowed`: the page is the newest part of a list, so an item that leaves the middle was taken down
    (not so for rankings and searches)."""

    title: str
    items: tuple[Item, ...]
    link: str = ""
    hints: PageHints = NO_HINTS
    whole: bool = True
    windowed: bool = True
    cut: int = 0
    """Items beyond the cap, which were not read."""


def to_json(page: Page) -> dict[str, Any]:
    return {
        "title": page.title,
        "link": page.link,
        "whole": page.whole,
        "windowed": page.windowed,
        "cut": page.cut,
        "hints": {
            "ttl": page.hints.ttl.total_seconds() if page.hints.ttl else None,
            "skip_hours": page.hints.skip_hours,
            "skip_days": page.hints.skip_days,
            "hub": page.hints.hub,
            "topic": page.hints.topic,
            "next_page": page.hints.next_page,
            "cursor": page.hints.cursor,
        },
        "items": [_item_json(item) for item in page.items],
    }


def _item_json(item: Item) -> dict[str, Any]:
    out: dict[str, Any] = {name: getattr(item, name) for name in Item.__slots__}
    out["published"] = item.published.timestamp() if item.published else None
    out["context"] = {name: value for name in Context.__slots__ if (value := getattr(item.context, name))}
    return out


def from_json(raw: Mapping[str, Any]) -> Page:
    hints = raw["hints"]
    return Page(
        title=raw["title"],
        link=raw["link"],
        whole=raw["whole"],
        windowed=raw["windowed"],
        cut=raw["cut"],
        hints=PageHints(
            ttl=timedelta(seconds=hints["ttl"]) if hints["ttl"] else None,
            skip_hours=tuple(hints["skip_hours"]),
            skip_days=tuple(hints["skip_days"]),
            hub=hints["hub"],
            topic=hints["topic"],
            next_page=hints["next_page"],
            cursor=hints["cursor"],
        ),
        items=tuple(_item(each) for each in raw["items"]),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    stamp = raw["published"]
    return Item(
        **{
            **raw,
            "published": datetime.fromtimestamp(stamp, UTC) if stamp is not None else None,
            "context": Context(**raw["context"]),
        }
    )
