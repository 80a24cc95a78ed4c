"""From the content of an attribution to statements: one a sentence, as text that can stand alone."""

from __future__ import annotations

from rules.model import Span
from rules.reading.facets import Placement
from rules.reading.quotes import CLOSING, OPENING
from rules.reading.sentences import sentences

_MARKS = OPENING + CLOSING + "\"'`’‘"
_ENDS = ".!?…"


def passages(text: str, content: list[Span]) -> list[tuple[tuple[Span, ...], Placement]]:
    """(content spans, placement of the statement's text) for each sentence of `content`.

    A quotation broken by its cue (“The plan,” she said, “is dead.”) is one sentence. The statement's text leaves
    out the quotation marks around a piece and a comma that only served the cue.
    """
    out: list[tuple[tuple[Span, ...], Placement]] = []
    pending: list[Span] = []
    for number, piece in enumerate(content):
        parts = sentences(text, *piece)
        for index, part in enumerate(parts):
            pending.append(part)
            last = index == len(parts) - 1
            if last and number + 1 < len(content) and not _closed(text, part, content[number + 1]):
                continue
            out.append((tuple(pending), _placement(text, pending)))
            pending = []
    if pending:
        out.append((tuple(pending), _placement(text, pending)))
    return [one for one in out if any(ch.isalnum() for s, e in one[0] for ch in text[s:e])]


def is_quotation(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is one quotation and nothing else."""
    bare = text[start:end].rstrip(".")
    if len(bare) < 3:
        return False
    if bare[0] == "“" or bare[0] == "„":
        return bare[-1] in "”“" and bare.count("“") <= 1
    return bare[0] == bare[-1] == '"' and bare.count('"') == 2


def _closed(text: str, part: Span, following: Span) -> bool:
    """Whether a sentence ends with `part`, so that the next piece begins another."""
    bare = text[part[0] : part[1]].rstrip(_MARKS + " ")
    if bare[-1:] in _ENDS:
        return True
    opening = text[following[0] : following[1]].lstrip(_MARKS + " (")
    return opening[:1].isupper() and bare[-1:] == ","


def _placement(text: str, pieces: list[Span]) -> Placement:
    bare: list[Span] = []
    for number, (start, end) in enumerate(pieces):
        start, end = _without_marks(text, start, end)
        if text[end - 1 : end] == "," and end - 1 > start:
            end -= 1
        if start < end:
            bare.append((start, end))
        elif number == 0:
            bare.append(pieces[0])
    return Placement(tuple(bare))


def _without_marks(text: str, start: int, end: int) -> Span:
    """Without quotation marks that open or close the piece but have no partner inside it, or enclose it whole."""
    if text[start] == "„" and text[end - 1] == "“" and end - start > 2:
        return start + 1, end - 1
    while start < end and text[start] in OPENING + '"`‘':
        if text[start] in OPENING and not _partner_last(text, start, end):
            break
        start += 1
    while (
        end > start and text[end - 1] in CLOSING + '"' and text.count(_opener(text[end - 1]), start, end) == 0
    ):
        end -= 1
    if text[start : start + 2] == "''":
        start += 2
    if text[end - 2 : end] == "''" and end - 2 > start:
        end -= 2
    return start, end


def _partner_last(text: str, start: int, end: int) -> bool:
    """Whether the mark at `start` closes at the end of the piece, or not in it at all."""
    close = "»" if text[start] == "«" else "”"
    at = text.find(close, start + 1, end)
    return at in (-1, end - 1)


def _opener(mark: str) -> str:
    return "«" if mark == "»" else "“" if mark == "”" else "\0"
