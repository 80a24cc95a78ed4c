"""Plain text: a line is a paragraph, `>` in front of it is somebody else's."""

from __future__ import annotations

from rules.reading.blocks import Block, Page


def plain_page(text: str) -> Page:
    """Blocks of plain text. Offsets are into `text` itself."""
    blocks: list[Block] = []
    position = 0
    for line in text.splitlines(keepends=True):
        start, end = position, position + len(line)
        position = end
        depth = 0
        while start < end and (text[start] == ">" or text[start].isspace()):
            depth += text[start] == ">"
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            blocks.append(Block(start, end, "quote" if depth else "paragraph", depth))
    return Page(text, tuple(blocks))
