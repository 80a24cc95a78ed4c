"""One visit to one source: fetch, parse, plan, read, absorb.

    get ── Failed ─────────────────────────────▶ unwell: back off, tell once
     ├──── NotModified, or the same bytes ─────▶ well: count what is missing once more
     └──── Fetched ─▶ parse (in the sandbox) ─▶ plan ─▶ read the texts ─▶ absorb, in one transaction

Reading happens before the transaction: it is pure and may take long.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol, assert_never

from state.crash import crash_point
from state.model import Source
from state.store import Store, Tx
from watchers.absorb import NOTHING, Absorbed, LostLease, absorb, tell
from watchers.articles.twin import listed
from watchers.cadence import DEFAULT, Limits, after_failure, after_success
from watchers.content import digest
from watchers.facts import filled, learned, moved, noted, remarked, watched, well_again
from watchers.health import News, noted_at, unwell, with_hint
from watchers.hearing import RuleBooks, has_rules
from watchers.hints import floor_of
from watchers.hosts import counted
from watchers.kinds import KINDS
from watchers.known_items import Cut, KnownItems
from watchers.nearness import Semantics, rated
from watchers.outcome import Failed, Fetched, Getter, NotModified, Reason, Unreadable
from watchers.own_page import OwnPages, confirmed
from watchers.page import Page
from watchers.plan import Plan, hint, plan
from watchers.presence import confirm
from watchers.reading import Statements, read_by, unread
from watchers.sniff import looks_like_json
from watchers.websub import linked

log = logging.getLogger(__name__)
FULL_EVERY = timedelta(hours=24)
"""A server that answers 304 for ever is asked without validators this often."""
FOREIGN_POLLS = 3
"""A page with nothing of the source we knew is believed after so many polls, quietly."""


class Parser(Protocol):
    """What `watchers.sandbox.Sandbox` does."""

    async def parse(self, kind: str, body: bytes, url: str, content_type: str = "") -> Page | Unreadable: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one visit came to."""

    source: Source
    outcome: Literal["new", "nothing", "unwell", "lost"]
    absorbed: Absorbed = NOTHING
    on_page: int = 0
    trouble: Reason | None = None
    """Why the source is unwell."""


