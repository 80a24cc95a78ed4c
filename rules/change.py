"""The Change union and the Alert that carries it.

One small frozen class each, no shared base; consumers `match` and `assert_never`. The tags are the wire
format: added, never renamed. `before` and `after` are the exact words, short enough to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal, assert_never

Tag = Literal[
    "figure_changed",
    "deadline_moved",
    "certainty_changed",
    "polarity_flipped",
    "scope_changed",
    "attribution_changed",
    "wording_edited",
    "withdrawn",
    "repeated",
    "new_claim",
    "unrelated",
]
Direction = Literal["up", "down", "earlier", "later", "stronger", "weaker", "wider", "narrower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChanged:
    """Same measured thing, another value. `ratio` after/before where it makes sense, `points` for percents."""

    tag: ClassVar[Tag] = "figure_changed"
    before: str
    after: str
    direction: Literal["up", "down"] | None
    of: str = ""
    ratio: float | None = None
    points: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMoved:
    """The absolute date moved. `days` is how far, later positive; None where one end is open."""

    tag: ClassVar[Tag] = "deadline_moved"
    before: str
    after: str
    direction: Literal["earlier", "later"] | None
    before_latest: date | None = None
    after_latest: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyChanged:
    """At least one full step on the scale of `rules.model.Statement.certainty`."""

    tag: ClassVar[Tag] = "certainty_changed"
    before: str
    after: str
    direction: Literal["stronger", "weaker"]
    before_level: int | None = None
    after_level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarityFlipped:
    tag: ClassVar[Tag] = "polarity_flipped"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeChanged:
    """Who or what it covers widened or narrowed; `words` gained or lost."""

    tag: ClassVar[Tag] = "scope_changed"
    before: str
    after: str
    direction: Literal["wider", "narrower"] | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionChanged:
    """The same content now from, or ascribed to, someone else; `before`/`after` are the speakers."""

    tag: ClassVar[Tag] = "attribution_changed"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingEdited:
    tag: ClassVar[Tag] = "wording_edited"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Retracted, or gone from a page that still stands. Never concluded from a failed or partial fetch."""

    tag: ClassVar[Tag] = "withdrawn"
    before: str
    after: str = ""
    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    tag: ClassVar[Tag] = "repeated"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    tag: ClassVar[Tag] = "new_claim"
    after: str
    before: str = ""


Change = (
    FigureChanged
    | DeadlineMoved
    | CertaintyChanged
    | PolarityFlipped
    | ScopeChanged
    | AttributionChanged
    | WordingEdited
    | Withdrawn
    | Repeated
    | NewClaim
)

CHANGES: tuple[type[Change], ...] = (
    PolarityFlipped,
    Withdrawn,
    FigureChanged,
    DeadlineMoved,
    CertaintyChanged,
    ScopeChanged,
    AttributionChanged,
    WordingEdited,
    Repeated,
    NewClaim,
)
"""Every change, the one that matters most first: the order in which a headline is chosen."""

TAGS: tuple[Tag, ...] = tuple(c.tag for c in CHANGES)
SILENT: frozenset[Tag] = frozenset({"repeated", "new_claim", "unrelated"})
LOUD: tuple[Tag, ...] = tuple(t for t in TAGS if t not in SILENT)
"""What alerts unless a rule or a subscription says otherwise."""


def direction_of(change: Change) -> Direction | None:
    match change:
        case FigureChanged() | DeadlineMoved() | CertaintyChanged() | ScopeChanged():
            return change.direction
        case (
            PolarityFlipped() | AttributionChanged() | WordingEdited() | Withdrawn() | Repeated() | NewClaim()
        ):
            return None
        case _:
            assert_never(change)


def headline(changes: tuple[Change, ...]) -> Tag:
    """The tag that matters most, "unrelated" for none."""
    order = {tag: rank for rank, tag in enumerate(TAGS)}
    return min((c.tag for c in changes), key=order.__getitem__, default="unrelated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The typed difference of two statements. `support` 0..1: how strongly the new one supports the old one
    as it stands. `steps`: the spans, values and rules that led here, one plain sentence each, also for "no"."""

    related: bool
    changes: tuple[Change, ...]
    support: float
    steps: tuple[str, ...] = ()

    @property
    def headline(self) -> Tag:
        return headline(self.changes) if self.related else "unrelated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One side of an alert: the exact words, by whom, when, where."""

    text: str
    speaker: str | None
    said_on: date | None
    url: str
    statement_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Another outlet that reports what an alert told already. `outlet`: the site's host, else the source's name."""

    outlet: str
    url: str
    said_on: date | None
    at: datetime
    statement_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Before, after, changes, rule, probability of the link, and why it was told, in plain sentences.

    `before` is None for a new claim, `after` for a withdrawal.
    """

    id: str
    guild_id: int
    at: datetime
    theme_id: str | None
    rule_id: str
    rule_name: str
    claim_id: str | None
    entry_id: str
    speaker: str | None
    changes: tuple[Change, ...]
    before: Said | None
    after: Said | None
    probability: float
    why: tuple[str, ...]
    themes: tuple[str, ...] = ()
    """Every theme under which it is told (two rules, or a source followed twice); `theme_id` is the first."""
    sightings: tuple[Sighting, ...] = ()
    """Other outlets that reported the same change since, in order, one an outlet."""
    uncalibrated: float | None = None
    """The link's probability before this guild's verdicts moved it; None where nothing moved it."""
    edited: bool = False
    """Before and after are one text, changed after publication: what was seen then, at `at`."""

    @property
    def headline(self) -> Tag:
        return headline(self.changes)
