"""What a visit found, written in one transaction: the page's text, verdicts, alerts and what they owe, and the row that
says when the page is read next. A plain function of the transaction, as `watchers.absorb` is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from rules.change import Alert
from rules.model import Entry, Statement
from state.crash import crash_point
from state.model import Article, Source
from state.store import Tx
from watchers.absorb import LostLease
from watchers.articles import twin
from watchers.articles.ladder import next_visit
from watchers.articles.shown import said_anew, taken_out
from watchers.articles.sides import Other, Sides, first_sides, sides
from watchers.hearing import Hearing, RuleBooks
from watchers.nearness import Rated
from watchers.presence import LEFT
from watchers.reading import statements_on_record

Statements = tuple[Statement, ...]
SOON = timedelta(minutes=15)
"""What is gone from a page is looked for once more so soon, before anybody is told."""
GONE_AGAIN = timedelta(hours=1)
"""A page that is not found is asked once more after this."""
GONE_VISITS = 2
RELAUNCH = 3
"""So many pages of one source gone at once are a new site, not retractions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A page that shows its article. `text`: its prose now; `was`: as last recorded, "" at the first sight; `now`,
    `before`: the statements of both, with the ids that the entry's own text gives them."""

    source: Source
    entry: Entry
    text: str
    was: str = ""
    now: Statements = ()
    before: Statements = ()
    rated: Rated | None = None
    """What linking by meaning made ready."""


@dataclass(slots=True)
class Told:
    alerts: list[Alert] = field(default_factory=list)
    owed: int = 0
    new: int = 0
    """Statements that the page gave and the feed had not."""


def record_sight(tx: Tx, article: Article, sight: Sight, now: datetime, books: RuleBooks) -> Told:
    """`article`: the row with what the server said this time. Raises LostLease, and then nothing may be written."""
    feed = statements_on_record(tx, sight.entry)
    if sight.was:
        told, matched, missing = _again(tx, article, sight, feed, now, books)
    else:
        told, matched = _first(tx, article, sight, feed, now, books)
        missing = ()
    crash_point("article:recorded")
    watched = article.watched or matched
    due = next_visit(sight.entry.said_at, now) if watched else None
    if missing and due is not None:
        due = min(due, now + SOON)
    seen = replace(
        article,
        watched=watched,
        due_at=due,
        read_at=now,
        text_hash=twin.text_hash(sight.text, sight.entry),
        strange=0,
        gone=0,
        missing=missing,
        reason="",
    )
    settle(tx, seen)
    return told


def _first(
    tx: Tx, article: Article, sight: Sight, feed: Statements, now: datetime, books: RuleBooks
) -> tuple[Told, bool]:
    """A summary is completed by what it had not; the feed's whole text is compared with the page's."""
    if not article.summary:
        found = first_sides(feed, sight.now)
        done, matched = _judged(tx, sight, found, now, books) if found.before else (Told(), False)
        twin.record(tx, sight.entry, sight.text, found.now, now)
        return done, matched
    known, said = {each.id for each in feed}, {_words(each) for each in feed}
    fresh = tuple(each for each in sight.now if each.id not in known and _words(each) not in said)
    again = article.read_at is not None  # its text was forgotten meanwhile: nothing of it is new
    hearing = Hearing.of(tx, sight.source, now, books, sight.rated)
    own = known | {each.id for each in fresh}
    matched = hearing.judge(sight.entry, "new", fresh, quiet=again, own=own)
    twin.record(tx, sight.entry, sight.text, fresh, now)
    told = _owed(hearing)
    told.new = len(fresh)
    return told, matched


