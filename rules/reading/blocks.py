"""A document as plain text and the blocks in it: paragraphs, quotations of someone else, code, headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.model import ContentType, Document

BlockKind = Literal["paragraph", "heading", "quote", "code", "signature", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of `text[start:end]`, stripped. `depth` counts quotation levels; `quoted_user` is named by the quote."""

    start: int
    end: int
    kind: BlockKind = "paragraph"
    depth: int = 0
    quoted_user: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Plain text and its blocks in order."""

    text: str
    blocks: tuple[Block, ...]


def lay_out(document: Document) -> Page:
    """The plain text of a document. For `content_type` "text" it is the content itself."""
    return page_of(document.content, document.content_type)


def page_of(content: str, content_type: ContentType) -> Page:
    """The page of `content` alone. The three readers import this module's nouns, so they are imported here."""
    match content_type:
        case "html":
            from rules.reading.html_blocks import html_page

            return html_page(content)
        case "markdown":
            from rules.reading.markdown_blocks import markdown_page

            return markdown_page(content)
        case "text":
            from rules.reading.plain_blocks import plain_page

            return plain_page(content)
