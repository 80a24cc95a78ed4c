"""What stands behind `figure`, `deadline` and `certainty`: text → bounds, and bounds → text."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rules.language.query import Certainty, Deadline, Figure

CURRENCIES = frozenset(
    {
        "USD", "EUR", "GBP", "JPY", "CNY", "INR", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
        "RUB", "TRY", "BRL", "MXN", "ZAR", "KRW", "SGD", "HKD", "ILS", "SAR", "AED",
    }
)  # fmt: skip
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
COINS = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "rupee": "INR"}
SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9,
    "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
TIMES = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade")
STEPS = {
    "certain": 6, "promise": 5, "promised": 5, "very_likely": 5, "will": 4, "plain": 4, "likely": 3, "plan": 3,
    "planned": 3, "possible": 2, "hope": 1, "even": 1, "unknown": 1, "unlikely": 0, "impossible": -1,
}  # fmt: skip
STEP_NAMES = {
    6: "certain", 5: "very likely, or promised", 4: "plain “will” or “is”", 3: "likely, or planned", 2: "possible",
    1: "even, hoped or unknown", 0: "unlikely", -1: "impossible",
}  # fmt: skip

MAX_DIGITS = 24
MAX_VALUE = 1e18
EARLIEST, LATEST = date(1000, 1, 1), date(9000, 12, 31)
_RANGE = re.compile(r"(?P<low>.+?)(?:\.\.|–|—|(?<=[\d%])-(?=[\d$€£¥]))(?P<high>.+)")
_OPERATOR = re.compile(r"(>=|<=|>|<|=)\s*")
_FIGURE = re.compile(
    r"(?P<minus>[-−])?(?P<sign>[$€£¥₹]|[A-Z]{3})?\s*(?P<minus2>[-−])?(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?P<rest>.*)"
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SPAN = re.compile(r"(?P<low>.+?)(?:\.\.|–|—)(?P<high>.+)")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value, `at` counted from its start."""

    at: int
    found: str
    expected: str


def unglued(text: str, operator: str) -> tuple[str, str, int]:
    """`figure:>=20%` means `figure>=20%`: (operator, the rest, where the rest begins)."""
    found = _OPERATOR.match(text)
    if operator == "" and found:
        return found[1], text[found.end() :], found.end()
    return operator or "=", text, 0


def figure(text: str, operator: str) -> Figure | Wrong:
    """What stands behind `figure`: "20%", "$3bn", "10..15%". `operator` "" or "=" for a range or one value."""
    expected = "a figure such as 20%, 1.5bn, $3m, 10x, 5years or 10..15%"
    if operator == "=" and (ranged := _RANGE.fullmatch(text)):
        low, high = _amount(ranged["low"].strip()), _amount(ranged["high"].strip())
        if low is None:
            return Wrong(0, f"'{ranged['low'][:20]}'", expected)
        if high is None:
            return Wrong(ranged.start("high"), f"'{ranged['high'][:20]}'", expected)
        return _between(low, high, ranged.start("high"))
    amount = _amount(text)
    if amount is None:
        return Wrong(0, f"'{text[:20]}'", expected)
    value, unit, _ = amount
    low_end = value if operator in ("=", ">", ">=") else None
    high_end = value if operator in ("=", "<", "<=") else None
    return Figure(low_end, high_end, unit, above=operator == ">", below=operator == "<")


Amount = tuple[float, str, float]
"""Value, unit, and the scale that is in the value ("bn": 1e9)."""


def _between(low: Amount, high: Amount, at: int) -> Figure | Wrong:
    if low[1] and high[1] and low[1] != high[1]:
        return Wrong(at, f"another unit ({high[1]})", f"the same unit at both ends ({low[1]})")
    first = low[0]
    if low[2] == 1 and high[2] != 1:
        first *= high[2]  # 10..15bn
    if first > high[0]:
        return Wrong(at, "an upper end below the lower", "the smaller figure first")
    return Figure(first, high[0], low[1] or high[1])


def _amount(text: str) -> Amount | None:
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    number = found["number"]
    if len(number) > MAX_DIGITS:
        return None
    if "," in number and not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        return None
    sign = found["sign"] or ""
    if len(sign) == 3 and sign not in CURRENCIES:
        return None
    scale, unit, rest = 1.0, SIGNS.get(sign, sign), found["rest"].strip()
    for word in re.findall(r"%|[^\W\d_]+|\S", rest):
        if word.casefold() in SCALES and scale == 1:
            scale = SCALES[word.casefold()]
        elif not unit and (named := _unit(word)):
            unit = named
        elif not (word.casefold() == "cent" and unit == "%"):
            return None
    value = float(number.replace(",", "")) * scale
    if value > MAX_VALUE:
        return None
    return (-value if found["minus"] or found["minus2"] else value), unit, scale


def _unit(word: str) -> str:
    low = word.casefold()
    if low in ("%", "percent", "per", "pct"):
        return "%"
    if low in ("x", "times"):
        return "x"
    if word.upper() in CURRENCIES:
        return word.upper()
    if coin := COINS.get(low.removesuffix("s")):
        return coin
    return low.removesuffix("s") if low.removesuffix("s") in TIMES else ""


