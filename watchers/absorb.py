"""What a poll found, written in one transaction: entries, statements, verdicts, alerts and the deliveries they owe,
and the source's own new state with its validators. After a crash the poll happened or it did not.

A plain function of the transaction: it cannot await, so no transaction is open across the network.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from rules.change import Alert
from rules.ids import content_id
from rules.judge import Arrived, RuleSet, Verdict, judge
from rules.model import Entry, Revision, Statement
from state.crash import crash_point
from state.model import Follow, Notice, Source, WhyNot
from state.store import Tx
from state.verdicts import calibration_of
from watchers import sightings
from watchers.articles.sides import Other, untold
from watchers.articles.twin import statements_of_page, texts_of_page
from watchers.articles.want import want
from watchers.facts import whole_at
from watchers.health import News
from watchers.identity import Arrival
from watchers.owe import owe_alerts, owe_notice
from watchers.plan import Plan
from watchers.reading import Statements, read_here, statements_on_record

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


class RuleBooks:
    """Compiled rules of each guild, kept between polls. Compiled anew only when the guild's rules have changed: the
    store's version says that something may have, the rules themselves whether it did."""

    def __init__(self) -> None:
        self._books: dict[int, tuple[int, object, RuleSet]] = {}

    def of(self, tx: Tx, guild_id: int) -> RuleSet:
        version = tx.rules.version()
        kept = self._books.get(guild_id)
        if kept and kept[0] == version:
            return kept[2]
        rules, themes = tuple(tx.rules.rules(guild_id)), tuple(tx.rules.themes(guild_id))
        if kept and kept[1] == (rules, themes):
            book = kept[2]
        else:
            book = RuleSet.of(guild_id, rules, {theme.id: theme.name for theme in themes})
        self._books[guild_id] = (version, (rules, themes), book)
        return book


@dataclass(slots=True)
class _Tally:
    new: int = 0
    edited: int = 0
    withdrawn: int = 0
    pages: bool = False
    """Whether entries' own pages are read later."""
    ok_before: datetime | None = None
    alerts: dict[int, list[Alert]] = field(default_factory=dict)


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
) -> Absorbed:
    """Write one poll. `source`: its state afterwards, with the fence of its lease. `readings`: by entry key, for each
    of `plan.changed` (one that is not there was put off: it is read here if a rule has come up meanwhile, or stays
    unread). `pages`: note which entries' own pages shall be read. `ok_before`: the good poll before this
    one. Raises LostLease, and then the transaction must be undone."""
    follows = tx.sources.followers(source.id)
    tally = _Tally(pages=pages, ok_before=ok_before)
    for arrival in plan.changed:
        entry, statements = plan.entries[arrival.key], readings.get(arrival.key)
        if statements is None:
            statements = read_here(entry) if has_rules(tx, source.id, books) else ()
        quiet = arrival.key in plan.quiet
        _one(tx, source, follows, arrival, entry, statements, now, quiet=quiet, books=books, tally=tally)
    crash_point("absorb:entries_written")
    for key in plan.presence.withdrawn:
        _gone(tx, source, follows, key, now, books=books, tally=tally)
    tx.entries.mark(source.id, plan.presence.missing, plan.presence.withdrawn)
    owed = sum(owe_alerts(tx, guild, alerts, now) for guild, alerts in tally.alerts.items())
    crash_point("absorb:deliveries_owed")
    notices, owed_notices = tell(tx, source, follows, news, now)
    if not tx.sources.finish(source):
        raise LostLease(source.id)
    crash_point("absorb:before_commit")
    return Absorbed(
        new=tally.new,
        edited=tally.edited,
        withdrawn=tally.withdrawn,
        alerts=tuple(alert for alerts in tally.alerts.values() for alert in alerts),
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
    tx: Tx,
    source: Source,
    follows: Sequence[Follow],
    arrival: Arrival,
    entry: Entry,
    statements: Statements,
    now: datetime,
    *,
    quiet: bool,
    books: RuleBooks,
    tally: _Tally,
) -> None:
    kind: Literal["new", "edited"] = "new" if arrival.known is None else "edited"
    before: tuple[Statement, ...] = ()
    read = statements
    if kind == "edited":
        before = _before(tx, entry.id) if has_rules(tx, source.id, books) else ()
        revision = _next_revision(tx.entries.revisions(entry.id), entry, arrival, now)
        reverts = revision.number > 2 and revision.reverts_to is not None
        quiet = quiet or (reverts and _reverts(tx, entry) >= MAX_REVERTS)
        if texts := texts_of_page(tx, entry.id):
            before, statements = untold(before, statements, Other.of(texts[-1], texts))
        tally.edited += 1
    else:
        revision = _revision(entry, 1, arrival, now)
        tally.new += 1
    tx.entries.put(entry, revision)
    tx.entries.put_statements(read, revision.number)
    matched = judge_entry(
        tx,
        source,
        follows,
        entry,
        kind,
        statements,
        before,
        now,
        quiet=quiet,
        books=books,
        alerts=tally.alerts,
        last_seen=tally.ok_before,
    )
    if tally.pages and not quiet:
        guilds = dict.fromkeys(follow.guild_id for follow in follows)
        want(tx, source, follows, entry, [books.of(tx, each) for each in guilds], now, matched=matched)


