"""What stands beside a number and says what it counts: currencies, percent, times, durations, measures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rules.model import QuantityKind
from rules.reading.tokens import Tokens, word_set

SYMBOLS = {
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "₿": "BTC",
}
_DOLLARS = {
    "us": "USD", "u.s.": "USD", "usd": "USD", "c": "CAD", "ca": "CAD", "can": "CAD", "cad": "CAD", "cdn": "CAD",
    "a": "AUD", "au": "AUD", "aud": "AUD", "nz": "NZD", "nzd": "NZD", "hk": "HKD", "hkd": "HKD", "s": "SGD",
    "sg": "SGD", "sgd": "SGD", "nt": "TWD", "mx": "MXN", "r": "BRL", "cn": "CNY",
}  # fmt: skip
_LEADING = {
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY", "inr": "INR", "cny": "CNY", "rmb": "CNY", "chf": "CHF",
    "cad": "CAD", "aud": "AUD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "rs": "INR", "krw": "KRW", "pln": "PLN",
    "brl": "BRL", "zar": "ZAR", "hkd": "HKD", "sgd": "SGD", "nzd": "NZD", "mxn": "MXN", "try": "TRY",
}  # fmt: skip
_NAMED = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "yen": "JPY", "rupee": "INR", "rupees": "INR",
    "yuan": "CNY", "renminbi": "CNY", "franc": "CHF", "francs": "CHF", "rouble": "RUB", "roubles": "RUB",
    "ruble": "RUB", "rubles": "RUB", "lira": "TRY", "peso": "MXN", "pesos": "MXN", "rand": "ZAR", "shekels": "ILS",
    "kronor": "SEK", "kroner": "NOK", "zloty": "PLN", "bitcoin": "BTC", "bitcoins": "BTC", "won": "KRW",
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY", "inr": "INR", "cny": "CNY", "rmb": "CNY", "chf": "CHF",
    "cad": "CAD", "aud": "AUD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "quid": "GBP", "bucks": "USD",
}  # fmt: skip
_NATIONS = {
    ("canadian", "dollars"): "CAD", ("australian", "dollars"): "AUD", ("hong", "kong", "dollars"): "HKD",
    ("singapore", "dollars"): "SGD", ("us", "dollars"): "USD", ("american", "dollars"): "USD",
    ("pounds", "sterling"): "GBP", ("british", "pounds"): "GBP", ("swiss", "francs"): "CHF",
    ("indian", "rupees"): "INR", ("new", "zealand", "dollars"): "NZD", ("u.s.", "dollars"): "USD",
    ("egyptian", "pounds"): "EGP",
}  # fmt: skip
DURATIONS = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
    "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "day": "day", "days": "day",
    "week": "week", "weeks": "week", "wk": "week", "wks": "week", "fortnight": "fortnight", "fortnights": "fortnight",
    "month": "month", "months": "month", "mo": "month", "mos": "month", "year": "year", "years": "year", "yr": "year",
    "yrs": "year", "quarters": "quarter", "decade": "decade", "decades": "decade", "century": "century",
    "centuries": "century", "millisecond": "millisecond", "milliseconds": "millisecond", "ms": "millisecond",
}  # fmt: skip
_MEASURES = word_set(
    """
    mile miles km kilometre kilometres kilometer kilometers metre metres meter meters cm mm foot feet ft
    inch inches acre acres hectare hectares ton tons tonne tonnes kg kilogram kilograms kilo kilos gram
    grams lb lbs ounce ounces mw gw tw kw kwh mwh gwh twh megawatt megawatts gigawatt gigawatts kilowatt
    kilowatts terawatt watt watts volts gb tb mb kb gigabyte gigabytes terabyte terabytes megabytes
    petabytes petaflops exaflops flops mph kph knots litre litres liter liters gallon gallons barrel
    barrels bushels degrees celsius fahrenheit bps_ mbps gbps ghz mhz megatons kilotons yards
    """
)
PERIODS = {
    "second": "second", "minute": "minute", "hour": "hour", "day": "day", "night": "night", "week": "week",
    "month": "month", "quarter": "quarter", "year": "year", "decade": "decade", "century": "century", "annum": "year",
    "capita": "capita", "person": "person", "head": "head", "household": "household", "share": "share", "unit": "unit",
    "game": "game", "user": "user", "employee": "employee", "barrel": "barrel", "ton": "ton", "tonne": "tonne",
    "gallon": "gallon", "mile": "mile", "vote": "vote", "worker": "worker", "token": "token", "litre": "litre",
    "kilo": "kilo", "pound": "pound", "student": "student", "child": "child", "family": "family", "acre": "acre",
    "ounce": "ounce", "h": "hour", "hr": "hour", "yr": "year", "mo": "month", "wk": "week", "kwh": "kwh", "mwh": "mwh",
}  # fmt: skip
_ADVERBS = {
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour",
    "nightly": "night", "apiece": "unit", "quarterly": "quarter",
}  # fmt: skip
_TIMES_OF = word_set(
    """
    as more less the its his her their our your my what that than of growth over current normal
    """
)
_COMPARED = word_set(
    """
    faster larger higher bigger smaller cheaper better greater stronger longer lower older worse
    """
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind and its unit, the factor that brings the written value to it, and the token after it."""

    kind: QuantityKind
    unit: str
    end: int
    factor: Decimal = Decimal(1)


