"""RSS 0.9x–2.0, RSS 1.0 and Atom. The only file that knows feedparser.

Runs in the parsing process (`watchers.sandbox`), never on the event loop: hostile feeds cost seconds of CPU. Without
sanitising and relative-URL rewriting, which is where feedparser's time goes: text is never served as HTML here, and
the links that are kept are resolved below.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import feedparser

from rules.model import ContentType
from watchers.content import MAX_TEXT, clean, hashes, plain, title_text
from watchers.dates import parse_date
from watchers.outcome import Unreadable
from watchers.page import Item, Page, PageHints
from watchers.plain_atom import plain_entries
from watchers.plain_rss import plain_items
from watchers.sniff import looks_like_html, not_a_feed
from watchers.split import MAX_ITEMS, Split, document, raw_hash, split
from watchers.url import join

_PIECE = 512 * 1024
_BAD_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,12})|([0-9]{1,12}));?")
_CONTROLS = bytes(c for c in range(32) if c not in (9, 10, 13))
_LONG_FIELD = re.compile(
    rb"(<(?:author|dc:creator|managingEditor|webMaster|itunes:author|name|email|itunes:email)\b[^>]{0,200}>)"
    rb"([^<]{400})[^<]*",
    re.IGNORECASE,
)
LONGEST = 1_500_000
"""Bytes of one run of text or of one CDATA section. More is cut off: of a text only `MAX_TEXT` characters are kept."""
_LONG_TEXT = re.compile(rb"(>[^<]{%d})[^<]*(?=<)" % LONGEST)
_LONG_CDATA = re.compile(rb"(<!\[CDATA\[.{%d}).*?(?=\]\]>)" % LONGEST, re.DOTALL)
_NESTED_ENTITY = re.compile(
    rb"<!ENTITY\s+[^\s>]{1,100}\s+(?:\"[^\"]*&[A-Za-z][^\"]*\"|'[^']*&[A-Za-z][^']*')\s*>"
)
"""An entity made of entities: no feed has one, and a billion laughs is nothing else."""
_ATTRIBUTES = re.compile(rb"<[A-Za-z][^\s<>]*(?:\s+[^\s=<>]+\s*=\s*(?:\"[^\"]*\"|'[^']*')){200,}")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)")
_MAILBOX = re.compile(r"[^\s()]{1,100}@[^\s()]{1,100} \(([^()]{1,200})\)")
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAY = re.compile(rb"<day>\s*(mon|tues|wednes|thurs|fri|satur|sun)day\s*</day>", re.IGNORECASE)
_DAYS = (b"mon", b"tues", b"wednes", b"thurs", b"fri", b"satur", b"sun")
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}


def parse(body: bytes, url: str, content_type: str) -> Page | Unreadable:
    """The page in `body`, which came from `url`."""
    if looks_like_html(body):
        return not_a_feed(body)
    if b"\x00" not in body[:8] and body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        body = _mended(body)
    if _ATTRIBUTES.search(body[:MAX_TEXT]):
        return Unreadable(reason="broken_feed", words="The feed has an element with hundreds of attributes.")
    parts = split(body)
    read = _read_plain(parts, url, content_type) or _read(
        [(body, ())] if parts is None else [*_pieces(parts)], url, content_type
    )
    if isinstance(read, Unreadable):
        return read
    title, link, hints, version, items = read
    if not version and not items:
        return not_a_feed(body)
    whole = parts.whole if parts else body.rstrip()[-1:] == b">" or b"\x00" in body[:8]
    if parts is None and not whole:
        items = items[:-1]  # the last one of a document that broke off may be half an item
    return Page(
        title=title_text(title),
        link=link,
        items=tuple(items),
        hints=hints,
        whole=whole,
        cut=parts.cut if parts else 0,
    )


_Read = tuple[str, str, PageHints, str, list[Item]]
"""Title, link, hints, version, items."""


def _read_plain(parts: Split | None, url: str, content_type: str) -> _Read | None:
    """Only what stands around the items is given to feedparser, if the items are plain enough to do without."""
    if parts is None:
        return None
    for version, read in (("rss20", plain_items), ("atom10", plain_entries)):
        items = read(parts, content_type)
        if items is None:
            continue
        around = _feedparser(document(parts, ()), content_type)
        if isinstance(around, Unreadable) or around.get("bozo") or around.get("version") != version:
            return None
        title, link, hints = _head(around.feed, parts.head + parts.tail, url)
        raws = tuple(raw_hash(each) for each in parts.items)
        return title, link, hints, version, [*_items(items, raws, link or url)]
    return None


def _read(pieces: list[tuple[bytes, tuple[str, ...]]], url: str, content_type: str) -> _Read | Unreadable:
    title, link, hints, version = "", "", PageHints(), ""
    items: list[Item] = []
    for number, (piece, raws) in enumerate(pieces):
        parsed = _feedparser(piece, content_type)
        if isinstance(parsed, Unreadable):
            return parsed
        if number == 0:
            version = parsed.get("version", "")
            title, link, hints = _head(parsed.feed, piece, url)
        items += _items(parsed.entries[:MAX_ITEMS], raws, link or url)
    return title, link, hints, version, items


def _feedparser(piece: bytes, content_type: str) -> Any:
    """What feedparser makes of it, or Unreadable."""
    try:
        return feedparser.parse(
            io.BytesIO(piece),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": content_type} if content_type else {},
        )
    except (ValueError, OverflowError, RecursionError, LookupError, AttributeError, TypeError) as error:
        return Unreadable(reason="broken_feed", words=f"The feed cannot be parsed ({type(error).__name__}).")


def _head(feed: Any, piece: bytes, url: str) -> tuple[str, str, PageHints]:
    return _text(feed, "title"), join(url, feed.get("link") or ""), _hints(feed, piece)


def _pieces(parts: Any) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """The document in parts of bounded size, each a document of its own."""
    batch: list[bytes] = []
    size = 0
    for item in parts.items:
        if batch and size + len(item) > _PIECE:
            yield document(parts, tuple(batch)), tuple(raw_hash(each) for each in batch)
            batch, size = [], 0
        batch.append(item)
        size += len(item)
    yield document(parts, tuple(batch)), tuple(raw_hash(each) for each in batch)


def _mended(body: bytes) -> bytes:
    """Without what makes the parser fail or crawl: texts of many megabytes, impossible character references,
    control bytes, name fields of many kilobytes (kurtmckee/feedparser#562)."""
    body = _utf8(body)
    if len(body) > LONGEST:
        body = _LONG_CDATA.sub(_shorter, _LONG_TEXT.sub(_shorter, body))
    if b"<!ENTITY" in body:
        body = _NESTED_ENTITY.sub(b"", body)
    if b"&#" in body:
        body = _BAD_REFERENCE.sub(_reference, body)
    body = body.translate(None, _CONTROLS)
    if b"uthor" in body or b"creator" in body or b"ditor" in body or b"aster" in body:
        body = _LONG_FIELD.sub(rb"\1\2", body)
    return body


def _utf8(body: bytes) -> bytes:
    """A feed in UTF-8 with a few bad bytes stays UTF-8: otherwise one of them turns every umlaut into two signs."""
    encoding = _ENCODING.search(body[:200])
    if body.isascii() or (encoding and encoding.group(1).lower() not in (b"utf-8", b"utf8")):
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        if 3 * sum(not char.isascii() and char != "\ufffd" for char in text) >= bad:
            return text.encode()
    return body


def _shorter(found: re.Match[bytes]) -> bytes:
    """Not cut inside a reference or a character of UTF-8."""
    text = found.group(1)
    reference = text.rfind(b"&", len(text) - 12)
    if reference >= 0 and b";" not in text[reference:]:
        text = text[:reference]
    while text[-1] & 0xC0 == 0x80:
        text = text[:-1]
    return text[:-1] if text[-1] & 0x80 else text


def _reference(found: re.Match[bytes]) -> bytes:
    value = int(found.group(1), 16) if found.group(1) else int(found.group(2))
    fine = value in (9, 10, 13) or 32 <= value < 0xD800 or 0xDFFF < value < 0x110000
    return found.group(0) if fine else b""


def _items(entries: list[Any], raws: tuple[str, ...], base: str) -> Iterator[Item]:
    aligned = len(raws) == len(entries)
    for number, entry in enumerate(entries):
        content, content_type = _content(entry)
        title = title_text(_text(entry, "title"))
        raw = entry.get("published") or entry.get("created") or dict.get(entry, "updated") or ""
        published = parse_date(str(raw))
        guid = clean(str(entry.get("id") or ""))[:2000]
        exact, coarse = hashes(title, content, content_type, published)
        yield Item(
            guid=guid,
            link=join(base, entry.get("link") or (guid if guid.startswith("http") else "")),
            title=title,
            author=_person(clean(_text(entry, "author")))[:200] or None,
            content=content,
            content_type=content_type,
            content_hash=exact,
            text_hash=coarse,
            published=published,
            published_raw=str(raw)[:100],
            raw_hash=raws[number] if aligned else "",
        )


def _person(author: str) -> str:
    """A name, where a mail address or the address of a profile stands before or instead of it."""
    if found := _MAILBOX.fullmatch(author):
        return found.group(1)
    return author.rstrip("/").rpartition("/")[2] if author.startswith(("https://", "http://")) else author


def _content(entry: Any) -> tuple[str, ContentType]:
    """The longest text the entry offers."""
    offers = [
        (str(each.get("value") or ""), str(each.get("type") or "")) for each in entry.get("content", [])
    ]
    detail = entry.get("summary_detail") or {}
    offers.append((str(entry.get("summary") or ""), str(detail.get("type") or "")))
    text, kind = max(offers, key=lambda offer: len(offer[0]))
    text = text.replace("\x00", "")[:MAX_TEXT]
    if kind == "text/plain" and "<" not in text:
        return text, "text"
    return text, "html"


def _text(holder: Any, name: str) -> str:
    value = holder.get(name)
    return plain(value, "text").replace("\n", " ") if isinstance(value, str) else ""


def _hints(feed: Any, head: bytes) -> PageHints:
    ttl = None
    minutes = str(feed.get("ttl") or "").strip()
    if minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:7]) < 100_000:
        ttl = timedelta(minutes=int(minutes[:7]))
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    if period:
        times = str(feed.get("sy_updatefrequency") or "1").strip()
        frequency = int(times[:4]) if times[:4].isascii() and times[:4].isdigit() else 1
        ttl = timedelta(hours=period / max(1, frequency))
    links = {str(each.get("rel")): str(each.get("href", "")) for each in reversed(feed.get("links", []))}
    hub, topic = links.get("hub", ""), links.get("self", "")
    head = head[:65536]
    return PageHints(
        ttl=ttl,
        skip_hours=tuple(sorted({int(h) % 24 for h in _HOUR.findall(head)})),
        skip_days=tuple(sorted({_DAYS.index(day.lower()) for day in _DAY.findall(head)})),
        hub=hub if hub.startswith("http") else "",
        topic=topic if topic.startswith("http") else "",
    )
