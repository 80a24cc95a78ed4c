"""A document as plain text and the blocks in it: paragraphs, quotations of someone else, code, headings."""

from __future__ import annotations

from rules.model import ContentType, Document
from rules.reading.html_blocks import html_page
from rules.reading.markdown_blocks import markdown_page
from rules.reading.page import Page
from rules.reading.plain_blocks import plain_page


def lay_out(document: Document) -> Page:
    """The plain text of a document. For `content_type` "text" it is the content itself."""
    return page_of(document.content, document.content_type)


def page_of(content: str, content_type: ContentType) -> Page:
    match content_type:
        case "html":
            return html_page(content)
        case "markdown":
            return markdown_page(content)
        case "text":
            return plain_page(content)
