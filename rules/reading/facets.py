"""What a statement says, beside who says it: figures, horizon, certainty, polarity, and whether it can be held to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.model import Commitment, Evidential, Horizon, Polarity, Quantity
from rules.reading import checkable as checks
from rules.reading.certainty import certainty
from rules.reading.figures import quantities
from rules.reading.horizons import horizons
from rules.reading.polarity import polarity


@dataclass(frozen=True, slots=True)
class Facets:
    quantities: tuple[Quantity, ...] = ()
    horizons: tuple[Horizon, ...] = ()
    certainty: int | None = None
    commitment: Commitment | None = None
    evidential: Evidential | None = None
    polarity: Polarity | None = None
    checkable: bool = False


def facets(text: str, said_on: date | None) -> Facets:
    """All facets of one statement's words, read against its date."""
    figures, times, sure, side = quantities(text), horizons(text, said_on), certainty(text), polarity(text)
    return Facets(
        quantities=figures,
        horizons=times,
        certainty=sure.level,
        commitment=sure.commitment,
        evidential=sure.evidential,
        polarity=side,
        checkable=checks.checkable(text, figures, times, sure, side),
    )
