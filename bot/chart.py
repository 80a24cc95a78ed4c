"""A claim's figure, or its deadline, over time as a picture: each version a band from its low to its high end.

`series` and `alt_text` are pure; `draw` turns a series into a PNG and takes some milliseconds of CPU, so it belongs off
the event loop. Words in the picture are numbers and dates only: the default font has no other scripts.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.words import day, plain_number
from rules.model import Quantity, Version

WIDTH, HEIGHT = 800, 360
LEFT, RIGHT, TOP, BOTTOM = 90, 40, 40, 60
MOST_POINTS = 24
INK, GRID, BAND, LINE = (43, 45, 49), (222, 224, 228), (88, 101, 242), (150, 158, 250)
KINDS = ("percent", "money", "multiple", "count")


@dataclass(frozen=True, slots=True)
class Point:
    """One version: said on `on`, from `low` to `high` (figures, or days since year 1 for deadlines)."""

    on: date
    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """`what`: the measured thing in words, "" if unknown."""

    kind: Literal["figure", "deadline"]
    what: str
    points: tuple[Point, ...]


def series(versions: Sequence[Version]) -> Series | None:
    """The figure that most versions have, or else the deadline; None with fewer than two points."""
    for found in (_figures(versions), _deadlines(versions)):
        if found is not None and len(found.points) >= 2:
            return found
    return None


def _said(version: Version) -> date:
    return version.statement.said_on or version.recorded_at.date()


def _figures(versions: Sequence[Version]) -> Series | None:
    counts = Counter(
        (kind, unit)
        for version in versions
        for kind, unit in {(q.kind, _unit(q)) for q in version.statement.quantities if q.kind in KINDS}
    )
    if not counts:
        return None
    kind, unit = min(counts, key=lambda key: (-counts[key], KINDS.index(key[0])))
    points, what = [], ""
    for version in versions:
        found = [q for q in version.statement.quantities if q.kind == kind and _unit(q) == unit]
        ends = [end for q in found[:1] for end in (q.low, q.high) if end is not None]
        if ends:
            what = what or found[0].of
            points.append(Point(_said(version), min(ends), max(ends), _label(found[0], min(ends), max(ends))))
    return Series("figure", what, tuple(points[-MOST_POINTS:]))


def _unit(quantity: Quantity) -> str:
    return quantity.unit if quantity.kind == "money" else ""


def _label(quantity: Quantity, low: float, high: float) -> str:
    ends = short_number(low) if low == high else f"{short_number(low)}–{short_number(high)}"
    match quantity.kind:
        case "percent":
            return f"{ends} %"
        case "money":
            return f"{ends} {quantity.unit if quantity.unit.isascii() else ''}".strip()
        case "multiple":
            return f"{ends}×"
        case _:
            return ends


def short_number(value: float) -> str:
    """`1.2 M`, `30 k`, `12.5`."""
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            scale = 1e3 if letter == "k" else size
            return f"{plain_number(value / scale)} {letter}"
    return plain_number(value)


def _deadlines(versions: Sequence[Version]) -> Series | None:
    points = []
    for version in versions:
        for horizon in version.statement.horizons[:1]:
            ends = [end.toordinal() for end in (horizon.earliest, horizon.latest) if end is not None]
            if ends:
                label = f"{date.fromordinal(max(ends)):%Y-%m}"
                points.append(Point(_said(version), min(ends), max(ends), label))
    return Series("deadline", "", tuple(points[-MOST_POINTS:]))


def alt_text(found: Series, limit: int = 1_000) -> str:
    """The picture in words, for those who hear it."""
    what = f" of {found.what}" if found.what else ""
    head = f"The {found.kind}{what} over time: "
    text = head + "; ".join(f"{day(point.on)}: {point.label}" for point in found.points) + "."
    return text if len(text) <= limit else text[: limit - 1] + "…"


def draw(found: Series) -> bytes:
    """PNG, 800 × 360."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    font, small = ImageFont.load_default(18), ImageFont.load_default(14)
    across = _scale([point.on.toordinal() for point in found.points], LEFT + 40, WIDTH - RIGHT - 40)
    ends = [end for point in found.points for end in (point.low, point.high)]
    up = _scale(ends, HEIGHT - BOTTOM - 24, TOP + 24)
    for value in _ticks(min(ends), max(ends), years=found.kind == "deadline"):
        height = up(value)
        pen.line([(LEFT, height), (WIDTH - RIGHT, height)], fill=GRID)
        text = f"{date.fromordinal(round(value)):%Y-%m}" if found.kind == "deadline" else short_number(value)
        pen.text((LEFT - 12, height), text, fill=INK, font=small, anchor="rm")
    middles = [(across(p.on.toordinal()), up((p.low + p.high) / 2)) for p in found.points]
    pen.line(middles, fill=LINE, width=3)
    last_date = -1e9
    for point, (x, y) in zip(found.points, middles, strict=True):
        top, bottom = min(up(point.high), y - 5), max(up(point.low), y + 5)
        pen.rounded_rectangle([(x - 7, top), (x + 7, bottom)], radius=5, fill=BAND)
        pen.text((x, top - 6), _drawable(point.label), fill=INK, font=font, anchor="mb")
        if x - last_date >= 80:
            pen.text((x, HEIGHT - BOTTOM + 14), f"{point.on:%Y-%m-%d}", fill=INK, font=small, anchor="mt")
            last_date = x
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    """Linear, from the values' range to the pixels'; a range of nothing lands in the middle."""
    low, span = min(values), max(values) - min(values)
    if not span:
        return lambda value: (start + end) / 2
    return lambda value: start + (value - low) * (end - start) / span


def _drawable(label: str) -> str:
    """The default font has neither an en dash nor a multiplication sign."""
    return label.replace("–", "-").replace("×", "x")


def _ticks(low: float, high: float, *, years: bool) -> list[float]:
    """Round values between the ends; years for deadlines."""
    if years:
        first, last = date.fromordinal(round(low)).year, date.fromordinal(round(high)).year
        step = max(1, (last - first) // 4)
        marks = [float(date(year, 1, 1).toordinal()) for year in range(first, min(last + 2, 9_999), step)]
        return [mark for mark in marks if low <= mark <= high] or [low]
    span = high - low
    if span <= 0:
        return [low]
    rough = span / 3
    size = 10.0 ** math.floor(math.log10(rough))
    step_ = next((nice * size for nice in (1.0, 2.0, 2.5, 5.0, 10.0) if nice * size >= rough), span)
    first_ = math.ceil(low / step_)
    return [n * step_ for n in range(first_, first_ + 5) if n * step_ <= high] or [low]