def _again(
    tx: Tx, article: Article, sight: Sight, feed: Statements, now: datetime, books: RuleBooks
) -> tuple[Told, bool, Statements]:
    ever = twin.ever_said(tx, sight.entry.id)
    texts = twin.texts_of_feed(tx, sight.entry)
    now_in_feed = {each.id for each in feed}
    found = sides(
        sight.before,
        sight.now,
        other=Other.of(texts[-1] if texts else "", texts),
        known={each.id for each in ever},
        missing=article.missing,
        taken_out=lambda each: taken_out(each.text, sight.was, sight.text),
        said_anew=lambda each: said_anew(each.text, each.speaker, sight.was, sight.text),
        texts=(sight.was, sight.text),
    )
    done, matched = _judged(tx, sight, found, now, books) if not found.nothing else (Told(), False)
    if twin.text_hash(sight.text, sight.entry) != article.text_hash:
        kept = {each.id for each in twin.statements_of_page(tx, sight.entry.id)}
        old = {each.id for each in sight.before}
        ours = tuple(
            each
            for each in sight.now
            if each.id not in now_in_feed and (article.summary or each.id in kept or each.id not in old)
        )
        twin.record(tx, sight.entry, sight.text, ours, now)
    return done, matched, found.missing


def _judged(tx: Tx, sight: Sight, found: Sides, now: datetime, books: RuleBooks) -> tuple[Told, bool]:
    article = tx.articles.get(sight.entry.id)
    last_seen = article.read_at if article else None
    hearing = Hearing.of(tx, sight.source, now, books, sight.rated)
    matched = hearing.judge(sight.entry, "edited", found.now, found.before, last_seen=last_seen)
    return _owed(hearing), matched


NOT_FOUND = "The entry's own page is not found any more, at two visits an hour apart."


def record_gone(tx: Tx, article: Article, now: datetime, books: RuleBooks, notice: str = "") -> Told:
    """The page is not found. Told as withdrawn once it is not found again, its entry has left its list by the end
    (`watchers.own_page` asks for one that is missing from the middle), and the site is otherwise well. `notice`: what
    the page says of its article instead; then the list is not asked."""
    said = f"The page says that it was taken back: “{notice[:300]}”" if notice else ""
    article = replace(article, gone=article.gone + 1, reason=said or "The page is not found any more.")
    entry, source = tx.entries.get(article.entry_id), tx.sources.get(article.source_id)
    if entry is None or source is None:
        tx.articles.remove(article.entry_id)
        return Told()
    if article.gone < GONE_VISITS:
        settle(tx, replace(article, due_at=now + GONE_AGAIN))
        return Told()
    seen = tx.entries.by_key(source.id, entry.key)
    others = sum(each.gone > 0 for each in tx.articles.of_source(source.id) if each.entry_id != entry.id)
    well = source.health in ("ok", "silent") and source.failures == 0 and others < RELAUNCH - 1
    left = seen is not None and (bool(notice) or seen.missing == LEFT)
    if not left or not well or article.read_at is None:
        settle(tx, replace(article, due_at=_later(next_visit(entry.said_at, now), now + GONE_AGAIN)))
        return Told()
    hearing = Hearing.of(tx, source, now, books)
    statements = (*statements_on_record(tx, entry), *twin.statements_of_page(tx, entry.id))
    hearing.judge(entry, "withdrawn", statements, last_seen=article.read_at, gone_why=said or NOT_FOUND)
    tx.entries.mark(source.id, {}, [entry.key])
    settle(tx, replace(article, due_at=None, reason="The page is gone, and that was told."))
    return _owed(hearing)


def settle(tx: Tx, article: Article) -> None:
    """The row after a visit; an article that nobody waits for any more has none. Raises LostLease."""
    if not tx.articles.finish(article):
        raise LostLease(article.entry_id)
    if article.due_at is None and not article.watched:
        tx.articles.remove(article.entry_id)
    crash_point("article:settled")


def _owed(hearing: Hearing) -> Told:
    told = Told(alerts=list(hearing.all_alerts()), owed=hearing.owe())
    crash_point("article:owed")
    return told


def _later(due: datetime | None, least: datetime) -> datetime | None:
    return max(due, least) if due is not None else None


def _words(statement: Statement) -> str:
    return " ".join(statement.text.casefold().split())