def currency_before(t: Tokens, i: int) -> tuple[str, int] | None:
    """The currency written before a number at token i, and the first token of it."""
    word = t.at(i - 1)
    if word in SYMBOLS:
        if word != "$" or not t.glued(i - 1):
            return SYMBOLS[word], i - 1
        nation = t.at(i - 2)
        if nation in _DOLLARS and t.raw(i - 2).isupper():
            return _DOLLARS[nation], i - 2
        return "USD", i - 1
    if word == "." and t.at(i - 2) == "rs":
        return "INR", i - 2
    if word in _LEADING and (t.raw(i - 1).isupper() or word == "rs"):
        return _LEADING[word], i - 1
    return None


def unit_after(t: Tokens, i: int, *, scaled: bool = False) -> Unit | None:
    """The unit that starts at token i, right after a number (a hyphen may stand between)."""
    if t.at(i) in ("-", "‑") and t.glued(i):
        inner = _named_unit(t, i + 1, scaled=True)
        return inner if inner and t.glued(i + 1) else None
    return _named_unit(t, i, scaled=scaled)


def _named_unit(t: Tokens, i: int, *, scaled: bool) -> Unit | None:
    share = _share_unit(t, i)
    if share:
        return share
    word, nxt = t.at(i), t.at(i + 1)
    money = _money_after(t, i, scaled=scaled)
    if money:
        return money
    if word in DURATIONS and not (word in ("sec", "ms", "mo", "min") and t.raw(i)[0].isupper()):
        return Unit(
            "duration", DURATIONS[word], i + 1 + (nxt == "." and len(word) <= 3 and word[-1] in "rsk")
        )
    if word in ("x", "×") and not t.is_number(i + 1) and t.at(i + 1) != "-":
        return Unit("multiple", "x", i + 1)
    if word in ("fold", "folds") and (t.at(i - 1) == "-" or t.glued(i)):
        return Unit("multiple", "x", i + 1)
    if word == "times" and is_multiple(t, i + 1):
        return Unit("multiple", "x", i + 1)
    return _measure(t, i)