@dataclass(slots=True, kw_only=True)
class Poller:
    """Visits sources. `jitter` gives numbers in [0, 1). Holds what makes the next poll cheap, and nothing that a
    restart needs."""

    store: Store
    fetcher: Getter
    parser: Parser
    """Reads statements as well, out of this process, if it is a `Reader`."""
    own_pages: OwnPages | None = None
    """Asks an entry's own page before its withdrawal is told. None where there is no live web (replay)."""
    articles: bool = False
    """Note which entries' own pages shall be read (`watchers.articles`). Not in a replay."""
    lazy: bool = False
    """Put off reading what no rule can match; `catch_up` does it later. For a bot that runs on."""
    semantics: Semantics | None = None
    """Links by meaning beside words, where that extra is in use."""
    limits: Limits = DEFAULT
    hub_wait: Callable[[str], timedelta] = lambda source_id: timedelta()
    """The least time between two polls of a source that a proven hub speaks for (`watchers.hubs`)."""
    jitter: Callable[[], float] = lambda: 0.5
    books: RuleBooks = field(default_factory=RuleBooks)
    known: KnownItems = field(default_factory=KnownItems)

    async def poll(self, source: Source, now: datetime) -> Polled:
        """One visit to a leased source; its finish is fenced by the lease."""
        source = counted(source, now)
        full_at = noted_at(source, "full_at", now)
        fresh = full_at is None or now - full_at >= FULL_EVERY
        answer = await self.fetcher.get(
            source.url,
            etag=None if fresh else source.etag,
            last_modified=None if fresh else source.last_modified,
        )
        crash_point("poll:fetched")
        try:
            match answer:
                case Failed():
                    return await self._unwell(source, answer, now)
                case NotModified():
                    return await self._nothing(moved(source, answer.moved_to, now), answer, now)
                case Fetched():
                    return await self._fetched(source, answer, now)
                case _:
                    assert_never(answer)
        except LostLease:
            log.warning("source %s was polled by another one meanwhile; this poll is dropped", source.id)
            self.known.forget(source.id)
            return Polled(source=source, outcome="lost")

    async def _fetched(self, source: Source, answer: Fetched, now: datetime) -> Polled:
        body_hash = digest(answer.body)
        after = replace(source, etag=answer.etag, last_modified=answer.last_modified)
        after = with_hint(after, full_at=now.isoformat())
        if source.baseline_done and body_hash == source.body_hash and source.failures == 0:
            return await self._nothing(moved(after, answer.moved_to, now), answer, now)
        cut = self.known.cut(source, answer.body)
        page = await self._parse(source, answer, cut)
        if isinstance(page, Unreadable):
            return await self._unwell(source, page, now)
        seen = listed(await self.store.read(lambda tx: tx.entries.seen(source.id)))
        found = plan(source, page, seen, now, order=cut.order, still=cut.still)
        if "foreign" in found.remarks and int(hint(source, "foreign", "0")) + 1 < FOREIGN_POLLS:
            votes = str(int(hint(source, "foreign", "0")) + 1)
            trouble = Unreadable(
                reason="wrong_feed",
                words="The page shows another site's items and none of those known.",
            )
            return await self._unwell(with_hint(source, foreign=votes), trouble, now)
        if "foreign" in found.remarks:
            source = replace(source, baseline_done=False)
            found = plan(source, page, seen, now, order=cut.order, still=cut.still)
        found = await confirmed(self.own_pages, self.store, source, found, seen)
        after = replace(moved(after, answer.moved_to, now), body_hash=body_hash)
        return await self._absorb(source, with_hint(after, foreign=None), page, found, answer, now)

    async def _parse(self, source: Source, answer: Fetched, cut: Cut) -> Page | Unreadable:
        if cut.all_known:
            return Page(title=source.name, items=())
        kind, row = source.kind, KINDS.get(source.kind)
        if kind == "feed" and looks_like_json(cut.body):
            kind = "jsonfeed"
        page = await self.parser.parse(kind, cut.body, answer.url, answer.content_type)
        if isinstance(page, Page) and any(name == b"link" for name, _ in answer.headers):
            hub, topic = linked(answer.headers)
            hints = replace(page.hints, hub=hub or page.hints.hub, topic=topic or page.hints.topic)
            page = replace(page, hints=hints)
        if isinstance(page, Page) and row is not None and not row.windowed:
            return replace(page, windowed=False)
        return page

    async def _absorb(
        self, source: Source, after: Source, page: Page, found: Plan, answer: Fetched, now: datetime
    ) -> Polled:
        after, told = well_again(after, now, anything=bool(found.changed) or filled(source, found))
        told += remarked(source, found, now)
        after = noted(source, after, page, found, now)
        after, quiet = learned(source, after, page, found, now)
        told += quiet
        floor = floor_of(page.hints, answer.headers, now)
        after = with_hint(
            replace(
                after,
                baseline_done=True,
                due_at=self._next(after, now, self._limits(found), floor),
            ),
            floor=str(int(floor.total_seconds())) if floor else None,
        )
        readings: Mapping[str, Statements] = {}
        if found.entries:
            if await self._reads_now(source.id):
                readings = await read_by(self.parser, found.entries)
            else:
                after = with_hint(after, unread="1")
        # Of a first poll nothing is told: its statements come last.
        order = sorted(readings, key=lambda key: key in found.quiet)
        read = [(found.entries[key], readings[key]) for key in order]
        ready = await rated(self.semantics, self.store, source, read, self.books, now)
        crash_point("poll:read")
        done = await self.store.transact(
            lambda tx: absorb(
                tx,
                after,
                found,
                readings,
                now,
                books=self.books,
                news=told,
                pages=self.articles,
                ok_before=source.ok_at,
                rated=ready,
            )
        )
        crash_point("poll:absorbed")
        self.known.remember(source.id, found.raw if not after.guid_unstable else {})
        outcome: Literal["new", "nothing"] = "new" if found.changed or done.withdrawn else "nothing"
        return Polled(source=after, outcome=outcome, absorbed=done, on_page=found.on_page)

    async def _reads_now(self, source_id: str) -> bool:
        """Without any rule for the source, reading can wait for an idle moment."""
        return not self.lazy or await self.store.read(lambda tx: has_rules(tx, source_id, self.books))

    async def catch_up(self, source: Source, limit: int = 40) -> Source:
        """Read entries of a leased source whose reading was put off, and give the lease back."""
        entries = {
            entry.id: entry for entry in await self.store.read(lambda tx: unread(tx, source.id, limit))
        }
        found = await read_by(self.parser, entries)
        more = len(entries) >= limit and any(found.values())  # texts that say nothing would come up for ever
        after = source if more else with_hint(source, unread=None)
        crash_point("catch_up:read")

        def work(tx: Tx) -> None:
            for entry_id, statements in found.items():
                revisions = tx.entries.revisions(entry_id)
                tx.entries.put_statements(statements, len(revisions))
            tx.sources.finish(after)

        await self.store.transact(work)
        return after

    def _next(self, source: Source, now: datetime, limits: Limits, floor: timedelta) -> datetime:
        return after_success(source, now, limits, max(floor, self.hub_wait(source.id)), self.jitter())

    def _limits(self, found: Plan) -> Limits:
        """After a gap the next visit comes soon."""
        return replace(self.limits, most=self.limits.least) if "gap" in found.remarks else self.limits

    async def _nothing(self, source: Source, answer: Fetched | NotModified, now: datetime) -> Polled:
        after, told = well_again(source, now, anything=False)
        after, quiet = watched(source, after, now)
        told += quiet
        floor = timedelta(seconds=int(hint(source, "floor", "0")))
        floor = max(floor, floor_of(None, answer.headers, now))
        after = replace(after, due_at=self._next(after, now, self.limits, floor))
        if hint(source, "pending"):
            return await self._confirm(after, told, now)
        done = await self._finish(after, told, now)
        return Polled(source=after, outcome="nothing", absorbed=done)

    async def _confirm(self, after: Source, told: list[News], now: datetime) -> Polled:
        """The same page once more: what was missing from it still is."""
        seen = listed(await self.store.read(lambda tx: tx.entries.seen(after.id)))
        still = confirm(seen, flaps=int(hint(after, "flaps", "0")))
        found = Plan(changed=(), presence=still, raw={}, entries={})
        found = await confirmed(self.own_pages, self.store, after, found, seen)
        pending = found.presence.pending
        after = with_hint(after, pending=str(pending) if pending else None)
        done = await self.store.transact(
            lambda tx: absorb(tx, after, found, {}, now, books=self.books, news=told)
        )
        outcome: Literal["new", "nothing"] = "new" if done.withdrawn else "nothing"
        return Polled(source=after, outcome=outcome, absorbed=done)

    async def _unwell(self, source: Source, trouble: Failed | Unreadable, now: datetime) -> Polled:
        after, news = unwell(source, trouble, now)
        asked = trouble.retry_after if isinstance(trouble, Failed) else None
        after = replace(after, due_at=after_failure(after, now, self.limits, asked, self.jitter()))
        log.info("source %s: %s", source.id, trouble.words)
        done = await self._finish(after, [news] if news else [], now)
        return Polled(source=after, outcome="unwell", absorbed=done, trouble=trouble.reason)

    async def _finish(self, source: Source, news: list[News], now: datetime) -> Absorbed:
        """A poll that brought nothing to record. With nobody to tell, a power cut may take it: it is polled again."""
        return await self.store.transact(lambda tx: _finish(tx, source, news, now), durable=bool(news))


def _finish(tx: Tx, source: Source, news: list[News], now: datetime) -> Absorbed:
    """A poll that brought nothing to record."""
    notices, owed = tell(tx, source, tx.sources.followers(source.id), news, now) if news else ((), 0)
    if not tx.sources.finish(source):
        raise LostLease(source.id)
    crash_point("absorb:before_commit")
    return Absorbed(notices=notices, owed=owed)


def take(tx: Tx, source_id: str, now: datetime, until: datetime, owner: str) -> Source | None:
    """Lease this one source, due or not; None if another one is polling it or there is none such."""
    source = tx.sources.get(source_id)
    if source is None or (source.lease_until is not None and source.lease_until > now):
        return None
    leased = replace(source, lease_until=until, owner=owner, fence=source.fence + 1)
    tx.sources.put(leased)
    return leased
