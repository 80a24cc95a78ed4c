"""The nouns of memory: Source and what its server last said, Follow, Delivery, Notice. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from rules.model import Address, DocumentKind, Statement

SourceKind = str
"""Name of an adapter in `watchers` ("feed", "jsonfeed", "hackernews", …)."""

Health = Literal["new", "ok", "failing", "silent", "gone", "blocked", "changed"]
DeliveryState = Literal["owed", "sent", "failed", "parked", "expired"]
Lane = str
"""Deliveries of one lane (one address) are sent in order, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What cadence has learned of a source; owned by `watchers.cadence`, stored as it is."""

    rate: float = 0.0
    """Items an hour, learned."""
    profile: tuple[float, ...] = ()
    """Relative weight of each hour of the week or day, as cadence defines it."""
    observed_hours: float = 0.0
    last_new_at: datetime | None = None
    excitement: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """URL, kind, what its server last said, health, when due. Shared by all guilds that follow it: holds no
    guild data. Validators are raw header bytes, echoed byte for byte."""

    id: str
    kind: SourceKind
    url: str
    """Canonical; unique together with `credential_scope`."""
    name: str
    added_at: datetime
    credential_scope: str = ""
    document_kind: DocumentKind = "article"
    paused: bool = False
    health: Health = "new"
    reason: str = ""
    failures: int = 0
    etag: bytes | None = None
    last_modified: bytes | None = None
    body_hash: str = ""
    polled_at: datetime | None = None
    ok_at: datetime | None = None
    due_at: datetime | None = None
    baseline_done: bool = False
    guid_unstable: bool = False
    full_text: bool = True
    """Whether the entries' own pages may be read: for their full text, and again for silent edits."""
    rhythm: Rhythm = Rhythm()
    hints: tuple[tuple[str, str], ...] = ()
    """Small facts adapters keep between polls (cursor, ttl, redirect votes), as strings."""
    lease_until: datetime | None = None
    owner: str = ""
    fence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry's own page, which is read: once for the full text that its feed does not give, and again and again if
    the entry carries a matched statement. One row an entry, due and leased as a source is.

    `due_at` None: it is not read again. The page's text stands as an entry of its own (`watchers.articles.twin`).
    """

    entry_id: str
    source_id: str
    url: str
    added_at: datetime
    due_at: datetime | None = None
    watched: bool = False
    """The entry carries a matched statement."""
    summary: bool = False
    """The feed gives a summary only: the page's text is read as the entry's."""
    etag: bytes | None = None
    last_modified: bytes | None = None
    read_at: datetime | None = None
    """When the page was last seen to show the article."""
    full_at: datetime | None = None
    """When it was last asked without validators."""
    text_hash: str = ""
    strange: int = 0
    """Visits in a row that did not show the article: an error, a wall, another page."""
    gone: int = 0
    """Visits in a row that were answered with 404 or 410."""
    missing: tuple[Statement, ...] = ()
    """Statements that the last visit did not find any more, and the next one has to confirm."""
    reason: str = ""
    """Why the last visit did not show the article, or why there is no next one; a sentence."""
    asked: str = ""
    """Day and number of that day's requests, "2026-03-02 4"."""
    lease_until: datetime | None = None
    owner: str = ""
    fence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A guild follows a source under a theme. What makes a shared source somebody's."""

    guild_id: int
    source_id: str
    theme_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySeen:
    """What ingestion needs to know of an entry that is already stored."""

    entry_id: str
    key: str
    content_hash: str
    """Of the newest revision."""
    revisions: int
    url: str
    title: str
    first_seen: datetime
    missing: int = 0
    """Good polls in a row in which it was absent although it should have been inside the window; -1 once it has
    left the window by the end."""
    withdrawn: bool = False
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message that is not an alert: a source fell silent, a delivery failed. Told once per change."""

    id: str
    guild_id: int
    at: datetime
    kind: str
    title: str
    text: str
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert or notice owed to one address.

    `id` is a content hash of (subject, address), at most 25 characters: it is the nonce. `digest` groups rows
    that go out as one message ("" = by itself). Every finish is `WHERE fence = ?`.
    """

    id: str
    guild_id: int
    subscription_id: str
    address: Address
    subject: Literal["alert", "notice", "edit"]
    """`edit`: the message of an alert that stands at the address is brought up to date."""
    subject_id: str
    not_before: datetime
    created_at: datetime
    expires_at: datetime | None = None
    digest: str = ""
    mention: str | None = None
    state: DeliveryState = "owed"
    attempts: int = 0
    reason: str = ""
    message_id: str = ""
    place: str = ""
    """Where the message stands, as its destination names it, if it shows this alert alone and can be edited."""
    sent_at: datetime | None = None
    lease_until: datetime | None = None
    owner: str = ""
    fence: int = 0
    first_try_at: datetime | None = None
    """When a send was first attempted: past the nonce window, look for the message before sending again."""

    @property
    def lane(self) -> Lane:
        return str(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a statement did not alert: the last verdict on it for one guild and rule."""

    statement_id: str
    guild_id: int
    rule_id: str | None
    at: datetime
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """Who did what, when. `actor` is a Discord user id, or 0 for the command line."""

    guild_id: int
    at: datetime
    actor: int
    action: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guild:
    """What a guild has set. `manager_role`: may write beside Manage Server. Kicked guilds keep their data."""

    id: int
    name: str = ""
    manager_role: int | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None
    settings: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What retention forgot in one go. `more`: there is more to forget, sweep again."""

    entries: int = 0
    statements: int = 0
    reasons: int = 0
    deliveries: int = 0
    notices: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """`/history` and `walkback history`. None and "" mean any. `text` is words that must all occur."""

    guild_id: int
    theme_id: str | None = None
    speaker: str | None = None
    claim_id: str | None = None
    change: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    limit: int = 50
    before_id: str | None = None
    """For paging: alerts strictly older than this alert."""
