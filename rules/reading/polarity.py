"""The door for polarity: does a sentence affirm or deny its main clause?"""

from __future__ import annotations

import re

from rules.model import Polarity

_NOT = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.I)


def polarity(text: str) -> Polarity | None:
    """`denied` where the main clause is negated, `None` where there is nothing to affirm (a question)."""
    if text.rstrip().endswith("?"):
        return None
    return "denied" if _NOT.search(text) else "affirmed"
