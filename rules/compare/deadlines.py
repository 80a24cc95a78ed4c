"""When a thing is said to happen, as absolute dates: did the date move?

"Within five years" said again two years later moved by two years; "in six months", four months on "in two months",
did not. How far two dates may lie apart and still be one depends on how exactly they were said.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from rules.change import DeadlineMoved
from rules.compare.dates import Dated
from rules.compare.denials import turns
from rules.compare.figures import MOST, Figure
from rules.compare.look import Look, Sides
from rules.compare.words import touches
from rules.model import Horizon
from rules.reading.tense import look
from rules.reading.tokens import tokens_of

_RELATIVE = re.compile(
    r"\b(?:within|next|coming|from now|away|off|ahead|until)\b"
    r"|\bin\s+(?:\w+\s+){0,3}(?:days?|weeks?|months?|years?|decades?)\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\s*(?:away|off|out|from\s+now|ahead|until\b|before\b|to\s+go|left\b|remain(?:s|ing)?\b)\b",
    re.IGNORECASE,
)
_GRAIN = (
    (
        re.compile(
            r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{1,2}\b(?!\d)|\bday|\btomorrow|\btonight",
            re.I,
        ),
        1,
    ),
    (re.compile(r"\bweek|\bfortnight", re.I), 7),
    (re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\bmonth", re.I), 31),
    (
        re.compile(
            r"\b(?:spring|summer|autumn|fall|winter|quarter|q[1-4]|early|mid|late|christmas|easter)\b", re.I
        ),
        60,
    ),
    (re.compile(r"\bdecade|\bcentury|\bgeneration", re.I), 730),
)
_YEAR = 366
_LATE = re.compile(
    r"\b(?:(?:postpon|delay|defer|reschedul)(?:ed|ing|es|e)?|(?:put|push(?:ed|es|ing)?|set)\s+(?:\w+\s+){0,3}?(?:off|back)"
    r"|slip(?:s|ped|ping)?|behind\s+schedule|(?:later|longer)\s+than\s+(?:we\s+)?(?:planned|expected|hoped|promised)"
    r"|(?:miss|miss(?:es|ed))\s+(?:its|the|our|their)\s+(?:deadline|target|date))\b"
    r"(?:\s+by\s+(?:\w+\s+){1,3}(?:days?|weeks?|months?|years?))?",
    re.IGNORECASE,
)
_EARLY = re.compile(
    r"\b(?:(?:bring|brings|brought)\s+(?:\w+\s+){0,3}?forward|ahead\s+of\s+(?:schedule|time)"
    r"|(?:earlier|sooner)\s+than\s+(?:we\s+)?(?:planned|expected|hoped|promised))\b",
    re.IGNORECASE,
)
"""Words that say that a date moved, and not where to."""
_PUT_OFF = re.compile(
    r"\b(?:postpon|delay|defer|mov|reschedul|shift|extend|put|push|brought|bring|set\s+back)\w*\s(?:[^.;!?]{0,40}\s)?(?:to|until|till)"
    r"\s+(?:the\s+)?(?:end\s+of\s+|early\s+|late\s+|mid-?\s*)?$",
    re.IGNORECASE,
)
"""Before a date that lies ahead although the verb is past: "was postponed to 14 May"."""
_DISJOINT = 31.0
"""Days of slack between two stretches of the calendar that do not touch; a winter is said to begin in either month."""


@dataclass(frozen=True, slots=True)
class _Pair:
    old: Horizon
    new: Horizon
    days: int | None
    slack: float


def moved(sides: Sides, *, exact: bool) -> tuple[list[DeadlineMoved], list[str]]:
    """Deadlines that moved, and a sentence for each pair that was held together. `exact`: one text edited."""
    changes: list[DeadlineMoved] = []
    steps: list[str] = []
    for pair in _pairs(sides, exact):
        change, step = _judged(pair)
        steps.append(step)
        if change is not None:
            changes.append(change)
    if not changes and not exact and (late := _said_to_have_moved(sides)) is not None:
        changes.append(late)
        steps.append(f"“{late.after}” says that “{late.before}” holds no longer.")
    return changes, steps


def _said_to_have_moved(sides: Sides) -> DeadlineMoved | None:
    """A date of the old one, of which the new one says that it is late or early without saying the new date."""
    text = sides.new.statement.text
    due = [h for h in _ends(sides.old) if h.latest]
    found = _LATE.search(text) or _EARLY.search(text)
    if not due or _ends(sides.new) or found is None or _LATE.search(sides.old.statement.text):
        return None
    if any(0 <= found.start() - t.span[1] < 12 for t in turns(sides.new)):
        return None
    return DeadlineMoved(
        before=due[0].text,
        after=found[0],
        direction="earlier" if found.re is _EARLY else "later",
        before_latest=due[0].latest,
    )


def _pairs(sides: Sides, exact: bool) -> list[_Pair]:
    old, new = _ends(sides.old), _ends(sides.new)
    if bool(old) != bool(new):
        old, new = old or _named(sides.old), new or _named(sides.new)
    out: list[_Pair] = []
    free = list(new)
    for a in old:
        if not free:
            break
        b = min(free, key=lambda h: (abs(_days(a, h) or 0), h.span))
        if len(old) == len(new):
            b = free[0] if len(old) > 1 and not any(_days(a, h) == 0 for h in free) else b
        free.remove(b)
        slack = (
            0.0
            if exact
            else max(_slack(a, sides.old.statement.said_on), _slack(b, sides.new.statement.said_on))
        )
        if bool(_RELATIVE.search(a.text)) != bool(_RELATIVE.search(b.text)) and not exact:
            # "In five years" and "by 2030": neither is said more exactly than to the year.
            slack = _slack(a, sides.old.statement.said_on) + _slack(b, sides.new.statement.said_on)
        near = min(slack, _near(a, b, sides.old.statement.said_on))
        if (a.bound == "not_before") != (b.bound == "not_before"):
            near = 2.1 * slack  # "not before 2027" is told by its first day, "until 2027" by its last
        if _apart(a, b) and not exact:
            near = min(near, _DISJOINT)
        out.append(_Pair(a, b, _days(a, b), near))
    return out


def _apart(a: Horizon, b: Horizon) -> bool:
    """Whether the two are stretches of the calendar that do not touch: "in 2027", then "early in 2028"."""
    if any(_RELATIVE.search(h.text) for h in (a, b)):
        return False
    return _before(a, b) or _before(b, a)


def _before(a: Horizon, b: Horizon) -> bool:
    """Whether `a` is over before `b` begins."""
    return (
        a.bound != "not_before"
        and b.bound != "by"
        and bool(a.latest and b.earliest and a.latest < b.earliest)
    )


def _ends(side: Look) -> list[Horizon]:
    """Horizons with an end, and durations that say how far off something is ("is ten years away")."""
    known = [h for h in side.statement.horizons[:MOST] if h.latest or h.earliest]
    said_on = side.statement.said_on
    if said_on is None:
        return known
    for figure in away(side):
        if not touches(figure.span, (h.span for h in known)):
            known.append(
                Horizon(
                    text=figure.text,
                    earliest=_later(said_on, figure.low),
                    latest=_later(said_on, figure.high),
                    bound="in",
                    span=figure.span,
                )
            )
    for found in side.dates:
        if _PUT_OFF.search(side.statement.text[max(0, found.span[0] - 60) : found.span[0]]):
            low, high = _ahead(found, said_on)
            if high > said_on and not touches(found.span, (h.span for h in known)):
                known.append(Horizon(text=found.text, earliest=low, latest=high, bound="in", span=found.span))
    return sorted(known, key=lambda h: h.span)


def _named(side: Look) -> list[Horizon]:
    """Dates ahead that reading leaves open ("runs out in December"): asked for where the other side has a deadline."""
    said_on, text = side.statement.said_on, side.statement.text
    out: list[Horizon] = []
    if said_on is None:
        return out
    t = tokens_of(text)
    for found in side.dates:
        first = next((i for i in range(len(t)) if t.span(i, i + 1)[0] >= found.span[0]), None)
        end = next((i for i in range(len(t)) if t.span(i, i + 1)[0] >= found.span[1]), len(t))
        if first is None or found.relation == "after" or look(t, first, end) == "back":
            continue
        low, high = _ahead(found, said_on)
        if high > said_on:
            out.append(Horizon(text=found.text, earliest=low, latest=high, bound="in", span=found.span))
    return out


def _ahead(found: Dated, said_on: date) -> tuple[date, date]:
    """A date without a year is the next one."""
    low, high = date.fromordinal(int(found.low)), date.fromordinal(int(found.high))
    if found.year:
        return low, high
    year = said_on.year + ((high.month, high.day) < (said_on.month, said_on.day))
    return _in_year(low, year), _in_year(high, year)


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


def away(side: Look) -> list[Figure]:
    """Durations that are distances in time, so no quantities of their own."""
    text = side.statement.text
    return [
        f
        for f in side.figures
        if f.kind == "duration"
        and (_AWAY.match(text[f.span[1] : f.span[1] + 12]) or f.text.lower().startswith("another"))
    ]


def _later(day: date, days: float) -> date | None:
    return day + timedelta(days=days) if math.isfinite(days) and abs(days) < 300_000 else None


def _days(a: Horizon, b: Horizon) -> int | None:
    before, after = _end(a), _end(b)
    return (after - before).days if before and after else None


def _end(h: Horizon) -> date | None:
    return h.earliest if h.bound == "not_before" and h.earliest else h.latest or h.earliest


def _slack(h: Horizon, said_on: date | None) -> float:
    """Days within which two ways of saying it are one: a tenth of the way there if it is relative, else half of the
    unit it is said in."""
    grain = next((days for pattern, days in _GRAIN if pattern.search(h.text)), _YEAR)
    end = _end(h)
    if _RELATIVE.search(h.text) and said_on and end:
        return max(grain / 2 if grain < 31 else 15, 0.1 * (end - said_on).days)
    if h.earliest and h.latest and grain > 1:
        return max(1.0, min(grain / 2, (h.latest - h.earliest).days / 2))
    return grain / 2 if grain > 1 else 1.0


def _near(a: Horizon, b: Horizon, said_on: date | None) -> float:
    """Half of the way to the nearer date: "by Friday" is not "by the end of the year"."""
    ends = [end for end in (_end(a), _end(b)) if end]
    if said_on is None or not ends:
        return math.inf
    return max(1.0, (min(ends) - said_on).days / 2)


def _judged(pair: _Pair) -> tuple[DeadlineMoved | None, str]:
    a, b = pair.old, pair.new
    shown = f"“{a.text}” is {_said(a)}, “{b.text}” is {_said(b)}"
    if pair.days is None:
        return None, f"{shown}: one end is open, so they cannot be held together."
    if abs(pair.days) <= pair.slack or (_overlap(a, b) and pair.slack):
        return None, f"{shown}: {abs(pair.days)} days apart, which is within what was said so exactly."
    later = pair.days > 0
    return (
        DeadlineMoved(
            before=a.text,
            after=b.text,
            direction="later" if later else "earlier",
            before_latest=a.latest,
            after_latest=b.latest,
            days=pair.days,
        ),
        f"{shown}: {abs(pair.days)} days {'later' if later else 'earlier'}.",
    )


def _overlap(a: Horizon, b: Horizon) -> bool:
    """Whether one date lies inside the other: "in March 2027", "on 3 March 2027"."""
    if not (a.earliest and a.latest and b.earliest and b.latest) or a.bound != "in" or b.bound != "in":
        return False
    inside = a.earliest <= b.earliest and b.latest <= a.latest
    return inside or (b.earliest <= a.earliest and a.latest <= b.latest)


def _said(h: Horizon) -> str:
    word = {"by": "by", "in": "in", "not_before": "not before"}[h.bound]
    if h.bound == "in" and h.earliest and h.latest and h.earliest != h.latest:
        return f"{h.earliest} to {h.latest}"
    end = _end(h)
    return f"{word} {end}" if end else "open"
