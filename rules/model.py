"""The nouns. Frozen values, no behaviour beyond what a value knows of itself.

Every span is `(start, end)` in code points of the plain text it refers to (`Reading.text` for statements).
Dates are `datetime.date`; moments are aware `datetime` in UTC. Ids come from content (`rules.ids`), so doing
a thing twice writes the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

Span = tuple[int, int]

DocumentKind = Literal[
    "article",
    "press_release",
    "interview",
    "transcript",
    "blog_post",
    "hn_comment",
    "reddit_comment",
    "discourse_post",
    "forum_post",
]
ContentType = Literal["html", "text", "markdown"]
SpeakerKind = Literal["named", "author", "role", "unknown", "narrator"]
QuantityKind = Literal["percent", "money", "count", "multiple", "duration"]
Bound = Literal["by", "in", "not_before"]
Polarity = Literal["affirmed", "denied"]
Commitment = Literal["promise", "plan", "hope"]
Evidential = Literal["demonstrably", "reportedly", "seems"]
DeliveryPace = Literal["instant", "hourly", "daily", "weekly"]
ClaimOrigin = Literal["added", "heard"]
AddressKind = Literal["discord", "webhook", "console"]

DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)

LOCAL_GUILD = 0
"""The guild of whoever works from the command line. Discord snowflakes are never 0."""


# --- what is read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands around a document: the story a comment is on, the one it answers."""

    story_title: str | None = None
    story_author: str | None = None
    story_url: str | None = None
    parent_author: str | None = None
    parent_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text to read. `content` is what `content_type` says; `published` anchors "within five years"."""

    id: str
    kind: DocumentKind
    content: str
    content_type: ContentType = "text"
    published: date | None = None
    title: str = ""
    author: str | None = None
    url: str = ""
    context: Context = Context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure as an interval.

    percent: half = one in two = 50. money: whole units, `unit` the ISO 4217 code. multiple: tenfold = 10.
    duration: `low`/`high` in `unit` (day, week, month, year …). count: `unit` the counted noun's head or "".
    `low` or `high` is None for an open end ("at least 20": high None). `of`: the measured thing, lower case.
    `approximate`: "about", "nearly". `per`: the period or base of a rate ("year"), else None.
    """

    kind: QuantityKind
    low: float | None
    high: float | None
    unit: str
    text: str
    of: str
    span: Span
    approximate: bool = False
    per: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """When a thing is said to happen, as absolute dates against the statement's own date. Future only."""

    text: str
    earliest: date | None
    latest: date | None
    bound: Bound
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The field's three parts of an attribution, each possibly discontinuous."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said what, when, where.

    `speaker` is None for the narrator, "unknown" for quoted text that cannot be attributed.
    `certainty`: 6 certain · 5 very likely/promise · 4 plain will/is · 3 likely/plan · 2 possible ·
    1 even/hope/unknown · 0 unlikely · -1 impossible; None where the scale does not apply.
    `neighbours`: the sentences around it, for linking only, never shown.
    """

    id: str
    text: str
    speaker: str | None
    speaker_kind: SpeakerKind
    quoted: bool = False
    spans: Attribution = Attribution()
    quantities: tuple[Quantity, ...] = ()
    horizons: tuple[Horizon, ...] = ()
    certainty: int | None = None
    commitment: Commitment | None = None
    evidential: Evidential | None = None
    polarity: Polarity | None = None
    checkable: bool = False
    said_on: date | None = None
    url: str = ""
    entry_id: str = ""
    neighbours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document's plain text and the statements in it. `skipped` says why nothing was read, if so."""

    text: str
    statements: tuple[Statement, ...] = ()
    language: str = "en"
    skipped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a source as published. Its texts are revisions; this is the newest of them.

    `published` is None where the source gave no usable date: then `first_seen` stands in, and is shown as
    such. A date never decides identity.
    """

    id: str
    source_id: str
    key: str
    """Identity inside the source: guid, else canonical link, else title and text hash (watchers.identity)."""
    kind: DocumentKind
    url: str
    title: str
    author: str | None
    content: str
    content_type: ContentType
    published: datetime | None
    published_raw: str
    first_seen: datetime
    context: Context = Context()

    @property
    def said_at(self) -> datetime:
        return self.published or self.first_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One distinct text an entry has had. `number` counts from 1; `reverts_to` names an earlier equal one."""

    entry_id: str
    number: int
    content_hash: str
    seen_at: datetime
    title: str
    content: str
    reverts_to: int | None = None


# --- what people keep and follow ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A named subject that sources, rules and claims of one guild belong to."""

    id: str
    guild_id: int
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One speaker's record on one subject. `standing` is what holds now; its history is `Version`s.

    `origin`: "added" by a person (or an import), or "heard": recorded from a matched statement.
    `aliases`: other names of the speaker ("the chancellor").
    """

    id: str
    guild_id: int
    theme_id: str | None
    speaker: str | None
    standing: Statement
    created_at: datetime
    title: str = ""
    aliases: tuple[str, ...] = ()
    origin: ClaimOrigin = "added"
    versions: int = 1
    withdrawn: bool = False
    refused: tuple[str, ...] = ()
    """Words of statements that people said are not about this claim: these are not held against it again."""
    not_speakers: tuple[str, ...] = ()
    """Names that people said are somebody else's, however alike they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One statement in a claim's record, numbered from 1. `tag` says what made it a new version."""

    claim_id: str
    number: int
    statement: Statement
    recorded_at: datetime
    tag: str
    alert_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRule:
    """What to follow: a query over statements, which claims to hold them against, which changes matter.

    `claims`: ids the rule is limited to; empty means every claim of the guild (of the theme, if it has one).
    `changes`: change tags that alert; empty means `rules.change.LOUD`.
    """

    id: str
    guild_id: int
    name: str
    query: str
    created_at: datetime
    theme_id: str | None = None
    claims: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseHit:
    """One clause of a query and where in the statement (or in which field) it held."""

    clause: str
    field: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Statement × rule: why was I told?"""

    statement_id: str
    rule_id: str
    hits: tuple[ClauseHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who hears: kind and target (`discord`: channel id; `webhook`: URL; `console`: "")."""

    kind: AddressKind
    target: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.target}" if self.target else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who hears what, how often. `theme_id` None: every theme of the guild. `changes` empty: `LOUD`."""

    id: str
    guild_id: int
    address: Address
    created_at: datetime
    theme_id: str | None = None
    changes: tuple[str, ...] = ()
    pace: DeliveryPace = "instant"
    mention: str | None = None
    created_by: int | None = None
    options: tuple[tuple[str, str], ...] = field(default=())
    """Room for what comes later (quiet hours, digest hour, time zone) without a new column a time."""
