"""The door for horizons: when a thing is said to happen, as absolute dates against the statement's date."""

from __future__ import annotations

import re
from datetime import date

from rules.model import Horizon

_BY_YEAR = re.compile(r"\bby (20\d\d)\b")


def horizons(text: str, said_on: date | None) -> tuple[Horizon, ...]:
    """Horizons of `text` in reading order, future of `said_on` only; spans are into `text`."""
    return tuple(
        Horizon(text=m[0], earliest=None, latest=date(int(m[1]), 12, 31), bound="by", span=m.span())
        for m in _BY_YEAR.finditer(text)
        if said_on is None or int(m[1]) >= said_on.year
    )
