"""The door for figures: every quantity of a sentence as an interval with its unit and the measured thing.

A number is read with what stands left and right of it (currency, scale, unit, bounds, rate), joined with a
partner where both make a range, and left out where it is a name, a date, an age or a score (`traps`).
Durations that only say when ("within five years", "ten years ago") are horizons or past, not quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from rules.model import Quantity, QuantityKind
from rules.reading import measured
from rules.reading.bounds import bound_after, bounds_before
from rules.reading.numbers import STARTERS, Number, number_at
from rules.reading.relative import spoken_for
from rules.reading.shares import SHARE_STARTERS, Share, share_at
from rules.reading.tokens import Tokens, tokens_of, word_set
from rules.reading.traps import is_age, is_trap, is_window, is_year
from rules.reading.units import Unit, currency_before, rate_after, unit_after

_MAY_HOLD = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundreds?|thousands?|[mb]illions?|trillions?|dozens?|tens|half|halved|halv\w+|thirds?|quarters?|fifth|tenth"
    r"|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|quintupl\w+|\w+fold|twice|thrice|couple|crores?|lakhs?)\b|[½¼¾⅓⅔]",
    re.IGNORECASE,
)
_STARTERS = STARTERS | SHARE_STARTERS
_DASHES = ("-", "–", "‑", "—")
_HOLLOW = frozenset({"figure", "figures", "mark", "level", "milestone", "threshold", "total"})
_CHANGE = word_set(
    """
    rise rises rose risen rising raise raised raising increase increases increased increasing grow grows
    grew grown growing jump jumped jumps climb climbed climbs fall falls fell fallen falling drop drops
    dropped dropping decline declined declines cut cuts cutting reduce reduces reduced reducing lower
    lowered lowering slash slashed shrink shrank shrunk boost boosted boosting expand expanded move
    moved moving go goes went gone lift lifted up down improve improved slow slowed slowing change
    changed revised doubled tripled soared surged plunged slid dipped slipped advanced upgraded
    downgraded double triple swell swelled
    """
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A number with its own currency or unit, in tokens first … end - 1."""

    number: Number
    unit: Unit | None
    first: int
    end: int

    @property
    def kind(self) -> QuantityKind:
        return self.unit.kind if self.unit else "count"


@dataclass(frozen=True, slots=True)
class _Figure:
    kind: QuantityKind
    unit: str
    low: Decimal | None
    high: Decimal | None
    first: int
    end: int
    of: str | None = None
    ranged: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """Figures of `text` in reading order; spans are into `text`. Empty for a text without any."""
    if not _MAY_HOLD.search(text):
        return ()
    t = tokens_of(text)
    out: list[Quantity] = []
    taken: list[tuple[int, int]] | None = None
    i, size, low = 0, len(t), t.low
    while i < size:
        word = low[i]
        if not word[0].isdecimal() and word not in _STARTERS:
            i += 1
            continue
        found, end = _figures_at(t, i)
        for figure in found:
            if figure.kind == "duration":
                taken = spoken_for(t) if taken is None else taken
                if any(first < figure.end and figure.first < last for first, last in taken):
                    continue
            out.append(_finish(t, figure))
        i = max(end, i + 1)
    return tuple(out)


def _figures_at(t: Tokens, i: int) -> tuple[list[_Figure], int]:
    """What starts at token i, and where to go on."""
    share = share_at(t, i)
    if share:
        return [_from_share(t, share)], share.end
    part = _part(t, i)
    if part is None:
        return [], i + 1
    other = _partner(t, part)
    if other is None:
        figure = _from_part(t, part)
        return ([figure] if figure else []), part.end
    left, right, joined = other
    if joined:
        figure = _from_range(t, left, right)
        return ([figure] if figure else []), right.end
    return [f for f in (_from_part(t, left), _from_part(t, right)) if f], right.end


def _part(t: Tokens, i: int) -> _Part | None:
    number = number_at(t, i)
    if number is None:
        return None
    money = currency_before(t, number.first)
    if money:
        return _Part(number, Unit("money", money[0], number.end), money[1], number.end)
    unit = _rating(t, number) or unit_after(t, number.end, scaled=number.scale > 100)
    return _Part(number, unit, number.first, unit.end if unit else number.end)


def _rating(t: Tokens, n: Number) -> Unit | None:
    """ "6.1/10", "8.1 out of 10", "4.5 out of 5 stars": a mark on a scale."""
    if n.spoken:
        return None
    at = n.end
    top = at + 1 if t.at(at) == "/" and t.glued(at) else at + 2 if t.words(at, 2) == ("out", "of") else 0
    if not top or t.at(top) not in ("5", "10", "100") or n.low > int(t.at(top)) or t.at(top + 1) == "/":
        return None
    return Unit("count", f"out of {t.at(top)}", top + 1)


def _partner(t: Tokens, a: _Part) -> tuple[_Part, _Part, bool] | None:
    """The other end of a range: (left, right, True); (left, right, False) for "from 7 to 9 percent" as a change."""
    link = t.at(a.end)
    if a.number.vague or not (link in _DASHES or link in ("to", "or", "and", "through")):
        return None
    between = t.at(a.first - 1) == "between" or t.at(a.first - 2) == "between"
    if link == "and" and not between:
        return None
    b = next((p for p in (_part(t, a.end + 1), _part(t, a.end + 2)) if p and p.first == a.end + 1), None)
    if b is None or b.number.vague or is_year(t, a.number) or (is_year(t, b.number) and b.unit is None):
        return None
    if link == "or" and (a.unit or b.number.low > 10 * a.number.low):
        return None
    a, b = _carried(a, b)
    if a.number.low > b.number.low or (a.kind, a.unit and a.unit.unit) != (b.kind, b.unit and b.unit.unit):
        return None
    changed = t.at(a.first - 1) == "from" and _changes(t, a.first)
    return a, b, not changed


