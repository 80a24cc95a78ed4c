"""Forum comments: the author speaks, except in what is quoted."""

from __future__ import annotations

import re
from functools import cache

from rules.model import Context, Document, Span
from rules.reading.page import Block, Page
from rules.reading.passages import is_quotation
from rules.reading.sentences import sentences
from rules.reading.speakers import UNKNOWN, Speaker

_LEAST = 4
"""Words below which a match with the parent comment may be chance."""


def said_in_forum(document: Document, page: Page) -> list[tuple[Span, Speaker, bool]]:
    """(sentence, speaker, quoted) of a comment in order.

    A quotation is the parent author's if its words stand in the parent comment, the named user's if the forum
    names one, else nobody's that we know. It is never the commenter's.
    """
    author: Speaker = (document.author, "author") if document.author else UNKNOWN
    parent = _plain(document.context.parent_text or "")
    out: list[tuple[Span, Speaker, bool]] = []
    for block in page.blocks:
        if block.kind in ("code", "signature", "boilerplate"):
            continue
        speaker, quoted = author, False
        words = page.text[block.start : block.end]
        if block.depth or _stands_quoted(words) or _repeats(words, parent):
            speaker, quoted = _quoted_speaker(words, block, document.context, parent), True
        start = block.start if quoted else _past_edit_mark(page.text, block)
        for span in sentences(page.text, start, block.end):
            if any(letter.isalnum() for letter in page.text[span[0] : span[1]]):
                out.append((span, speaker, quoted))
    return out


def _quoted_speaker(words: str, block: Block, context: Context, parent: str) -> Speaker:
    if block.quoted_user:
        return block.quoted_user, "author"
    if block.depth <= 1 and context.parent_author and _repeats(words, parent, least=1):
        return context.parent_author, "author"
    return UNKNOWN


def _repeats(words: str, parent: str, least: int = _LEAST) -> bool:
    """Whether `words`, apart from what an ellipsis leaves out, stand in the parent comment."""
    if not parent:
        return False
    parts = [_plain(part) for part in re.split(r"\.{3,}|…|\[[^\]]{0,3}\]", words)]
    parts = [part for part in parts if part]
    return (
        bool(parts)
        and sum(len(part.split()) for part in parts) >= least
        and all(part in parent for part in parts)
    )


def _plain(words: str) -> str:
    """Letters and digits only, single spaces, lower case."""
    return " ".join(re.findall(r"\w+", words.lower()))


def _stands_quoted(words: str) -> bool:
    return len(words.split()) >= _LEAST and is_quotation(words, 0, len(words))


@cache
def _edit_mark() -> re.Pattern[str]:
    return re.compile(
        r"(?:\[?\*{0,2}(?:edit|update|eta|edited)(?: ?\d+)?\*{0,2}\]?)\s?[:\-–—]\s*", re.IGNORECASE
    )


def _past_edit_mark(text: str, block: Block) -> int:
    found = _edit_mark().match(text, block.start, block.end)
    return found.end() if found else block.start
