"""The table of source kinds: what each is called, how its URL is made, what parses it.

A kind is a row here and a small file with `parse` (and `locate`, if it has a shorthand). The parsers are imported
where they run, in the parsing process.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from rules.model import DocumentKind
from watchers.outcome import Unreadable
from watchers.page import Page
from watchers.url import host_of

Parse = Callable[[bytes, str, str], Page | Unreadable]
"""(body, URL it came from, content type) → page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`shorthand`: the word before the colon, "" for none. `gap`: least seconds between two requests to one host
    of this kind, whatever is due."""

    name: str
    module: str
    help: str
    shorthand: str = ""
    example: str = ""
    document_kind: DocumentKind = "article"
    gap: float = 1.0
    splits: bool = False
    """The body can be cut into items before parsing (`watchers.split`)."""
    hosts: tuple[str, ...] = ()
    """Hosts whose URLs are of this kind, where the kind has an API of its own."""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="feed",
            module="watchers.feed",
            help="RSS or Atom, by its URL",
            example="https://example.org/feed.xml",
            splits=True,
        ),
        Kind(
            name="jsonfeed",
            module="watchers.jsonfeed",
            help="JSON Feed, by its URL",
            example="https://example.org/feed.json",
        ),
        Kind(
            name="hackernews",
            module="watchers.hackernews",
            help="Hacker News: stories and comments that match a query, a user's, or a thread's",
            shorthand="hn",
            example="hn:QUERY, hn:user:NAME, hn:item:NUMBER",
            document_kind="hn_comment",
            hosts=("hn.algolia.com",),
        ),
    )
}


def parser_of(kind: str) -> Parse:
    """Raises KeyError for an unknown kind."""
    parse: Parse = importlib.import_module(KINDS[kind].module).parse
    return parse


def locate(text: str) -> tuple[Kind, str] | None:
    """A shorthand such as `hn:QUERY` → its kind and the URL to ask; None for what is no shorthand."""
    word, colon, argument = text.strip().partition(":")
    if not colon or argument.startswith("//"):
        return None
    for kind in KINDS.values():
        if kind.shorthand and kind.shorthand == word.lower() and argument.strip():
            url: str = importlib.import_module(kind.module).locate(argument.strip())
            return kind, url
    return None


def kind_of_url(url: str, said: str = "") -> str:
    """The kind of a source that is known by its URL only. `said`: what a file says it is, taken if there is such."""
    if said in KINDS:
        return said
    host = host_of(url)
    return next((kind.name for kind in KINDS.values() if host in kind.hosts), "feed")
