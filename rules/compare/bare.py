"""A statement out of bare words: what the command line and a claims file give."""

from __future__ import annotations

from datetime import date

from rules.ids import content_id
from rules.model import Statement
from rules.reading.certainty import certainty
from rules.reading.checkable import checkable
from rules.reading.figures import quantities
from rules.reading.horizons import horizons
from rules.reading.polarity import polarity


def bare_statement(text: str, speaker: str | None, said_on: date | None) -> Statement:
    """The statement `text` makes, read as `rules.reading` reads it; offsets are into `text`."""
    figures, dates = quantities(text), horizons(text, said_on)
    sure, affirmed = certainty(text), polarity(text)
    return Statement(
        id=content_id("bare", speaker or "", text, said_on.isoformat() if said_on else ""),
        text=text,
        speaker=speaker,
        speaker_kind="named" if speaker else "narrator",
        quantities=figures,
        horizons=dates,
        certainty=sure.level,
        commitment=sure.commitment,
        evidential=sure.evidential,
        polarity=affirmed,
        checkable=checkable(text, figures, dates, sure, affirmed),
        said_on=said_on,
    )
