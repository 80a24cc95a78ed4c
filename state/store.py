"""The Store: what a backend promises. Every backend passes tests/state/conformance.

Promises, for every backend:

* `transact(work)` runs `work(tx)` on the one writer, in one transaction: it commits when `work` returns and
  leaves no trace when it raises. `work` is a plain function: it cannot await, so no transaction is ever open
  across a network call.
* `read(work)` runs `work(tx)` on a consistent snapshot, beside the writer. Writing there raises.
* Values go in and come out frozen; a value read equals the value written. Times are aware UTC, microseconds.
* `put` of something with the same id replaces it; `add` inserts or ignores and says whether it inserted.
* Every query about what a guild owns takes its guild id; another guild's row is "not found" (None), never an error.
* Lists come in a stable order, named in each docstring.

When you add a method: add it to the protocol with its promise, to every backend, and a test to the conformance
suite that fails without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from rules.change import Alert, Sighting
from rules.link import Candidate, ClaimQuery
from rules.model import (
    Address,
    Claim,
    ClaimOrigin,
    Entry,
    Match,
    Revision,
    Statement,
    Subscription,
    Theme,
    Version,
    WatchRule,
)
from state.model import (
    Article,
    AuditRow,
    Delivery,
    EntrySeen,
    Follow,
    Guild,
    HistoryFilter,
    Notice,
    Rhythm,
    Source,
    Swept,
    WhyNot,
)
from state.vectors import KeptVector

T = TypeVar("T")


class Sources(Protocol):
    """Shared by all guilds; what is a guild's is `Follow`."""

    def add(self, source: Source) -> bool: ...
    def get(self, source_id: str) -> Source | None: ...
    def by_url(self, url: str, credential_scope: str = "") -> Source | None: ...
    def put(self, source: Source) -> None: ...
    def remove(self, source_id: str) -> None:
        """The source, its follows and its articles' rows; its entries and statements stay while an alert or claim
        refers to them."""

    def all(self) -> Sequence[Source]:
        """By name."""

    def rhythms(self) -> Sequence[Rhythm]:
        """Of all that are not paused, by source id."""

    def of_guild(self, guild_id: int, theme_id: str | None = None) -> Sequence[Source]:
        """By name."""

    def follow(self, follow: Follow) -> bool: ...
    def unfollow(self, guild_id: int, source_id: str, theme_id: str | None = None) -> int: ...
    def followers(self, source_id: str) -> Sequence[Follow]:
        """By guild id, then theme id."""

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Source]:
        """Unpaused, followed by someone, due, not leased (or lease run out): most overdue first. Each gets
        `lease_until`, `owner` and fence + 1, and comes back so."""

    def finish(self, source: Source) -> bool:
        """Write the polled state and release the lease, only if the stored fence equals `source.fence`. What people
        set meanwhile (a pause, `full_text`) stays."""

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        """What is due later than `latest` is due `now`, and what is leased until later is free; how many. Such moments
        were written under a clock that was ahead."""

    def next_due(self) -> datetime | None:
        """When the earliest unpaused, followed source is due or its lease runs out."""


class Entries(Protocol):
    def seen(self, source_id: str) -> Mapping[str, EntrySeen]:
        """Everything of the source, by entry key: one sweep over it. For a single key ask `by_key`."""

    def by_key(self, source_id: str, key: str) -> EntrySeen | None: ...

    def put(self, entry: Entry, revision: Revision) -> None:
        """The entry as it is now, and its newest revision."""

    def mark(self, source_id: str, missing: Mapping[str, int], withdrawn: Sequence[str] = ()) -> None:
        """`missing` by entry key: a value of 0 says that the entry is there, so it also ends a withdrawal;
        `withdrawn` entry keys."""

    def get(self, entry_id: str) -> Entry | None:
        """`content` is "" once retention has forgotten its texts."""

    def revisions(self, entry_id: str) -> Sequence[Revision]:
        """Oldest first."""

    def put_statements(self, statements: Sequence[Statement], revision: int) -> None:
        """As read from that revision of their entry."""

    def statement(self, statement_id: str) -> Statement | None: ...
    def statements_of(self, entry_id: str, revision: int | None = None) -> Sequence[Statement]:
        """Of the newest revision unless one is named; in text order."""

    def recent_statements(
        self, guild_id: int, since: datetime, limit: int
    ) -> Sequence[tuple[Statement, Entry]]:
        """From sources the guild follows, newest first: what a backtest runs over."""

    def count(self) -> tuple[int, int]:
        """(entries, statements)."""


