"""The words around a time point: which bound they set, and whether the point lies ahead at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.model import Bound
from rules.reading.points import Point, year_of
from rules.reading.tense import tense_around, tense_left
from rules.reading.tokens import Tokens, word_set

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
    unlikely nor nothing nobody none neither
    """
)
MOVED = word_set(
    """
    moved move moves pushed push pushes delayed delay delays postponed postpone postpones shifted slipped slips slip
    extended extend extends changed brought put rescheduled deferred defers revised advanced
    """
)
"""Verbs after which "from … to …" names an old date and a new one."""
_NOUN_AFTER = word_set(
    """
    election elections campaign race cycle season presidential nobel olympics olympic budget report
    model models world super midterms midterm convention primary primaries conference edition ford
    toyota survey study poll debate candidate candidates frontrunner film movie
    """
)


def bound_of(t: Tokens, i: int) -> tuple[Bound, bool, int]:
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


def bound_behind(t: Tokens, end: int, bound: Bound, outside: bool) -> tuple[Bound, bool, int]:
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point stands: its tokens, its bound, and whether it begins with an article."""

    start: int
    end: int
    bound: Bound
    article: bool


def looks_ahead(t: Tokens, place: Place, point: Point, joined: Point, said_on: date | None) -> bool:
    """Whether a point is a horizon: ahead of the statement, or around it in a clause that looks ahead."""
    before = t.at(place.start - 1)
    if before in _PAST_BEFORE:
        return False
    if joined.now and t.at(place.end - 1).endswith("'s"):
        return False
    if point.bare and not _prepositional(t, place):
        return False
    tense = tense_around(t, place.start, place.end)
    if said_on is None:
        return tense == "future" or (
            place.bound == "by" and tense_left(t, place.start) not in ("past", "none")
        )
    p = joined.period
    if p.last < said_on:
        return False
    if p.first > said_on and not joined.now:
        return True
    return joined.ahead or (place.bound == "by" and tense != "past") or tense == "future"


def _prepositional(t: Tokens, place: Place) -> bool:
    """Whether a bare year is a time, not part of a name: "in 2027" is, "the 2027 election" is not."""
    i, end = place.start, place.end
    before, after = t.at(i - 1), t.at(end)
    if place.article or after in _NOUN_AFTER or (after in ("-", "‑") and t.glued(end)):
        return False
    if before in _PLAIN or place.bound != "in" or before in ("between", "or", "and", "of", "until", "to"):
        return (
            not (t.is_word(end) and t.is_capital(end) and before not in ("by", "until", "before", "after"))
            or before == "in"
        )
    if before in ("]", "maybe", "perhaps", "probably", "possibly", "that", "be", "likely"):
        return True
    return year_of(t, i) is not None and before in ("is", "late", "early") and not t.is_word(end)
