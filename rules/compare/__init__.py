"""Before, after → what exactly changed.

The room's machinery is loaded when the first two statements are compared, so that importing `rules` costs little.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from rules.change import Comparison
from rules.model import Statement

__all__ = ["bare_statement", "compare"]


def compare(
    old: Statement, new: Statement, *, kind: Literal["statement", "edit"] = "statement"
) -> Comparison:
    """What `new` changes of `old`.

    `kind="statement"`: two statements, perhaps months apart and in other words; unrelated ones have no changes.
    `kind="edit"`: two texts of one entry, so they are related; what is no typed change is `wording_edited` unless it
    is typography, spelling, markup, a timestamp, a counter or a byline.
    `support` is 0..1: at `support.SUPPORTS` and above the new one bears the old one out as it stands, below
    `support.CONTRADICTS` it speaks against it.
    """
    from rules.compare.statements import compare as run

    return run(old, new, kind=kind)


def bare_statement(text: str, speaker: str | None, said_on: date | None) -> Statement:
    """The statement `text` makes, read as `rules.reading` reads it; offsets are into `text`."""
    from rules.compare.bare import bare_statement as run

    return run(text, speaker, said_on)
