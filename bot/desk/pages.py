"""What becomes of the entries' own pages, in plain words: what would be read, what is read, how it is going."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.desk import sources
from bot.desk.answers import Refusal
from state.model import Article, AuditRow, Source
from state.store import Tx
from watchers.articles.ask import Asker, Barred, NotNow
from watchers.articles.want import ARTICLES, KINDS, is_summary
from watchers.page import Page
from watchers.url import host_of, parse_url

if TYPE_CHECKING:
    from bot.intake import SourceDraft
    from watchers.poll import Parser

OFF = "Full text: off. WALKBACK_FULL_TEXT=on reads articles' own pages."


async def would_read(draft: SourceDraft, parser: Parser, asker: Asker) -> str:
    """For `source test`: whether articles' pages would be read, and whether their site allows it. Asks the site's
    robots.txt; "" for a source that was not asked itself."""
    if draft.kind not in KINDS or draft.document_kind not in ARTICLES:
        return "Full text: its entries are no articles, so no pages are read."
    if draft.answer is None:
        return ""
    page = await parser.parse(draft.kind, draft.answer.body, draft.answer.url, draft.answer.content_type)
    items = page.items if isinstance(page, Page) else ()
    linked = [item for item in items if host_of(item.link) and item.link != draft.url]
    if not linked:
        return "Full text: its entries link to no pages of their own."
    parsed = parse_url(linked[0].link)
    assert not isinstance(parsed, str)  # it has a host
    robots = await asker.robots(parsed)
    if isinstance(robots, Barred):
        return f"Full text: not now. {robots.words}"
    if isinstance(robots, NotNow) or not robots.allows(linked[0].link):
        return f"Full text: no, the robots.txt of {parsed.host} does not allow it."
    short = sum(is_summary(item) for item in items)
    what = f"{short} of {len(items)} entries are summaries: where a rule may match, their pages are read for the rest"
    return (
        f"Full text: yes, the robots.txt of {parsed.host} allows it. {what}. "
        "Articles with a matched statement are read again for silent edits."
    )


def are_read(tx: Tx, source: Source, now: datetime) -> str:
    """For `source show`: how many pages are being re-read, and why others are not."""
    if not source.full_text:
        return "no, as set (source edit --full-text)"
    if source.kind not in KINDS or source.document_kind not in ARTICLES:
        return "its entries are no articles"
    rows = tx.articles.of_source(source.id)
    again = [row for row in rows if row.due_at is not None]
    if not again:
        return "yes; no page is being re-read"
    due = min(row.due_at for row in again if row.due_at is not None)
    when = "now" if due <= now else f"{due:%Y-%m-%d %H:%M} UTC"
    return f"yes; {_count(len(again), 'page')} being re-read, next {when}{_trouble(again)}"


def all_pages(tx: Tx) -> tuple[str, bool]:
    """For the doctor: all sources together, and whether something is wrong."""
    again, watched = tx.articles.count()
    rows = tx.articles.all()
    text = f"{_count(again, 'page')} being re-read, {watched:,} of them for silent edits{_trouble(rows)}"
    failing = sum(row.strange > 0 for row in rows if row.due_at is not None)
    return text, bool(again) and 2 * failing > again


def set_full_text(
    tx: Tx, guild_id: int, name: str, *, full_text: bool, now: datetime, actor: int = 0
) -> sources.Followed | Refusal:
    """A source that others follow too is not switched off by one of them."""
    found = sources.find(tx, guild_id, name)
    if isinstance(found, Refusal):
        return found
    others = {follow.guild_id for follow in tx.sources.followers(found.source.id)} - {guild_id}
    if others and not full_text:
        return Refusal("Other servers follow this source too, so its pages stay being read for all.")
    source = sources.with_full_text(tx, found.source, full_text)
    action = f"source full text {'on' if full_text else 'off'}"
    tx.guilds.audit(
        AuditRow(guild_id=guild_id, at=now, actor=actor, action=action, subject=source.id, detail=source.name)
    )
    return sources.Followed(source=source, themes=found.themes)


def _trouble(rows: Sequence[Article]) -> str:
    """The commonest reason why pages could not be read last time."""
    reasons = Counter(row.reason for row in rows if row.reason and row.due_at is not None)
    if not reasons:
        return ""
    reason, _ = reasons.most_common(1)[0]
    return f"; {_count(reasons.total(), 'page')} could not be read last time: {reason.rstrip('.')}"


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
