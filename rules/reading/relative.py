"""Durations that say when: "within five years", "over the next decade", "in three to six months"."""

from __future__ import annotations

from dataclasses import dataclass

from rules.model import Bound
from rules.reading.numbers import STARTERS, number_at
from rules.reading.tense import tense_around
from rules.reading.tokens import Tokens, word_set
from rules.reading.units import DURATIONS

_FEW, _SEVERAL = 3, 5
"""What "a few years" and "several years" come to at most: a reading, since a deadline needs one date."""
_LEAD = word_set("in over during for within through throughout across by inside")
_NEXT = word_set("next coming following ensuing upcoming")
_ARTICLES = frozenset({"the", "these", "our", "its", "their"})
_AWAY = word_set("away hence off ahead out")
_EXTREME = word_set(
    """
    first last only best worst lowest highest slowest fastest biggest largest smallest longest strongest
    weakest deepest steepest sharpest most least time hottest coldest deadliest third second fourth
    fifth times twice once
    """
)


@dataclass(frozen=True, slots=True)
class Amount:
    """low … high of a calendar unit, in tokens first … end - 1. low == high for "five years"."""

    low: float
    high: float
    unit: str
    end: int


@dataclass(frozen=True, slots=True)
class Relative:
    """A time counted from the statement's own date. `bound` "by": at most `amount.high` away."""

    amount: Amount
    bound: Bound
    first: int
    end: int


def amount_at(t: Tokens, i: int) -> Amount | None:
    """ "five years", "5-10 years", "a year or two", "a few more months", "a decade" at token i."""
    low, high, at = _count(t, i)
    if at == i:
        return None
    at += t.at(at) in ("more", "full", "short", "calendar", "additional", "or") and t.at(at + 1) in DURATIONS
    at += t.at(at) in ("-", "‑") and t.glued(at)
    unit = DURATIONS.get(t.at(at).removesuffix("'"))
    if unit is None:
        return None
    end = at + 1
    if low == high == 1 and t.words(end, 2) == ("or", "two"):
        high, end = 2, end + 2
    elif t.at(end) in ("to", "or", "-", "–"):  # "two years to three years"
        other = amount_at(t, end + 1)
        if other and other.unit == unit and other.low >= low and t.at(end + 1) not in ("a", "an"):
            return Amount(low, other.high, unit, other.end)
    return Amount(low, high, unit, end)


def _count(t: Tokens, i: int) -> tuple[float, float, int]:
    """Low, high and the token after a count; the token is `i` itself for none."""
    word = t.at(i)
    at = i + (word == "a" or word == "the")
    if t.at(at) == "few":
        return _FEW, _FEW, at + 1
    if t.at(at) == "several":
        return _SEVERAL, _SEVERAL, at + 1
    if t.at(at) == "couple":
        return 2, 2, at + 1 + (t.at(at + 1) == "of")
    n = number_at(t, i)
    if n is None or n.high is None or not 0 < n.low <= 1000:
        return (1, 1, i + 1) if word in ("a", "an") and t.at(i + 1) in DURATIONS else (0, 0, i)
    low, high, end = float(n.low), float(n.high), n.end
    if t.at(end) in ("to", "or", "-", "–", "and"):
        m = number_at(t, end + 1)
        if m and m.high is not None and m.low > n.low and m.low <= 1000:
            return low, float(m.high), m.end
    return low, high, end


_BLURS = word_set("about around roughly just approximately another maybe perhaps only the even probably")
_BLUR_BOUNDS: tuple[tuple[tuple[str, ...], Bound], ...] = (
    (("as", "little", "as"), "not_before"),
    (("as", "few", "as"), "not_before"),
    (("at", "least"), "not_before"),
    (("no", "less", "than"), "not_before"),
    (("more", "than"), "not_before"),
    (("well", "over"), "not_before"),
    (("no", "more", "than"), "by"),
    (("less", "than"), "by"),
    (("fewer", "than"), "by"),
    (("at", "most"), "by"),
    (("up", "to"), "by"),
    (("under",), "by"),
    (("over",), "not_before"),
)
# In the present tense they speak of a timetable: "the satellite launches in two weeks".
_SCHEDULED = word_set(
    "launches starts ends closes reopens returns leaves departs airs premieres ships lands retires resumes debuts"
)
RELATIVE_STARTERS = _LEAD | _NEXT | _ARTICLES | STARTERS | _BLURS | {words[0] for words, _ in _BLUR_BOUNDS}


def counts_time(t: Tokens) -> bool:
    """Whether a unit of time occurs at all: without one there is nothing to look for."""
    return not DURATIONS.keys().isdisjoint(t.vocabulary)


def relative_at(t: Tokens, i: int) -> Relative | None:
    """The time counted from now that starts at token i."""
    word = t.at(i)
    if not (word in RELATIVE_STARTERS or word[:1].isdecimal()):
        return None
    if word in ("within", "inside"):
        return _within(t, i)
    if word in _NEXT or (word in _ARTICLES and t.at(i + 1) in _NEXT):
        return _next(t, i, i)
    if word in _LEAD and (t.at(i + 1) in _NEXT or (t.at(i + 1) in _ARTICLES and t.at(i + 2) in _NEXT)):
        return _next(t, i, i + 1)
    if word == "in":
        return _in(t, i) or _away(t, i)
    return _away(t, i)


