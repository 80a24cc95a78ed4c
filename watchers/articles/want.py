"""Which entries have their own page read: those whose feed gives a summary only, where somebody may care, and those
that carry a matched statement. Asked in the transaction that records the entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Protocol
from weakref import WeakKeyDictionary

from rules.judge import CompiledRule, RuleSet
from rules.language import Query
from rules.language.query import And, Or, Pattern, Term
from rules.language.words import split
from rules.linking.words import STOP_WORDS, stem
from rules.model import ContentType, DocumentKind, Entry
from state.model import Article, Follow, Source
from state.store import Tx
from watchers.articles.ladder import next_visit
from watchers.content import plain
from watchers.url import host_of

KINDS: frozenset[str] = frozenset({"feed", "jsonfeed", "sitemap"})
"""Kinds of source whose entries link to articles; forums and searches do not."""
ARTICLES: frozenset[DocumentKind] = frozenset(
    {"article", "press_release", "interview", "transcript", "blog_post"}
)
SUMMARY = 600
"""Characters up to which a feed's text is a summary."""
CUT = 3000
"""Up to so many, one that ends in an ellipsis or "read more" is a summary too."""
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|(?:continue|keep|read) (?:reading|more|on)\b.{0,80}"
    r"|\bread the (?:full|rest)\b.{0,80}"
    r"|the post .{1,200} (?:first )?appeared (?:first )?on .{1,100})[\s»>→\])]*$",
    re.IGNORECASE | re.DOTALL,
)
_NO_PAGE = re.compile(r"\.(?:mp3|m4a|mp4|mov|pdf|zip|jpe?g|png|gif)(?:$|\?)", re.IGNORECASE)
LEAST = 3
"""Letters of a word that says what a text is about."""


def readable(source: Source, entry: Entry) -> bool:
    """Whether the entry has a page of its own that may be read."""
    return (
        source.full_text
        and source.kind in KINDS
        and entry.kind in ARTICLES
        and bool(host_of(entry.url))
        and entry.url.rstrip("/") != source.url.rstrip("/")
        and not _NO_PAGE.search(entry.url)
    )


class HasText(Protocol):
    """An entry, or an item of a page."""

    @property
    def content(self) -> str: ...
    @property
    def content_type(self) -> ContentType: ...


def is_summary(entry: HasText) -> bool:
    """Whether the feed's text is less than the article: short, or cut off."""
    text = plain(entry.content[: 40 * CUT], entry.content_type)
    return len(text) <= SUMMARY or (len(text) <= CUT and _CUT_OFF.search(text[-400:]) is not None)


def want(
    tx: Tx,
    source: Source,
    follows: Sequence[Follow],
    entry: Entry,
    books: Iterable[RuleSet],
    now: datetime,
    *,
    matched: bool,
) -> None:
    """Note that the entry's page shall be read, if it shall. `books`: the rules of the guilds that follow. `matched`:
    a statement of the entry was matched by a rule."""
    if not readable(source, entry):
        return
    known = tx.articles.get(entry.id)
    if known is not None:
        if matched and not known.watched:
            due = known.due_at or next_visit(entry.said_at, now)
            tx.articles.put(replace(known, watched=True, due_at=due))
        return
    summary = is_summary(entry)
    if not matched and not (summary and may_matter(follows, entry, books)):
        return
    due = now if summary else next_visit(entry.said_at, now)
    if due is not None:
        tx.articles.add(
            Article(
                entry_id=entry.id,
                source_id=source.id,
                url=entry.url,
                added_at=now,
                due_at=due,
                watched=matched,
                summary=summary,
            )
        )


def may_matter(follows: Sequence[Follow], entry: Entry, books: Iterable[RuleSet]) -> bool:
    """Whether title and summary give any sign that the whole text may match a rule: a word it looks for, the name of
    somebody it asks for, or a word of the theme's name."""
    here = _stems(f"{entry.title}. {plain(entry.content[: 4 * SUMMARY], entry.content_type)}")
    for book in books:
        themes = {follow.theme_id for follow in follows if follow.guild_id == book.guild_id}
        wanted = _interests(book)
        asked = [wanted[theme] for theme in (None, *themes) if theme in wanted]
        names = {stem for theme in themes for stem in _stems(book.theme_names.get(theme, ""))}
        if asked and not here.isdisjoint(names):
            return True
        if any(each.anything or not here.isdisjoint(each.stems) for each in asked):
            return True
    return False


@dataclass(slots=True)
class _Interest:
    """What the rules of one theme (or of none) look for. `anything`: one of them goes by no words."""

    stems: set[str] = field(default_factory=set)
    anything: bool = False


_known: WeakKeyDictionary[RuleSet, tuple[tuple[CompiledRule, ...], dict[str | None, _Interest]]] = (
    WeakKeyDictionary()
)


def _interests(book: RuleSet) -> Mapping[str | None, _Interest]:
    """By theme. Made once for a book and its rules: asked of each rule anew, 10,000 rules took 40 ms an entry."""
    kept = _known.get(book)
    if kept is not None and kept[0] == book.rules:
        return kept[1]
    found: dict[str | None, _Interest] = {}
    for each in book.rules:
        interest = found.setdefault(each.rule.theme_id, _Interest())
        wanted = _looked_for(each.query)
        interest.anything = interest.anything or wanted is None
        interest.stems.update(wanted or ())
    _known[book] = (book.rules, found)
    return found


@lru_cache(maxsize=20_000)
def _looked_for(query: Query) -> frozenset[str] | None:
    """Stems of the words that the query looks for; None where there are none to go by."""
    found: set[str] = set()
    return None if _gather(query, found) or not found else frozenset(found)


def _gather(query: Query, found: set[str]) -> bool:
    """Whether it holds a part that words cannot tell of."""
    match query:
        case Term() if query.field not in ("source", "theme"):
            found.update(stem for word in query.words for stem in _stems(word))
        case Pattern() if query.field not in ("source", "theme"):
            return True
        case And() | Or():
            parts = [_gather(part, found) for part in query.parts]
            return any(parts)
        case _:
            return False
    return False


def _stems(text: str) -> set[str]:
    return {stem(word) for word in split(text).words if word not in STOP_WORDS and len(word) >= LEAST}
