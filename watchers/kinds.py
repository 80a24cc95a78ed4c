"""The table of source kinds: what each is called, how its URL is made, what parses it.

A kind is a row here; one with a shape of its own has a small file with `parse`. Parsers are imported where they run,
in the parsing process. Shorthands are in `watchers.shorthands`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from rules.model import DocumentKind
from watchers import discourse, forums, hackernews, shorthands
from watchers.outcome import Unreadable
from watchers.page import Page
from watchers.url import host_of

Parse = Callable[[bytes, str, str], Page | Unreadable]
"""(body, URL it came from, content type) → page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`shorthand`: the word before the colon, "" for none; `place` makes a URL of what is behind it, None for what does
    not fit. `gap`: least seconds between two requests to one host, where a kind wants more than `watchers.hosts` gives.
    `splits`: the body can be cut into items before parsing. `windowed`: an item that leaves the middle of the page was
    taken down (not so for searches and rankings). `hosts`: whose URLs are of this kind, where it has an API of its
    own. `refused`: what to do where the site lets no unknown program in."""

    name: str
    help: str
    module: str = "watchers.feed"
    shorthand: str = ""
    place: Callable[[str], str | None] | None = None
    example: str = ""
    document_kind: DocumentKind = "article"
    gap: float = 0.0
    splits: bool = False
    windowed: bool = True
    hosts: tuple[str, ...] = ()
    refused: str = ""


def _site(
    name: str,
    shorthand: str,
    place: Callable[[str], str | None],
    help: str,
    example: str,
    document_kind: DocumentKind = "forum_post",
    gap: float = 2.0,
    windowed: bool = False,
    module: str = "watchers.feed",
    hosts: tuple[str, ...] = (),
    refused: str = "",
) -> Kind:
    """A site whose own RSS or Atom feed is asked."""
    return Kind(
        name=name,
        module=module,
        help=help,
        shorthand=shorthand,
        place=place,
        example=example,
        document_kind=document_kind,
        gap=gap,
        splits=True,
        windowed=windowed,
        hosts=hosts,
        refused=refused,
    )


_ALL = (
    Kind(name="feed", help="RSS or Atom, by its URL", example="https://example.org/feed.xml", splits=True),
    Kind(
        name="jsonfeed",
        module="watchers.jsonfeed",
        help="JSON Feed, by its URL",
        example="https://example.org/feed.json",
    ),
    Kind(
        name="sitemap",
        module="watchers.sitemap",
        help="a sitemap for news: titles and addresses",
        shorthand="sitemap",
        place=lambda url: url if url.startswith(("http://", "https://")) else None,
        example="sitemap:https://example.org/news-sitemap.xml",
        windowed=False,
    ),
    Kind(
        name="hackernews",
        module="watchers.hackernews",
        help="Hacker News: stories and comments that match a query, a user's, or a thread's",
        shorthand="hn",
        place=hackernews.locate,
        example="hn:QUERY, hn:user:NAME, hn:item:NUMBER",
        document_kind="hn_comment",
        windowed=False,
        hosts=("hn.algolia.com",),
    ),
    Kind(
        name="bluesky",
        module="watchers.bluesky",
        help="Bluesky: an author's posts, or a search (which is often closed to programs without an account)",
        shorthand="bluesky",
        place=shorthands.bluesky,
        example="bluesky:HANDLE, bluesky:search:QUERY",
        document_kind="forum_post",
        windowed=False,
        hosts=("api.bsky.app", "public.api.bsky.app"),
        refused="Bluesky closes its search to programs without an account. Watch authors instead: bluesky:HANDLE.",
    ),
    _site(
        "reddit",
        "reddit",
        shorthands.reddit,
        "Reddit: new posts or comments of a subreddit, a thread, a user, or a search (one request a minute)",
        "reddit:r/NAME, reddit:r/NAME/comments, reddit:r/NAME/comments/ID, reddit:u/NAME, reddit:search:QUERY",
        "reddit_comment",
        gap=61.0,
        hosts=("www.reddit.com", "reddit.com", "old.reddit.com"),
        refused="Add an address with a key of your account instead: Reddit lists them at www.reddit.com/prefs/feeds.",
    ),
    _site(
        "discourse",
        "discourse",
        discourse.locate,
        "a Discourse forum: latest posts, a category, a topic, a tag, a user, or a search",
        "discourse:HOST, discourse:HOST/c/NAME/5, discourse:HOST/t/NAME/99, discourse:HOST/search:QUERY",
        "discourse_post",
        module="watchers.discourse",
    ),
    _site(
        "phpbb",
        "phpbb",
        forums.phpbb,
        "a phpBB forum: a topic, a forum, or the whole board, by the address of its page",
        "phpbb:HOST/viewtopic.php?t=9, phpbb:HOST/viewforum.php?f=5, phpbb:HOST",
        module="watchers.forums",
    ),
    _site(
        "xenforo",
        "xenforo",
        forums.xenforo,
        "a XenForo forum: the threads of a forum, or of the whole board",
        "xenforo:HOST/forums/NAME.5, xenforo:HOST",
        module="watchers.forums",
    ),
    _site(
        "vbulletin",
        "vbulletin",
        forums.vbulletin,
        "a vBulletin forum: the threads of a forum, or of the whole board",
        "vbulletin:HOST/forumdisplay.php?f=5, vbulletin:HOST",
        module="watchers.forums",
    ),
    _site(
        "lemmy",
        "lemmy",
        shorthands.lemmy,
        "Lemmy: a community, or a whole server",
        "lemmy:NAME@HOST, lemmy:HOST",
    ),
    _site(
        "lobsters",
        "lobsters",
        shorthands.lobsters,
        "Lobsters: newest, comments, or a tag",
        "lobsters:newest, lobsters:comments, lobsters:TAG",
        hosts=("lobste.rs",),
    ),
    _site(
        "mastodon",
        "mastodon",
        shorthands.mastodon,
        "Mastodon: an account or a tag on a server",
        "mastodon:@NAME@HOST, mastodon:#TAG@HOST",
    ),
    _site(
        "stackexchange",
        "stack",
        shorthands.stackexchange,
        "Stack Exchange: a site's newest questions, or a tag's",
        "stack:stackoverflow.com/python",
    ),
    _site(
        "youtube",
        "youtube",
        shorthands.youtube,
        "YouTube: a channel or playlist, titles and descriptions",
        "youtube:UC…, youtube:PL…, youtube:@NAME",
        "article",
        windowed=True,
        hosts=("www.youtube.com", "youtube.com"),
    ),
    Kind(
        name="podcast",
        module="watchers.podcast",
        help="a podcast: titles, show notes and the addresses of transcripts; sound is not fetched",
        shorthand="podcast",
        place=lambda url: url if url.startswith(("http://", "https://")) else None,
        example="podcast:https://example.org/podcast.xml",
        splits=True,
    ),
    _site(
        "news",
        "news",
        shorthands.news,
        "a news search by query: headlines of many papers",
        "news:QUERY",
        "article",
        hosts=("news.google.com",),
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}


def parser_of(kind: str) -> Parse:
    """Raises KeyError for an unknown kind."""
    parse: Parse = importlib.import_module(KINDS[kind].module).parse
    return parse


def locate(text: str) -> tuple[Kind, str] | None:
    """A shorthand such as `hn:QUERY` → its kind and the URL to ask; None for what is no shorthand."""
    kind, argument = shorthand_meant(text), text.partition(":")[2]
    if kind is None or kind.place is None or not argument.strip() or argument.startswith("//"):
        return None
    url = kind.place(argument.strip())
    return (kind, url) if url is not None else None


def shorthand_meant(text: str) -> Kind | None:
    """The kind whose shorthand this begins with, although what follows does not fit."""
    word, colon, _ = text.strip().partition(":")
    return next((kind for kind in KINDS.values() if colon and kind.shorthand == word.lower()), None)


def kind_of_url(url: str, said: str = "") -> str:
    """The kind of a source that is known by its URL only. `said`: what a file says it is, taken if there is such."""
    if said in KINDS:
        return said
    host = host_of(url)
    return next((kind.name for kind in KINDS.values() if host in kind.hosts), "feed")
