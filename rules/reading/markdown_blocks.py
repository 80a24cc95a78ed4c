"""Markdown to plain text: marks taken away, links by their words, quotations and code kept apart."""

from __future__ import annotations

import re
from functools import cache

from rules.reading.page import Block, BlockKind, Page
from rules.reading.plain_blocks import is_signature, leading_marks, quote_tag

_LIST = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+")


def markdown_page(content: str) -> Page:
    """The text a reader of rendered Markdown would see, and its blocks. A line break alone does not end a paragraph."""
    builder = _Builder()
    for line in content.splitlines():
        builder.line(line)
    builder.flush()
    return Page("".join(builder.parts), tuple(builder.blocks))


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.pending: list[str] = []
        self.kind: BlockKind = "paragraph"
        self.depth = 0
        self.users: list[str | None] = []
        self.fenced = self.ended = False

    def line(self, line: str) -> None:
        start, depth = leading_marks(line, 0, len(line))
        bare = line[start:].rstrip()
        if bare.startswith(("```", "~~~")):
            self.flush()
            self.fenced = not self.fenced
        elif self.fenced or (line.startswith(("    ", "\t")) and not self.pending and not depth and bare):
            self.flush()
            self.add(bare, "code", depth)
        elif not bare or (set(bare) <= set("-*_= ") and len(bare) > 2):
            self.flush()
        elif (tag := quote_tag(bare, 0, len(bare))) is not None:
            self.flush()
            self.users = [*self.users, tag.user] if tag.opens else self.users[:-1]
        else:
            self.words(bare, depth + len(self.users))

    def words(self, bare: str, depth: int) -> None:
        self.ended = self.ended or is_signature(bare)
        kind: BlockKind = "signature" if self.ended else "quote" if depth else "paragraph"
        if bare.startswith("#"):
            self.flush()
            self.add(plain_inline(bare.strip("#").strip()), "heading", depth)
            return
        item = _LIST.match(bare)
        if item or depth != self.depth or kind != self.kind:
            self.flush()
        self.kind, self.depth = kind, depth
        self.pending.append(bare[item.end() :] if item else bare)

    def flush(self) -> None:
        if self.pending:
            self.add(plain_inline(" ".join(self.pending)), self.kind, self.depth)
            self.pending = []

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


@cache
def _inline() -> tuple[tuple[re.Pattern[str], str], ...]:
    return (
        (re.compile(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)"), ""),
        (re.compile(r"\[([^\[\]\n]{1,300})\]\((?:[^()\n]|\([^()\n]{0,100}\)){0,500}\)"), r"\1"),
        (re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,100}\]"), r"\1"),
        (re.compile(r"<(https?://[^<>\s]{1,500})>"), r"\1"),
        (re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>"), ""),
        (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\1(?![\w*])"), r"\2"),
        (re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,500}?)(?<=\S)\1(?![\w_])"), r"\2"),
        (re.compile(r"~~([^~\n]{1,500})~~"), r"\1"),
        (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
        (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])"), r"\1"),
    )


def plain_inline(text: str) -> str:
    """Emphasis, links, images, tags and escapes as the words they show."""
    for pattern, instead in _inline():
        text = pattern.sub(instead, text)
    return " ".join(
        text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&").replace("&nbsp;", " ").split()
    )
