"""The main text of an article's page, in the parsing process: hidden nodes dropped, boilerplate left out.

trafilatura finds the text (Barbaresi 2021, doi:10.18653/v1/2021.acl-demo.15), by its first method only: its fall-backs
choose by length, so that a longer list of related links would change what counts as the text.
"""

from __future__ import annotations

import re
from typing import Any, Protocol, runtime_checkable

from watchers.content import MAX_TEXT, clean
from watchers.decode import text_of
from watchers.outcome import Fetched, Unreadable

MAX_PAGE = 3 * 1024 * 1024
"""Bytes of a page that is read; a larger one is none that people read."""
MAX_NODES = 40_000
"""Elements of a page; extraction takes about 0.1 ms each."""
LINKED = 0.8
"""Part of a point's text that is links, from which it is none of the article's."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "form",
    "nav",
    "aside",
    "button",
    "dialog",
)


@runtime_checkable
class Runner(Protocol):
    """What `watchers.sandbox.Sandbox` does."""

    async def run(self, job: dict[str, Any], body: bytes) -> dict[str, Any] | Unreadable: ...


async def main_text(runner: Runner, page: Fetched) -> str | Unreadable:
    """The text, one block a line; "" where the page has none."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind and "html" not in kind and "xml" not in kind:
        return Unreadable(reason="not_a_feed", words=f"The page is no text to read but {kind[:40]}.")
    if len(page.body) > MAX_PAGE:
        return Unreadable(reason="too_large", words="The page is too large to be an article.")
    answer = await runner.run({"job": "article", "content_type": page.content_type}, page.body)
    if isinstance(answer, Unreadable):
        return answer
    if "text" in answer:
        return str(answer["text"])
    return Unreadable(reason=answer["reason"], words=answer["words"])


def article_job(body: bytes, content_type: str) -> dict[str, Any]:
    """The other side of `main_text`."""
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import use_config

    config = use_config()
    # Below this length it would fall back to all the text of the page, glued together.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"
    tree = load_html(_decoded(body, content_type))
    if tree is None:
        return {"text": ""}
    if sum(1 for _ in tree.iter()) > MAX_NODES:
        return {"reason": "too_costly", "words": "The page has too many parts to be an article."}
    _drop_hidden(tree)
    _drop_links(tree)
    found = bare_extraction(
        tree,
        fast=True,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
        deduplicate=False,
        config=config,
    )
    text = str(getattr(found, "text", None) or "")
    return {"text": "\n".join(line for raw in text[:MAX_TEXT].split("\n") if (line := clean(raw)))}


def _decoded(body: bytes, content_type: str) -> str:
    """By the header's charset, else by the page's own, else UTF-8."""
    if "charset=" not in content_type.lower() and (said := _CHARSET.search(body[:4096])):
        content_type = f"text/html; charset={said.group(1).decode('ascii')}"
    return text_of(body, content_type.lower())


def _drop_links(tree: Any) -> None:
    """Points of lists that are nothing but links: related stories, tags, shares."""
    for point in list(tree.iter("li")):
        text = len("".join(point.itertext()).strip())
        linked = sum(len("".join(each.itertext()).strip()) for each in point.iter("a"))
        parent = point.getparent()
        if text and linked >= LINKED * text and parent is not None:
            point.clear(keep_tail=True)


def _drop_hidden(tree: Any) -> None:
    """What no reader sees: trafilatura keeps it."""
    hidden = [
        node
        for node in tree.iter()
        if isinstance(node.tag, str)
        and (
            node.tag in _DROPPED
            or "hidden" in node.attrib
            or node.get("aria-hidden") == "true"
            or _HIDDEN.search(node.get("style", "")[:500])
        )
        and node.tag not in ("html", "body")
    ]
    for node in hidden:
        parent = node.getparent()
        if parent is None:
            continue
        if node.tail:
            before = node.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + node.tail
            else:
                parent.text = (parent.text or "") + node.tail
        parent.remove(node)
