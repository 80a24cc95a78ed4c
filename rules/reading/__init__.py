"""A document becomes statements: who said what, with which figures, by when, how sure.

The room's machinery is loaded when the first document is read, so that importing `rules` costs next to nothing.
"""

from __future__ import annotations

from rules.model import Document, Reading, Statement

__all__ = ["per_attribution", "read"]


def read(document: Document) -> Reading:
    """The statements of `document`, in reading order, one a sentence, with offsets into `Reading.text`."""
    from rules.reading.statements import read as run

    return run(document)


def per_attribution(reading: Reading) -> tuple[Statement, ...]:
    """The statements with the sentences of one attribution joined: the shape of `walkback read --jsonl`."""
    from rules.reading.statements import per_attribution as run

    return run(reading)
