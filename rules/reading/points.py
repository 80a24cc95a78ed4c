"""Time points in words, as periods of the calendar: "March 25, 2027", "late 2026", "Q3", "next spring", "the 2030s".

`point_at` reads one point at a token. What has no year or is counted from today needs the statement's date;
whether it lies ahead is for the caller to judge (`horizons`), except for "in March" and "Friday", which
the tense decides here.
"""

from __future__ import annotations

from datetime import date

from rules.reading import periods
from rules.reading.periods import Period
from rules.reading.point_dates import Point, month, numeric, year_of
from rules.reading.point_words import (
    NAMED,
    NTH,
    SEASONS,
    WEEKDAYS,
    current,
    fiscal,
    named,
    nth,
    of_this,
    relative,
    season,
)
from rules.reading.tokens import Tokens
from rules.reading.traps import MONTHS

__all__ = ["POINT_LEADS", "POINT_STARTERS", "Point", "point_at", "year_of"]

_PARTS = {
    "early": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "end", "close": "end", "start": "start",
    "beginning": "start", "later": "late", "midyear": "mid",
}  # fmt: skip


POINT_LEADS = frozenset({"the", "its", "our", "very", "calendar"})
"""What may stand before the words of a point and belongs to it."""
POINT_STARTERS = {*_PARTS, *MONTHS, *NTH, *SEASONS, *WEEKDAYS, *NAMED}


def point_at(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """The time point that starts at token i (an article may lead)."""
    at = i + (t.at(i) in ("the", "its", "our") and t.at(i + 1) != "next")
    at += t.at(at) in ("very", "calendar") and t.at(at + 1) not in ("next",)
    word = t.at(at)
    if not (word in POINT_STARTERS or word[:1].isdecimal() or (word[-1:].isdecimal() and word[0] in "qhfc")):
        return None
    if word in _PARTS:
        found = _part(t, at, said_on)
        if found:
            return found
    if word[0].isdecimal():
        return numeric(t, at, said_on)
    if word in MONTHS:
        return month(t, at, said_on)
    if word in NTH:
        return nth(t, at, said_on)
    if word in SEASONS:
        return season(t, at, said_on)
    return named(t, at, said_on) or fiscal(t, at, said_on) or relative(t, at, said_on)


def _part(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """ "early 2027", "mid-March", "the end of the decade", "late in 2027", "later this year"."""
    which, at = _PARTS[t.low[i]], i + 1
    if t.low[i] == "later":
        return _later(t, at, said_on)
    if t.low[i] == "midyear":
        return of_this(periods.year(said_on.year), "mid", at) if said_on else None
    if t.low[i] in ("end", "close", "start", "beginning", "middle") and t.at(at) not in ("of", "-"):
        return None
    at += t.at(at) in ("-", "‑", "of", "in", "to", "next") and t.at(at) != "next"
    if t.at(at) in ("the", "this", "that", "our", "its") and t.at(at + 1) in (
        "year",
        "month",
        "decade",
        "century",
        "week",
        "quarter",
    ):
        return _of_named(t, at + 1, which, said_on)
    if t.at(at) in ("year", "month", "decade", "century", "week") and t.at(at + 1) != "s":
        return _of_named(t, at, which, said_on)
    if t.at(at) in _PARTS or t.at(at + 1) in _PARTS:
        return None  # a part of a part is no period, and a long row of them no reason to dig
    whole = point_at(t, at, said_on)
    if whole is None or whole.period.kind in ("day", "part", "mid"):
        return None
    return Point(periods.part(whole.period, which), whole.end, whole.dated, whole.ahead, now=whole.now)


def _of_named(t: Tokens, i: int, which: str, said_on: date | None) -> Point | None:
    whole = current(t.at(i), said_on)
    if whole is None:
        return None
    later = t.words(i + 1, 2) if t.at(i) == "year" else ()
    return of_this(whole, which, i + 1) if later != ("after", "next") else None


def _later(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """ "later this year": from the statement's day to the end of the period."""
    at = i + (t.at(i) == "in")
    if t.at(at) not in ("this", "the") or said_on is None:
        return None
    now = current(t.at(at + 1), said_on)
    if now and (t.at(at) == "this" or t.at(i) == "in"):
        return Point(Period(said_on, now.last, "part"), at + 2, ahead=t.at(at) == "this", now=True)
    return None
