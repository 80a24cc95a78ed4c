"""Numbers that are not figures: names, versions, dates, clock times, ages, scores, ids, addresses, list marks.

`is_trap` looks at one number without a unit of its own ("20 %" is never a trap); what a test here cannot see
stays a figure. Ages and dates carry units and are tested apart.
"""

from __future__ import annotations

from collections.abc import Callable

from rules.reading.ages import LEVELS, is_aged
from rules.reading.figure_names import is_address, is_labelled, plural
from rules.reading.measured import counted
from rules.reading.numbers import Number
from rules.reading.tokens import Tokens, word_set

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10,
    "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_BEFORE_YEAR = word_set(
    """
    in since by until till before after during from of early late mid circa through spring summer fall
    autumn winter and to or the for year fiscal q1 q2 q3 q4 around between
    """
)
_PLURAL_BASES = word_set(
    """
    people men women children jobs workers employees homes houses families students deaths cases troops
    soldiers delegates votes voters points seats members units dollars miles feet cars vehicles patients
    players stores customers users companies megawatts tons tonnes refugees migrants
    """
)


def is_year(t: Tokens, n: Number) -> bool:
    """Four digits, no comma, 1500 … 2199, not counting anything."""
    if n.spoken or n.end - n.first != 1 or len(t.low[n.first]) != 4 or not 1500 <= n.low < 2200:
        return False
    if t.at(n.end) in _PLURAL_BASES and (n.low < 1900 or t.at(n.first - 1) not in _BEFORE_YEAR):
        return False
    return n.low >= 1900 or t.at(n.first - 1) in _BEFORE_YEAR or not plural(t.at(n.end))


def is_day(t: Tokens, n: Number) -> bool:
    """A day of a month: "March 15", "Sept. 11", "15 March", "20 and 21 January", "the 4th"."""
    if t.at(n.end) in ("th", "st", "nd", "rd") and t.glued(n.end):
        return True
    if n.spoken or not n.whole or not 1 <= n.low <= 31:
        return False
    before = n.first - 1 - (t.at(n.first - 1) == ".")
    if _month(t, before) or _month(t, n.end + (t.at(n.end) == ".")):
        return True
    if t.at(n.end) in ("and", "-", "–", "to", "&") and t.is_number(n.end + 1) and _month(t, n.end + 2):
        return True
    return (
        t.at(n.first - 1) in ("-", "–", "and", "&", "to")
        and t.is_number(n.first - 2)
        and _month(t, n.first - 3)
    )


def _month(t: Tokens, i: int) -> bool:
    word = t.at(i)
    if word not in MONTHS:
        return False
    return word not in ("may", "march", "mar", "sep", "jan", "dec") or t.is_capital(i)


def _clock(t: Tokens, n: Number) -> bool:
    """ "10:30", "5 pm", "nine o'clock", "half past nine", "at nine"."""
    after, before = t.at(n.end), t.at(n.first - 1)
    if after == ":" and t.glued(n.end) and t.is_number(n.end + 1) and t.glued(n.end + 1):
        return True
    if before == ":" and t.glued(n.first) and t.glued(n.first - 1) and t.is_number(n.first - 2):
        return True
    if after in _CLOCK_WORDS or (after in ("a", "p") and t.words(n.end + 1, 2) == (".", "m")):
        return True
    if before == "past" and t.at(n.first - 2) in ("half", "quarter", "ten", "five", "twenty"):
        return True
    if before not in ("at", "by") or not n.whole or n.low > 12 or (before == "by" and not n.spoken):
        return False
    return not t.is_word(n.end) and after not in ("-", "–") and t.at(n.first - 2) not in LEVELS


_CLOCK_WORDS = word_set("am pm a.m. p.m. o'clock noon gmt utc est et hrs")


