"""HTML to plain text: what a reader would see, one paragraph a block, quotations and code kept apart."""

from __future__ import annotations

from html.parser import HTMLParser

from rules.reading.page import Block, BlockKind, Page
from rules.reading.plain_blocks import is_signature, leading_marks
from rules.reading.references import readable
from rules.reading.words import word_set

_BREAKS = word_set(
    "p div section article main li ul ol table tr h1 h2 h3 h4 h5 h6 blockquote aside pre hr figure header "
    "footer dd dt address details summary figcaption caption body"
)
_DROPPED = word_set(
    "script style noscript template svg head nav button form iframe object select textarea audio video canvas "
    "math"
)
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6")
_VOID = word_set("br hr img input meta link source wbr area base col embed param track")
_NOT_TEXT = word_set("signature sig footer-links share social newsletter related byline-share cookie advert")


class _Builder(HTMLParser):
    """Collects blocks. `open` is the stack of open elements, each with what it changed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.line: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}
        self.state = {"dropped": 0, "quote": 0, "code": 0, "heading": 0}
        self.users: list[str | None] = []
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.close_line()
        if tag == "br":
            self.line.append("\n")
        if tag in _VOID:
            return
        if tag == "p" and self.open and self.open[-1][0] == "p":
            self.handle_endtag("p")
        effect = self.effect(tag, {name: value or "" for name, value in attrs})
        self.open.append((tag, effect))
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if effect:
            self.state[effect] += 1

    def effect(self, tag: str, attrs: dict[str, str]) -> str:
        """What being inside this element means for the text."""
        classes = word_set(attrs.get("class", "").lower())
        style = attrs.get("style", "").replace(" ", "").lower()
        hidden = "hidden" in attrs or attrs.get("aria-hidden") == "true" or "display:none" in style
        if tag in _DROPPED or hidden or "visibility:hidden" in style or classes & _NOT_TEXT:
            return "dropped"
        if self.state["quote"] and "title" in classes:  # "ines said:" above a quoted post
            return "dropped"
        if tag == "blockquote" and self.users and self.users[-1] and self.open[-1][0] == "aside":
            return ""  # the same quotation: Discourse wraps one in the other
        if tag == "blockquote" or (tag == "aside" and "quote" in classes):
            self.users.append(attrs.get("data-username"))
            return "quote"
        if tag in ("aside", "footer") and not self.state["quote"]:
            return "dropped"
        return "code" if tag == "pre" else "heading" if tag in _HEADINGS else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.close_line()
        if not self.counts.get(tag):
            return
        while self.open:
            name, effect = self.open.pop()
            self.counts[name] -= 1
            if effect:
                self.state[effect] -= 1
                if effect == "quote":
                    self.users.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.state["dropped"]:
            self.line.append(data if self.state["code"] else data.replace("\n", " "))

    def close_line(self) -> None:
        """End a paragraph; each line of it that opens with `>` is somebody else's."""
        raw = "".join(self.line)
        self.line.clear()
        if self.state["code"]:
            self.add(raw.strip("\n"), "code", self.state["quote"])
            return
        for line in raw.split("\n"):
            start, depth = leading_marks(line, 0, len(line))
            text = " ".join(line[start:].split())
            if text and is_signature(text):
                self.ended = True
            kind: BlockKind = (
                "signature" if self.ended else "heading" if self.state["heading"] else "paragraph"
            )
            self.add(text, "quote" if depth or self.state["quote"] else kind, depth + self.state["quote"])

    def add(self, text: str, kind: BlockKind, depth: int) -> None:
        if not text.strip():
            return
        if self.length:
            self.parts.append("\n\n")
            self.length += 2
        user = next((name for name in reversed(self.users) if name), None)
        self.blocks.append(Block(self.length, self.length + len(text), kind, depth, user))
        self.parts.append(text)
        self.length += len(text)


def html_page(content: str) -> Page:
    """The visible text of `content` and its blocks. Never raises: what is no HTML is text."""
    builder = _Builder()
    builder.feed(readable(content))
    builder.close()
    builder.close_line()
    return Page("".join(builder.parts), tuple(builder.blocks))
