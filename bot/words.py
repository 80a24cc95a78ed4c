"""Every text that describes a change, in one place: English, neutral, ready for translation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import assert_never

from rules.change import (
    AttributionChanged,
    CertaintyChanged,
    Change,
    DeadlineMoved,
    FigureChanged,
    NewClaim,
    PolarityFlipped,
    Repeated,
    ScopeChanged,
    Tag,
    Withdrawn,
    WordingEdited,
)

LABELS: dict[Tag, str] = {
    "figure_changed": "Figure changed",
    "deadline_moved": "Deadline moved",
    "certainty_changed": "Certainty changed",
    "polarity_flipped": "Position reversed",
    "scope_changed": "Scope changed",
    "attribution_changed": "Attribution changed",
    "wording_edited": "Text edited after publication",
    "withdrawn": "Withdrawn",
    "repeated": "Said again",
    "new_claim": "New on record",
    "unrelated": "Unrelated",
}

CERTAINTY: dict[int, str] = {
    6: "certain",
    5: "very likely, or promised",
    4: "stated as fact",
    3: "likely, or planned",
    2: "possible",
    1: "open, or hoped for",
    0: "unlikely",
    -1: "impossible",
}

NOBODY = "The publication"
UNKNOWN = "Speaker not known"


def speaker_name(speaker: str | None) -> str:
    if speaker is None:
        return NOBODY
    return UNKNOWN if speaker == "unknown" else speaker


def headline(change: Change) -> str:
    """One change as a headline: "Deadline moved: 2 years later"."""
    extra = detail(change)
    label = LABELS[change.tag]
    return f"{label}: {extra}" if extra else label


def detail(change: Change) -> str:
    """The size or direction of a change in words, "" where the label says it all."""
    match change:
        case FigureChanged():
            return _figure_detail(change)
        case DeadlineMoved():
            if change.days is None or not change.days:
                return change.direction or ""
            return f"{span_of_days(abs(change.days))} {change.direction or ''}".strip()
        case CertaintyChanged():
            word = change.direction
            levels = [
                CERTAINTY.get(level)
                for level in (change.before_level, change.after_level)
                if level is not None
            ]
            return f"{word}, from {levels[0]} to {levels[1]}" if len(levels) == 2 and all(levels) else word
        case ScopeChanged():
            return change.direction or ""
        case Withdrawn():
            if change.after:
                return ""
            seen = f", last seen {day(change.last_seen.date())}" if change.last_seen else ""
            return f"no longer on the page{seen}"
        case PolarityFlipped() | AttributionChanged() | WordingEdited() | Repeated() | NewClaim():
            return ""
        case _:
            assert_never(change)


def _figure_detail(change: FigureChanged) -> str:
    direction = change.direction or ""
    if change.points:
        points = plain_number(abs(change.points))
        return f"{direction} {points} {'point' if points == '1' else 'points'}".strip()
    ratio = change.ratio
    if not ratio or ratio <= 0:
        return direction
    if ratio >= 2:
        return f"{direction} to {plain_number(ratio)} times".strip()
    percent = abs(ratio - 1) * 100
    if percent < 0.05:
        return direction
    return f"{direction} {plain_number(percent)} %".strip()


def plain_number(value: float) -> str:
    """At most one decimal, no trailing zero, thousands apart."""
    rounded = round(value, 1)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"


def span_of_days(days: int) -> str:
    """A length of time as people say it: 730 → "2 years", 45 → "6 weeks", 3 → "3 days"."""
    for size, unit in ((365.25, "year"), (30.44, "month"), (7, "week")):
        count = round(days / size)
        if days >= size * 0.98 and count >= 1 and (unit != "year" or abs(days / size - count) < 0.15):
            return f"{count} {unit}" + ("s" if count != 1 else "")
    return f"{days} day" + ("s" if days != 1 else "")


def many(count: int, noun: str) -> str:
    """`1 claim`, `2 claims`, `2 replies`, `2 days`."""
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{count:,} {plural}"


def also_in(count: int) -> str:
    """How many other outlets report the same: "also in 3 other outlets", "" for none."""
    return f"also in {count} other outlet{'s' if count != 1 else ''}" if count else ""


def day(value: date | None) -> str:
    """`28 May 2026`, or "date not known"."""
    return f"{value.day} {value:%B} {value.year}" if value else "date not known"


def dated(said_on: date | None, edit_seen: date | None, day: Callable[[date | None], str] = day) -> str:
    """`28 May 2026`, and of a text that was changed since: `28 May 2026, edited: seen 3 June 2026`. `day`: how a day
    is written there."""
    return f"{day(said_on)}, edited: seen {day(edit_seen)}" if edit_seen else day(said_on)


def link_certainty(probability: float) -> str:
    """How sure the link between statement and claim is; "" when there is nothing to add."""
    if probability >= 0.97:
        return ""
    return f"probably about the same claim ({round(probability * 100)} %)"
