"""One visit to an article's page.

ask ── not this host's turn ───────────▶ put back
 ├──── robots.txt, error, a wall ──────▶ nothing is concluded; again at the ladder's next step
 ├──── not found ──────────────────────▶ once more; then `record_gone`
 ├──── not modified, or the same text ─▶ seen
 └──── another text ─▶ read both ─▶ `record_sight`, in one transaction
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from rules.model import Entry
from state.crash import crash_point
from state.model import Article, Source
from state.store import Store, Tx
from watchers.absorb import LostLease
from watchers.articles import twin
from watchers.articles.ask import Asker, Barred, NotNow
from watchers.articles.ladder import next_visit
from watchers.articles.main_text import Runner, main_text
from watchers.articles.notice import notice_alone, notice_on, notice_within
from watchers.articles.record import Sight, Told, record_gone, record_sight, settle
from watchers.articles.shown import first_look, look_again, prose
from watchers.articles.want import readable
from watchers.hearing import RuleBooks
from watchers.hosts import asked_once_more
from watchers.nearness import Semantics, rated
from watchers.outcome import Failed, Fetched, NotModified, Unreadable
from watchers.reading import read_there

log = logging.getLogger(__name__)
FULL_EVERY = timedelta(hours=24)
"""A server that answers 304 for ever is asked without validators this often."""
TRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Waits after a page that did not show its article, where only its full text was wanted; then it is let go."""