def _score(t: Tokens, n: Number) -> bool:
    """ "3-1", "a 5-4 vote", "24/7", "9/11", "4x4": pairs without a unit."""
    after, before = t.at(n.end), t.at(n.first - 1)
    joined = ("-", "–", "‑", "/", "x", ":", "×", "&")
    if after in joined and t.glued(n.end) and t.glued(n.end + 1) and t.is_number(n.end + 1):
        return True
    return before in joined and t.glued(n.first) and t.glued(n.first - 1) and t.is_number(n.first - 2)


def _identifier(t: Tokens, n: Number) -> bool:
    """Glued to letters or signs that make it a name: "GPT-4", "v2.5", "A321neos", "#12", "4K", "[1]", "1.", "H1-B"."""
    first, end = n.first, n.end
    before, after = t.at(first - 1), t.at(end)
    if t.glued(first) and (t.is_word(first - 1) or before in ("#", "_", "@", "§", "\\", "&", "=")):
        return True
    if (
        t.glued(first)
        and before in ("-", "–", "‑", "/", ".", ":")
        and t.glued(first - 1)
        and t.is_word(first - 2)
    ):
        return not n.spoken
    if not n.spoken and t.glued(n.first) and (before == "'" or (before == "’" and n.low < 100)):
        return True
    if not n.spoken and t.glued(end) and (t.is_word(end) or after in ("_", "=", "@")):
        return True
    if before in ("§", "¶") or (t.raw(first - 1) == "." and t.glued(first)):
        return True
    if after == "(" and t.glued(end) and t.at(end + 2) == ")" and len(t.at(end + 1)) == 1 and not n.spoken:
        return True  # 401(k)
    if before in ("(", "[") and after in (")", "]") and not n.spoken:
        return n.low < 100 or "," not in t.low[first]
    return _list_mark(t, n)


def _list_mark(t: Tokens, n: Number) -> bool:
    at_start = n.first == 0 or "\n" in t.text[t.end[n.first - 1] : t.start[n.first]]
    return at_start and not n.spoken and n.low < 1000 and t.at(n.end) in (".", ")", ":", "]")


def _phone(t: Tokens, n: Number) -> bool:
    """Three or more groups of digits joined by hyphens, dots or brackets, or "+44 20 …"."""
    if n.spoken:
        return False
    at = n.first
    while at > n.first - 8 and (t.is_number(at - 1) or (t.at(at - 1) in ("(", ")") and t.is_number(at - 2))):
        at -= 1
    if t.at(at - 1) == "+" and t.glued(at):
        return True
    joiners = ("-", "–", ")", "(", ".", " ")
    after = t.at(n.end) in joiners and t.is_number(n.end + 1) and len(t.at(n.end + 1)) >= 3
    before = t.at(n.first - 1) in joiners and t.is_number(n.first - 2) and len(t.at(n.first - 2)) >= 3
    return (after and before) or (after and len(t.low[n.first]) == 3 and len(t.at(n.end + 1)) == 4)


def _bare_one(t: Tokens, n: Number) -> bool:
    """ "one" by itself is a pronoun or an article far more often than a figure."""
    if not (n.spoken and n.low <= 1 and n.exact and n.scale == 1):
        return False
    return not (
        t.at(n.first - 1) == "least"
        and t.at(n.first - 2) == "at"
        and t.is_word(n.end)
        and t.at(n.end) != "of"
    )


def _compound(t: Tokens, n: Number) -> bool:
    """ "two-way", "three-dimensional", "one-person", "mid-two": half of a compound word."""
    if t.at(n.end) in ("-", "‑") and t.glued(n.end) and t.glued(n.end + 1) and t.is_word(n.end + 1):
        return t.at(n.end + 1) not in ("plus", "odd", "ish")
    return n.spoken and t.at(n.first - 1) in ("-", "‑") and t.glued(n.first) and t.is_word(n.first - 2)


def _decade(t: Tokens, n: Number) -> bool:
    return not n.spoken and t.at(n.end) in ("s", "'s") and t.glued(n.end)


def _ordinal_pair(t: Tokens, n: Number) -> bool:
    """ "Two and a Half Men"-like names and "two by two" stay out; so does "zero" as a noun."""
    return n.spoken and n.exact and n.low == 0


