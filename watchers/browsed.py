"""Addresses as people copy them from the browser, or write them → what the site publishes. No request is made.

Only for sites whose pages do not name that feed, or refuse programs; other feeds are found by `watchers.discover`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from watchers.url import query_of

_STACK = re.compile(
    r"(?:[a-z0-9-]+\.)?(?:stackoverflow\.com|stackexchange\.com|serverfault\.com|superuser\.com|askubuntu\.com"
    r"|mathoverflow\.net)"
)
_BARE = (
    (re.compile(r"(?:r|u|user)/[\w-]{2,50}/?"), "reddit:"),
    (re.compile(r"[@#]\w{1,60}@[\w-]+(?:\.[\w-]+)+"), "mastodon:"),
    (re.compile(r"![\w-]{1,60}@[\w-]+(?:\.[\w-]+)+"), "lemmy:"),
)
"""How the sites' own people write it, without an address."""
_Query = dict[str, str]


def shorthand_of(url: str) -> str:
    """The shorthand (`watchers.kinds.locate` knows it) for a page of a site that is known, "" for any other."""
    if "://" not in url:
        return next((word + url for form, word in _BARE if form.fullmatch(url)), "")
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("old.").removeprefix("new.")
    path = [each for each in parts.path.split("/") if each]
    if parts.scheme not in ("http", "https") or (path and path[-1].endswith((".rss", ".xml", ".json"))):
        return ""
    reader = _SITES.get(host)
    if reader is not None:
        return reader(path, query_of(parts.query))
    return _stack(host, path) if _STACK.fullmatch(host) else ""


def _hackernews(path: list[str], query: _Query) -> str:
    number = _first(query, "id")
    if path == ["item"] and number.isdigit():
        return f"hn:item:{number}"
    return f"hn:user:{number}" if path and path[0] in ("user", "threads", "submitted") and number else ""


def _reddit(path: list[str], query: _Query) -> str:
    if path[:1] == ["search"] and _first(query, "q"):
        return f"reddit:search:{_first(query, 'q')}"
    if len(path) >= 2 and path[0] in ("r", "u", "user"):
        if path[2:3] == ["comments"] and len(path) >= 4:
            return f"reddit:r/{path[1]}/comments/{path[3]}"
        return f"reddit:{path[0]}/{path[1]}" + ("/comments" if path[2:] == ["comments"] else "")
    return ""


def _bluesky(path: list[str], query: _Query) -> str:
    if path[:1] == ["search"] and _first(query, "q"):
        return f"bluesky:search:{_first(query, 'q')}"
    return f"bluesky:{path[1]}" if path[:1] == ["profile"] and len(path) >= 2 else ""


def _youtube(path: list[str], query: _Query) -> str:
    if path[:1] == ["channel"] and len(path) >= 2:
        return f"youtube:{path[1]}"
    return f"youtube:{_first(query, 'list')}" if path == ["playlist"] else ""


def _news(path: list[str], query: _Query) -> str:
    return f"news:{_first(query, 'q')}" if path == ["search"] and _first(query, "q") else ""


def _lobsters(path: list[str], query: _Query) -> str:
    if path[:1] == ["t"] and len(path) == 2:
        return f"lobsters:{path[1]}"
    return f"lobsters:{path[0]}" if path in (["newest"], ["comments"]) else ""


def _stack(host: str, path: list[str]) -> str:
    if path[:2] == ["questions", "tagged"] and len(path) >= 3:
        return f"stack:{host}/{path[2]}"
    return f"stack:{host}" if path in ([], ["questions"]) else ""


def _first(query: _Query, name: str) -> str:
    return query.get(name, "").strip()


_SITES: dict[str, Callable[[list[str], _Query], str]] = {
    "news.ycombinator.com": _hackernews,
    "reddit.com": _reddit,
    "bsky.app": _bluesky,
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "news.google.com": _news,
    "lobste.rs": _lobsters,
}
