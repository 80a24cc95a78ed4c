"""The door for checkable: is this something one could hold someone to?"""

from __future__ import annotations

from collections.abc import Sequence

from rules.model import Horizon, Polarity, Quantity
from rules.reading.certainty import Certainty


def checkable(
    text: str,
    quantities: Sequence[Quantity],
    horizons: Sequence[Horizon],
    certainty: Certainty,
    polarity: Polarity | None = None,
) -> bool:
    """A figure, prediction, promise, position or factual assertion; not a slogan, question or greeting."""
    if text.rstrip().endswith("?"):
        return False
    return bool(quantities or horizons or certainty.commitment) or len(text.split()) >= 5
