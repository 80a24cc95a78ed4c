"""Cuts a feed's bytes into head, items and tail without parsing it.

For three things: items that are already known need no parsing (that is where a poll's time goes); a document that
broke off gives exactly the items that were complete; and a huge one is parsed in pieces. Where the bytes are not
plainly cut-able (UTF-16, nested or unclosed items) the answer is None and the whole document goes to the parser.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass

_MARK = re.compile(
    rb"<!\[CDATA\[|<!--|<(/?)(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE
)
_ROOT_END = re.compile(rb"</(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(rss|feed|rdf)[\s>]", re.IGNORECASE)
MAX_ITEMS = 2000


@dataclass(frozen=True, slots=True)
class Split:
    """`head + b"".join(items) + tail` is the document, less what stood between items if anything did.
    `whole`: the root element was closed."""

    head: bytes
    items: tuple[bytes, ...]
    tail: bytes
    whole: bool
    cut: int = 0


def split(body: bytes) -> Split | None:
    """None where it cannot be done safely."""
    if b"\x00" in body[:8] or body[:2] in (b"\xff\xfe", b"\xfe\xff") or not _ROOT.search(body[:4096]):
        return None
    found = _item_spans(body)
    if not found or not found[0]:
        return None
    spans, sound = found
    items = [body[start:end] for start, end in spans]
    between = b"".join(body[end:start].strip() for (_, end), (start, _) in itertools.pairwise(spans))
    tail = body[spans[-1][1] :]
    whole = sound and bool(_ROOT_END.search(tail[-2048:]))
    if not whole:
        tail = b""
    return Split(
        body[: spans[0][0]] + between, tuple(items[:MAX_ITEMS]), tail, whole, max(0, len(items) - MAX_ITEMS)
    )


def _item_spans(body: bytes) -> tuple[list[tuple[int, int]], bool] | None:
    """Of the items that are complete, in order, and whether the scan came to the end; None for nested items."""
    spans: list[tuple[int, int]] = []
    start, at = -1, 0
    while found := _MARK.search(body, at):
        token = found.group()
        if token in (b"<![CDATA[", b"<!--") or token[:2] == b"<!":
            closing = b"]]>" if token[2:3] == b"[" else b"-->"
            end = body.find(closing, found.end())
            if end < 0:
                return spans, False  # broke off inside: what is complete so far counts
            at = end + 3
            continue
        end = body.find(b">", found.end())
        if end < 0:
            return spans, False
        at = end + 1
        if found.group(1):
            if start < 0:
                return None
            spans.append((start, at))
            start = -1
        elif body[end - 1 : end] != b"/":
            if start >= 0:
                return None
            start = found.start()
    return spans, start < 0


def raw_hash(item: bytes) -> str:
    return hashlib.blake2b(item, digest_size=8).hexdigest()


def document(parts: Split, items: tuple[bytes, ...]) -> bytes:
    """A document with only these items, closed properly if the original broke off."""
    tail = parts.tail
    if not parts.whole:
        root = _ROOT.search(parts.head)
        name = root.group(0)[1:-1] if root else b"rss"
        tail = (b"</channel></" if name.lower() == b"rss" else b"</") + name + b">"
    return parts.head + b"".join(items) + tail