class Articles(Protocol):
    """Entries' own pages that are read; due and leased as sources are."""

    def add(self, article: Article) -> bool: ...
    def get(self, entry_id: str) -> Article | None: ...
    def put(self, article: Article) -> None: ...
    def remove(self, entry_id: str) -> bool: ...
    def all(self) -> Sequence[Article]:
        """By entry id, as those of one source are."""

    def of_source(self, source_id: str) -> Sequence[Article]: ...

    def count(self) -> tuple[int, int]:
        """(those that are read again, those of them that are watched for edits)."""

    def lease_due(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Article]:
        """Due, not leased (or lease run out), of a source that is unpaused and followed: most overdue first. Each gets
        `lease_until`, `owner` and fence + 1, and comes back so."""

    def finish(self, article: Article) -> bool:
        """Write the visit's outcome and release the lease, only if the stored fence equals `article.fence`."""

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        """As of `Sources`."""

    def next_due(self) -> datetime | None:
        """When the earliest of an unpaused, followed source is due or its lease runs out."""


class Claims(Protocol):
    def put(self, claim: Claim, version: Version) -> None:
        """The claim as it stands and its newest version, and the index over claims, together."""

    def update(self, claim: Claim) -> None:
        """Title, aliases, theme: no new version."""

    def get(self, guild_id: int, claim_id: str) -> Claim | None: ...
    def of_guild(
        self, guild_id: int, theme_id: str | None = None, speaker: str | None = None
    ) -> Sequence[Claim]:
        """By creation, oldest first."""

    def count(self, guild_id: int, origin: ClaimOrigin | None = None) -> int: ...
    def untouched(self, guild_id: int, limit: int) -> Sequence[Claim]:
        """Heard claims with one version that no alert names and nobody edited, oldest first."""

    def versions(self, guild_id: int, claim_id: str) -> Sequence[Version]:
        """Oldest first."""

    def remove(self, guild_id: int, claim_id: str) -> bool: ...
    def merge(self, guild_id: int, keep: str, fold: str) -> bool:
        """`fold`'s versions join `keep`'s in order of date, the newest stands; `fold` ceases to be. Rules that named
        `fold` and its alerts belong to `keep` then."""

    def candidates(
        self, guild_id: int, query: ClaimQuery, limit: int, near: Sequence[str] = ()
    ) -> Sequence[Candidate]:
        """Claims of the guild that share words with the query or its speaker, best first. A query with a theme
        chooses among claims of that theme and of none. `near`: ids of claims that are near in meaning, nearest first:
        those the query may choose among get up to two fifths of the places."""

    def claim_of(self, guild_id: int, statement_id: str) -> Claim | None:
        """The claim whose standing statement it is; the oldest, should there be several."""


class Vectors(Protocol):
    """Sentence vectors of claims: derived from their words, so one that is missing is made again. A claim that goes,
    or says something else, loses its vector in the same transaction. One a claim: another model's replaces it.
    `model` is a fingerprint of what made them."""

    def put(self, claim: Claim, model: str, data: bytes) -> bool:
        """Whether it was written: not if the claim is gone or says something else by now."""

    def of(self, guild_id: int, model: str, claim_ids: Sequence[str]) -> Mapping[str, bytes]:
        """By claim id, of those that have one of this model."""

    def since(self, guild_id: int, model: str, number: int, limit: int) -> Sequence[KeptVector]:
        """Of this model, written after the one with that number, in order."""

    def missing(self, model: str, limit: int) -> Sequence[Claim]:
        """Claims of every guild that have none of this model, in the order in which they were first written."""

    def count(self, model: str, guild_id: int | None = None) -> tuple[int, int]:
        """(claims that have one of this model, claims)."""


class Rules(Protocol):
    """Themes, watch rules and subscriptions: what people of a guild have set."""

    def put_theme(self, theme: Theme) -> None: ...
    def theme(self, guild_id: int, name_or_id: str) -> Theme | None:
        """Name compared without case."""

    def themes(self, guild_id: int) -> Sequence[Theme]:
        """By name."""

    def remove_theme(self, guild_id: int, theme_id: str) -> bool:
        """With its follows, and its rules and subscriptions; claims lose their theme."""

    def put_rule(self, rule: WatchRule) -> None: ...
    def rule(self, guild_id: int, name_or_id: str) -> WatchRule | None: ...
    def rules(self, guild_id: int) -> Sequence[WatchRule]:
        """By name."""

    def remove_rule(self, guild_id: int, rule_id: str) -> bool: ...
    def put_subscription(self, subscription: Subscription) -> None: ...
    def subscription(self, guild_id: int, subscription_id: str) -> Subscription | None: ...
    def subscriptions(self, guild_id: int) -> Sequence[Subscription]:
        """Oldest first."""

    def remove_subscription(self, guild_id: int, subscription_id: str) -> bool: ...
    def version(self) -> int:
        """Grows with every change to a rule, theme or claim of any guild: what compiled indexes are keyed by."""


