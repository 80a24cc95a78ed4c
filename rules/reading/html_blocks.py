"""HTML to plain text: what a reader would see, one paragraph a line, quotations kept apart."""

from __future__ import annotations

from html.parser import HTMLParser

from rules.reading.blocks import Block, BlockKind, Page

_BREAKS = frozenset(
    "p div section article main li ul ol table tr h1 h2 h3 h4 h5 h6 blockquote aside pre br hr figure header footer dd dt".split()
)
_DROPPED = frozenset("script style noscript template svg head nav button form iframe object select".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_VOID = frozenset("br hr img input meta link source wbr area base col embed param track".split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.line: list[str] = []
        self.dropped = 0
        self.depth = 0
        self.users: list[str | None] = []
        self.code = 0
        self.heading = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self.dropped += 1
            return
        if tag in _BREAKS:
            self.close_line()
        found = dict(attrs)
        if tag == "blockquote" or (tag == "aside" and "quote" in (found.get("class") or "")):
            self.depth += 1
            self.users.append(found.get("data-username"))
        self.code += tag == "pre"
        self.heading += tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self.dropped = max(0, self.dropped - 1)
            return
        if tag in _BREAKS:
            self.close_line()
        if tag in ("blockquote", "aside") and self.depth:
            self.depth -= 1
            self.users.pop()
        self.code = max(0, self.code - (tag == "pre"))
        self.heading = max(0, self.heading - (tag in _HEADINGS))

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.line.append(data)

    def close_line(self) -> None:
        words = "".join(self.line).split()
        self.line.clear()
        if not words:
            return
        text = " ".join(words)
        depth = self.depth
        while text.startswith(">"):
            depth += 1
            text = text[1:].lstrip()
        if not text:
            return
        if self.length:
            self.parts.append("\n\n")
            self.length += 2
        kind: BlockKind = (
            "code" if self.code else "heading" if self.heading else "quote" if depth else "paragraph"
        )
        user = next((name for name in reversed(self.users) if name), None)
        self.blocks.append(Block(self.length, self.length + len(text), kind, depth, user))
        self.parts.append(text)
        self.length += len(text)


def html_page(content: str) -> Page:
    """The visible text of `content` and its blocks."""
    builder = _Builder()
    builder.feed(content)
    builder.close()
    builder.close_line()
    return Page("".join(builder.parts), tuple(builder.blocks))
