"""Calendar arithmetic for horizons: years, quarters, seasons and their parts as first and last day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, and what it is: its parts ("early", "the end of") depend on that."""

    first: date
    last: date
    kind: str


def day(when: date) -> Period:
    return Period(when, when, "day")


def make_day(year: int, month: int, number: int) -> Period | None:
    """None for 30 February."""
    try:
        return day(date(year, month, number))
    except ValueError:
        return None


def months(year: int, month: int, count: int, kind: str) -> Period:
    """`count` months from the given one on; month may run past 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last_year, last_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    return Period(
        date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]), kind
    )


def year(number: int) -> Period:
    return months(number, 1, 12, "year")


def quarter(number: int, nth: int) -> Period:
    return months(number, 3 * nth - 2, 3, "quarter")


def half(number: int, nth: int) -> Period:
    return months(number, 6 * nth - 5, 6, "half")


def decade(start: int) -> Period:
    """2030 … 2039 for 2030."""
    return months(start, 1, 120, "decade")


def century(of: int) -> Period:
    """The hundred years that year `of` is in, ending 2100-12-31 for ours."""
    start = (of - 1) // 100 * 100 + 1
    return months(start, 1, 1200, "century")


def season(number: int, name: str) -> Period:
    """Meteorological, northern: spring is March to May; winter starts in December of `number`."""
    return months(number, _SEASONS[name], 3, "season")


def week(of: date) -> Period:
    """Monday to Sunday."""
    monday = of - timedelta(days=of.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def weekend(of: date) -> Period:
    monday = of - timedelta(days=of.weekday())
    return Period(monday + timedelta(days=5), monday + timedelta(days=6), "week")


def part(p: Period, which: str) -> Period:
    """ "early", "mid", "late", "start" or "end" of a period.

    Of a year: the first quarter, the two middle ones, the last one; "end" and "start" are a month. Of a month:
    the first ten days, the second ten, the rest. Of a decade: years 0–3, 4–6, 7–9.
    """
    y, m = p.first.year, p.first.month
    kind = "mid" if which == "mid" else "part"
    if p.kind == "year":
        cut = {"early": (1, 3), "mid": (4, 6), "late": (10, 3), "start": (1, 1), "end": (12, 1)}[which]
        return months(y, cut[0], cut[1], kind)
    if p.kind == "decade":
        cut = {"early": (0, 4), "mid": (4, 3), "late": (7, 3), "start": (0, 1), "end": (9, 1)}[which]
        return months(y + cut[0], 1, 12 * cut[1], kind)
    if p.kind == "month":
        last = p.last.day
        days = {
            "early": (1, 10),
            "mid": (11, 20),
            "late": (21, last),
            "start": (1, 5),
            "end": (last - 6, last),
        }[which]
        return Period(date(y, m, days[0]), date(y, m, days[1]), kind)
    if p.kind == "century":
        cut = {"early": (0, 33), "mid": (44, 11), "late": (67, 33), "start": (0, 10), "end": (90, 10)}[which]
        return months(y + cut[0], 1, 12 * cut[1], kind)
    third = (p.last - p.first) // 3
    edges = {
        "early": (p.first, p.first + third),
        "mid": (p.first + third, p.last - third),
        "late": (p.last - third, p.last),
        "start": (p.first, p.first + third),
        "end": (p.last - third, p.last),
    }[which]
    return Period(edges[0], edges[1], kind)


def shift(when: date, amount: float, unit: str) -> date | None:
    """`when` plus `amount` units; None beyond the calendar. Fractions of years are whole months."""
    try:
        if unit in _DAYS:
            return when + timedelta(days=round(amount * _DAYS[unit]))
        if unit not in _MONTHS:
            return when + timedelta(days=round(amount / 24)) if unit == "hour" else None
        total = when.year * 12 + when.month - 1 + round(amount * _MONTHS[unit])
        y, m = total // 12, total % 12 + 1
        return date(y, m, min(when.day, monthrange(y, m)[1]))
    except (ValueError, OverflowError):
        return None