class Alerts(Protocol):
    def add(self, alert: Alert) -> bool:
        """False: this very alert exists already and nothing was written."""

    def get(self, guild_id: int, alert_id: str) -> Alert | None: ...
    def history(self, where: HistoryFilter) -> Sequence[Alert]:
        """Newest first. A theme's are all that were told under it."""

    def sight(self, guild_id: int, alert_id: str, sighting: Sighting, most: int) -> Alert | None:
        """The alert with the sighting added and stored; None where nothing was written: no such alert, the outlet is
        among its sightings, or it has `most` of them."""

    def count(self, guild_id: int, since: datetime | None = None) -> int: ...
    def add_match(self, match: Match) -> None: ...
    def matches(self, statement_id: str) -> Sequence[Match]: ...
    def put_why_not(self, rows: Sequence[WhyNot]) -> None:
        """The last verdict for (statement, guild, rule) stands."""

    def why_not(self, guild_id: int, statement_id: str) -> Sequence[WhyNot]: ...
    def put_notice(self, notice: Notice) -> bool: ...
    def notice(self, guild_id: int, notice_id: str) -> Notice | None: ...


class Outbox(Protocol):
    """Deliveries owed. Insert-or-ignore; lanes in order; every finish guarded by the fence."""

    def add(self, delivery: Delivery) -> bool: ...
    def lease(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Delivery]:
        """The first owed delivery of each lane that is due (`not_before` ≤ now) and whose lane holds no live
        lease, oldest lane first, at most `limit` lanes; with it all due rows of the same lane and digest. Each gets
        `attempts` + 1, `lease_until`, `owner`, fence + 1, and `first_try_at` if it had none. A lane whose first
        due row waits (backoff) waits whole: order within a lane is kept."""

    def settle(self, delivery: Delivery) -> bool:
        """Write the outcome and release the lease, only if the stored fence equals `delivery.fence`."""

    def get(self, delivery_id: str) -> Delivery | None: ...
    def of_subject(self, subject_id: str) -> Sequence[Delivery]: ...
    def owed(self, guild_id: int | None = None) -> Sequence[Delivery]:
        """By not_before."""

    def expired(self, now: datetime) -> Sequence[Delivery]:
        """Owed, `expires_at` ≤ now, in no digest and held by no live lease; in order of arrival."""

    def park(self, address: Address, reason: str, now: datetime) -> int:
        """Every owed delivery to the address waits until `unpark`; how many."""

    def unpark(self, address: Address, now: datetime) -> int: ...
    def bring_forward(self, latest: datetime, now: datetime) -> int:
        """As of `Sources`: leases, and the waits of what was tried. A digest's hour may be any time ahead and stays."""

    def parked(self) -> Mapping[str, str]:
        """Address as text → reason."""

    def next_due(self) -> datetime | None:
        """When the dispatcher has next something to do."""


class Guilds(Protocol):
    def put(self, guild: Guild) -> None: ...
    def get(self, guild_id: int) -> Guild | None: ...
    def all(self) -> Sequence[Guild]: ...
    def audit(self, row: AuditRow) -> None: ...
    def audit_log(self, guild_id: int, limit: int = 50) -> Sequence[AuditRow]:
        """Newest first."""

    def meta(self, key: str) -> str | None:
        """Small facts of the whole installation (the synced command set's hash)."""

    def put_meta(self, key: str, value: str) -> None: ...


class Retention(Protocol):
    """Forgetting. What an alert or a claim refers to is never touched: its entry, every revision, every statement."""

    def sweep(self, before: datetime, limit: int) -> Swept:
        """Look at `limit` of each kind at most, oldest first, and forget what may be; call again while `more`.

        Entries first seen and last edited before `before` that have left their source's window, are withdrawn or
        whose source is gone lose their texts and statements, with the matches of these and the reasons why they
        did not alert. An entry of a source that stands stays known by its key (`seen`), so it is never new again;
        with the source gone, it goes. Deliveries that are sent, failed or expired, and notices that nobody is owed,
        go once due before `before`."""


class Tx(Protocol):
    """One transaction (or one snapshot): a drawer for each kind of thing."""

    @property
    def sources(self) -> Sources: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def vectors(self) -> Vectors: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def guilds(self) -> Guilds: ...
    @property
    def retention(self) -> Retention: ...


class Store(Protocol):
    async def transact(self, work: Callable[[Tx], T], *, durable: bool = True) -> T:
        """Not `durable`: after a power cut (never after a killed process) it may be missing, whole, until a durable
        one has followed. For what is found out again by itself."""

    async def read(self, work: Callable[[Tx], T]) -> T: ...
    async def close(self) -> None: ...
