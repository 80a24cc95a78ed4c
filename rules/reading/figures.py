"""The door for figures: every quantity of a sentence as an interval with its unit and the measured thing.

A number is read with what stands left and right of it (currency, scale, unit, bounds, rate), joined with a
partner where both make a range, and left out where it is a name, a date, an age or a score (`traps`).
Durations that only say when ("within five years", "ten years ago") are horizons or past, not quantities.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from rules.model import Quantity, QuantityKind
from rules.reading import measured
from rules.reading.ages import is_age
from rules.reading.bounds import bound_after, bounds_before
from rules.reading.numbers import SCALES, STARTERS, number_at
from rules.reading.ranges import DASHES, Part, part_at, partner
from rules.reading.relative import spoken_for
from rules.reading.shares import SHARE_PARTS, SHARE_STARTERS, Share, share_at, share_range
from rules.reading.tokens import Tokens, tokens_of, word_set
from rules.reading.traps import is_trap, is_window
from rules.reading.units import Unit, rate_after, unit_after

_STARTERS = STARTERS | SHARE_STARTERS
_MAY_HOLD = (_STARTERS | SHARE_PARTS | {"dozen"}) - {"a", "an"}
_AFTER_ARTICLE = SHARE_PARTS | SCALES.keys() | {"dozen", "couple", "few", "several"}
"""What makes a number of an article before it."""
_HOLLOW = frozenset({"figure", "figures", "mark", "level", "milestone", "threshold", "total"})


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
    noun_at: int | None = None
    """Where the counted noun stands, if not right behind: "from 300 to 450 people"."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """Figures of `text` in reading order; spans are into `text`. Empty for a text without any."""
    t = tokens_of(text)
    if not t.digits and _MAY_HOLD.isdisjoint(t.vocabulary):
        return ()
    out: list[Quantity] = []
    taken: frozenset[int] | None = None
    i, size, low = 0, len(t), t.low
    while i < size:
        word = low[i]
        if not word[0].isdecimal() and (
            word not in _STARTERS or (word in ("a", "an") and t.at(i + 1) not in _AFTER_ARTICLE)
        ):
            i += 1
            continue
        found, end = _figures_at(t, i)
        for figure in found:
            if figure.kind == "duration":
                taken = spoken_for(t) if taken is None else taken
                if figure.first in taken or figure.end - 1 in taken:
                    continue
            out.append(_finish(t, figure))
        i = max(end, i + 1)
    return tuple(out)


def _figures_at(t: Tokens, i: int) -> tuple[list[_Figure], int]:
    """What starts at token i, and where to go on."""
    share = share_at(t, i)
    if share:
        whole = share_range(t, share)
        return [_from_share(t, whole)], whole.end
    part = part_at(t, i)
    if part is None:
        return [], i + 1
    other = partner(t, part)
    if other is None:
        figure = _from_part(t, part)
        return ([figure] if figure else []), part.end
    left, right, joined = other
    if joined:
        figure = _from_range(t, left, right)
        return ([figure] if figure else []), right.end
    pair = [f for f in (_from_part(t, left), _from_part(t, right)) if f]
    return [replace(f, noun_at=right.end) if f.kind == "count" else f for f in pair], right.end


def _from_range(t: Tokens, a: Part, b: Part) -> _Figure | None:
    unit = a.unit or b.unit
    if unit is None:
        noun = measured.counted(t, b.end)
        plural = noun is not None and measured.is_plural(t.at(noun[1] - 1))
        glued = t.at(a.end) in DASHES
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


def _from_part(t: Tokens, p: Part) -> _Figure | None:
    n = p.number
    if p.unit is None and is_trap(t, n):
        return None
    if n.vague and p.unit is None and t.at(n.end) == "of":  # "millions of dollars"
        money = unit_after(t, n.end + 1, scaled=True)
        if money and money.kind in ("money", "duration"):
            p = replace(p, unit=money, end=money.end)
    if p.unit is None and t.words(p.first - 2, 2) == ("factor", "of"):
        p = replace(p, unit=Unit("multiple", "x", p.end))
    factor = p.unit.factor if p.unit else Decimal(1)
    sign = -1 if _negative(t, p) else 1
    low, high = n.low * factor * sign, None if n.high is None else n.high * factor * sign
    figure = _Figure(p.kind, p.unit.unit if p.unit else "", low, high, p.first, p.end)
    return figure if _stands(t, figure) else None


def _negative(t: Tokens, p: Part) -> bool:
    sign = t.at(p.first - 1)
    if not (p.kind in ("percent", "money") or (p.unit and p.unit.unit[:1] in "°d")) or sign not in (
        "-",
        "−",
        "–",
        "minus",
    ):
        return False
    if sign == "minus":
        return t.at(p.first - 2) != "or"  # "plus or minus 3 points"
    return t.glued(p.first) and not t.glued(p.first - 1)


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
    return _Figure(s.kind, unit, s.low, s.high, s.first, s.end, of, s.low < s.high)


def _finish(t: Tokens, f: _Figure) -> Quantity:
    """With bounds, rate and measured thing."""
    unit, end, thing = f.unit, f.end, f.of
    if f.kind == "count" and not unit:
        unit, end, thing = _counted(t, f)
    edge, blurred, first = bounds_before(t, f.first)
    if edge == "floor" and t.at(f.first - 1) == "over" and f.kind == "duration" and _a_stretch(t, f):
        edge, first = "plain", f.first
    low, high = f.low, f.high
    for place in (*range(f.first + 1, f.end), f.end, end):
        later = bound_after(t, place)
        if later and (edge == "plain" or later[0] == "about"):
            edge, end = (later[0] if later[0] != "about" else edge), max(end, later[1])
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


def _counted(t: Tokens, f: _Figure) -> tuple[str, int, str | None]:
    """The unit of a count (its noun's head), the token where the figure's words end, and what it is of."""
    behind = bound_after(t, f.end)
    place = f.noun_at or (behind[1] if behind else f.end)
    noun = measured.counted(t, place) or _of_all(t, place)
    if not noun:
        return "", f.end, f.of
    head = next((k for k in range(noun[1] - 1, noun[0] - 1, -1) if t.is_word(k)), noun[0])
    unit = t.low[head].removesuffix("'s")
    end = noun[1] if f.noun_at is None and t.at(place) != "of" else f.end
    return "" if unit in _HOLLOW else unit, end, f.of or measured.phrase_of(t, *noun)


def _of_all(t: Tokens, i: int) -> tuple[int, int] | None:
    """ "40 of the 120 plants": the noun stands behind the second number."""
    if t.words(i, 2) != ("of", "the") or not t.is_number(i + 2):
        return None
    whole = number_at(t, i + 2)
    return measured.counted(t, whole.end) if whole else None


def _a_stretch(t: Tokens, f: _Figure) -> bool:
    """ "$5bn over two years" spreads over a stretch; "for over two years" is more than two."""
    return f.low is not None and f.low <= 12 and t.at(f.first - 2) not in _MEASURING


_MEASURING = word_set("for well just lasted lasts took takes after of is was are were with spent a been last")


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
