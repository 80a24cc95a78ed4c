"""Shares and multiples in words: "half", "a third", "two-thirds", "one EV in six", "eight of 10", "tripled"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rules.reading.numbers import ONES, Number, number_at
from rules.reading.tokens import Tokens, word_set
from rules.reading.units import DURATIONS

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9,
    "tenth": 10, "tenths": 10, "twelfth": 12, "hundredth": 100, "hundredths": 100,
}  # fmt: skip
_TIMES: dict[str, int | Decimal] = {
    "doubled": 2, "doubles": 2, "doubling": 2, "tripled": 3, "triples": 3, "tripling": 3, "trebled": 3, "trebling": 3,
    "trebles": 3, "quadrupled": 4, "quadruples": 4, "quadrupling": 4, "quintupled": 5, "quintupling": 5,
    "sextupled": 6, "halved": Decimal("0.5"), "halves": Decimal("0.5"), "halving": Decimal("0.5"),
    "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8,
    "ninefold": 9, "tenfold": 10, "twentyfold": 20, "hundredfold": 100, "thousandfold": 1000,
}  # fmt: skip
_BASE_VERBS: dict[str, int | Decimal] = {
    "double": 2,
    "triple": 3,
    "treble": 3,
    "quadruple": 4,
    "halve": Decimal("0.5"),
    "quintuple": 5,
}
SHARE_PARTS = frozenset(_PARTS)
SHARE_STARTERS = frozenset({"half", "twice", "thrice", "a", "an"}) | _TIMES.keys() | _BASE_VERBS.keys()
_BEFORE_VERB = word_set(
    """
    to will would could may might should can must than nearly almost about roughly more 'll or and not
    """
)
_AFTER_VERB = word_set(
    """
    the its their his her our your my what that in by over again from since as every all
    """
)
_AFTER_TWICE = word_set("as the that what his her its their our your my")
_HALF_OF = word_set(
    """
    of the his her its their our your my that this these those all as again
    """
)
_SPAN_BEFORE = word_set(
    """
    by than about nearly almost roughly around over under least most to only up down just another and between
    """
)
_SHARE_NOUNS = frozenset({"share", "proportion", "odds", "chance", "chances", "probability", "stake"})
_NOT_HALF = word_set(
    """
    first second other better last latter next this final past each either a one upper lower top bottom
    """
)


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage or a multiple in words; `thing` is the token where what it is of may start, if known."""

    kind: Literal["percent", "multiple"]
    low: Decimal
    high: Decimal
    first: int
    end: int
    thing: int | None = None


def _percent(numerator: Decimal, denominator: Decimal) -> Decimal:
    return round(numerator * 100 / denominator, 4).normalize() + Decimal(0)


def share_at(t: Tokens, i: int) -> Share | None:
    """The share or multiple in words that starts at token i."""
    word = t.at(i)
    if word == "half":
        return _half(t, i)
    if word in _TIMES or word in _BASE_VERBS:
        return _times(t, i)
    if word in ("twice", "thrice"):
        much = t.at(i + 1) in _AFTER_TWICE
        value = Decimal(2 if word == "twice" else 3)
        return (
            Share("multiple", value, value, i, i + 1)
            if much or t.at(i - 1) in ("than", "almost", "nearly")
            else None
        )
    if word in ("a", "an", "one") and t.at(i + 1) in _PARTS:
        return _one_part(t, i, i + 1)
    if word == "one" and t.at(i + 1) == "-" and t.at(i + 2) in _PARTS:
        return _one_part(t, i, i + 2)
    return _parts(t, i) or _in(t, i)


def share_range(t: Tokens, a: Share) -> Share:
    """ "between a third and a half", "one-third to two-thirds": both ends as one, else `a` itself."""
    link = t.at(a.end)
    if (
        link not in ("to", "and", "or", "-", "–")
        or a.thing is not None
        or (link == "and" and t.at(a.first - 1) != "between")
    ):
        return a
    b = share_at(t, a.end + 1)
    if b is None or b.kind != a.kind or b.low <= a.low:
        return a
    return Share(a.kind, a.low, b.high, a.first - (t.at(a.first - 1) == "between"), b.end, b.thing)


def _half(t: Tokens, i: int) -> Share | None:
    before, nxt = t.at(i - 1), t.at(i + 1)
    if before in _NOT_HALF or nxt == "-" or (t.at(i - 2) == "and" and before == "a"):
        return None
    fifty = Share("percent", Decimal(50), Decimal(50), i, i + 1)
    if before == "in":
        return Share("multiple", Decimal("0.5"), Decimal("0.5"), i - 1, i + 1)
    if nxt == "a" or (nxt == "an" and t.at(i + 2) == "hour"):
        return None
    if nxt in _HALF_OF and not (nxt == "the" and t.at(i + 2) in ("time", "battle", "fun")):
        return fifty
    return (
        fifty if before in _SPAN_BEFORE and nxt not in ("dozen", "past", "hour", "century", "time") else None
    )


