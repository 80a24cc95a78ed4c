"""Numbers as written and as spoken: "1,234.5", "$2.3bn"'s "2.3bn", "twenty-four", "half a million", "hundreds".

Values are `Decimal`, so "2.3 million" is 2300000 and never 2299999.9999999995.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rules.reading.tokens import Tokens, word_set

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_TENS = """twenty thirty forty fifty sixty seventy eighty ninety"""
ONES = {word: value for value, word in enumerate(_ONES.split())}
TENS = {word: value * 10 for value, word in enumerate(_TENS.split(), start=2)}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "lakh": Decimal(100_000),
    "lakhs": Decimal(100_000),
    "million": Decimal(10) ** 6,
    "crore": Decimal(10) ** 7,
    "crores": Decimal(10) ** 7,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "quadrillion": Decimal(10) ** 15,
}
SUFFIXES = {  # glued to or right after digits
    "k": Decimal(1000),
    "m": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "mln": Decimal(10) ** 6,
    "mio": Decimal(10) ** 6,
    "b": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "bln": Decimal(10) ** 9,
    "t": Decimal(10) ** 12,
    "tn": Decimal(10) ** 12,
    "trn": Decimal(10) ** 12,
    "cr": Decimal(10) ** 7,
}
_LOOSE_SUFFIXES = frozenset({"mn", "mln", "bn", "bln", "tn", "trn", "m", "k"})
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
_GLYPHS = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
}
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?")
_LONGEST = 15
"""Digits before the point beyond which a literal is an identifier, not a figure."""


STARTERS = frozenset({"a", "an", "half", "several", "couple", "few"}) | {
    *ONES,
    *TENS,
    *SCALES,
    *VAGUE,
    *_GLYPHS,
}
"""Words that may start a number."""
_ONE_OF = frozenset({"another", "next", "last", "past", "per", "the", "every", "first"})


@dataclass(frozen=True, slots=True)
class Number:
    """One number: an interval (equal ends for most), the tokens first … end - 1, and how it was written."""

    low: Decimal
    high: Decimal | None
    first: int
    end: int
    spoken: bool = False
    scale: Decimal = Decimal(1)
    vague: bool = False

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def whole(self) -> bool:
        return self.exact and self.low == self.low.to_integral_value()


def literal(token: str) -> Decimal | None:
    """The value of a run of digits, or None where it is no English number ("3.11.4", "1,5")."""
    if not token.isascii() or not _GROUPED.fullmatch(token):
        return None
    plain = token.replace(",", "")
    return Decimal(plain) if len(plain.partition(".")[0]) <= _LONGEST else None


def number_at(t: Tokens, i: int) -> Number | None:
    """The longest number that starts at token i."""
    word = t.at(i)
    if not word:
        return None
    if word[0].isdecimal():
        return _written(t, i)
    if word in _GLYPHS:
        return _scaled(t, Number(_GLYPHS[word], _GLYPHS[word], i, i + 1))
    if word in VAGUE:
        return _vague(t, i)
    if word in ONES or word in TENS:
        return _spoken(t, i)
    if word in SCALES and (
        t.at(i - 1) in _ONE_OF or (t.at(i + 1) == "-" and t.at(i + 2) in ("dollar", "pound", "euro"))
    ):
        return _scaled(t, Number(Decimal(1), Decimal(1), i, i, True))
    if word in ("a", "an", "half", "several", "couple", "few"):
        return _with_article(t, i)
    return None


def _written(t: Tokens, i: int) -> Number | None:
    value = literal(t.low[i])
    if value is None:
        return None
    if t.at(i - 1) == "." and t.glued(i) and not t.glued(i - 1) and len(t.low[i]) < 6 and "." not in t.low[i]:
        value = Decimal(f"0.{t.low[i]}".replace(",", ""))  # ".5 percent"
    end = i + 1
    if t.at(end) in _GLYPHS:
        value += _GLYPHS[t.low[end]]
        end += 1
    elif t.words(end, 3) == ("and", "a", "half"):
        value, end = value + Decimal("0.5"), end + 3
    return _scaled(t, Number(value, value, i, end))


def _scaled(t: Tokens, n: Number) -> Number:
    """With the "bn", "million" or "-million" that follows."""
    at = n.end
    word = t.at(at)
    metres = (
        word == "m"
        and t.glued(at)
        and not _money_before(t, n.first)
        and (n.low >= 1000 or t.at(at + 1) in _METRES)
    )
    if (
        not metres
        and word in SUFFIXES
        and (t.glued(at) or (word in _LOOSE_SUFFIXES and _money_before(t, n.first)))
    ):
        return _times(n, SUFFIXES[word], at + 1)
    if word == "-" and t.glued(at) and t.at(at + 1) in SCALES:
        at, word = at + 1, t.at(at + 1)
    scale = Decimal(1)
    while word in SCALES:  # "five hundred thousand"
        scale *= SCALES[word]
        at += 1
        word = t.at(at)
    if scale > 10**15:
        return n
    return _times(n, scale, at) if at > n.end and scale > 1 else n


_METRES = word_set(
    "high tall long deep wide above sprint race freestyle hurdles dash relay underground apart"
)


def _times(n: Number, scale: Decimal, end: int) -> Number:
    high = None if n.high is None else n.high * scale
    return Number(n.low * scale, high, n.first, end, n.spoken, scale, n.vague)


def _money_before(t: Tokens, i: int) -> bool:
    return t.at(i - 1) in ("$", "£", "€", "¥", "₹")


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
    elif t.at(end) == "point" and t.at(end + 1) in ONES:
        digits, end = "", end + 1
        while t.at(end) in ONES and ONES[t.low[end]] <= 9 and len(digits) < 9:
            digits, end = digits + str(ONES[t.low[end]]), end + 1
        value += Decimal(f"0.{digits}") if digits else 0
    if t.at(end - 1) in SCALES:
        scale = SCALES[t.low[end - 1]]
    return _dozen(t, _scaled(t, Number(value, value, first, end, True, scale)))


def _dozen(t: Tokens, n: Number) -> Number:
    return _times(n, Decimal(12), n.end + 1) if t.at(n.end) == "dozen" else n


def _with_article(t: Tokens, i: int) -> Number | None:
    """ "a hundred", "a dozen", "half a million", "a few hundred", "a couple of thousand", "several million"."""
    word, nxt = t.low[i], t.at(i + 1)
    if word == "half":
        if nxt == "a" and (t.at(i + 2) in SCALES or t.at(i + 2) == "dozen"):
            return _dozen(t, _scaled(t, Number(Decimal("0.5"), Decimal("0.5"), i, i + 2, True)))
        if nxt == "-" and t.at(i + 2) in SCALES:
            return _scaled(t, Number(Decimal("0.5"), Decimal("0.5"), i, i + 2, True))
        return None
    if word == "an":
        return None
    at = i + (word == "a")
    if t.at(at) in SCALES or t.at(at) == "dozen":
        return _dozen(t, _scaled(t, Number(Decimal(1), Decimal(1), i, at, True))) if word == "a" else None
    if t.at(at) == "couple" and (word == "a" or t.at(at - 1) in _ONE_OF or t.at(at + 1) in SCALES):
        end = at + 1 + (t.at(at + 1) == "of")
        return _dozen(t, _scaled(t, Number(Decimal(2), Decimal(2), i, end, True)))
    if t.at(at) in ("few", "several") and (t.at(at + 1) in SCALES or t.at(at + 1) == "dozen"):
        low, high = FEW if t.at(at) == "few" else SEVERAL
        return _dozen(t, _scaled(t, Number(Decimal(low), Decimal(high), i, at + 1, True)))
    return None
