"""Times named without a date: "next year", "Friday", "Q3", "the third quarter", "this spring", "year-end"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rules.reading import periods
from rules.reading.periods import Period
from rules.reading.point_dates import Point, month, numeric, with_year, year_of
from rules.reading.tense import look, tense_around, tense_left
from rules.reading.tokens import Tokens, word_set
from rules.reading.traps import MONTHS

_DAYS = """monday tuesday wednesday thursday friday saturday sunday"""
WEEKDAYS = {name: number for number, name in enumerate(_DAYS.split())}
_SHORT_DAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
NAMED = frozenset(
    {
        *_SHORT_DAYS,
        "tomorrow",
        "christmas",
        "year",
        "month",
        "quarter",
        "year's",
        "month's",
        "years",
        "fiscal",
        "fy",
        "cy",
    }
) | {"next", "this", "coming"}
SEASONS = frozenset({"spring", "summer", "fall", "autumn", "winter"})
NTH = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    "last": 4,
}
_FISCAL_YEAR = re.compile(r"[fc]y((?:20)?\d\d)")
_PART_OF_YEAR = re.compile(r"(q|h(?=[12]))([1-4])")


def of_this(p: Period, which: str, end: int) -> Point:
    """A part of the period that the statement was made in."""
    return Point(periods.part(p, which), end, now=True)


def current(unit: str, said_on: date | None) -> Period | None:
    """The year, month, week … that the statement was made in."""
    if said_on is None:
        return None
    match unit:
        case "year":
            return periods.year(said_on.year)
        case "month":
            return periods.months(said_on.year, said_on.month, 1, "month")
        case "week":
            return periods.week(said_on)
        case "weekend":
            return periods.weekend(said_on)
        case "quarter":
            return periods.quarter(said_on.year, (said_on.month + 2) // 3)
        case "decade":
            return periods.decade(said_on.year // 10 * 10)
        case "century":
            return periods.century(said_on.year)
        case _:
            return None


def _following(unit: str, said_on: date | None, steps: int = 1) -> Period | None:
    now = current(unit, said_on)
    if now is None or said_on is None:
        return None
    then = periods.shift(
        now.first, steps * (7 if unit == "weekend" else 1), "day" if unit == "weekend" else unit
    )
    return current(unit, then) if then else None


def nth(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """ "the third quarter (of 2027)", "the second half of next year"."""
    number_of, what = NTH[t.low[i]], t.at(i + 1)
    if what not in ("quarter", "half", "-") or (what == "half" and number_of > 2):
        return None
    if what == "-":
        what = t.at(i + 2)
        if what not in ("quarter", "half"):
            return None
        i += 1
    at = i + 2
    at += t.at(at) in ("of", "in", ",")
    number = year_of(t, at)
    end = at + 1
    if what == "half" and t.at(at) in MONTHS:
        inner = month(t, at, said_on)
        return Point(_half_month(inner.period, number_of), inner.end, inner.dated) if inner else None
    if (
        number is None
        and t.at(at) in ("next", "this", "the")
        and t.at(at + 1) in ("year", "fiscal")
        and said_on
    ):
        number, end = said_on.year + (t.at(at) == "next"), at + 2
    if number is None:
        if said_on is None or what == "half":
            return None
        coming = [
            p
            for y in (said_on.year, said_on.year + 1)
            if (p := periods.quarter(y, number_of)).last >= said_on
        ]
        return Point(coming[0], i + 2, dated=False, now=coming[0].first <= said_on)
    whole = periods.quarter(number, number_of) if what == "quarter" else periods.half(number, number_of)
    return Point(whole, end)


def _half_month(p: Period, nth: int) -> Period:
    middle = p.first.replace(day=15)
    return Period(p.first, middle, "part") if nth == 1 else Period(middle + timedelta(days=1), p.last, "part")


_CLAUSE = word_set("the a an we they he she it i all every each no half most our its their")
"""What may open a clause behind "by summer", and is no second half of a name."""


def season(t: Tokens, i: int, said_on: date | None) -> Point | None:
    name = t.low[i]
    end, number = with_year(t, i + 1)
    if number is not None:
        return Point(periods.season(number, name), end)
    before = t.at(i - 1)
    if said_on is None or before not in ("this", "next", "the", "by", "in", "until", "coming"):
        return None
    if before in ("the", "by", "in") and (
        (name == "fall" and t.at(i - 2) != "in")
        or (t.is_word(i + 1) and t.at(i + 1) not in _CLAUSE)
        or tense_around(t, i, i + 1) != "future"
    ):
        return None
    coming = [
        p
        for y in (said_on.year - 1, said_on.year, said_on.year + 1)
        if (p := periods.season(y, name)).last >= said_on
    ]
    found = coming[0]
    if before == "this" and (found.first - said_on).days > 250:
        return None  # said in November, "this summer" is behind
    if before == "next" and found.first <= said_on:
        found = coming[1]
    return Point(found, i + 1, dated=False, now=found.first <= said_on)


def named(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """ "tomorrow", "year-end", "Friday", "the decade"."""
    word = t.at(i)
    if word == "tomorrow" and said_on and t.at(i - 1) not in ("brighter", "better", "of", "for", "today"):
        return Point(
            periods.day(said_on + timedelta(days=1)),
            i + 1 + (t.at(i + 1) in ("night", "morning", "evening", "afternoon")),
            ahead=True,
        )
    if word == "christmas" and said_on and t.at(i - 1) in ("by", "before", "at", "until", "next"):
        day = date(said_on.year, 12, 25)
        return Point(
            periods.day(day if day >= said_on else day.replace(year=day.year + 1)), i + 1, dated=False
        )
    if word in ("year", "month", "quarter", "year's", "month's", "years") and said_on:
        at = i + 1 + (t.at(i + 1) == "-")
        if t.at(at) == "end":
            whole = current(word.removesuffix("'s"), said_on)
            return of_this(whole, "end", at + 1) if whole else None
        number = year_of(t, i + 1)
        return Point(periods.year(number), i + 2) if word == "year" and number else None
    if (
        (word in WEEKDAYS or (word in _SHORT_DAYS and t.at(i + 1) in (".", ",")))
        and t.is_capital(i)
        and said_on
    ):
        return _weekday(t, i, said_on)
    return None


def _weekday(t: Tokens, i: int, said_on: date) -> Point | None:
    number = WEEKDAYS.get(t.low[i], _SHORT_DAYS.get(t.low[i], 0))
    at = (
        i
        + 1
        + (t.at(i + 1) == "." and t.low[i] in _SHORT_DAYS)
        + (t.at(i + 1).removesuffix("'s") in ("night", "morning", "evening", "afternoon"))
    )
    dated = _date_at(t, at + 1, said_on) if t.at(at) == "," else None
    if dated and dated.period.kind == "day":
        return dated
    before = t.at(i - 1)
    if before in ("last", "a", "every", "each", "super", "black", "easter", "good"):
        return None
    ahead = before in ("next", "this", "coming")
    gap = (number - said_on.weekday()) % 7
    if not ahead:
        seen = look(t, i, at)
        present = seen == "open" and gap > 0 and tense_left(t, i) == "weak" and before != "from"
        if t.at(at - 1).endswith("'s") or not (
            seen == "ahead" or present or (before == "by" and seen != "back")
        ):
            return None
    if before == "next" and gap == 0:
        gap = 7
    return Point(periods.day(said_on + timedelta(days=gap)), at, dated=False, ahead=ahead)


def _date_at(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """The date behind "Saturday, "."""
    return month(t, i, said_on) if t.at(i) in MONTHS else numeric(t, i, said_on) if t.is_number(i) else None


def _inner(t: Tokens, i: int, said_on: date) -> Point | None:
    """The season, month or weekday behind "next" or "this"."""
    if t.at(i) in MONTHS:
        return month(t, i, said_on)
    return season(t, i, said_on) if t.at(i).removesuffix("'s") in SEASONS else named(t, i, said_on)


def fiscal(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """ "Q3 2027", "H1", "FY27", "fiscal 2027", "fiscal year 2027". A fiscal year is taken as the calendar's."""
    word, at = t.at(i), i + 1
    if word == "fiscal":
        at += t.at(at) == "year"
        number = year_of(t, at)
        return Point(periods.year(number), at + 1) if number else None
    named = _FISCAL_YEAR.fullmatch(word)
    if named:
        return Point(periods.year(int(named[1]) + (2000 if len(named[1]) == 2 else 0)), at)
    if word in ("fy", "cy"):
        number = year_of(t, at) or (
            2000 + int(t.at(at)) if len(t.at(at)) == 2 and t.at(at).isdecimal() else None
        )
        return Point(periods.year(number), at + 1) if number else None
    named = _PART_OF_YEAR.fullmatch(word)
    if named is None:
        return None
    make, nth = (periods.quarter if named[1] == "q" else periods.half), int(named[2])
    place = at + (t.at(at) in ("of", ",", "-", "'", "/"))
    number = year_of(t, place)
    if number is None and t.words(place, 2) == ("next", "year") and said_on:
        return Point(make(said_on.year + 1, nth), place + 2)
    if number is not None:
        return Point(make(number, nth), place + 1)
    if said_on is None:
        return None
    coming = [p for y in (said_on.year, said_on.year + 1) if (p := make(y, nth)).last >= said_on]
    return Point(coming[0], at, dated=False, now=coming[0].first <= said_on)


def relative(t: Tokens, i: int, said_on: date | None) -> Point | None:
    """ "next year", "this month", "the year after next", "next Friday", "this spring"."""
    word, nxt = t.at(i), t.at(i + 1)
    if word == "year" and t.words(i, 3) == ("year", "after", "next") and said_on:
        return Point(periods.year(said_on.year + 2), i + 3, ahead=True)
    if word not in ("next", "this", "coming") or said_on is None:
        return None
    at = i + 1 + (nxt in ("calendar", "fiscal", "coming"))
    unit = t.at(at).removesuffix("'s").removesuffix("'")
    if unit in ("year", "month", "week", "quarter", "decade", "century", "weekend"):
        if word == "this" and nxt != "coming":
            now = current(unit, said_on)
            return Point(now, at + 1, dated=False, now=True) if now else None
        following = _following(unit, said_on)
        return Point(following, at + 1, ahead=True) if following else None
    if nxt.removesuffix("'s") in SEASONS or nxt in MONTHS or nxt in WEEKDAYS:
        inner = _inner(t, i + 1, said_on)
        return Point(inner.period, inner.end, inner.dated, True, now=inner.now) if inner else None
    return None
