"""What people type for a source → the URL that is asked. Pure; None for an argument that does not fit.

All of these are feeds that the sites publish themselves. One function a shorthand, named in `watchers.kinds`.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

_NAME = re.compile(r"[\w][\w.+-]{0,99}")
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?::\d{2,5})?", re.IGNORECASE)


def reddit(argument: str) -> str | None:
    """`r/NAME`, `r/NAME/comments`, `r/NAME/comments/ID` (a thread), `u/NAME`, `search:QUERY`."""
    base = "https://www.reddit.com"
    if argument.startswith("search:") and argument[7:].strip():
        return f"{base}/search.rss?" + urlencode({"q": argument[7:].strip(), "sort": "new"})
    parts = argument.strip("/").split("/")
    if len(parts) == 2 and parts[0] in ("r", "u", "user") and _NAME.fullmatch(parts[1]):
        return f"{base}/r/{parts[1]}/new.rss" if parts[0] == "r" else f"{base}/user/{parts[1]}.rss"
    if len(parts) == 3 and parts[0] == "r" and parts[2] == "comments" and _NAME.fullmatch(parts[1]):
        return f"{base}/r/{parts[1]}/comments.rss"
    if len(parts) == 4 and parts[0] == "r" and parts[2] == "comments" and parts[3].isalnum():
        return f"{base}/r/{parts[1]}/comments/{parts[3]}.rss?sort=new" if _NAME.fullmatch(parts[1]) else None
    return f"{base}/r/{parts[0]}/new.rss" if len(parts) == 1 and _NAME.fullmatch(parts[0]) else None


def host_and_rest(argument: str) -> tuple[str, str] | None:
    """A host, and what stands behind its slash."""
    host, _, rest = argument.removeprefix("https://").removeprefix("http://").partition("/")
    return (host.lower(), rest.strip("/")) if _HOST.fullmatch(host) else None


def lemmy(argument: str) -> str | None:
    """`COMMUNITY@HOST` or `HOST` (everything local)."""
    name, at, host = argument.strip().lstrip("!").partition("@")
    if at and _NAME.fullmatch(name) and _HOST.fullmatch(host):
        return f"https://{host.lower()}/feeds/c/{name}.xml?sort=New"
    return f"https://{name.lower()}/feeds/local.xml?sort=New" if _HOST.fullmatch(name) and not at else None


def lobsters(argument: str) -> str | None:
    """`newest`, `comments`, or a tag."""
    word = argument.strip().lower()
    if word in ("newest", "comments"):
        return f"https://lobste.rs/{word}.rss"
    return f"https://lobste.rs/t/{word}.rss" if _NAME.fullmatch(word) else None


def mastodon(argument: str) -> str | None:
    """`@NAME@HOST` or `#TAG@HOST`."""
    sign, (name, at, host) = argument.strip()[:1], argument.strip().lstrip("@#").partition("@")
    if not at or not _NAME.fullmatch(name) or not _HOST.fullmatch(host):
        return None
    return (
        f"https://{host.lower()}/tags/{quote(name)}.rss"
        if sign == "#"
        else f"https://{host.lower()}/@{name}.rss"
    )


def bluesky(argument: str) -> str | None:
    """`HANDLE` or `search:QUERY`."""
    if argument.startswith("search:") and argument[7:].strip():
        query = urlencode({"q": argument[7:].strip(), "sort": "latest", "limit": 100})
        return f"https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?{query}"
    handle = argument.strip().lstrip("@").lower()
    if not (_HOST.fullmatch(handle) or re.fullmatch(r"did:[a-z]+:[a-z0-9.]{5,80}", handle)):
        return None
    query = urlencode({"actor": handle, "filter": "posts_no_replies", "limit": 50})
    return f"https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?{query}"


def stackexchange(argument: str) -> str | None:
    """`SITE/TAG`, such as `stackoverflow.com/python`, or `SITE` (newest questions)."""
    found = host_and_rest(argument)
    if found is None:
        return None
    host, tag = found
    if not tag:
        return f"https://{host}/feeds"
    return f"https://{host}/feeds/tag?" + urlencode({"tagnames": tag, "sort": "newest"})


def youtube(argument: str) -> str | None:
    """A channel's id (`UC…`), a playlist's (`PL…`), or `@NAME`, whose page names its feed."""
    word = argument.strip()
    if re.fullmatch(r"@[\w.-]{3,50}", word):
        return f"https://www.youtube.com/{word}"
    if not re.fullmatch(r"[\w-]{10,64}", word):
        return None
    name = "channel_id" if word.startswith("UC") else "playlist_id"
    return f"https://www.youtube.com/feeds/videos.xml?{name}={word}"


def news(argument: str) -> str | None:
    """A query of the news search that publishes feeds."""
    return "https://news.google.com/rss/search?" + urlencode(
        {"q": argument, "hl": "en-US", "gl": "US", "ceid": "US:en"}
    )
