"""What a poll found, written in one transaction: entries, statements, verdicts, alerts and the deliveries they owe,
and the source's own new state with its validators. After a crash the poll happened or it did not.

A plain function of the transaction: it cannot await, so no transaction is open across the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.change import Alert
from rules.ids import content_id
from rules.model import Entry, Statement
from state.crash import crash_point
from state.model import Follow, Notice, Source
from state.store import Tx
from watchers.articles.sides import Other, untold
from watchers.articles.twin import statements_of_page, texts_of_page
from watchers.articles.want import want
from watchers.facts import whole_at
from watchers.health import News
from watchers.hearing import Hearing, RuleBooks
from watchers.identity import Arrival
from watchers.nearness import Rated
from watchers.owe import owe_notice
from watchers.plan import Plan
from watchers.reading import Statements, read_here, statements_on_record
from watchers.revisions import next_revision

MAX_REVERTS = 2
"""An item that goes back to an earlier text more often than this flips: its flips are recorded and not told."""


class LostLease(Exception):
    """Another one polls this source now: nothing of this poll may be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """What one poll wrote. `alerts`: those that were new."""

    new: int = 0
    edited: int = 0
    withdrawn: int = 0
    alerts: tuple[Alert, ...] = ()
    notices: tuple[Notice, ...] = ()
    owed: int = 0


NOTHING = Absorbed()


@dataclass(slots=True)
class _Tally:
    new: int = 0
    edited: int = 0
    withdrawn: int = 0
    pages: bool = False
    """Whether entries' own pages are read later."""
    ok_before: datetime | None = None


def absorb(
    tx: Tx,
    source: Source,
    plan: Plan,
    readings: Mapping[str, Statements],
    now: datetime,
    *,
    books: RuleBooks,
    news: Sequence[News] = (),
    pages: bool = False,
    ok_before: datetime | None = None,
    rated: Rated | None = None,
) -> Absorbed:
    """Write one poll. `source`: its state afterwards, with the fence of its lease. `readings`: by entry key, for each
    of `plan.changed` (one that is not there was put off: it is read here if a rule has come up meanwhile, or stays
    unread). `pages`: note which entries' own pages shall be read. `ok_before`: the good poll before this
    one. `rated`: what linking by meaning made ready. Raises LostLease, and then the transaction must be undone."""
    hearing = Hearing.of(tx, source, now, books, rated)
    tally = _Tally(pages=pages, ok_before=ok_before)
    for arrival in plan.changed:
        entry, statements = plan.entries[arrival.key], readings.get(arrival.key)
        if statements is None:
            statements = read_here(entry) if hearing.audiences else ()
        _one(hearing, arrival, entry, statements, quiet=arrival.key in plan.quiet, tally=tally)
    crash_point("absorb:entries_written")
    for key in plan.presence.withdrawn:
        _gone(hearing, key, tally)
    tx.entries.mark(source.id, plan.presence.missing, plan.presence.withdrawn)
    owed = hearing.owe()
    crash_point("absorb:deliveries_owed")
    notices, owed_notices = tell(tx, source, hearing.follows, news, now)
    if not tx.sources.finish(source):
        raise LostLease(source.id)
    crash_point("absorb:before_commit")
    return Absorbed(
        new=tally.new,
        edited=tally.edited,
        withdrawn=tally.withdrawn,
        alerts=hearing.all_alerts(),
        notices=notices,
        owed=owed + owed_notices,
    )


def tell(
    tx: Tx, source: Source, follows: Sequence[Follow], news: Sequence[News], now: datetime
) -> tuple[tuple[Notice, ...], int]:
    """A notice for each guild that follows the source, owed to those who hear the follow's theme."""
    notices: list[Notice] = []
    owed = 0
    for each in news:
        for guild_id in dict.fromkeys(follow.guild_id for follow in follows):
            notice = Notice(
                id=content_id("notice", guild_id, source.id, each.kind, now.isoformat()),
                guild_id=guild_id,
                at=now,
                kind=each.kind,
                title=each.title,
                text=each.text,
                source_id=source.id,
            )
            themes = [follow.theme_id for follow in follows if follow.guild_id == guild_id]
            owed += owe_notice(tx, notice, themes)
            notices.append(notice)
    return tuple(notices), owed


def _one(
    hearing: Hearing, arrival: Arrival, entry: Entry, statements: Statements, *, quiet: bool, tally: _Tally
) -> None:
    tx, source, now = hearing.tx, hearing.source, hearing.now
    kind: Literal["new", "edited"] = "new" if arrival.known is None else "edited"
    before: tuple[Statement, ...] = ()
    read = statements
    if kind == "edited":
        before = _before(tx, entry.id) if hearing.audiences else ()
        revision = next_revision(tx.entries.revisions(entry.id), entry, arrival.item.content_hash, now)
        reverts = revision.number > 2 and revision.reverts_to is not None
        quiet = quiet or (reverts and _reverts(tx, entry) >= MAX_REVERTS)
        if texts := texts_of_page(tx, entry.id):
            before, statements = untold(before, statements, Other.of(texts[-1], texts))
        tally.edited += 1
    else:
        revision = next_revision((), entry, arrival.item.content_hash, now)
        tally.new += 1
    tx.entries.put(entry, revision)
    tx.entries.put_statements(read, revision.number)
    matched = hearing.judge(entry, kind, statements, before, quiet=quiet, last_seen=tally.ok_before)
    if tally.pages and not quiet:
        want(tx, source, hearing.follows, entry, hearing.books, now, matched=matched)


def _before(tx: Tx, entry_id: str) -> Statements:
    entry = tx.entries.get(entry_id)
    return statements_on_record(tx, entry) if entry is not None else ()


def _gone(hearing: Hearing, key: str, tally: _Tally) -> None:
    tx, source = hearing.tx, hearing.source
    seen = tx.entries.by_key(source.id, key)
    entry = tx.entries.get(seen.entry_id) if seen else None
    if entry is None:
        return
    tally.withdrawn += 1
    statements = (*statements_on_record(tx, entry), *statements_of_page(tx, entry.id))
    hearing.judge(entry, "withdrawn", statements, last_seen=whole_at(source))


def _reverts(tx: Tx, entry: Entry) -> int:
    return sum(each.reverts_to is not None for each in tx.entries.revisions(entry.id))
