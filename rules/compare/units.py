"""Units that measure one thing: how many of the base unit each is. Durations in days."""

from __future__ import annotations

from collections.abc import Mapping

_SCALES: Mapping[str, Mapping[str, float]] = {
    "time": {
        "millisecond": 1 / 86_400_000, "second": 1 / 86_400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0,
        "week": 7.0, "fortnight": 14.0, "month": 30.4375, "quarter": 91.3125, "year": 365.25, "decade": 3652.5, "century": 36_525.0,
        "centurie": 36_525.0,
    },
    "length": {
        "millimeter": 0.001, "millimetre": 0.001, "mm": 0.001, "centimeter": 0.01, "centimetre": 0.01, "cm": 0.01, "meter": 1.0, "metre": 1.0,
        "kilometer": 1000.0, "kilometre": 1000.0, "km": 1000.0, "inch": 0.0254, "inche": 0.0254, "foot": 0.3048, "feet": 0.3048, "ft": 0.3048,
        "yard": 0.9144, "mile": 1609.344,
    },
    "mass": {
        "gram": 0.001, "g": 0.001, "kilogram": 1.0, "kilo": 1.0, "kg": 1.0, "tonne": 1000.0, "ton": 1000.0, "pound": 0.45359237, "lb": 0.45359237,
        "ounce": 0.0283495,
    },
    "power": {"watt": 1.0, "kilowatt": 1e3, "kw": 1e3, "megawatt": 1e6, "mw": 1e6, "gigawatt": 1e9, "gw": 1e9, "terawatt": 1e12, "tw": 1e12},
    "energy": {
        "kilowatt-hour": 1.0, "kwh": 1.0, "megawatt-hour": 1e3, "mwh": 1e3, "gigawatt-hour": 1e6, "gwh": 1e6, "terawatt-hour": 1e9, "twh": 1e9,
    },
    "area": {
        "hectare": 10_000.0, "acre": 4046.8564, "square meter": 1.0, "square metre": 1.0, "square kilometer": 1e6, "square kilometre": 1e6,
        "square mile": 2_589_988.0, "square foot": 0.092903, "square feet": 0.092903,
    },
    "speed": {"km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knot": 1.852},
    "data": {"kilobyte": 1e3, "kb": 1e3, "megabyte": 1e6, "mb": 1e6, "gigabyte": 1e9, "gb": 1e9, "terabyte": 1e12, "tb": 1e12},
}  # fmt: skip
_BY_UNIT = {unit: (measure, scale) for measure, units in _SCALES.items() for unit, scale in units.items()}


def base(unit: str) -> tuple[str, float] | None:
    """What the unit measures and how many base units it is; None for a counted noun."""
    name = unit.lower().strip()
    return _BY_UNIT.get(name) or _BY_UNIT.get(name.removesuffix("s"))
