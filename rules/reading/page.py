"""The nouns of a laid-out document: plain text, and the blocks in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
