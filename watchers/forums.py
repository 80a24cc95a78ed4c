"""Forum software that publishes feeds of its own: phpBB, XenForo, vBulletin.

One row each: how its pages are known, and which feed belongs to which page. A shorthand takes what people copy from the
browser (`phpbb:forum.example.org/viewtopic.php?t=9`). Addresses as in phpBB 3.1 to 3.3, XenForo 2, vBulletin 3 to 5.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from watchers import feed
from watchers.outcome import Unreadable
from watchers.page import Page
from watchers.url import parse_url, query_of

_NUMBER = re.compile(r"\d{1,12}")
_ROOM = re.compile(r"(?P<board>.*?)/?(?P<room>(?:forums|threads)/[^/?#]{1,200})")
_POSTED_BY = re.compile(rb"<p>Statistics: Posted by .{0,800}?</p>(?:\s{0,20}<hr ?/?>)?", re.DOTALL)
_NO_MAIL = re.compile(rb"<author>\s{0,20}invalid@example\.com \(([^()<>]{1,200})\)\s{0,20}</author>")


@dataclass(frozen=True, slots=True)
class _Place:
    """A page of a forum: `board` is its address without a slash at the end."""

    board: str
    path: str
    query: dict[str, str]

    def number(self, *names: str) -> str:
        """The first of these parameters that is a number, "" without one."""
        values = (self.query.get(name, "") for name in names)
        return next((value for value in values if _NUMBER.fullmatch(value)), "")


def _placed(text: str) -> _Place | None:
    text = text.strip()
    url = text if text.startswith(("http://", "https://")) else f"https://{text}"
    if isinstance(parse_url(url), str) or "." not in urlsplit(url).netloc:
        return None
    parts = urlsplit(url)
    folder, _, last = parts.path.rpartition("/")
    path = parts.path
    if not last.endswith(".php") and last != "external":
        folder = parts.path.rstrip("/")
    return _Place(f"{parts.scheme}://{parts.netloc}{quote(folder, safe='/%')}", path, query_of(parts.query))


def phpbb(text: str) -> str | None:
    """A topic's posts (`viewtopic.php?t=9`), a forum's (`viewforum.php?f=5`), or the whole board's."""
    place = _placed(text)
    if place is None:
        return None
    for name, what in (("t", "topic"), ("f", "forum")):
        if number := place.number(name):
            return f"{place.board}/app.php/feed/{what}/{number}"
    return f"{place.board}/app.php/feed"


def xenforo(text: str) -> str | None:
    """A forum's threads (`/forums/NAME.5/`), or the whole board's. XenForo has no feeds of single threads."""
    place = _placed(text)
    if place is None:
        return None
    found = _ROOM.fullmatch(place.board) or _ROOM.match(place.board + "/")
    if found is None:
        return f"{place.board}/forums/-/index.rss"
    room = found["room"] if found["room"].startswith("forums/") else "forums/-"
    return f"{found['board']}/{room}/index.rss"


def vbulletin(text: str) -> str | None:
    """A forum's threads (`forumdisplay.php?f=5`), or the whole board's."""
    place = _placed(text)
    if place is None:
        return None
    number = place.number("f", "forumid", "forumids")
    wanted = f"&forumids={number}" if number else ""
    return f"{place.board}/external.php?type=RSS2{wanted}"


@dataclass(frozen=True, slots=True)
class Forum:
    """`mark`: what only its pages have. `feed`: a page's address → its feed's."""

    mark: re.Pattern[str]
    feed: Callable[[str], str | None]


FORUMS: dict[str, Forum] = {
    "phpbb": Forum(
        re.compile(r"<body[^<>]{0,300} id=[\"']phpbb|Powered by <[^<>]{0,200}>phpBB<", re.I), phpbb
    ),
    "xenforo": Forum(re.compile(r"<html[^<>]{0,600} id=[\"']XF[\"']|data-xf-init=", re.I), xenforo),
    "vbulletin": Forum(
        re.compile(r"<meta[^<>]{0,100} content=[\"']vBulletin|vbulletin_global\.js|vBulletin\.init", re.I),
        vbulletin,
    ),
}


def software_of(html: str) -> str:
    """The forum software that made this page, "" for another."""
    return next((name for name, forum in FORUMS.items() if forum.mark.search(html)), "")


def parse(body: bytes, url: str, content_type: str = "") -> Page | Unreadable:
    """Their feeds are RSS and Atom, with a line of statistics under each post (phpBB) and an invented mail address
    before each name (XenForo), which nobody wrote."""
    return feed.parse(_NO_MAIL.sub(rb"<author>\1</author>", _POSTED_BY.sub(b"", body)), url, content_type)
