"""The items of an RSS 2.0 feed of the plain kind, without a general parser: that is where a first poll's time went.

Plain: UTF-8, well-formed, each item nothing but well-known fields of text or CDATA, each at most once. Then what
feedparser would say is known, and is said here in its words (`watchers.feed` reads on from there). Anything else is
None and goes to feedparser as it is. A test holds both ways against each other.
"""

from __future__ import annotations

import re

from watchers.plain_text import PROLOGUE, Fields, NotPlain, inside, plain_fields, value_of
from watchers.split import Split

_FIELD = re.compile(
    r"\s*<(title|link|guid|pubDate|description|author|category|comments|dc:creator|content:encoded|slash:comments"
    r"|wfw:commentRss)(?: isPermaLink=[\"'](true|false)[\"'])?(?: domain=\"[^\"<&]*\")?>"
    r"(?:([^<]*)|\s*<!\[CDATA\[(.*?)\]\]>\s*)</\1>",
    re.DOTALL,
)
_ITEM = re.compile(r"<item>(.*)</item>", re.DOTALL)
_TAIL = re.compile(rb"\s*</channel>\s*</rss>\s*")
_HEAD = re.compile(PROLOGUE + rb"<rss\b([^<>]*)>\s*<channel>", re.IGNORECASE)
_PREFIXES = {
    "dc": b'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    "content": b'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    "slash": b'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"',
    "wfw": b'xmlns:wfw="http://wellformedweb.org/CommentAPI/"',
}
_NAMES = {"guid": "id", "pubDate": "published", "description": "summary", "dc:creator": "author"}
_LINK_AMPERSAND = re.compile(r"&([A-Za-z0-9_]+);")


def plain_items(parts: Split, content_type: str) -> list[Fields] | None:
    """For each item, what feedparser calls its fields: id, link, title, author, published, summary, content."""
    return plain_fields(parts, content_type, _fields, head=_HEAD, tail=_TAIL, defaults=0)


def _fields(raw: bytes, root: bytes, *, utf8: bool) -> Fields:
    """Raises NotPlain."""
    item = _ITEM.fullmatch(inside(raw, utf8=utf8))
    if item is None:
        raise NotPlain
    inner, at = item.group(1), 0
    found: Fields = {}
    permanent = "true"
    while field := _FIELD.match(inner, at):
        at = field.end()
        name, written, packed = field[1], field[3], field[4]
        prefix, colon, _ = name.partition(":")
        if colon and _PREFIXES[prefix] not in root:
            raise NotPlain
        if field[2] and name != "guid":
            raise NotPlain
        permanent = field[2] or "true" if name == "guid" else permanent
        _keep(found, _NAMES.get(name, name), value_of(written, packed, utf8=utf8))
    if inner[at:].strip():
        raise NotPlain
    if "id" in found and "link" not in found and permanent == "true":
        found["link"] = found["id"]
    return found


def _keep(found: Fields, name: str, value: str) -> None:
    if name in ("category", "comments", "slash:comments", "wfw:commentRss"):
        return
    if name == "content:encoded":
        name = "content"
    if (
        name in found
        or (name == "author" and "@" in value)
        or (name in ("link", "id") and (":///" in value or "<" in value))
    ):
        raise NotPlain
    if name == "link":
        value = _LINK_AMPERSAND.sub(r"&\g<1>", value.replace("&amp;", "&"))
    if name == "content":
        found[name] = [{"value": value, "type": "text/html"}]
    else:
        found[name] = value
