"""Numbers in digits, their scales ("bn", "million", "crore") and the tables of number words.

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
    "mil": Decimal(10) ** 6,
    "b": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "bln": Decimal(10) ** 9,
    "t": Decimal(10) ** 12,
    "tn": Decimal(10) ** 12,
    "trn": Decimal(10) ** 12,
    "cr": Decimal(10) ** 7,
}
_LOOSE_SUFFIXES = frozenset({"mn", "mln", "mil", "bn", "bln", "tn", "trn", "m", "k"})
GLYPHS = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
}
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?")
_LONGEST = 15
"""Digits before the point beyond which a literal is an identifier, not a figure."""
_EXPONENT = re.compile(r"e([0-9]{1,2})")
_METRES = word_set(
    "high tall long deep wide above sprint race freestyle hurdles dash relay underground apart"
)


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


def written(t: Tokens, i: int) -> Number | None:
    value = literal(t.low[i])
    if value is None:
        return None
    if t.at(i - 1) == "." and t.glued(i) and not t.glued(i - 1) and len(t.low[i]) < 6 and "." not in t.low[i]:
        value = Decimal(f"0.{t.low[i]}".replace(",", ""))  # ".5 percent"
    end = i + 1
    power = _power(t, i, value)
    if power:
        return power
    if t.at(end) in GLYPHS:
        value += GLYPHS[t.low[end]]
        end += 1
    elif t.words(end, 3) == ("and", "a", "half"):
        value, end = value + Decimal("0.5"), end + 3
    return scaled(t, Number(value, value, i, end))


def _power(t: Tokens, i: int, value: Decimal) -> Number | None:
    """ "10^26", "3e25"."""
    if (
        t.at(i + 1) == "^"
        and value == 10
        and t.is_number(i + 2)
        and len(t.low[i + 2]) <= 2
        and t.low[i + 2].isascii()
    ):
        power = Decimal(10) ** int(t.low[i + 2])
        return Number(power, power, i, i + 3)
    found = _EXPONENT.fullmatch(t.at(i + 1)) if t.glued(i + 1) else None
    if found:
        power = value * Decimal(10) ** int(found[1])
        return Number(power, power, i, i + 2)
    return None


def scaled(t: Tokens, n: Number) -> Number:
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
        return times(n, SUFFIXES[word], at + 1)
    if word == "-" and t.glued(at) and t.at(at + 1) in SCALES:
        at, word = at + 1, t.at(at + 1)
    scale = Decimal(1)
    while word in SCALES:  # "five hundred thousand"
        scale *= SCALES[word]
        at += 1
        word = t.at(at)
    if scale > 10**15:
        return n
    return times(n, scale, at) if at > n.end and scale > 1 else n


def times(n: Number, scale: Decimal, end: int) -> Number:
    high = None if n.high is None else n.high * scale
    return Number(n.low * scale, high, n.first, end, n.spoken, scale, n.vague)


def _money_before(t: Tokens, i: int) -> bool:
    return t.at(i - 1) in ("$", "£", "€", "¥", "₹")
