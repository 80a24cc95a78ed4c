"""Sources: who follows which, under which theme. The source itself is shared; the follow is a guild's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.desk import limits, themes
from bot.desk.answers import Refusal, not_found
from bot.logs import redact
from rules.ids import content_id
from rules.model import DocumentKind
from state.model import AuditRow, Follow, Source
from state.store import Tx

if TYPE_CHECKING:
    from watchers.opml import Outline

DEFAULT_THEME = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A source as one guild sees it."""

    source: Source
    themes: tuple[str, ...]
    new: bool = False
    """True when this very call began the follow."""


def add(
    tx: Tx,
    guild_id: int,
    *,
    kind: str,
    url: str,
    name: str,
    theme: str | None,
    now: datetime,
    document_kind: DocumentKind = "article",
    credential_scope: str = "",
    full_text: bool = True,
    actor: int = 0,
    mine: set[str] | None = None,
) -> Followed | Refusal:
    """Follow the source at canonical `url` under the theme (made if new). Shared with whoever follows it already.
    `full_text`: whether its entries' own pages may be read, for a source that is new. `mine`: ids of the sources that
    the guild follows, kept up by this call, for whoever adds hundreds."""
    found = themes.ensure(tx, guild_id, theme or DEFAULT_THEME, now=now, actor=actor)
    if isinstance(found, Refusal):
        return found
    if mine is None:
        mine = followed_ids(tx, guild_id)
    source = tx.sources.by_url(url, credential_scope)
    is_new = source is None or source.id not in mine
    if is_new and (refusal := limits.full(tx, guild_id, "sources", len(mine))):
        return refusal
    if source is None:
        source = Source(
            id=content_id("source", url, credential_scope),
            kind=kind,
            url=url,
            name=name.strip()[:200] or url,
            added_at=now,
            credential_scope=credential_scope,
            document_kind=document_kind,
            full_text=full_text,
            due_at=now,
        )
        tx.sources.add(source)
    new = tx.sources.follow(Follow(guild_id=guild_id, source_id=source.id, theme_id=found.id, created_at=now))
    if new:
        mine.add(source.id)
        _audit(tx, guild_id, source, "source add", now, actor)
    return Followed(source=source, themes=(found.name,), new=new)


class Offered(Protocol):
    """A feed behind an address that people gave."""

    @property
    def url(self) -> str: ...
    @property
    def name(self) -> str: ...


Feed = TypeVar("Feed", bound=Offered)


async def chosen(
    found: Sequence[Feed], number: int, ask: Callable[[str], Awaitable[Sequence[Feed] | Refusal]]
) -> tuple[Feed, str] | Refusal:
    """One of what was found, counted from 1, and what its page calls it. One of several was only named there: its
    server is asked now for what it is and what it lists."""
    if not 1 <= number <= len(found):
        return Refusal(f"There is no feed {number}; the page offers {len(found)}.")
    feed = found[number - 1]
    if len(found) == 1:
        return feed, feed.name
    seen = await ask(feed.url)
    if isinstance(seen, Refusal):
        return seen
    return seen[0] if seen else feed, feed.name


def followed_ids(tx: Tx, guild_id: int) -> set[str]:
    return {source.id for source in tx.sources.of_guild(guild_id)}


def add_all(
    tx: Tx, guild_id: int, outlines: Sequence[Outline], theme: str | None, *, now: datetime, actor: int = 0
) -> list[Followed | Refusal]:
    """Each outline of a list of feeds followed or refused, in order, under `theme` or else its own folder; one that is
    refused leaves the others in."""
    from watchers.kinds import KINDS  # brings the parsers, which most commands do not need

    mine = followed_ids(tx, guild_id)
    return [
        add(
            tx,
            guild_id,
            kind=each.kind,
            url=each.url,
            name=each.title if each.title not in ("", each.url) else redact(each.url),
            theme=theme or each.folder or None,
            now=now,
            document_kind=KINDS[each.kind].document_kind,
            mine=mine,
            actor=actor,
        )
        for each in outlines
    ]


def listing(tx: Tx, guild_id: int, theme: str | None = None) -> Sequence[Followed] | Refusal:
    theme_id = None
    if theme:
        found = themes.find(tx, guild_id, theme)
        if isinstance(found, Refusal):
            return found
        theme_id = found.id
    return [_followed(tx, guild_id, source) for source in tx.sources.of_guild(guild_id, theme_id)]


def find(tx: Tx, guild_id: int, name: str) -> Followed | Refusal:
    """By id or URL, else by name (without case), among what the guild follows."""
    wanted = name.strip().casefold()
    mine = tx.sources.of_guild(guild_id)
    found = [source for source in mine if wanted in (source.id, source.url.casefold())]
    found = found or [source for source in mine if wanted == source.name.casefold()]
    if not found:
        return not_found("source", name, "The list of sources")
    if len(found) > 1:
        return Refusal(f"{len(found)} sources are called '{name.strip()[:80]}'. Use the URL of one.")
    return _followed(tx, guild_id, found[0])


def pause(
    tx: Tx, guild_id: int, name: str, *, paused: bool, now: datetime, actor: int = 0
) -> Followed | Refusal:
    """A source that others follow too cannot be paused by one of them; unfollowing is theirs to do."""
    found = find(tx, guild_id, name)
    if isinstance(found, Refusal):
        return found
    others = {follow.guild_id for follow in tx.sources.followers(found.source.id)} - {guild_id}
    if others and paused:
        return Refusal(
            "Other servers follow this source too, so it cannot be paused for all. Remove it here instead."
        )
    source = replace(found.source, paused=paused, due_at=now if not paused else found.source.due_at)
    tx.sources.put(source)
    _audit(tx, guild_id, source, "source pause" if paused else "source resume", now, actor)
    return replace(found, source=source)


def with_full_text(tx: Tx, source: Source, full_text: bool) -> Source:
    """The source, its entries' own pages read from now on or not."""
    after = replace(source, full_text=full_text)
    tx.sources.put(after)
    return after


def remove(
    tx: Tx, guild_id: int, name: str, *, now: datetime, theme: str | None = None, actor: int = 0
) -> Followed | Refusal:
    """Ends the follow (of one theme, if named); the source goes when nobody follows it any more."""
    found = find(tx, guild_id, name)
    if isinstance(found, Refusal):
        return found
    theme_id = None
    if theme:
        named = themes.find(tx, guild_id, theme)
        if isinstance(named, Refusal):
            return named
        if named.name not in found.themes:
            return Refusal(f"'{found.source.name}' is not watched under '{named.name}'.")
        theme_id = named.id
    tx.sources.unfollow(guild_id, found.source.id, theme_id)
    if not tx.sources.followers(found.source.id):
        tx.sources.remove(found.source.id)
    _audit(tx, guild_id, found.source, "source remove", now, actor)
    return found


def _followed(tx: Tx, guild_id: int, source: Source) -> Followed:
    names = {theme.id: theme.name for theme in tx.rules.themes(guild_id)}
    followed = [f.theme_id for f in tx.sources.followers(source.id) if f.guild_id == guild_id]
    return Followed(source=source, themes=tuple(names.get(theme_id, theme_id) for theme_id in followed))


def _audit(tx: Tx, guild_id: int, source: Source, action: str, now: datetime, actor: int) -> None:
    row = AuditRow(
        guild_id=guild_id, at=now, actor=actor, action=action, subject=source.id, detail=source.name
    )
    tx.guilds.audit(row)
