"""Dates that a text names, as intervals of days: "before 18 June 2014", "in May", "since 2017", "late 2026"."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rules.model import Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d|21\d\d)(?![\d,.]*\d)"
_DATE = re.compile(
    rf"""\b(?:
      (?P<iso>\d{{4}}-\d\d-\d\d)
    | (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})(?:\s*,?\s*(?P<y1>{_YEAR}))?
    | (?P<m2>{_MONTH})\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*%|[.,]?\d)(?:\s*,?\s*(?P<y2>{_YEAR}))?
    | (?:(?P<part>early|mid|late|spring|summer|autumn|fall|winter|q[1-4])[\s-]+(?:of\s+|in\s+)?)?
      (?:(?P<m3>{_MONTH})\s*,?\s*(?:of\s+)?)?(?P<y3>{_YEAR})
    | (?P<m4>{_MONTH})
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = re.compile(
    r"(?:\b(?P<before>before|prior\s+to|earlier\s+than|ahead\s+of|by|until|till|up\s+to|no\s+later\s+than)"
    r"|\b(?P<after>after|since|from|later\s+than|following|starting|as\s+of))\s*$",
    re.IGNORECASE,
)
_PARTS = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}
_PARTS |= {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12)}
NO_YEAR = 4  # a leap year long past: dates without a year are compared among themselves only


@dataclass(frozen=True, slots=True)
class Dated:
    """Days as ordinals, open ends infinite. `relation`: how the text bounds it. `year`: whether one was named."""

    text: str
    span: Span
    low: float
    high: float
    relation: str
    year: bool

    @property
    def bounded(self) -> tuple[float, float]:
        if self.relation == "before":
            return (-math.inf, self.low - 1)
        if self.relation == "after":
            return (self.high + 1, math.inf)
        return (self.low, self.high)


@lru_cache(maxsize=4096)
def dates(text: str) -> tuple[Dated, ...]:
    """Every date named, in reading order; "may" the verb is not one."""
    out = []
    for found in _DATE.finditer(text):
        days = _days(found, text)
        if days is None:
            continue
        low, high, year = days
        lead = _BEFORE.search(text[max(0, found.start() - 16) : found.start()])
        relation = "in"
        if lead:
            relation = "before" if lead["before"] else "after"
            if lead[0].strip().lower() in ("by", "as of", "from", "until", "till", "starting", "up to"):
                relation = "in"
        out.append(Dated(found[0], found.span(), low, high, relation, year))
    return tuple(out)


def _days(found: re.Match[str], text: str) -> tuple[float, float, bool] | None:
    if found["iso"]:
        try:
            day = date.fromisoformat(found["iso"]).toordinal()
        except ValueError:
            return None
        return day, day, True
    if found["m4"] and (found["m4"].lower() in ("may", "march", "mar") and not _month_here(found, text)):
        return None
    month = found["m1"] or found["m2"] or found["m3"] or found["m4"]
    number = _month_number(month) if month else None
    day_text = found["d1"] or found["d2"]
    year_text = found["y1"] or found["y2"] or found["y3"]
    year = int(year_text) if year_text else NO_YEAR
    if found["y3"] and not month and not _year_here(found, text):
        return None
    try:
        if day_text and number:
            at = date(year, number, int(day_text)).toordinal()
            return at, at, bool(year_text)
        first, last = (number, number) if number else _PARTS.get((found["part"] or "").lower(), (1, 12))
        return (
            date(year, first, 1).toordinal(),
            date(year, last, monthrange(year, last)[1]).toordinal(),
            bool(year_text),
        )
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return MONTHS.index(name.lower()[:3]) + 1


def _month_here(found: re.Match[str], text: str) -> bool:
    """Whether "May"/"March" is the month: a capital, and a preposition of time before it."""
    lead = text[max(0, found.start() - 12) : found.start()].lower()
    return found[0][0].isupper() and bool(
        re.search(
            r"\b(?:in|by|since|until|till|before|after|of|from|to|next|last|this|early|late|mid)[\s-]+$", lead
        )
    )


def _year_here(found: re.Match[str], text: str) -> bool:
    """Whether four digits are a year: nothing that counts follows, no money or rank sign before."""
    lead, rest = text[: found.start()].rstrip()[-1:], text[found.end() : found.end() + 12].lower()
    return lead not in ("$", "€", "£", "#") and not re.match(
        r"\s*(?:%|per ?cent|people|jobs|votes|miles|km|metres|meters|feet|dollars|euros|pounds|units|million|billion"
        r"|homes)",
        rest,
    )
