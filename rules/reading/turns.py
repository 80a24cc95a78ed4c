"""Interviews and transcripts: who has the floor."""

from __future__ import annotations

import re
from functools import cache

from rules.model import Span, SpeakerKind
from rules.reading.blocks import Block, Page

ROLES = frozenset(
    "host interviewer moderator q a question answer operator analyst reporter anchor presenter speaker audience narrator editor".split()
)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(r"(?:\*\*|[“\"])?([A-Z][\w.’'\-]*(?: [A-Z][\w.’'\-]*){0,4})(?:\*\*)?:(?:\*\*)?(?=\s|$)")


def turn_label(text: str, block: Block) -> tuple[Span, int] | None:
    """The span of a turn's label ("Dario:") and where the words begin; None if the block opens no turn."""
    found = _label().match(text, block.start, block.end)
    return (found.span(1), found.end()) if found else None


def full_name(page: Page, label: str) -> tuple[str, SpeakerKind]:
    """The name as known in the document: "Mara" is "Mara Voss" where the text introduces her."""
    words = label.split()
    if label.lower() in ROLES:
        return label, "role"
    if len(words) == 1:
        name = label.title() if label.isupper() else label
        longer = re.search(
            rf"\b(?:{re.escape(name)}(?: [A-Z]\.)? [A-Z][a-zà-ÿ’'\-]+|(?:[A-Z][a-zà-ÿ’'\-]+ )(?:[A-Z]\. )?{re.escape(name)})\b",
            page.text,
        )
        if longer:
            return longer.group(), "named"
        return name, "named"
    return label, "named"