def _screen(t: Tokens, n: Number) -> bool:
    """ "4K", "8K": a picture's size. "10K" is ten thousand."""
    return n.low in (2000, 4000, 8000) and not n.spoken and t.raw(n.end - 1) == "K"


def _those(t: Tokens, n: Number) -> bool:
    """ "the two raised", "all five say": they stand for people named before, not for a figure."""
    if (
        not n.spoken
        or not n.whole
        or n.low > 20
        or t.at(n.first - 1) not in ("the", "these", "those", "all", "other")
    ):
        return False
    return counted(t, n.end) is None


def _ratio(t: Tokens, n: Number) -> bool:
    """ "a 3 to 1 margin": neither end counts anything."""
    ahead = (
        t.at(n.end) == "to"
        and (t.is_number(n.end + 1) or t.at(n.end + 1) == "one")
        and t.at(n.end + 2) in _RATIOS
    )
    return ahead or (t.at(n.first - 1) == "to" and t.at(n.end) in _RATIOS) or _odds(t, n) or _race(t, n)


def _race(t: Tokens, n: Number) -> bool:
    """ "the 100m": metres, where nothing counted follows."""
    return (
        t.raw(n.end - 1) == "m"
        and n.low in (10**8, 2 * 10**8, 4 * 10**8, 8 * 10**8)
        and t.at(n.first - 1) in ("the", "women's", "men's", "x")
        and (
            not t.is_word(n.end)
            or t.at(n.end) in ("and", "in", "final", "race", "title", "hurdles", "freestyle")
        )
    )


def _odds(t: Tokens, n: Number) -> bool:
    """ "the odds are 3 to 1", "the ratio of applicants to posts is 12 to 1"."""
    if {"odds", "ratio"}.isdisjoint(t.low[max(0, n.first - 8) : n.first]):
        return False
    return (t.at(n.end) == "to" and t.is_number(n.end + 1)) or (
        t.at(n.first - 1) == "to" and t.is_number(n.first - 2)
    )


_RATIOS = word_set("margin ratio odds majority favorite favourite lead")


def _hotline(t: Tokens, n: Number) -> bool:
    """ "a 911 call", "dial 999"."""
    if n.low not in (911, 999, 112, 311, 411, 811, 988) or n.spoken:
        return False
    return t.at(n.end) in _CALLS or t.at(n.first - 1) in (
        "dial",
        "dialed",
        "dialled",
        "call",
        "called",
        "the",
    )


_CALLS = word_set("call calls caller callers system dispatcher dispatchers operator operators hotline line")


def _too_long(t: Tokens, n: Number) -> bool:
    """An unbroken run of eight or more digits is an identifier."""
    return (
        not n.spoken
        and n.end - n.first == 1
        and len(t.low[n.first].partition(".")[0]) >= 8
        and "," not in t.low[n.first]
    )


_TESTS: tuple[Callable[[Tokens, Number], bool], ...] = (
    _bare_one, _compound, _identifier, is_year, is_day, _clock, is_aged, _score, is_labelled, is_address,
    _phone, _decade, _ordinal_pair, _screen, _too_long, _those,
    _ratio, _hotline,
)  # fmt: skip


def is_trap(t: Tokens, n: Number, *, paired: bool = False) -> bool:
    """Whether a number without a unit is no figure. `paired`: it is one end of a range, so not a score."""
    return any(test(t, n) for test in _TESTS if not (paired and test is _score))


def is_window(t: Tokens, first: int, end: int) -> bool:
    """Whether a duration only places something in the past ("four years ago", "the last 10 months")."""
    if (
        t.at(end)
        in ("into", "ago", "since", "earlier", "later", "back", "after", "before", "beforehand", "prior")
        and t.at(end + 1) != "than"
    ):
        return True
    before = t.at(first - 1)
    return before in (
        "last",
        "past",
        "previous",
        "preceding",
        "first",
        "recent",
        "final",
        "prior",
        "next",
        "coming",
        "following",
    )
