"""Posts of a social network that an article shows: “@maravoss: …”, and “… — Mara Voss (@maravoss) March 2, 2026”."""

from __future__ import annotations

import re
from functools import cache

from rules.model import Span
from rules.reading.page import Block, Page
from rules.reading.scan import Found

_HANDLE = r"@\w{1,30}"
_NAME = r"[A-ZÀ-Þ][\w.’'\-]{0,40}(?: [A-ZÀ-Þ][\w.’'\-]{0,40}){0,4}"
_SIGNED_WITHIN = 120
"""Characters at the end of a paragraph among which a post's signature stands."""
_MOST_PARAGRAPHS = 12
"""Of one post that is signed below; a post is a few hundred characters long."""


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?:RT |{_NAME} \(?)?({_HANDLE})\)?:\s+(?=\S)")


@cache
def _signature() -> re.Pattern[str]:
    date = r"(?:\s+(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}))?"
    return re.compile(rf"(?:^|(?<=\s))[—–―] ?({_NAME}) \({_HANDLE}\){date}\.?$")


@cache
def _introduction() -> re.Pattern[str]:
    return re.compile(rf"({_NAME}) \(({_HANDLE})\)")


def handles(text: str) -> dict[str, str]:
    """The people whose handles a page gives: “Mara Voss (@maravoss)” → {"@maravoss": "Mara Voss"}."""
    found = _introduction().finditer(text) if "(@" in text else ()
    return {each[2].lower(): each[1] for each in found}


def posted(page: Page, number: int) -> Found | None:
    """The post that a block of the page is, by the account that opens it or the name that signs it. A signature by
    itself signs the quotation above it. None if the block is no post."""
    block = page.blocks[number]
    if page.text.find("@", block.start, block.end) < 0:
        return None
    opened = _opening().match(page.text, block.start, block.end)
    if opened is not None:
        colon = page.text.index(":", opened.end(1))
        return Found(opened.span(1), (colon, colon + 1), [(opened.end(), block.end)], ":", quoted=True)
    signed = _signed(page, block)
    if signed is None:
        return None
    content = _content(page, number, signed.start())
    handle = signed.end(1) + 1, signed.end()
    return Found(signed.span(1), handle, content, "―", quoted=True) if content else None


def _signed(page: Page, block: Block) -> re.Match[str] | None:
    return _signature().search(page.text, max(block.start, block.end - _SIGNED_WITHIN), block.end)


def _content(page: Page, number: int, end: int) -> list[Span]:
    """What stands before a signature: in its own block, else the quotation above it, up to the post before."""
    block = page.blocks[number]
    if own := page.text[block.start : end].rstrip():
        return [(block.start, block.start + len(own))]
    above: list[Block] = []
    for each in reversed(page.blocks[max(0, number - _MOST_PARAGRAPHS) : number]):
        if not each.depth or _signed(page, each) is not None:
            break
        above.insert(0, each)
    return [(each.start, each.end) for each in above]
