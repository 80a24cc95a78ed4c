"""What a statement says, beside who says it: figures, horizon, certainty, polarity, and whether it can be held to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.model import Commitment, Evidential, Horizon, Polarity, Quantity


@dataclass(frozen=True, slots=True)
class Facets:
    quantities: tuple[Quantity, ...] = ()
    horizons: tuple[Horizon, ...] = ()
    certainty: int | None = None
    commitment: Commitment | None = None
    evidential: Evidential | None = None
    polarity: Polarity | None = None
    checkable: bool = False


def _door(module: str, name: str) -> Any:
    try:
        found = __import__(f"rules.reading.{module}", fromlist=[name])
    except ImportError:
        return None
    return getattr(found, name, None)


def facets(text: str, said_on: date | None) -> Facets:
    quantities, horizons = _door("figures", "quantities"), _door("horizons", "horizons")
    certainty, polarity = _door("certainty", "certainty"), _door("polarity", "polarity")
    found = certainty(text) if certainty else None
    return Facets(
        quantities=quantities(text) if quantities else (),
        horizons=horizons(text, said_on) if horizons else (),
        certainty=found.level if found else None,
        commitment=found.commitment if found else None,
        evidential=found.evidential if found else None,
        polarity=polarity(text) if polarity else None,
    )
