"""What goes into `judge` and what comes out. Frozen values and one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from rules.change import Alert
from rules.language import Query
from rules.link import Candidate, ClaimQuery
from rules.linking.calibration import UNMOVED, Calibration
from rules.model import Claim, Entry, Match, Statement, Version, WatchRule

ArrivalKind = Literal["new", "edited", "withdrawn"]

ReasonCode = Literal[
    "maybe",  # perhaps about a claim, not surely enough to speak
    "repeated",  # the same again
    "silent_change",  # what changed is not what the rule asks for
    "said_earlier",  # older than what stands
    "standing",  # it is itself what stands
    "elsewhere",  # another outlet's words for what stands since a day
    "other_speaker",  # about somebody else's claim
    "unknown_speaker",  # nobody can be held to it
    "narrator",  # told by the publication, which opens no claim unless asked
    "not_checkable",  # nothing that can be held against it later
    "recorded",  # opened a claim, silently
    "twice",  # the same entry says it in another sentence already
    "other_sentence",  # another sentence of the entry tells the same change better
    "outside_claims",  # the rule is about certain claims, and it is about none of them
    "unrelated",  # near a claim in words, about another thing
    "cosmetic",  # an edit that changes nothing
    "text_replaced",  # so much of the text went that it is another text or a partial one
    "baseline",  # the first poll of a source
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One entry as one poll brought it, seen by one guild.

    `statements`: of the text now; for "withdrawn", of the last text. `before`: of the previous revision, "edited"
    only. `themes`: ids of the themes under which the guild follows the source. `quiet`: a baseline, nothing alerts.
    """

    entry: Entry
    kind: ArrivalKind
    statements: tuple[Statement, ...]
    themes: tuple[str, ...]
    source_name: str
    at: datetime
    before: tuple[Statement, ...] = ()
    quiet: bool = False
    calibration: Calibration = UNMOVED
    """What the guild's verdicts on earlier alerts say of the link's probability."""
    last_seen: datetime | None = None
    """When what is gone now was last there, where that is known."""
    gone_why: str = ""
    """How it is known that the entry was withdrawn: a sentence. "" where its list does not show it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A watch rule and the query its text asks for."""

    rule: WatchRule
    query: Query


class Known(Protocol):
    """What is on record, asked while judging."""

    def candidates(self, guild_id: int, query: ClaimQuery, limit: int) -> Sequence[Candidate]:
        """Claims of the guild that the query may mean, best first."""

    def claim_of(self, guild_id: int, statement_id: str) -> Claim | None:
        """The claim whose standing statement this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a statement that a rule matched did not alert. `text`: one plain sentence."""

    statement_id: str
    rule_id: str
    code: ReasonCode
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A statement that says again what stands in the claim. If an alert told how that came to stand, this is another
    sighting of the alert; only the store knows whether one did."""

    claim: Claim
    statement: Statement
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`recorded`: what to put on record, in order: the claim as it stands afterwards, and its new version."""

    matches: tuple[Match, ...] = ()
    recorded: tuple[tuple[Claim, Version], ...] = ()
    alerts: tuple[Alert, ...] = ()
    reasons: tuple[Reason, ...] = ()
    echoes: tuple[Echo, ...] = ()
