"""Interviews and transcripts: who has the floor."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from rules.model import Span, SpeakerKind
from rules.reading.names import names_in, without_titles
from rules.reading.page import Block, Page
from rules.reading.sentences import sentences
from rules.reading.speakers import Speaker
from rules.reading.words import word_set

ROLES = word_set(
    "host interviewer moderator q a question answer operator analyst reporter anchor presenter speaker "
    "audience narrator editor journalist caller guest chair chairman president clerk witness minister prime"
)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        r"(?:\*\*|[“\"])?([A-ZÀ-Þ][\w.’'\-]*(?: (?:[A-ZÀ-Þ][\w.’'\-]*|of|de|van|von)){0,5}(?: \([^()\n]{1,40}\))?)"
        r"(?:\*\*)?"
        r"(?::(?:\*\*)?(?=\s|$)|(?<=\b[QA])\.(?=\s))"
    )


def turn_label(text: str, block: Block) -> Span | None:
    """The span of a turn's label ("Dario" in “Dario: …”), None if the block opens no turn."""
    found = _label().match(text, block.start, block.end)
    return found.span(1) if found else None


def after_label(text: str, label: Span, end: int) -> int:
    """Where the words of a turn begin, behind the label and its colon."""
    at = label[1]
    while at < end and (text[at] in ":*." or text[at].isspace()):
        at += 1
    return at


def turns(page: Page) -> list[tuple[Span, Speaker | None, Span | None]]:
    """(sentence, speaker, label) in order; the speaker is None before the first turn.

    A label counts if it is a role, or names somebody twice or in capitals; “Source: …” alone is no turn. A paragraph
    without a label goes on with whoever has the floor.
    """
    text = page.text
    labels = {block.start: turn_label(text, block) for block in page.blocks}
    said_by = [text[s:e] for s, e in filter(None, labels.values())]
    counts = Counter(label.split()[-1].lower() for label in said_by)
    names = names_in(text)
    floor: tuple[Speaker, Span] | None = None
    out: list[tuple[Span, Speaker | None, Span | None]] = []
    for block in page.blocks:
        if block.kind in ("code", "signature", "boilerplate"):
            continue
        label = labels[block.start]
        start = block.start
        if label is not None and _counts(text[label[0] : label[1]], counts):
            said = text[label[0] : label[1]]
            floor = ((_called(said, names.full(_short(said), first=True)), _kind(said)), label)
            start = after_label(text, label, block.end)
        for span in sentences(text, start, block.end):
            out.append((span, floor[0] if floor else None, floor[1] if floor else None))
    return out


def _short(label: str) -> str:
    """The last word of a label's name, titles and brackets aside."""
    parts = without_titles(re.sub(r" ?\([^()]*\)", "", label).split())
    return parts[-1] if len(parts) == 1 else ""


def _called(label: str, full: str) -> str:
    """The name to use: the full one the page knows, else the label as it stands, not in capitals."""
    bare = " ".join(without_titles(re.sub(r" ?\([^()]*\)", "", label).split())) or label
    if _kind(label) == "role":
        return label
    if " " in full:
        return full
    return bare.title() if bare.isupper() and len(bare) > 3 else bare


def _kind(label: str) -> SpeakerKind:
    return "role" if label.lower() in ROLES or label.lower().split()[-1] in ROLES else "named"


def _counts(label: str, counts: Counter[str]) -> bool:
    """Whether a label is one: a role, a name (by its last word) that comes again, or a name in full or in capitals."""
    parts = label.split()
    if label.lower() in ROLES or counts[parts[-1].lower()] > 1:
        return True
    return (label.isupper() and len(label) > 3) or (
        1 < len(parts) <= 3 and all(word[:1].isupper() for word in parts)
    )
