"""The door for figures: every quantity of a sentence as an interval with its unit and the measured thing."""

from __future__ import annotations

import re

from rules.model import Quantity

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?\s*(?:%|per ?cent\b)")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Figures of `text` in reading order; spans are into `text`."""
    return tuple(
        Quantity(
            kind="percent",
            low=float(found[1]),
            high=float(found[2] or found[1]),
            unit="%",
            text=found[0],
            of="",
            span=found.span(),
        )
        for found in _PERCENT.finditer(text)
    )
