"""Units that measure one thing: how many of the base unit each is. Durations in days."""

from __future__ import annotations

from collections.abc import Mapping

_TABLE = {
    "time": "millisecond 1.157e-8 ms 1.157e-8 second 1.1574074e-5 minute 6.9444444e-4 hour 0.041666667 day 1 "
    "night 1 week 7 fortnight 14 month 30.4375 quarter 91.3125 year 365.25 decade 3652.5 century 36525 centurie 36525",
    "length": "millimeter 0.001 millimetre 0.001 mm 0.001 centimeter 0.01 centimetre 0.01 cm 0.01 m 1 meter 1 metre 1 "
    "kilometer 1000 kilometre 1000 km 1000 inch 0.0254 inche 0.0254 foot 0.3048 feet 0.3048 ft 0.3048 yard 0.9144 "
    "mile 1609.344",
    "mass": "gram 0.001 g 0.001 kilogram 1 kilo 1 kg 1 tonne 1000 ton 1000 pound 0.45359237 lb 0.45359237 "
    "ounce 0.0283495",
    "power": "watt 1 kilowatt 1e3 kw 1e3 megawatt 1e6 mw 1e6 gigawatt 1e9 gw 1e9 terawatt 1e12 tw 1e12",
    "energy": "kilowatt-hour 1 kwh 1 megawatt-hour 1e3 mwh 1e3 gigawatt-hour 1e6 gwh 1e6 terawatt-hour 1e9 twh 1e9",
    "area": "hectare 10000 acre 4046.8564",
    "speed": "km/h 1 kmh 1 kph 1 mph 1.609344 knot 1.852",
    "data": "kilobyte 1e3 kb 1e3 megabyte 1e6 mb 1e6 gigabyte 1e9 gb 1e9 terabyte 1e12 tb 1e12",
}


def _by_unit() -> Mapping[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    for measure, row in _TABLE.items():
        parts = row.split()
        for unit, scale in zip(parts[::2], parts[1::2], strict=True):
            found[unit] = (measure, float(scale))
    return found


_BY_UNIT = _by_unit()


def base(unit: str) -> tuple[str, float] | None:
    """What the unit measures and how many base units it is; None for a counted noun."""
    name = unit.lower().strip()
    return _BY_UNIT.get(name) or _BY_UNIT.get(name.removesuffix("s"))
