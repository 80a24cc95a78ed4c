"""Attributions over the paragraphs of an article: what one paragraph leaves open, the next one fills."""

from __future__ import annotations

from rules.reading.attribution import Found, attributions
from rules.reading.blocks import Block, Page
from rules.reading.quotes import CLOSING, OPENING, Quote, quotes


def attributed(page: Page) -> list[Found]:
    """Every attribution of the page, in the order of their cues.

    “Voss said:” at the end of a paragraph takes the quotation or the block quote that follows. A paragraph that
    is nothing but a quotation goes on with whoever spoke in the one before. A quotation that a paragraph leaves
    open is carried into the next.
    """
    found: list[Found] = []
    waiting: Found | None = None
    speaking: Found | None = None
    carried = False
    for number, block in enumerate(page.blocks):
        if block.kind not in ("paragraph", "heading", "quote"):
            continue
        text = page.text
        marks = quotes(text, block.start, block.end, carried=carried)
        new = attributions(text, block.start, block.end, marks)
        whole = _all_quoted(text, block, marks)
        if waiting is not None and (whole or block.depth or not new):
            waiting.content.append((block.start, block.end))
            waiting.quoted = True
            speaking, waiting = waiting, None
        elif speaking is not None and whole and not new:
            speaking.content.append((block.start, block.end))
        else:
            waiting = None
            speaking = _last_speaker(new, marks, block)
            found += new
            if (
                new
                and text[block.end - 1] == ":"
                and (not new[-1].content or new[-1].content[-1][1] >= block.end - 1)
            ):
                waiting = new[-1]
        carried = (
            bool(marks) and not marks[-1].closed and _goes_on(text, page.blocks[number + 1 : number + 2])
        )
    return [one for one in found if one.content]


def _goes_on(text: str, following: tuple[Block, ...]) -> bool:
    """Whether the next paragraph closes a quotation before it opens one of its own."""
    for block in following:
        for sign in text[block.start : block.end]:
            if sign in OPENING:
                return False
            if sign in CLOSING:
                return True
    return False


def _all_quoted(text: str, block: Block, marks: list[Quote]) -> bool:
    inside = sum(mark.end - mark.start for mark in marks)
    return inside >= 0.9 * (block.end - block.start) > 0


def _last_speaker(new: list[Found], marks: list[Quote], block: Block) -> Found | None:
    """Whoever was quoted last in the paragraph may go on in the next one."""
    quoting = [one for one in new if one.quoted]
    return quoting[-1] if quoting else None
