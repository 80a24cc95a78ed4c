"""Dates in digits and month names: "March 25, 2027", "15 March", "2027-03-15", "15/03/2027", "2027", "the 2030s"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rules.reading import periods
from rules.reading.periods import Period
from rules.reading.tense import look
from rules.reading.tokens import Tokens, word_set
from rules.reading.traps import MONTHS

_SHORT_MONTHS = word_set("jan feb mar apr jun jul aug sept sep oct nov dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_TIME_BEFORE = word_set(
    """
    in by until till before after since from through during next this early mid late of for of end
    starting
    """
)


@dataclass(frozen=True, slots=True)
class Point:
    """A period in tokens first … end - 1.

    `dated`: it names its year or is counted from today, so no tense was needed. `ahead`: the words themselves
    look ahead ("next", "tomorrow"). `bare`: a year and nothing else.
    """

    period: Period
    end: int
    dated: bool = True
    ahead: bool = False
    bare: bool = False
    now: bool = False


def year_of(t: Tokens, i: int) -> int | None:
    """A year written at token i: four digits, 1900 … 2199."""
    word = t.at(i)
    if len(word) == 4 and word.isascii() and word.isdecimal() and "1900" <= word < "2200":
        return int(word)
    return None


def numeric(t: Tokens, i: int, said_on: date | None) -> Point | None:
    iso = _ISO.match(t.text, t.start[i]) or None
    slashed = None if iso else _SLASHED.match(t.text, t.start[i])
    if iso or slashed:
        return _digits(t, i, iso, slashed)
    word = t.low[i]
    number = year_of(t, i)
    if number is not None:
        if t.at(i + 1) in ("s", "'s") and t.glued(i + 1) and number % 10 == 0:
            return Point(
                periods.century(number + 1)
                if number % 100 == 0 and number < 2000
                else periods.decade(number),
                i + 2,
            )
        fiscal = (
            t.at(i + 1) in ("-", "–", "/")
            and t.glued(i + 2)
            and len(t.at(i + 2)) == 2
            and t.at(i + 2).isdecimal()
        )
        if fiscal and int(t.at(i + 2)) == (number + 1) % 100:
            return Point(periods.months(number, 1, 24, "years"), i + 3)
        return Point(periods.year(number), i + 1, bare=True)
    if len(word) <= 2 and word.isdecimal() and 1 <= int(word) <= 31:
        at = i + 1 + (t.at(i + 1) in ("st", "nd", "rd", "th"))
        at += t.at(at) == "of"
        if t.at(at) in MONTHS and t.is_capital(at):
            end = at + 1 + (t.at(at + 1) == "." and t.low[at] in _SHORT_MONTHS)
            end, number = with_year(t, end)
            return _day_month(t, i, end, (number, MONTHS[t.low[at]], int(word)), said_on)
    return None


def _digits(t: Tokens, i: int, iso: re.Match[str] | None, slashed: re.Match[str] | None) -> Point | None:
    if iso:
        y, m, d = (int(x) for x in iso.groups())
        stop = iso.end()
    elif slashed:
        m, d, y = (int(x) for x in slashed.groups())
        if m > 12 or "." in slashed.group():  # 15/03/2027, 15.03.2027
            m, d = d, m
        stop = slashed.end()
    else:
        return None
    found = periods.make_day(y, m, d) if 1900 <= y < 2200 else None
    end = i
    while end < len(t) and t.end[end] <= stop:
        end += 1
    return Point(found, end) if found else None


def with_year(t: Tokens, i: int) -> tuple[int, int | None]:
    """The token after an optional ", 2027" at token i, and the year."""
    at = i + (t.at(i) in (",", "of"))
    number = year_of(t, at)
    return (at + 1, number) if number is not None else (i, None)


def month(t: Tokens, i: int, said_on: date | None) -> Point | None:
    if not t.is_capital(i):
        return None
    number = MONTHS[t.low[i]]
    at = i + 1 + (t.at(i + 1) in (".", ",") and len(t.low[i]) < 5 and t.is_number(i + 2))
    at += t.at(at) == "." and t.low[i] in _SHORT_MONTHS
    word = t.at(at)
    day = int(word) if len(word) <= 2 and word.isdecimal() and 1 <= int(word) <= 31 else 0
    if day:
        after = at + 1 + (t.at(at + 1) in ("st", "nd", "rd", "th"))
        end, year = with_year(t, after)
        return _day_month(t, i, end, (year, number, day), said_on)
    if t.at(at) == "-" and t.glued(at):
        return None  # Mar-a-Lago
    if t.at(at) == "of" and t.words(at + 1, 2) in (("next", "year"), ("this", "year")) and said_on:
        return Point(periods.months(said_on.year + (t.at(at + 1) == "next"), number, 1, "month"), at + 3)
    end, year = with_year(t, at)
    if year is not None:
        return Point(periods.months(year, number, 1, "month"), end)
    if t.words(at, 2) == ("next", "year") and said_on:
        return Point(periods.months(said_on.year + 1, number, 1, "month"), at + 2)
    if t.low[i] in ("may", "march") and t.at(i - 1) not in _TIME_BEFORE and t.at(i - 2) not in _TIME_BEFORE:
        return None
    if said_on is None:
        return None
    return _coming_month(t, i, at, number, said_on)


def _coming_month(t: Tokens, i: int, end: int, number: int, said_on: date) -> Point | None:
    """A month without a year: the one ahead, unless the clause looks back."""
    before = t.at(i - 1)
    if before in ("last", "since") or (t.at(end) == "-" and t.glued(end)):
        return None
    seen = look(t, i, end)
    if not (before in ("next", "this", "coming") or "by" in t.low[max(0, i - 4) : i]):
        bounded = before in ("until", "till")
        if seen == "back" or (seen == "open" and not bounded and (number - said_on.month) % 12 > 6):
            return None
    year = said_on.year + (number < said_on.month)
    return Point(periods.months(year, number, 1, "month"), end, dated=False)


def _day_month(
    t: Tokens, i: int, end: int, ymd: tuple[int | None, int, int], said_on: date | None
) -> Point | None:
    year, month, number = ymd
    if year is not None:
        found = periods.make_day(year, month, number)
        return Point(found, end) if found else None
    if said_on is None:
        return None
    around = [
        p
        for y in (said_on.year - 1, said_on.year, said_on.year + 1)
        if (p := periods.make_day(y, month, number))
    ]
    if not around:
        return None
    if t.at(end) == "(" and t.at(i - 1) == ",":
        return None  # a dateline: "PARIS, Dec. 8 (AP)"
    seen = look(t, i, end)
    if (month, number) == (9, 11) and seen != "ahead":
        return None  # "before Sept. 11" is a year of its own
    if seen == "ahead":
        around = [p for p in around if p.first >= said_on - timedelta(days=7)]
    elif seen == "back":
        around = [p for p in around if p.first <= said_on + timedelta(days=14)]
    nearest = min(around, key=lambda p: abs((p.first - said_on).days), default=None)
    return Point(nearest, end, dated=False) if nearest else None