Outcome = Literal["read", "same", "strange", "gone", "put back", "let go", "lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What one visit came to. `words`: why the page was not read, "" if it was."""

    outcome: Outcome
    told: Told = field(default_factory=Told)
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    source: Source
    entry: Entry
    was: str


@dataclass(slots=True, kw_only=True)
class Visitor:
    """`runner`: reads pages and statements in processes that can be killed."""

    store: Store
    asker: Asker
    runner: Runner
    books: RuleBooks = field(default_factory=RuleBooks)
    semantics: Semantics | None = None
    """Links by meaning beside words, where that extra is in use."""

    async def visit(self, article: Article, now: datetime) -> Visited:
        """One visit to a leased article; its finish is fenced by the lease."""
        try:
            return await self._visit(article, now)
        except LostLease:
            log.warning(
                "article %s was visited by another one meanwhile; this visit is dropped", article.entry_id
            )
            return Visited(outcome="lost")

    async def _visit(self, article: Article, now: datetime) -> Visited:
        subject = await self.store.read(lambda tx: _subject(tx, article))
        if subject is None:
            await self.store.transact(lambda tx: tx.articles.remove(article.entry_id))
            return Visited(outcome="let go")
        again = article.full_at is not None and now - article.full_at < FULL_EVERY and bool(subject.was)
        answer = await self.asker.get(
            article.url,
            who=article.entry_id,
            etag=article.etag if again else None,
            last_modified=article.last_modified if again else None,
        )
        crash_point("article:fetched")
        if not isinstance(answer, NotNow | Barred):
            article = replace(article, asked=asked_once_more(article, now))
        match answer:
            case NotNow():
                await self._settle(replace(article, due_at=answer.at))
                return Visited(outcome="put back", words="It was not this host's turn.")
            case Barred():
                return await self._barred(article, subject, answer, now)
            case Failed(reason="not_found" | "gone") if subject.was:
                told = await self.store.transact(lambda tx: record_gone(tx, article, now, self.books))
                return Visited(outcome="gone", told=told, words=answer.words)
            case Failed():
                return await self._strange(article, subject, answer.words, now, answer.retry_after)
            case NotModified():
                return await self._shown(article, subject, subject.was, now)
            case Fetched():
                return await self._fetched(article, subject, answer, now)
            case _:
                assert_never(answer)

    async def _fetched(self, article: Article, subject: _Subject, page: Fetched, now: datetime) -> Visited:
        text = await main_text(self.runner, page)
        if isinstance(text, Unreadable):
            return await self._strange(article, subject, text.words, now)
        whole, text = text, prose(text)
        look = look_again(subject.was, text) if subject.was else first_look(text, subject.entry)
        if notice := await _notice(subject.was, text, whole, page, strange=look.look == "strange"):
            told = await self.store.transact(lambda tx: record_gone(tx, article, now, self.books, notice))
            return Visited(outcome="gone", told=told, words="The page says that its article was taken back.")
        if look.look == "strange":
            return await self._strange(article, subject, look.words, now)
        article = replace(article, etag=page.etag, last_modified=page.last_modified, full_at=now)
        return await self._shown(article, subject, text, now)

    async def _shown(self, article: Article, subject: _Subject, text: str, now: datetime) -> Visited:
        """The page shows its article: `text`, which may be the one that is known."""
        entry, was = subject.entry, subject.was
        same = bool(was) and twin.text_hash(text, entry) == article.text_hash
        if same and not article.missing:
            due = next_visit(entry.said_at, now)
            await self._settle(replace(article, due_at=due, read_at=now, strange=0, gone=0, reason=""))
            return Visited(outcome="same")
        documents = {"now": twin.as_document(entry, text)}
        if was:
            documents["was"] = twin.as_document(entry, was)
        read = await read_there(self.runner, documents)
        if read.keys() != documents.keys():
            return await self._strange(article, subject, "The page could not be read within the limits.", now)
        crash_point("article:read")
        sight = Sight(
            source=subject.source,
            entry=entry,
            text=text,
            was=was,
            now=read["now"],
            before=read.get("was", ()),
            rated=await rated(
                self.semantics, self.store, subject.source, [(entry, read["now"])], self.books, now
            ),
        )
        told = await self.store.transact(lambda tx: record_sight(tx, article, sight, now, self.books))
        crash_point("article:absorbed")
        return Visited(outcome="read", told=told)

    async def _barred(self, article: Article, subject: _Subject, answer: Barred, now: datetime) -> Visited:
        """The site is left alone until its robots.txt is looked at again."""
        due = next_visit(subject.entry.said_at, now)
        due = max(due, answer.until) if due is not None and article.watched else None
        tries = article.strange + (not answer.lasting)
        if due is None and not answer.lasting and tries <= len(TRIES):
            due = answer.until
        await self._settle(replace(article, due_at=due, strange=tries, reason=answer.words))
        return Visited(outcome="strange" if due else "let go", words=answer.words)

    async def _strange(
        self, article: Article, subject: _Subject, words: str, now: datetime, after: float | None = None
    ) -> Visited:
        """Nothing is concluded from it."""
        tries = article.strange
        due = next_visit(subject.entry.said_at, now)
        if not subject.was and tries < len(TRIES):
            due = now + TRIES[tries]
        elif not article.watched:
            due = None
        if due is not None and after is not None:
            due = max(due, now + timedelta(seconds=after))
        await self._settle(replace(article, due_at=due, strange=tries + 1, reason=words))
        log.info("article %s: %s", article.entry_id, words)
        return Visited(outcome="strange" if due else "let go", words=words)

    async def _settle(self, article: Article) -> None:
        await self.store.transact(lambda tx: settle(tx, article))


async def _notice(was: str, text: str, whole: str, page: Fetched, *, strange: bool) -> str:
    """What the page says of its article, if that was taken back."""
    if not was:
        return ""
    if not strange:
        return notice_within(text, was)
    return notice_alone(whole) or await asyncio.to_thread(notice_on, page.body, page.content_type)


def _subject(tx: Tx, article: Article) -> _Subject | None:
    """None where there is nothing to visit for any more."""
    source, entry = tx.sources.get(article.source_id), tx.entries.get(article.entry_id)
    if source is None or entry is None or not readable(source, entry):
        return None
    seen = tx.entries.by_key(source.id, entry.key)
    if seen is None or seen.withdrawn:
        return None
    page = tx.entries.get(twin.twin_id(entry.id))
    return _Subject(source, entry, page.content if page is not None else "")
