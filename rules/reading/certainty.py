"""The door for certainty: how sure a sentence is, on the scale of `rules.model.Statement.certainty`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.model import Commitment, Evidential, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """`level` −1 … 6 or None where the scale does not apply; commitment and evidential are kept apart from it.

    `cues` are the spans that the level rests on, into the text passed.
    """

    level: int | None
    commitment: Commitment | None = None
    evidential: Evidential | None = None
    cues: tuple[Span, ...] = ()


_CUES = (
    (6, r"certain(?:ly)?|definitely"),
    (5, r"promise[sd]?"),
    (3, r"likely|plans?"),
    (2, r"may|might|could"),
)


def certainty(text: str) -> Certainty:
    """How sure `text` is."""
    for level, words in _CUES:
        if found := re.search(rf"\b(?:{words})\b", text, re.I):
            return Certainty(level=level, cues=(found.span(),))
    return Certainty(level=None if text.rstrip().endswith("?") else 4)
