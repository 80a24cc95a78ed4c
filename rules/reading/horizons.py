"""The door for horizons: when a thing is said to happen, as absolute dates against the statement's date.

"by X" gives the latest day only, "after X" the earliest only, "in X" both. "within N" and "over the next N" are
by; "in N" is in. What lies in the past, or places a past event, is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rules.model import Bound, Horizon
from rules.reading import periods
from rules.reading.horizon_bounds import MOVED, Place, bound_behind, bound_of, looks_ahead
from rules.reading.points import POINT_LEADS, POINT_STARTERS, Point, point_at
from rules.reading.relative import RELATIVE_STARTERS, Relative, counts_time, relative_at
from rules.reading.tense import tense_around
from rules.reading.tokens import Tokens, tokens_of
from rules.reading.units import DURATIONS

_DATED = frozenset(POINT_STARTERS | POINT_LEADS)
_COUNTED = _DATED | RELATIVE_STARTERS
"""The words a horizon starts with, beside those with a digit: without and with a unit of time in the sentence."""
_MAY_HOLD = frozenset(POINT_STARTERS | DURATIONS.keys() | {"within"})


@dataclass(frozen=True, slots=True)
class _Found:
    earliest: date | None
    latest: date | None
    bound: Bound
    first: int
    end: int


def horizons(text: str, said_on: date | None) -> tuple[Horizon, ...]:
    """Horizons of `text` in reading order, ahead of `said_on` only; spans are into `text`.

    Without `said_on` only dates that name their year can be told, and only where the clause looks ahead.
    """
    t = tokens_of(text)
    if not t.digits and _MAY_HOLD.isdisjoint(t.vocabulary):
        return ()
    out: list[Horizon] = []
    counting = counts_time(t)
    starters = _COUNTED if counting else _DATED
    end = 0
    for i, word in enumerate(t.low):
        if i < end or not (word in starters or word[0].isdecimal() or word[-1].isdecimal()):
            continue
        found = (_relative(t, i, said_on) if counting else None) or _absolute(t, i, said_on)
        if found is None:
            continue
        end = found.end
        if found.earliest is None and found.latest is None:
            continue
        span = t.span(found.first, found.end)
        out.append(
            Horizon(
                text=text[slice(*span)],
                earliest=found.earliest,
                latest=found.latest,
                bound=found.bound,
                span=span,
            )
        )
    return tuple(out)


def _relative(t: Tokens, i: int, said_on: date | None) -> _Found | None:
    """A time counted from the statement's day. Without one it is passed over, not told."""
    r = relative_at(t, i)
    if r is None:
        return None
    if said_on is None or r.amount.unit in ("second", "minute", "millisecond") or _narrated(t, r):
        return _Found(None, None, r.bound, r.first, r.end)
    low = periods.shift(said_on, r.amount.low, r.amount.unit)
    high = periods.shift(said_on, r.amount.high, r.amount.unit)
    match r.bound:
        case "by":
            return _Found(None, high, "by", r.first, r.end)
        case "not_before":
            return _Found(low, None, "not_before", r.first, r.end)
        case "in":
            return _Found(low, high, "in", r.first, r.end)


def _narrated(t: Tokens, r: Relative) -> bool:
    """ "Within two years the firm had collapsed", "over the next decade he wrote": told of the past."""
    if "coming" in t.low[r.first : r.end]:
        return False
    return (
        t.at(r.first) in ("within", "inside", "over", "in", "during", "for", "the")
        and tense_around(t, r.first, r.end) == "past"
    )


def _absolute(t: Tokens, i: int, said_on: date | None) -> _Found | None:
    point = point_at(t, i, said_on)
    if point is None:
        return None
    if (
        t.at(i - 1) == "from"
        and t.at(point.end) == "to"
        and not MOVED.isdisjoint(t.low[max(0, i - 6) : i - 1])
    ):
        return _Found(None, None, "in", i, point.end)  # "moved from 2027 to 2029": what stood before is over
    article = t.at(i) in ("the", "its", "our")
    joined = _joined(t, point, said_on)
    end, period = joined.end, joined.period
    bound, outside, first = bound_of(t, i)
    bound, outside, end = bound_behind(t, end, bound, outside)
    if not looks_ahead(t, Place(i, end, bound, article), point, joined, said_on):
        return _Found(None, None, bound, i, point.end) if joined.end > i else None
    if t.at(first) == "from" and joined.end > point.end:
        bound = "in"  # "from 2027 to 2029"
    match bound:
        case "by":
            latest = (
                period.first - timedelta(days=1)
                if outside and period.kind not in ("part", "mid")
                else _latest(joined)
            )
            return _Found(None, latest, "by", first, end)
        case "not_before":
            end_of = period.kind == "part" and t.at(i + article) in ("end", "close")
            earliest = _next_day(period.last) if outside else period.last if end_of else period.first
            return _Found(earliest, None, "not_before", first, end)
        case "in":
            return _Found(period.first, period.last, "in", first, end)


def _latest(p: Point) -> date:
    """The last day; "by mid-2027" means by the middle of it."""
    if p.period.kind != "mid":
        return p.period.last
    middle = p.period.first + (p.period.last - p.period.first) // 2
    return (
        date(middle.year, 12, 31)
        if (p.period.last - p.period.first).days > 400
        else middle - timedelta(days=1)
    )


def _next_day(when: date) -> date:
    return when + timedelta(days=1) if when < date.max else when


def _joined(t: Tokens, a: Point, said_on: date | None) -> Point:
    """ "2026 or 2027", "late 2026 or early 2027", "between 2027 and 2030", "2027-2030", "2026, maybe 2027"."""
    at = a.end
    link = t.at(at)
    if link == "," and t.at(at + 1) in ("maybe", "perhaps", "possibly", "or", "probably"):
        at, link = at + 1, "or"
    if link in ("until", "till") and "from" in t.low[max(0, a.end - 5) : a.end]:
        link = "to"
    if link not in ("or", "to", "-", "–", "and", "/", "through"):
        return a
    if link == "and" and not _between(t, a, at):
        return a
    at += 1 + (t.at(at + 1) in ("maybe", "perhaps", "possibly", "even", "at", "in") and t.at(at + 1) != "at")
    b = point_at(t, at, said_on)
    if b is None or b.period.last <= a.period.last or b.period.first < a.period.first:
        return a
    same = {a.period.kind, b.period.kind}
    if len(same) > 1 and not same <= {"part", "mid", "year", "month", "quarter", "season", "half"}:
        return a
    return Point(
        periods.Period(a.period.first, b.period.last, "joined"),
        b.end,
        a.dated and b.dated,
        a.ahead or b.ahead,
        a.bare,
    )


def _between(t: Tokens, a: Point, at: int) -> bool:
    return any(t.at(k) == "between" for k in range(max(0, at - 5), at))
