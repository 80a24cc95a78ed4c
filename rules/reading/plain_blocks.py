"""Plain text: a line is a paragraph, `>` in front of it is somebody else's, fences hold code."""

from __future__ import annotations

import re
from functools import cache

from rules.reading.page import Block, BlockKind, Page

_WRAPPED = 50
"""A line at least this long that the next one goes on from in lower case was broken by a program, not a writer."""


def plain_page(text: str) -> Page:
    """Blocks of plain text. Offsets are into `text` itself."""
    blocks: list[Block] = []
    position = 0
    fenced = ended = False
    users: list[str | None] = []
    before = -1
    for line in text.splitlines(keepends=True):
        start, end = position, position + len(line.rstrip())
        position += len(line)
        start, depth = leading_marks(text, start, end)
        if start >= end:
            before = -1
            continue
        if text.startswith(("```", "~~~"), start):
            fenced = not fenced
            continue
        tag = quote_tag(text, start, end)
        if tag is not None:
            users = [*users, tag.user] if tag.opens else users[:-1]
            before = -1
            continue
        ended = ended or is_signature(text[start:end])
        depth += len(users)
        kind: BlockKind = "code" if fenced else "signature" if ended else "quote" if depth else "paragraph"
        user = next((name for name in reversed(users) if name), None)
        if before >= 0 and _goes_on(text, blocks[before], start, kind, depth):
            blocks[before] = Block(blocks[before].start, end, kind, depth, user)
        else:
            blocks.append(Block(start, end, kind, depth, user))
            before = len(blocks) - 1
    return Page(text, tuple(blocks))


def leading_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Past spaces and `>` signs: where the words begin, and how many signs there were."""
    depth = 0
    while start < end and (text[start] == ">" or text[start].isspace()):
        depth += text[start] == ">"
        start += 1
    return start, depth


def is_signature(line: str) -> bool:
    """Whether a line opens a signature: “-- ”, “Sent from my …”."""
    return line in ("--", "-- ") or line.startswith(("Sent from my ", "Get Outlook for "))


class QuoteTag:
    """`[quote="ines, post:3"]` or `[/quote]`."""

    __slots__ = ("opens", "user")

    def __init__(self, opens: bool, user: str | None) -> None:
        self.opens, self.user = opens, user


@cache
def _quote_tag() -> re.Pattern[str]:
    return re.compile(
        r"\[(?P<close>/)?quote(?:=[\"“']?(?P<user>[^\"”'\],\n]{1,80})[^\]\n]{0,200})?\]", re.IGNORECASE
    )


def quote_tag(text: str, start: int, end: int) -> QuoteTag | None:
    """The quotation tag that a line consists of, None if it is no such line."""
    if text[start] != "[":
        return None
    found = _quote_tag().fullmatch(text, start, end)
    if found is None:
        return None
    return QuoteTag(found["close"] is None, found["user"])


def _goes_on(text: str, before: Block, start: int, kind: BlockKind, depth: int) -> bool:
    if kind not in ("paragraph", "quote") or before.kind != kind or before.depth != depth:
        return False
    last_line = before.end - max(before.start, text.rfind("\n", before.start, before.end) + 1)
    return last_line >= _WRAPPED and text[before.end - 1] not in '.!?:”"' and text[start].islower()
