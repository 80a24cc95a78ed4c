"""Numbers as spoken ("twenty-four", "half a million", "hundreds"), and the door to all of them: `number_at`."""

from __future__ import annotations

from decimal import Decimal

from rules.reading.numerals import GLYPHS, ONES, SCALES, TENS, Number, scaled, times, written
from rules.reading.tokens import Tokens

__all__ = ["ONES", "SCALES", "STARTERS", "Number", "number_at"]

VAGUE = {  # "thousands of": the least it can mean, open above
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
    "trillions": 10**12,
}
FEW, SEVERAL = (2, 9), (3, 9)
"""How far "a few hundred" and "several hundred" reach; as intervals, since nobody means one number."""
STARTERS = frozenset({"a", "an", "half", "quarter", "several", "couple", "few"}) | {
    *ONES,
    *TENS,
    *SCALES,
    *VAGUE,
    *GLYPHS,
}
"""Words that may start a number."""
_ONE_OF = frozenset({"another", "next", "last", "past", "per", "the", "every", "first"})


def number_at(t: Tokens, i: int) -> Number | None:
    """The longest number that starts at token i."""
    word = t.at(i)
    if not word:
        return None
    if word[0].isdecimal():
        return written(t, i)
    if word in GLYPHS:
        return scaled(t, Number(GLYPHS[word], GLYPHS[word], i, i + 1))
    if word in VAGUE:
        return _vague(t, i)
    if word in ONES or word in TENS:
        return _spoken(t, i)
    if word in SCALES and (
        t.at(i - 1) in _ONE_OF or (t.at(i + 1) == "-" and t.at(i + 2) in ("dollar", "pound", "euro"))
    ):
        return scaled(t, Number(Decimal(1), Decimal(1), i, i, True))
    if word in ("a", "an", "half", "quarter", "several", "couple", "few"):
        return _with_article(t, i)
    return None


def _vague(t: Tokens, i: int) -> Number:
    """ "tens of thousands": the words multiply, open above."""
    value, end = Decimal(VAGUE[t.low[i]]), i + 1
    while t.at(end) == "of" and t.at(end + 1) in VAGUE and value < 10**13:
        value *= VAGUE[t.low[end + 1]]
        end += 2
    return Number(value, None, i, end, True, vague=True)


def _spoken(t: Tokens, i: int) -> Number:
    """ "twenty-four", "one hundred and five thousand", "two and a half", "three point two"."""
    total, current, at = Decimal(0), Decimal(0), i
    last = ""
    while True:
        word = t.at(at)
        if word in ONES and last in ("", "ten", "scale"):
            if last == "ten" and not 1 <= ONES[word] <= 9:
                break
            current += ONES[word]
            last = "one"
        elif word in TENS and last in ("", "scale"):
            current += TENS[word]
            last = "ten"
        elif word in SCALES and current and last:
            scale = SCALES[word]
            if scale == 100:
                current *= 100
            else:
                total, current = total + current * scale, Decimal(0)
            last = "scale"
        elif word == "-" and last == "ten" and t.glued(at) and t.at(at + 1) in ONES:
            pass
        elif word == "and" and last == "scale" and (t.at(at + 1) in ONES or t.at(at + 1) in TENS):
            if _is_list(t, at):
                break
        else:
            break
        at += 1
        if word in SCALES and not _continues(t, at):
            break
    return _tail(t, i, at, total + current)


def _continues(t: Tokens, at: int) -> bool:
    word = t.at(at)
    return word in ONES or word in TENS or word in SCALES or word == "and"


def _is_list(t: Tokens, at: int) -> bool:
    """ "five million and two thousand" is two numbers, "five hundred and two" one."""
    after = at + 2 + (t.at(at + 2) == "-") * 2
    return t.at(after) in SCALES and t.at(after) != "hundred" and t.at(at - 1) != "hundred"


def _tail(t: Tokens, first: int, end: int, value: Decimal) -> Number:
    scale = Decimal(1)
    if t.words(end, 3) == ("and", "a", "half"):
        value, end = value + Decimal("0.5"), end + 3
    elif t.words(end, 6) == ("-", "and", "-", "a", "-", "half"):
        value, end = value + Decimal("0.5"), end + 6
    elif t.at(end) == "point" and t.at(end + 1) in ONES:
        digits, end = "", end + 1
        while t.at(end) in ONES and ONES[t.low[end]] <= 9 and len(digits) < 9:
            digits, end = digits + str(ONES[t.low[end]]), end + 1
        value += Decimal(f"0.{digits}") if digits else 0
    if t.at(end - 1) in SCALES:
        scale = SCALES[t.low[end - 1]]
    return _dozen(t, scaled(t, Number(value, value, first, end, True, scale)))


def _dozen(t: Tokens, n: Number) -> Number:
    return times(n, Decimal(12), n.end + 1) if t.at(n.end) == "dozen" else n


_QUARTERS = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "third": Decimal(1) / 3,
    "tenth": Decimal("0.1"),
}
_POINTS = frozenset({"percent", "percentage", "point"})


def _part_of_one(t: Tokens, i: int) -> Number | None:
    """ "a quarter of a million", "half a percentage point", "a quarter-point cut", "half a percent"."""
    at = i + (t.at(i) == "a")
    value = _QUARTERS.get(t.at(at))
    if value is None:
        return None
    end = at + 1
    if t.words(end, 2) == ("of", "a"):
        end += 2
    elif t.at(end) in ("a", "-"):
        end += 1
    elif t.at(end) not in _POINTS:
        return None
    if t.at(end) in _POINTS and not (t.at(end) == "percent" and end == at + 1):
        return Number(value, value, i, end, True)
    whole = t.at(end) in SCALES and t.at(end - 1) == "a" and (t.at(at) != "half" or t.at(at + 1) == "of")
    return scaled(t, Number(value, value, i, end, True)) if whole else None


def _with_article(t: Tokens, i: int) -> Number | None:
    """ "a hundred", "a dozen", "half a million", "a few hundred", "a couple of thousand", "several million"."""
    word, nxt = t.low[i], t.at(i + 1)
    part = _part_of_one(t, i)
    if part:
        return part
    if word == "half":
        if nxt == "a" and (t.at(i + 2) in SCALES or t.at(i + 2) == "dozen"):
            return _dozen(t, scaled(t, Number(Decimal("0.5"), Decimal("0.5"), i, i + 2, True)))
        if nxt == "-" and t.at(i + 2) in SCALES:
            return scaled(t, Number(Decimal("0.5"), Decimal("0.5"), i, i + 2, True))
        return None
    if word in ("an", "quarter"):
        return None
    at = i + (word == "a")
    if t.at(at) in SCALES or t.at(at) == "dozen":
        return _dozen(t, scaled(t, Number(Decimal(1), Decimal(1), i, at, True))) if word == "a" else None
    if t.at(at) == "couple" and (word == "a" or t.at(at - 1) in _ONE_OF or t.at(at + 1) in SCALES):
        end = at + 1 + (t.at(at + 1) == "of")
        return _dozen(t, scaled(t, Number(Decimal(2), Decimal(2), i, end, True)))
    if t.at(at) in ("few", "several") and (t.at(at + 1) in SCALES or t.at(at + 1) == "dozen"):
        low, high = FEW if t.at(at) == "few" else SEVERAL
        return _dozen(t, scaled(t, Number(Decimal(low), Decimal(high), i, at + 1, True)))
    return None
