"""The door for horizons: when a thing is said to happen, as absolute dates against the statement's date.

"by X" gives the latest day only, "after X" the earliest only, "in X" both. "within N" and "over the next N" are
by; "in N" is in. What lies in the past, or places a past event, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rules.model import Bound, Horizon
from rules.reading import periods
from rules.reading.points import Point, point_at, year_of
from rules.reading.relative import Relative, counts_time, relative_at
from rules.reading.tense import tense_around, tense_left
from rules.reading.tokens import Tokens, tokens_of, word_set

_MAY_HOLD = re.compile(
    r"\b(?:19|20|21)\d\d|\b(?:next|within|inside|tomorrow|later|coming|following|away|hence|ahead|years?|months?|weeks?|decades?"
    r"|century|quarter|Q[1-4]|H[12]|FY\s?'?\d|spring|summer|fall|autumn|winter|weekend|fiscal|days?|mid-?year"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|hours?|minutes?)\b|\d[/.]\d{1,2}[/.]\d{4}",
    re.IGNORECASE,
)
_BOUNDS: tuple[tuple[str, Bound, bool], ...] = (  # words, bound, whether the named day itself is outside
    ("no later than", "by", False),
    ("not later than", "by", False),
    ("no earlier than", "not_before", False),
    ("not earlier than", "not_before", False),
    ("no sooner than", "not_before", False),
    ("not until", "not_before", False),
    ("not before", "not_before", False),
    ("as early as", "not_before", False),
    ("as soon as", "not_before", False),
    ("as late as", "by", False),
    ("on or before", "by", False),
    ("on or after", "not_before", False),
    ("starting in", "not_before", False),
    ("starting on", "not_before", False),
    ("starting from", "not_before", False),
    ("beginning in", "not_before", False),
    ("beginning on", "not_before", False),
    ("beginning with", "not_before", False),
    ("starting", "not_before", False),
    ("beginning", "not_before", False),
    ("commencing", "not_before", False),
    ("effective", "not_before", False),
    ("as of", "not_before", False),
    ("prior to", "by", True),
    ("ahead of", "by", True),
    ("from", "not_before", False),
    ("after", "not_before", True),
    ("beyond", "not_before", True),
    ("past", "not_before", True),
    ("between now and", "by", False),
    ("by", "by", False),
    ("before", "by", True),
    ("until", "by", False),
    ("till", "by", False),
    ("through", "by", False),
    ("thru", "by", False),
    ("from now until", "by", False),
    ("up to", "by", False),
)
_BY_LAST: dict[str, list[tuple[tuple[str, ...], Bound, bool]]] = {}
for _phrase, _edge, _outside in _BOUNDS:
    _BY_LAST.setdefault(_phrase.split()[-1], []).append((tuple(_phrase.split()), _edge, _outside))
_PLAIN = word_set(
    """
    in on at during for around about over throughout sometime within early
    """
)
_PAST_BEFORE = word_set(
    "since last ago earlier past previous approach approaches approached near nears nearing toward"
)
_NEGATIONS = word_set(
    """
    not never won't no isn't don't doesn't can't cannot couldn't wouldn't shouldn't aren't without
    unlikely nor
    """
)
_NOUN_AFTER = word_set(
    """
    election elections campaign race cycle season presidential nobel olympics olympic budget report
    model models world super midterms midterm convention primary primaries conference edition ford
    toyota survey study poll debate candidate candidates frontrunner film movie
    """
)


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
    if not _MAY_HOLD.search(text):
        return ()
    t = tokens_of(text)
    out: list[Horizon] = []
    counting = counts_time(t)
    i, size = 0, len(t)
    while i < size:
        found = (_relative(t, i, said_on) if counting else None) or _absolute(t, i, said_on)
        if found is None:
            i += 1
            continue
        i = max(found.end, i + 1)
        if found.earliest is None and found.latest is None:
            continue
        start, end = t.span(found.first, found.end)
        out.append(
            Horizon(
                text=text[start:end],
                earliest=found.earliest,
                latest=found.latest,
                bound=found.bound,
                span=(start, end),
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
    first = i
    article = t.at(i) in ("the", "its", "our")
    joined = _joined(t, point, said_on)
    end, period = joined.end, joined.period
    bound, outside, first = _bound(t, first)
    bound, outside, end = _after(t, end, bound, outside)
    if not _looks_ahead(t, i, end, point, joined, said_on, bound, article):
        return _Found(None, None, bound, i, point.end) if joined.end > i else None
    match bound:
        case "by":
            latest = (
                period.first - timedelta(days=1)
                if outside and period.kind not in ("part",)
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
    return p.period.last


def _next_day(when: date) -> date:
    return when + timedelta(days=1) if when < date.max else when


def _joined(t: Tokens, a: Point, said_on: date | None) -> Point:
    """ "2026 or 2027", "late 2026 or early 2027", "between 2027 and 2030", "2027-2030", "2026, maybe 2027"."""
    at = a.end
    link = t.at(at)
    if link == "," and t.at(at + 1) in ("maybe", "perhaps", "possibly", "or", "probably"):
        at, link = at + 1, "or"
    if link not in ("or", "to", "-", "–", "and", "/", "through"):
        return a
    if link == "and" and not _between(t, a, at):
        return a
    at += 1 + (t.at(at + 1) in ("maybe", "perhaps", "possibly", "even", "at", "in") and t.at(at + 1) != "at")
    b = point_at(t, at, said_on)
    if b is None or b.period.last <= a.period.last or b.period.first < a.period.first:
        return a
    same = {a.period.kind, b.period.kind}
    if len(same) > 1 and not same <= {"part", "year", "month", "quarter", "season", "half"}:
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


def _bound(t: Tokens, i: int) -> tuple[Bound, bool, int]:
    """What the words before token i make of it, and where they start."""
    at = i
    while t.at(at - 1) in (
        "the",
        "about",
        "around",
        "perhaps",
        "maybe",
        "roughly",
        "sometime",
        "just",
        "probably",
        "possibly",
        "]",
        "[",
    ):
        at -= 1
    for words, bound, outside in _BY_LAST.get(t.at(at - 1), ()):
        first = at - len(words)
        if first >= 0 and t.low[first:at] == list(words):
            if words[0] in ("until", "till", "before") and _negated(t, first):
                return "not_before", False, first
            return bound, outside, first
    if t.at(at - 1) in _PLAIN or t.at(at - 1) == "between":
        return "in", False, at - 1
    return "in", False, i


def _negated(t: Tokens, i: int) -> bool:
    for at in range(i - 1, max(-1, i - 12), -1):
        if t.low[at] in (".", ";", ",", "but", "!", "?", "—"):
            return False
        if t.low[at] in _NEGATIONS:
            return True
    return False


def _after(t: Tokens, end: int, bound: Bound, outside: bool) -> tuple[Bound, bool, int]:
    """ "at the earliest", "or later", "onwards", "at the latest", "or earlier" behind a date."""
    if t.words(end, 3) == ("at", "the", "earliest"):
        return "not_before", False, end + 3
    if t.words(end, 3) == ("at", "the", "latest"):
        return "by", False, end + 3
    if t.words(end, 2) in (
        ("or", "later"),
        ("and", "beyond"),
        ("or", "beyond"),
        ("and", "after"),
        ("and", "onwards"),
    ):
        return "not_before", False, end + 2
    if t.words(end, 2) in (("or", "earlier"), ("or", "sooner"), ("or", "before")):
        return "by", False, end + 2
    if t.at(end) in ("onward", "onwards", "forward"):
        return "not_before", False, end + 1
    if bound == "not_before" and t.at(end) == "on" and not t.is_word(end + 1):
        return bound, outside, end + 1
    return bound, outside, end


def _looks_ahead(
    t: Tokens,
    i: int,
    end: int,
    point: Point,
    joined: Point,
    said_on: date | None,
    bound: Bound,
    article: bool,
) -> bool:
    """Whether a point is a horizon: ahead of the statement, or around it in a clause that looks ahead."""
    before = t.at(i - 1)
    if before in _PAST_BEFORE:
        return False
    if joined.now and t.at(end - 1).endswith("'s"):
        return False
    if point.bare and not _prepositional(t, i, end, article, bound):
        return False
    tense = tense_around(t, i, end)
    if said_on is None:
        return tense == "future" or (bound == "by" and tense_left(t, i) not in ("past", "none"))
    p = joined.period
    if p.last < said_on:
        return False
    if p.first > said_on and not joined.now:
        return True
    return joined.ahead or (bound == "by" and tense != "past") or tense == "future"


def _prepositional(t: Tokens, i: int, end: int, article: bool, bound: Bound) -> bool:
    """Whether a bare year is a time, not part of a name: "in 2027" is, "the 2027 election" is not."""
    before, after = t.at(i - 1), t.at(end)
    if article or after in _NOUN_AFTER or (after in ("-", "‑") and t.glued(end)):
        return False
    if before in _PLAIN or bound != "in" or before in ("between", "or", "and", "of", "until", "to"):
        return (
            not (t.is_word(end) and t.is_capital(end) and before not in ("by", "until", "before", "after"))
            or before == "in"
        )
    if before in ("]", "maybe", "perhaps", "probably", "possibly", "that", "be", "likely"):
        return True
    return year_of(t, i) is not None and before in ("is", "late", "early") and not t.is_word(end)