def deadline(text: str, operator: str) -> Deadline | Wrong:
    """What stands behind `deadline`: a year, a month, a day, or a range of them, as days."""
    expected = "a year (2030), a month (2030-06), a day (2030-06-15) or a range (2027..2029)"
    if operator == "=" and (ranged := _SPAN.fullmatch(text)):
        low, high = _days(ranged["low"].strip()), _days(ranged["high"].strip())
        if low is None:
            return Wrong(0, f"'{ranged['low'][:20]}'", expected)
        if high is None:
            return Wrong(ranged.start("high"), f"'{ranged['high'][:20]}'", expected)
        if low[0] > high[1]:
            return Wrong(ranged.start("high"), "an end before the beginning", "the earlier date first")
        return Deadline(low[0], high[1])
    days = _days(text)
    if days is None:
        return Wrong(0, f"'{text[:20]}'", expected)
    first, last = days
    if (operator == "<" and first == EARLIEST) or (operator == ">" and last == LATEST):
        return Wrong(0, f"'{text[:20]}'", expected)
    match operator:
        case "<":
            return Deadline(None, first - timedelta(days=1))
        case "<=":
            return Deadline(None, last)
        case ">":
            return Deadline(last + timedelta(days=1), None)
        case ">=":
            return Deadline(first, None)
        case _:
            return Deadline(first, last)


def _days(text: str) -> tuple[date, date] | None:
    """The first and last day of a year, month or day."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if not EARLIEST.year <= year <= LATEST.year or month > 12 or (found[2] and not month):
        return None
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    last = monthrange(year, month)[1]
    if found[3]:
        return (date(year, month, day), date(year, month, day)) if 1 <= day <= last else None
    return date(year, month, 1), date(year, month, last)


def certainty(text: str, operator: str) -> Certainty | Wrong:
    """What stands behind `certainty`: a step from -1 to 6 by number or name, or a range of them."""
    expected = f"a step from -1 (impossible) to 6 (certain), or one of {', '.join(STEPS)}"
    if operator == "=" and (ranged := _SPAN.fullmatch(text)):
        low, high = _step(ranged["low"]), _step(ranged["high"])
        if low is None or high is None:
            return Wrong(0 if low is None else ranged.start("high"), f"'{text[:20]}'", expected)
        if low > high:
            return Wrong(ranged.start("high"), "an upper end below the lower", "the lower step first")
        return Certainty(low, high)
    step = _step(text)
    if step is None or (operator, step) in (("<", -1), (">", 6)):
        return Wrong(0, f"'{text[:20]}'", expected)
    match operator:
        case "<":
            return Certainty(None, step - 1)
        case "<=":
            return Certainty(None, step)
        case ">":
            return Certainty(step + 1, None)
        case ">=":
            return Certainty(step, None)
        case _:
            return Certainty(step, step)


def _step(text: str) -> int | None:
    text = text.strip().casefold().replace("-", "_") if text.strip()[:1] not in "-−" else text.strip()
    if text in STEPS:
        return STEPS[text]
    if re.fullmatch(r"[-−]?\d", text):
        value = int(text.replace("−", "-"))
        return value if -1 <= value <= 6 else None
    return None


# --- back to text ----------------------------------------------------------------------------------


def amount_text(value: float, unit: str) -> str:
    """`20%`, `1.5bn`, `$3m`, `SEK2bn`, `5years`: read again, it gives the same value and unit."""
    if unit in CURRENCIES:
        sign = next((sign for sign, code in SIGNS.items() if code == unit), unit)
        return sign + _short(value)
    if unit == "x" or unit in TIMES:  # letters that would run into those of a scale
        return f"{_digits(value)}{unit}{'s' if unit in TIMES and value != 1 else ''}"
    return f"{_short(value)}{unit}"


def _short(value: float) -> str:
    for scale, suffix in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        text = f"{value / scale:.10g}"
        if abs(value) >= scale and "e" not in text and float(text) * scale == value:
            return text + suffix
    return _digits(value)


def _digits(value: float) -> str:
    """All of it, without an exponent; the shortest that reads as the same value."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def figure_text(f: Figure) -> str:
    if f.low is not None and f.high is not None:
        if f.low == f.high:
            return f"figure={amount_text(f.low, f.unit)}"
        low, high = amount_text(f.low, f.unit), amount_text(f.high, f.unit)
        if _short(f.low)[-1].isdigit():  # in "10..15bn" the low end takes the scale of the high end
            high = high.replace(_short(f.high), _digits(f.high))
        return f"figure:{low}..{high}"
    if f.low is not None:
        return f"figure{'>' if f.above else '>='}{amount_text(f.low, f.unit)}"
    return f"figure{'<' if f.below else '<='}{amount_text(f.high or 0.0, f.unit)}"


def deadline_text(d: Deadline) -> str:
    if d.low and d.high:
        whole = _whole(d.low, d.high)
        return f"deadline={whole}" if whole else f"deadline:{d.low}..{d.high}"
    if d.low:
        return f"deadline>={d.low.year}" if (d.low.month, d.low.day) == (1, 1) else f"deadline>={d.low}"
    if d.high and (d.high.month, d.high.day) == (12, 31):
        return f"deadline<={d.high.year}"
    return f"deadline<={d.high}"


def _whole(low: date, high: date) -> str:
    if low == high:
        return str(low)
    if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31):
        return str(low.year) if low.year == high.year else ""
    last = monthrange(low.year, low.month)[1]
    same = (low.year, low.month) == (high.year, high.month) and (low.day, high.day) == (1, last)
    return f"{low.year:04}-{low.month:02}" if same else ""


def certainty_text(c: Certainty) -> str:
    if c.low is not None and c.high is not None:
        return f"certainty={c.low}" if c.low == c.high else f"certainty:{c.low}..{c.high}"
    return f"certainty>={c.low}" if c.low is not None else f"certainty<={c.high}"
