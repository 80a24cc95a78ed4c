"""Ages, which are no figures: "Voss, 51, said", "aged 42", "the 42-year-old", "voters under 30", "who was 10 when"."""

from __future__ import annotations

from collections.abc import Callable

from rules.reading.numbers import Number
from rules.reading.tokens import Tokens, word_set

LEVELS = word_set(
    """
    stands stood stand put remains remained capped valued estimated is was holds held steady set ranked unchanged
    """
)
"""Words before "at" that make the number after it a level and not an age or a time."""
_DIED = word_set("died dies dead turned turns turning aged age")
_PARENTS = word_set("mother father parent dad mum mom")
_GROUPS = word_set(
    "children kids adults people women men voters those anyone girls boys everyone babies infants workers"
)
_CLOSED = word_set("and or but who were was are is had have voted vote say said in on to by with for at")
_OVER = frozenset({"under", "over", "below", "above"})
_OR_OLDER = frozenset(
    {("and", "over"), ("and", "older"), ("or", "older"), ("or", "younger"), ("and", "under")}
)
_AM = frozenset({"i'm", "you're", "he's", "she's"})
_PRONOUNS = frozenset({"i", "he", "she", "you", "who"})


def _set_off(t: Tokens, n: Number) -> bool:
    """ "Voss, 51, said" and "Voss (51)"."""
    if n.spoken or not t.is_capital(n.first - 2):
        return False
    return (t.at(n.first - 1), t.at(n.end)) in ((",", ","), ("(", ")"), (",", "―"), (",", "—"))


def _at(t: Tokens, n: Number) -> bool:
    """ "had her first child at 51", "died at the age of 35", "turned 30"."""
    before, earlier = t.at(n.first - 1), t.at(n.first - 2)
    if before in _DIED or (before == "at" and earlier in _DIED) or (before == "of" and earlier == "age"):
        return True
    if before != "at" or n.low < 15 or t.is_word(n.end) or n.spoken or earlier in LEVELS:
        return False
    return t.at(n.end) not in ("-", "–", "/", "+")


def _group(t: Tokens, n: Number) -> bool:
    """ "voters under 30", "children under five", "those 45 and over", "ages of 18 and 29"."""
    before, after = t.at(n.first - 1), t.at(n.end)
    if before in _OVER and not t.is_word(n.end) and t.at(n.first - 2) in _GROUPS:
        return True
    if n.spoken:
        return False
    if before in _OVER and n.low >= 10 and t.at(n.first - 2) in _GROUPS:
        return not after.endswith("s")
    if before in _OVER and n.low >= 10 and ((not t.is_word(n.end) and after != "-") or after in _CLOSED):
        return True
    if t.words(n.end, 2) in _OR_OLDER:
        return True
    return "ages" in t.low[max(0, n.first - 5) : n.first] or t.words(n.first - 2, 2) == ("aged", "between")


def _person(t: Tokens, n: Number) -> bool:
    """ "when you're 45", "who was 10 when", "mother of three", "27 and 29 years old"."""
    before, earlier, after = t.at(n.first - 1), t.at(n.first - 2), t.at(n.end)
    if before == "of" and earlier in _PARENTS and not t.is_word(n.end):
        return True
    if after == "and" and t.words(n.end + 2, 2) == ("years", "old"):
        return True
    if n.spoken or n.low < 5 or after in ("-", "%", "/", "–"):
        return False
    if t.is_word(n.end) and after not in ("when", "at", "and"):
        return False
    return before in _AM or (earlier in _PRONOUNS and before in ("was", "am", "are", "is"))


_TESTS: tuple[Callable[[Tokens, Number], bool], ...] = (_set_off, _at, _group, _person)


def is_aged(t: Tokens, n: Number) -> bool:
    """Whether a number without a unit is somebody's age."""
    return n.whole and n.low <= 120 and any(test(t, n) for test in _TESTS)


def is_age(t: Tokens, first: int, end: int) -> bool:
    """Whether the duration in tokens first … end - 1 is an age ("42-year-old", "42 years old", "aged 3 months")."""
    after = t.at(end)
    if after in ("-", "‑"):
        after = t.at(end + 1)
    if after in ("old", "olds", "older") and t.at(end + 1) != "than":
        return True
    return t.at(first - 1) in ("aged", "age") or t.words(first - 2, 2) == ("age", "of")
