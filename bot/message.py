"""A message in nobody's dialect: what is said, before any destination knows how to show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rules.change import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Before or after: words with the changed part marked as `(start, end)` spans, a date, a link."""

    text: str
    marks: tuple[tuple[int, int], ...]
    speaker: str | None
    said_on: date | None
    url: str
    edit_seen: date | None = None
    """The day on which it was seen that the text had been changed to this, after publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change in words: "share of entry-level jobs: 50 % → 20 % (down 30 points)"."""

    tag: Tag
    label: str
    before: str
    after: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Another place that reports the same. `name`: its host, or what the source is called."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMessage:
    """One alert. `lines`: one a change; `before` None: nothing on record, `after` None: gone."""

    alert_id: str
    headline: str
    tag: Tag
    speaker: str
    lines: tuple[Line, ...]
    before: Side | None
    after: Side | None
    theme: str
    rule: str
    certainty: str
    """How sure the link is, in words; "" when it is certain."""
    why: tuple[str, ...]
    at: datetime
    mention: str | None = None
    also: tuple[Outlet, ...] = ()
    """Every other outlet that reported it since, in order; destinations show the first few and how many there are."""
    first: bool = False
    """The first alert that this address gets: it explains itself."""
    archive: str = ""
    """Where a web archive shows the page as it was, "" if nobody asked for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMessage:
    """Something that whoever looks after a channel should know: a source fell silent, an address is parked."""

    notice_id: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMessage:
    """Several alerts that come together, in the order of their arrival."""

    digest_id: str
    title: str
    alerts: tuple[AlertMessage, ...]
    at: datetime
    mention: str | None = None
    kind: Literal["digest", "late"] = "digest"
    note: str = ""
    """Why they come together, in one line; "" where the title says it."""


Message = AlertMessage | NoticeMessage | DigestMessage