def has_rules(tx: Tx, source_id: str, books: RuleBooks) -> bool:
    """Does any guild that follows the source have a rule? Otherwise reading its entries can wait."""
    guilds = dict.fromkeys(follow.guild_id for follow in tx.sources.followers(source_id))
    return any(len(books.of(tx, guild_id)) for guild_id in guilds)


def _before(tx: Tx, entry_id: str) -> Statements:
    entry = tx.entries.get(entry_id)
    return statements_on_record(tx, entry) if entry is not None else ()


def _gone(
    tx: Tx,
    source: Source,
    follows: Sequence[Follow],
    key: str,
    now: datetime,
    *,
    books: RuleBooks,
    tally: _Tally,
) -> None:
    seen = tx.entries.by_key(source.id, key)
    entry = tx.entries.get(seen.entry_id) if seen else None
    if entry is None:
        return
    tally.withdrawn += 1
    judge_entry(
        tx,
        source,
        follows,
        entry,
        "withdrawn",
        (*statements_on_record(tx, entry), *statements_of_page(tx, entry.id)),
        (),
        now,
        quiet=False,
        books=books,
        alerts=tally.alerts,
        last_seen=whole_at(source),
    )


def _revision(entry: Entry, number: int, arrival: Arrival, now: datetime) -> Revision:
    return Revision(
        entry_id=entry.id,
        number=number,
        content_hash=arrival.item.content_hash,
        seen_at=now,
        title=entry.title,
        content=entry.content,
    )


def _next_revision(earlier: Sequence[Revision], entry: Entry, arrival: Arrival, now: datetime) -> Revision:
    """Numbered after the last; a text that the entry has had before names the first revision that had it."""
    fresh = _revision(entry, len(earlier) + 1, arrival, now)
    same = next((each.number for each in earlier if each.content_hash == fresh.content_hash), None)
    return replace(fresh, reverts_to=same)


def _reverts(tx: Tx, entry: Entry) -> int:
    return sum(each.reverts_to is not None for each in tx.entries.revisions(entry.id))


def judge_entry(
    tx: Tx,
    source: Source,
    follows: Sequence[Follow],
    entry: Entry,
    kind: Literal["new", "edited", "withdrawn"],
    statements: tuple[Statement, ...],
    before: tuple[Statement, ...],
    now: datetime,
    *,
    quiet: bool,
    books: RuleBooks,
    alerts: dict[int, list[Alert]],
    last_seen: datetime | None = None,
    own: Collection[str] = (),
) -> bool:
    """The verdict of each guild that follows the source, written before the next entry is judged. `last_seen`: when
    what is gone was there. `own`: ids of statements that are the entry's own words: what changes against these is told
    by nobody. Whether a rule matched."""
    matched = False
    for guild_id in dict.fromkeys(follow.guild_id for follow in follows):
        book = books.of(tx, guild_id)
        if not len(book):
            continue
        arrived = Arrived(
            entry=entry,
            kind=kind,
            statements=statements,
            before=before,
            themes=tuple(follow.theme_id for follow in follows if follow.guild_id == guild_id),
            source_name=source.name,
            at=now,
            quiet=quiet,
            calibration=calibration_of(tx, guild_id),
            last_seen=last_seen,
        )
        verdict = _without(judge(arrived, book, tx.claims), own)
        matched = matched or bool(verdict.matches)
        for match in verdict.matches:
            tx.alerts.add_match(match)
        for claim, version in verdict.recorded:
            tx.claims.put(claim, version)
        sightings.note(tx, guild_id, verdict.echoes, now)
        alerts.setdefault(guild_id, []).extend(alert for alert in verdict.alerts if tx.alerts.add(alert))
        if verdict.reasons:
            tx.alerts.put_why_not(
                [
                    WhyNot(
                        statement_id=reason.statement_id,
                        guild_id=guild_id,
                        rule_id=reason.rule_id,
                        at=now,
                        code=reason.code,
                        text=reason.text,
                    )
                    for reason in verdict.reasons
                ]
            )
    return matched


def _without(verdict: Verdict, own: Collection[str]) -> Verdict:
    """Without alerts that hold the entry's words against its own: a page that says in other words what its summary
    said."""
    if not own:
        return verdict
    dropped = {a.id for a in verdict.alerts if a.before is not None and a.before.statement_id in own}
    return replace(
        verdict,
        alerts=tuple(alert for alert in verdict.alerts if alert.id not in dropped),
        recorded=tuple(
            (claim, version) for claim, version in verdict.recorded if version.alert_id not in dropped
        ),
    )