def _times(t: Tokens, i: int) -> Share | None:
    word, before, nxt = t.at(i), t.at(i - 1), t.at(i + 1)
    if (
        nxt in ("down", "-")
        or (nxt == "as" and t.at(i + 2) != "much")
        or (word == "halves" and before in ("two", "both"))
    ):
        return None
    if word in _BASE_VERBS:
        verb = before in _BEFORE_VERB and nxt not in (
            "standard",
            "standards",
            "digits",
            "digit",
            "murder",
            "check",
        )
        if not (verb or (nxt in _AFTER_VERB and before not in ("a", "the", "his", "her", "body"))):
            return None
    value = Decimal(_TIMES.get(word) or _BASE_VERBS[word])
    return Share("multiple", value, value, i, i + 1)


def _one_part(t: Tokens, first: int, at: int) -> Share | None:
    """ "a third of", "by a quarter", "more than a fifth"; "a third term" is an ordinal, "a quarter" often a season."""
    word, nxt = t.low[at], t.at(at + 1)
    of = nxt == "of" and t.at(at + 2) not in ("a", "an")
    if nxt == "of" and t.at(at + 2) in ("a", "an"):
        of = t.at(at + 3) not in ("century", "million", "mile", "second", "billion")
    spanned = t.at(first - 1) in _SPAN_BEFORE and (
        not t.is_word(at + 1) or nxt in ("and", "in", "since", "from", "over", "this", "by", "to", "on")
    )
    if t.at(first - 1) == "to" and not of and t.at(first - 2) not in ("up", "down", "close", "by", "cut"):
        spanned = False
    fewer = nxt in ("fewer", "less", "more", "lower", "higher", "cheaper", "smaller", "larger", "faster")
    if (
        t.at(first - 1) in ("is", "was", "are")
        and not t.is_word(at + 1)
        and not _SHARE_NOUNS.isdisjoint(t.vocabulary)
    ):
        spanned = True  # "its share of the market is a third"
    as_much = nxt == "as" and t.at(at + 2) in ("much", "many", "big", "large", "long", "expensive", "likely")
    if not (of or spanned or fewer or as_much) and not (t.low[first] == "one" and t.at(first + 1) == "-"):
        return None
    share = _percent(Decimal(1), Decimal(_PARTS[word]))
    return Share("percent", share, share, first, at + 1)


def _parts(t: Tokens, i: int) -> Share | None:
    """ "two-thirds", "three quarters", "nine tenths"."""
    count = ONES.get(t.at(i), 0)
    if not 2 <= count <= 19:
        return None
    at = i + 1 + (t.at(i + 1) == "-")
    word = t.at(at)
    if word not in _PARTS or not word.endswith(("s", "ves")) or count >= _PARTS[word]:
        return None
    if word == "quarters" and at == i + 1 and t.at(at + 1) not in ("of", ",", "."):
        return None  # "for two quarters"
    if t.words(at + 1, 3) in (("of", "a", "percent"), ("of", "a", "percentage"), ("of", "a", "point")):
        tenths = Decimal(count) / _PARTS[word]
        return Share("percent", tenths, tenths, i, at + 4 + (t.at(at + 3) == "percentage"))
    share = _percent(Decimal(count), Decimal(_PARTS[word]))
    return Share("percent", share, share, i, at + 1)


def _in(t: Tokens, i: int) -> Share | None:
    """ "one in six", "1 in 5", "one EV in six", "four out of five", "eight of 10", "one of every three"."""
    part = number_at(t, i)
    if part is None or not part.whole or not 1 <= part.low <= 99 or part.scale > 1:
        return None
    at, thing = part.end, None
    words = 0
    while words < 2 and t.is_word(at) and t.at(at) not in ("in", "out", "of"):
        at, words = at + 1, words + 1
    if words:
        thing = part.end
        if t.at(at) != "in" and t.words(at, 2) != ("out", "of"):
            return None
    link = _link(t, at, words, part)
    whole = number_at(t, link) if link else None
    if whole is None or not whole.whole or not part.low < whole.low <= 100_000 or 1800 <= whole.low < 2200:
        return None
    if t.at(whole.end) in DURATIONS or t.at(whole.end) in (
        "%",
        "percent",
        "-",
        "million",
        "states",
        "times",
        "games",
    ):
        return None
    if (
        t.is_number(whole.end)
        or t.at(whole.end) in ("/", ":")
        or (words and whole.spoken is False and whole.low > 20)
    ):
        return None
    share = _percent(part.low, whole.low)
    return Share("percent", share, share, i, whole.end, thing if thing is not None else whole.end)


def _link(t: Tokens, at: int, words: int, part: Number) -> int | None:
    """The token where the whole starts, after "in", "in every", "out of", "out of every", "of", "of every"."""
    if t.at(at) == "in":
        return at + 1 + (t.at(at + 1) == "every")
    if t.words(at, 2) == ("out", "of"):
        return at + 2 + (t.at(at + 2) in ("every", "the"))
    if words:
        return None
    if t.at(at) == "of":
        if t.at(at + 1) == "every":
            return at + 2
        return at + 1 if part.low > 1 else None
    return None