def _carried(a: _Part, b: _Part) -> tuple[_Part, _Part]:
    """Unit and scale of one end given to the other: "$15 to 18 billion" is 15 to 18 billion dollars."""
    n = a.number
    if b.number.scale > 1 and n.scale == 1 and n.low * b.number.scale <= b.number.low:
        high = None if n.high is None else n.high * b.number.scale
        a = replace(a, number=replace(n, low=n.low * b.number.scale, high=high, scale=b.number.scale))
    if a.unit is None and b.unit is not None:
        a = replace(a, unit=b.unit)
    elif a.unit is not None and b.unit is None:
        b = replace(b, unit=replace(a.unit, end=b.end))
    return a, b


def _changes(t: Tokens, i: int) -> bool:
    """Whether a verb of change stands before token i in its clause."""
    at = i - 1
    while at >= 0 and i - at < 40 and not t.breaks(at):
        if t.low[at] in _CHANGE:
            return True
        at -= 1
    return False


def _from_range(t: Tokens, a: _Part, b: _Part) -> _Figure | None:
    unit = a.unit or b.unit
    if unit is None:
        noun = measured.counted(t, b.end)
        plural = noun is not None and measured.is_plural(t.at(noun[1] - 1))
        glued = t.at(a.end) in _DASHES
        if (
            is_trap(t, a.number, paired=True)
            or is_trap(t, b.number, paired=True)
            or not (plural or not glued)
        ):
            return None
    factor = unit.factor if unit else Decimal(1)
    high = None if b.number.high is None else b.number.high * factor
    first = a.first - (t.at(a.first - 1) in ("between", "from"))
    low = a.number.low * factor
    figure = _Figure(a.kind, unit.unit if unit else "", low, high, first, b.end, ranged=True)
    return figure if _stands(t, figure) else None


def _from_part(t: Tokens, p: _Part) -> _Figure | None:
    n = p.number
    if p.unit is None and is_trap(t, n):
        return None
    if n.vague and p.unit is None and t.at(n.end) == "of":  # "millions of dollars"
        money = unit_after(t, n.end + 1, scaled=True)
        if money and money.kind in ("money", "duration"):
            p = replace(p, unit=money, end=money.end)
    factor = p.unit.factor if p.unit else Decimal(1)
    sign = -1 if _negative(t, p) else 1
    low, high = n.low * factor * sign, None if n.high is None else n.high * factor * sign
    figure = _Figure(p.kind, p.unit.unit if p.unit else "", low, high, p.first, p.end)
    return figure if _stands(t, figure) else None


def _negative(t: Tokens, p: _Part) -> bool:
    sign = t.at(p.first - 1)
    if p.kind not in ("percent", "money") or sign not in ("-", "−", "–", "minus"):
        return False
    return sign == "minus" or (t.glued(p.first) and not t.glued(p.first - 1) and p.first > 1)


def _stands(t: Tokens, f: _Figure) -> bool:
    """Whether a figure with a unit is one: an age, a stretch of the past or "one day" is not."""
    if f.kind == "duration":
        if is_age(t, f.first, f.end) or is_window(t, f.first, f.end):
            return False
        if f.low == f.high == 1 and t.at(f.first) == "one" and f.unit in ("day", "second", "minute"):
            return False
    if f.kind != "count":
        return True
    if t.at(f.first) in ("tens", "scores"):
        return t.at(f.end) == "of"
    return not (
        t.at(f.end - 1) in ("of", "couple")
        and t.at(f.end) in ("them", "us", "you", "those", "which", "the", "my")
    )


def _from_share(t: Tokens, s: Share) -> _Figure:
    unit = "%" if s.kind == "percent" else "x"
    of = measured.phrase(t, s.thing) if s.thing is not None else None
    return _Figure(s.kind, unit, s.low, s.high, s.first, s.end, of)


def _finish(t: Tokens, f: _Figure) -> Quantity:
    """With bounds, rate and measured thing."""
    unit, end, thing = f.unit, f.end, f.of
    if f.kind == "count" and not unit:
        noun = measured.counted(t, f.end)
        if noun:
            unit = t.low[noun[1] - 1].removesuffix("'s")
            unit = "" if unit in _HOLLOW else unit
            thing = thing or measured.phrase_of(t, *noun)
            end = noun[1]
    edge, blurred, first = bounds_before(t, f.first)
    low, high = f.low, f.high
    for place in (f.end, end):
        later = bound_after(t, place)
        if later and (edge == "plain" or later[0] == "about"):
            edge, end = (later[0], later[1]) if later[0] != "about" else (edge, later[1])
            blurred = blurred or later[0] == "about"
            break
    if edge == "floor" and not f.ranged:
        high = None
    elif edge == "ceiling" and not f.ranged:
        low = None
    rate = rate_after(t, end)
    if thing is None or thing == "":
        thing = measured.thing(t, f.kind, f.first, f.end if rate is None else rate[1], first)
    stop = rate[1] if rate else end
    start, finish = t.span(first, stop)
    return Quantity(
        kind=f.kind,
        low=_plain(low),
        high=_plain(high),
        unit=unit,
        text=t.text[start:finish],
        of=thing,
        span=(start, finish),
        approximate=blurred,
        per=rate[0] if rate else None,
    )


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
