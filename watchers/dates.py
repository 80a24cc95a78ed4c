"""Dates as feeds write them. Parsed here, from the raw string: general parsers are silently wrong on them
(zones left out or misread, digits guessed at, the month of the parse mixed in).

What is ambiguous ("01/05/2026") or absurd is None; then the time of first sight stands in, and is shown as such.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

FIRST_YEAR, LAST_YEAR = 1990, 2100

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T\s_]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
_RFC = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([^\W\d_]{3,10})\.?,?[\s-]+(\d{4}|\d\d)"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([ap]\.?m\.?)?\s*\(?([A-Z]{1,5}\b|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_US = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap]\.?m\.?)?\s*\(?([A-Z]{1,5}\b|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    r"[A-Za-z]{3}\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d\d):(\d\d):(\d\d)\s+(?:([A-Z]{3,5})\s+)?(\d{4})"
)
_CJK = re.compile(
    r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?(?:\s*(\d{1,2}):(\d\d)(?::(\d\d))?)?"
)
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?")
_EPOCH = re.compile(r"\d{9,10}|\d{12,13}")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero janeiro gennaio ene",
            "feb february februar février fevrier febrero fevereiro febbraio fév fev",
            "mar march märz mars marzo março mär maerz",
            "apr april avril abril aprile avr abr",
            "may mai mayo maio maggio",
            "jun june juni juin junio junho giugno",
            "jul july juli juillet julio julho luglio",
            "aug august août aout agosto aoû ago",
            "sep sept september septembre septiembre setembro settembre set",
            "oct october oktober octobre octubre outubro ottobre okt out",
            "nov november novembre noviembre novembro",
            "dec december dezember décembre decembre diciembre dezembro dicembre dez déc dic",
        ),
        1,
    )
    for name in names.split()
}
_ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0.0),
    **dict.fromkeys(("cet", "bst", "west", "met"), 1.0),
    **dict.fromkeys(("cest", "mest", "eet", "sast", "cat"), 2.0),
    **dict.fromkeys(("eest", "msk"), 3.0),
    "gst": 4.0,
    "pkt": 5.0,
    "ist": 5.5,
    **dict.fromkeys(("hkt", "sgt", "awst"), 8.0),
    **dict.fromkeys(("jst", "kst"), 9.0),
    "acst": 9.5,
    "aest": 10.0,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
    "edt": -4.0,
    "est": -5.0,
    "cdt": -5.0,
    "cst": -6.0,
    "mdt": -6.0,
    "mst": -7.0,
    "pdt": -7.0,
    "pst": -8.0,
    "akdt": -8.0,
    "akst": -9.0,
    "hst": -10.0,
    "brt": -3.0,
    "art": -3.0,
}


def parse_date(raw: str) -> datetime | None:
    """The moment in UTC, or None. No zone given means UTC."""
    text = " ".join(raw.replace(" ", " ").split())[:80]
    if not text:
        return None
    try:
        found = _parse(text)
    except (ValueError, OverflowError):
        return None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _parse(text: str) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC)
    if m := _ISO.match(text):
        year, month, day, hour, minute, second, fraction, zone = m.groups()
        micro = int((fraction or "0").ljust(6, "0")[:6])
        return _moment(year, month, day, hour, minute, second, None, zone, micro)
    if m := _RFC.match(text):
        day, name, year, hour, minute, second, half, zone = m.groups()
        return _named(year, name, day, hour, minute, second, half, zone)
    if m := _US.match(text):
        name, day, year, hour, minute, second, half, zone = m.groups()
        return _named(year, name, day, hour, minute, second, half, zone)
    if m := _ASCTIME.match(text):
        name, day, hour, minute, second, zone, year = m.groups()
        return _named(year, name, day, hour, minute, second, None, zone)
    for pattern in (_CJK, _SLASHED):
        if m := pattern.match(text):
            year, month, day, hour, minute, second = m.groups()
            return _moment(year, month, day, hour, minute, second, None, None, 0)
    if m := _DOTTED.fullmatch(text):
        day, month, year, hour, minute, second = m.groups()
        return _moment(year, month, day, hour, minute, second, None, None, 0)
    return None


def _named(
    year: str,
    name: str,
    day: str,
    hour: str | None,
    minute: str | None,
    second: str | None,
    half: str | None,
    zone: str | None,
) -> datetime | None:
    month = _MONTHS.get(name.casefold())
    if month is None:
        return None
    if len(year) == 2:
        year = ("20" if int(year) < 70 else "19") + year
    return _moment(year, str(month), day, hour, minute, second, half, zone, 0)


def _moment(
    year: str,
    month: str,
    day: str,
    hour: str | None,
    minute: str | None,
    second: str | None,
    half: str | None,
    zone: str | None,
    micro: int,
) -> datetime:
    h = int(hour or 0)
    if half:
        h = h % 12 + (12 if half[0] in "pP" else 0)
    extra = timedelta(days=1) if h == 24 else timedelta()
    s = min(int(second or 0), 59)  # leap seconds
    naive = datetime(int(year), int(month), int(day), h % 24, int(minute or 0), s, micro)  # noqa: DTZ001
    return naive.replace(tzinfo=_zone(zone)).astimezone(UTC) + extra


def _zone(text: str | None) -> timezone:
    if not text:
        return UTC
    if text[0] in "+-":
        digits = text[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if offset >= timedelta(hours=24):
            raise ValueError(text)
        return timezone(-offset if text[0] == "-" else offset)
    hours = _ZONES.get(text.casefold())
    return UTC if hours is None else timezone(timedelta(hours=hours))
