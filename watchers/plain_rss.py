"""The items of an RSS 2.0 feed of the plain kind, without a general parser: that is where a first poll's time went.

Plain: UTF-8, well-formed, each item nothing but well-known fields of text or CDATA, each at most once. Then what
feedparser would say is known, and is said here in its words (`watchers.feed` reads on from there). Anything else is
None and goes to feedparser as it is. A test holds both ways against each other.
"""

from __future__ import annotations

import contextlib
import re

from watchers.split import Split

_FIELD = re.compile(
    r"\s*<(title|link|guid|pubDate|description|author|category|comments|dc:creator|content:encoded|slash:comments"
    r"|wfw:commentRss)(?: isPermaLink=[\"'](true|false)[\"'])?(?: domain=\"[^\"<&]*\")?>"
    r"(?:([^<]*)|\s*<!\[CDATA\[(.*?)\]\]>\s*)</\1>",
    re.DOTALL,
)
_ITEM = re.compile(r"<item>(.*)</item>", re.DOTALL)
_TAIL = re.compile(rb"\s*</channel>\s*</rss>\s*")
_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?"
    rb"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](utf-?8)[\"'])?(?: standalone=[\"']\w+[\"'])? ?\?>)?"
    rb"\s*<rss\b([^<>]*)>\s*<channel>",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset\s*=", re.IGNORECASE)
_UTF8 = re.compile(r"charset\s*=\s*[\"']?utf-?8\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CP1252 = {
    number: bytes([number]).decode("cp1252")
    for number in range(0x80, 0xA0)
    if number not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_PREFIXES = {
    "dc": b'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    "content": b'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    "slash": b'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"',
    "wfw": b'xmlns:wfw="http://wellformedweb.org/CommentAPI/"',
}
_NAMES = {"guid": "id", "pubDate": "published", "description": "summary", "dc:creator": "author"}
_LINK_AMPERSAND = re.compile(r"&([A-Za-z0-9_]+);")

Fields = dict[str, object]


class _NotPlain(Exception):
    """Somebody else's business."""


def plain_items(parts: Split, content_type: str) -> list[Fields] | None:
    """For each item, what feedparser calls its fields: id, link, title, author, published, summary, content."""
    head = _HEAD.match(parts.head)
    if head is None or not parts.whole or not _TAIL.fullmatch(parts.tail):
        return None
    if any(word in parts.head for word in (b"<!DOCTYPE", b"<!ENTITY", b"base=", b" xmlns=")):
        return None
    if _CHARSET.search(content_type) and not _UTF8.search(content_type):
        return None
    try:
        return [_fields(item, head.group(2), utf8=bool(head.group(1))) for item in parts.items]
    except (_NotPlain, UnicodeDecodeError):
        return None


def _fields(raw: bytes, root: bytes, *, utf8: bool) -> Fields:
    """Raises _NotPlain."""
    text = raw.decode("utf-8")
    if not utf8 and not text.isascii():
        raise _NotPlain
    item = _ITEM.fullmatch(text)
    if item is None:
        raise _NotPlain
    inner, at = item.group(1), 0
    if "\r" in inner:
        inner = inner.replace("\r\n", "\n").replace("\r", "\n")
    found: Fields = {}
    permanent = "true"
    while field := _FIELD.match(inner, at):
        at = field.end()
        name, written, packed = field[1], field[3], field[4]
        prefix, colon, _ = name.partition(":")
        if colon and _PREFIXES[prefix] not in root:
            raise _NotPlain
        value = (_decoded(written, utf8=utf8) if packed is None else _checked(packed)).strip()
        if field[2] and name != "guid":
            raise _NotPlain
        permanent = field[2] or "true" if name == "guid" else permanent
        _keep(found, _NAMES.get(name, name), _mended(value) if utf8 else value.translate(_CP1252))
    if inner[at:].strip():
        raise _NotPlain
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
        raise _NotPlain
    if name == "link":
        value = _LINK_AMPERSAND.sub(r"&\g<1>", value.replace("&amp;", "&"))
    if name == "content":
        found[name] = [{"value": value, "type": "text/html"}]
    else:
        found[name] = value


def _checked(text: str) -> str:
    if "\ufffe" in text or "\uffff" in text:
        raise _NotPlain
    return text


def _decoded(text: str, *, utf8: bool) -> str:
    """With XML's references resolved. Raises _NotPlain for a reference XML does not know."""
    if "]]>" in text:
        raise _NotPlain
    if "&" not in text:
        return _checked(text)

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return _NAMED[found[1]]
        number = int(found[2]) if found[2] else int(found[3], 16)
        if number >= 0x80 and not utf8:
            raise _NotPlain
        return chr(number)

    decoded, count = _REFERENCE.subn(one, text)
    if count != text.count("&"):
        raise _NotPlain
    return _checked(decoded)


def _mended(text: str) -> str:
    """UTF-8 that was packed as UTF-8 a second time is unpacked, and control characters that are Windows's signs are
    those signs: as feedparser does."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_CP1252)
