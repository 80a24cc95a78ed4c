"""A statement out of bare words: what the command line and a claims file give."""

from __future__ import annotations

from datetime import date

from rules.ids import content_id
from rules.model import Statement
from rules.reading.facets import facets


def bare_statement(text: str, speaker: str | None, said_on: date | None) -> Statement:
    """The statement `text` makes, read as `rules.reading` reads it; offsets are into `text`."""
    found = facets(text, said_on)
    return Statement(
        id=content_id("bare", speaker or "", text, said_on.isoformat() if said_on else ""),
        text=text,
        speaker=speaker,
        speaker_kind="named" if speaker else "narrator",
        quantities=found.quantities,
        horizons=found.horizons,
        certainty=found.certainty,
        commitment=found.commitment,
        evidential=found.evidential,
        polarity=found.polarity,
        checkable=found.checkable,
        said_on=said_on,
    )