def _share_unit(t: Tokens, i: int) -> Unit | None:
    """ "%", "per cent", "percentage points", "basis points", "pc of"."""
    word, nxt = t.at(i), t.at(i + 1)
    if word in ("%", "percent", "pct", "٪") or (word == "per" and nxt == "cent"):
        return _percent(t, i, i + 1 + (word == "per"))
    if word == "percentage" and nxt in ("point", "points"):
        return Unit("percent", "points", i + 2)
    if word == "basis":
        end = i + 1 + (nxt == "-")
        if t.at(end) in ("point", "points"):
            return Unit("percent", "points", end + 1, Decimal("0.01"))
    if word == "point" and t.at(i - 1) in ("-", "a") and t.at(i - 2) in ("quarter", "half", "of"):
        return Unit("percent", "points", i + 1)
    if word == "pc" and (nxt == "of" or not t.is_word(i + 1)):
        return Unit("percent", "%", i + 1)
    if word in ("bps", "bp") and not t.raw(i)[0].isupper():
        return Unit("percent", "points", i + 1, Decimal("0.01"))
    if word in ("pp", "ppt", "ppts"):
        return Unit("percent", "points", i + 1)
    return None


def _percent(t: Tokens, i: int, end: int) -> Unit:
    if t.at(end) in ("point", "points"):
        return Unit("percent", "points", end + 1)
    return Unit("percent", "%", end)


def is_multiple(t: Tokens, i: int) -> bool:
    """Whether what follows "times" compares ("times as many", "times the pay"), or just counts occasions."""
    word = t.at(i)
    return word in _TIMES_OF or word in _COMPARED


def _money_after(t: Tokens, i: int, *, scaled: bool) -> Unit | None:
    word = t.at(i)
    for names, code in _NATIONS.items():
        if word == names[0] and t.words(i, len(names)) == names:
            return Unit("money", code, i + len(names))
    if word == "won" and not scaled:
        return None
    if word in _NAMED:
        return Unit("money", _NAMED[word], i + 1)
    if word in ("pound", "pounds") and scaled:
        return Unit("money", "GBP", i + 1)
    if word in ("cent", "cents"):
        return Unit("money", "USD", i + 1, Decimal("0.01"))
    if word in ("pence", "p") and (word == "pence" or t.glued(i)):
        return Unit("money", "GBP", i + 1, Decimal("0.01"))
    if word in SYMBOLS and t.glued(i):
        return Unit("money", SYMBOLS[word], i + 1)
    return None


def _measure(t: Tokens, i: int) -> Unit | None:
    word, nxt = t.at(i), t.at(i + 1)
    if word in ("square", "sq", "cubic", "metric", "nautical") and (nxt in _MEASURES):
        return Unit("count", f"{word} {nxt}", i + 2)
    if word == "°" and nxt in ("c", "f"):
        return Unit("count", f"°{nxt.upper()}", i + 2)
    if word in ("c", "f") and t.glued(i) and t.raw(i).isupper() and nxt in ("of", "above", "below"):
        return Unit("count", f"°{word.upper()}", i + 1)
    if word in ("°", "℃", "℉"):
        return Unit("count", "°" if word == "°" else "°C" if word == "℃" else "°F", i + 1)
    if word in _MEASURES or (word == "m" and t.glued(i)):
        return Unit("count", word, i + 1)
    return None


def rate_after(t: Tokens, i: int) -> tuple[str, int] | None:
    """ "a year", "per day", "every month", "/hour", "annually" at token i: the base, and the token after it."""
    word, nxt = t.at(i), t.at(i + 1)
    if word in ("a", "an", "per", "each", "every", "/") and nxt in PERIODS:
        if word in ("a", "an") and (
            nxt not in DURATIONS or t.at(i + 2) in ("ago", "earlier", "later", "after", "from")
        ):
            return (
                (PERIODS[nxt], i + 2)
                if nxt in ("barrel", "share", "head", "ton", "tonne", "gallon")
                else None
            )
        return PERIODS[nxt], i + 2
    if word == "per" and t.is_word(i + 1) and nxt != "cent":
        return nxt, i + 2
    if word in _ADVERBS:
        return _ADVERBS[word], i + 1
    return None
