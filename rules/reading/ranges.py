"""A number with what belongs to it, and two of them joined into a range with the unit carried over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rules.model import QuantityKind
from rules.reading.bounds import bound_after
from rules.reading.numbers import Number, number_at
from rules.reading.tokens import Tokens, word_set
from rules.reading.traps import is_year
from rules.reading.units import Unit, currency_before, unit_after

DASHES = ("-", "–", "‑", "—")
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
class Part:
    """A number with its own currency or unit, in tokens first … end - 1."""

    number: Number
    unit: Unit | None
    first: int
    end: int

    @property
    def kind(self) -> QuantityKind:
        return self.unit.kind if self.unit else "count"


def part_at(t: Tokens, i: int) -> Part | None:
    number = number_at(t, i)
    if number is None:
        return None
    money = currency_before(t, number.first)
    if money:
        return Part(number, Unit("money", money[0], number.end), money[1], number.end)
    unit = _rating(t, number) or unit_after(t, number.end, scaled=number.scale > 100)
    behind = bound_after(t, number.end) if unit is None else None
    if behind:  # "15-plus years", "10 or more percent"
        unit = unit_after(t, behind[1], scaled=number.scale > 100)
    return Part(number, unit, number.first, unit.end if unit else number.end)


def _rating(t: Tokens, n: Number) -> Unit | None:
    """ "6.1/10", "8.1 out of 10", "4.5 out of 5 stars": a mark on a scale."""
    if n.spoken:
        return None
    at = n.end
    top = at + 1 if t.at(at) == "/" and t.glued(at) else at + 2 if t.words(at, 2) == ("out", "of") else 0
    if not top or t.at(top) not in ("5", "10", "100") or n.low > int(t.at(top)) or t.at(top + 1) == "/":
        return None
    return Unit("count", f"out of {t.at(top)}", top + 1)


def partner(t: Tokens, a: Part) -> tuple[Part, Part, bool] | None:
    """The other end of a range: (left, right, True); (left, right, False) for "from 7 to 9 percent" as a change."""
    gap = (
        t.at(a.end) in ("-", "‑")
        and t.glued(a.end)
        and t.at(a.end + 1) in ("to", "or")
        and not t.glued(a.end + 1)
    )
    if gap:
        a = replace(a, end=a.end + 1)  # "5- to 10-year loans"
    link = t.at(a.end)
    if a.number.vague or not (link in DASHES or link in ("to", "or", "and", "through")):
        return None
    between = t.at(a.first - 1) == "between" or t.at(a.first - 2) == "between"
    if link == "and" and not between:
        return None
    b = next((p for p in (part_at(t, a.end + 1), part_at(t, a.end + 2)) if p and p.first == a.end + 1), None)
    if b is None or b.number.vague or is_year(t, a.number) or (is_year(t, b.number) and b.unit is None):
        return None
    if link == "or" and (a.unit or b.number.low > 10 * a.number.low):
        return None
    a, b = _carried(a, b)
    if a.number.low > b.number.low or (a.kind, a.unit and a.unit.unit) != (b.kind, b.unit and b.unit.unit):
        return None
    changed = t.at(a.first - 1) == "from" and _changes(t, a.first)
    return a, b, not changed


def _carried(a: Part, b: Part) -> tuple[Part, Part]:
    """Unit and scale of one end given to the other: "$15 to 18 billion" is 15 to 18 billion dollars."""
    n = a.number
    if b.number.scale > 1 and n.scale == 1 and n.low * b.number.scale <= b.number.low:
        high = None if n.high is None else n.high * b.number.scale
        a = replace(a, number=replace(n, low=n.low * b.number.scale, high=high, scale=b.number.scale))
    if a.unit is None and b.unit is not None:
        a = replace(a, unit=b.unit)
    elif a.unit is not None and b.unit is None and a.unit.kind == "money":
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