def _blur(t: Tokens, i: int) -> tuple[Bound, int]:
    """Bounds before an amount: "less than", "at least", "as little as", "about"."""
    for _ in range(4):
        i += t.at(i) in _BLURS
    word = t.at(i)
    for words, bound in _BLUR_BOUNDS:
        if words[0] == word and t.words(i, len(words)) == words:
            return bound, i + len(words)
    return "in", i


_WITHIN_SKIPS = frozenset(
    {"the", "about", "just", "next", "coming", "another", "roughly", "around", "as", "little"}
)


def _within(t: Tokens, i: int) -> Relative | None:
    at = i + 1
    for _ in range(4):
        at += t.at(at) in _WITHIN_SKIPS
    amount = amount_at(t, at) or _single(t, at)
    return Relative(amount, "by", i, amount.end) if amount else None


def _single(t: Tokens, i: int) -> Amount | None:
    """A bare unit after "the next": one of it. Days and smaller are told as dates."""
    unit = DURATIONS.get(t.at(i))
    singular = unit in ("week", "month", "year", "decade", "century", "quarter") and t.at(i) == unit
    if t.at(i) in ("year", "month", "week", "decade") and t.words(i + 1, 2) == ("or", "two"):
        return Amount(1, 2, t.at(i), i + 3)
    return Amount(1, 1, unit, i + 1) if singular and unit else None


def _next(t: Tokens, first: int, i: int) -> Relative | None:
    """ "(over) the next five years", "the coming decade", "in the next year or two"; "next year" is a date."""
    led = first != i
    article = t.at(i) not in _NEXT
    at = i + (1 if article else 0)
    if t.at(at) not in _NEXT:
        return None
    amount = amount_at(t, at + 1)
    if amount is None:
        amount = _single(t, at + 1)
        if amount is None:
            return None
        decade = amount.unit in ("decade", "century")
        plain = amount.end == at + 2
        if plain and not (article and (led or decade)):
            return None
        if plain and t.at(at) in ("following", "upcoming", "ensuing"):
            return None
    return Relative(amount, "by", first, amount.end)


def _in(t: Tokens, i: int) -> Relative | None:
    """ "in five years" where the clause looks ahead; "the slowest growth in 25 years" looks back."""
    bound, at = _blur(t, i + 1)
    amount = amount_at(t, at)
    if amount is None or t.at(amount.end) in ("of", "ago"):
        return None
    end = amount.end
    if t.at(end) in ("'", "’") and t.at(end + 1) == "time":
        end += 2
    elif t.at(end) == "time" and t.at(end - 1).endswith("'"):
        end += 1
    elif t.words(end, 2) in (("from", "now"), ("from", "today")):
        return Relative(amount, bound, i, end + 2)
    elif t.words(end, 2) == ("or", "less") or t.words(end, 2) == ("or", "sooner"):
        return Relative(amount, "by", i, end + 2) if _ahead(t, i, end) else None
    return Relative(amount, bound, i, end) if end > amount.end or _ahead(t, i, end) else None


def _ahead(t: Tokens, first: int, end: int) -> bool:
    for back in range(first - 1, max(-1, first - 8), -1):
        if (t.low[back] in _EXTREME and not _most_of(t, back)) or (
            t.low[back].endswith("est") and len(t.low[back]) > 5
        ):
            return False
        if not t.is_word(back):
            break
    if t.at(first - 1) in _SCHEDULED and t.is_word(first - 2) and t.at(first - 2) not in STARTERS:
        return True
    tense = tense_around(t, first, end)
    fronted = t.at(end) == "," and not t.is_word(first - 1)
    if t.at(end - 2) in ("a", "an"):
        return tense == "future"
    return tense in ("future", "weak") or (tense == "none" and fronted)


def _most_of(t: Tokens, i: int) -> bool:
    """ "Most jobs" counts jobs; "the most jobs" is an extreme."""
    return t.low[i] in ("most", "least") and t.at(i - 1) not in ("the", "its", "their", "our")


def _away(t: Tokens, i: int) -> Relative | None:
    """ "two years from now", "1-2 years away", "six to twelve months off", "as little as a year away"."""
    bound, at = _blur(t, i)
    if at == i and t.at(i - 1) in ("than", "least", "to", "as", "about", "around"):
        pass
    amount = amount_at(t, at)
    if amount is None:
        return None
    end = amount.end
    if t.words(end, 2) in (("from", "now"), ("from", "today"), ("into", "the")) and t.at(end) == "from":
        return Relative(amount, bound, i, end + 2)
    if t.words(end, 3) in (("down", "the", "road"), ("down", "the", "line"), ("into", "the", "future")):
        return Relative(amount, bound, i, end + 3)
    if t.at(end) in _AWAY and t.words(end, 2) not in (
        ("ahead", "of"),
        ("off", "the"),
        ("out", "of"),
        ("off", "from"),
        ("off", "in"),
    ):
        return Relative(amount, bound, i, end + 1)
    return None


def relatives(t: Tokens) -> list[Relative]:
    """Every time counted from now, in reading order."""
    out: list[Relative] = []
    if not counts_time(t):
        return out
    end = 0
    for i in range(len(t)):
        found = relative_at(t, i) if i >= end else None
        if found:
            out.append(found)
            end = found.end
    return out


def spoken_for(t: Tokens) -> frozenset[int]:
    """The tokens of durations that are horizons, so that they are not told again as quantities."""
    return frozenset(i for r in relatives(t) for i in range(r.first, r.end))
