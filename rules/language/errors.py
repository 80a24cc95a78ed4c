"""What is wrong with a rule's text, as a value that points at the column."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

WINDOW = 72
"""Columns of the rule shown around the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryError:
    """`column` counts characters from 1. `found` is what stands there, `expected` what could stand there instead."""

    text: str
    column: int
    found: str
    expected: str

    def __str__(self) -> str:
        """One line: where, what was found, what was expected."""
        return f"Column {self.column}: found {self.found}, expected {self.expected}."

    def pointed(self) -> str:
        """Two lines: the rule (around the place, if it is long) and a caret under the column."""
        at = min(self.column - 1, len(self.text))
        start = max(0, min(at - WINDOW // 2, len(self.text) - WINDOW))
        end = min(len(self.text), start + WINDOW)
        head = "…" if start else ""
        shown = "".join(_printable(c) for c in self.text[start:end])
        tail = "…" if end < len(self.text) else ""
        width = len(head) + sum(_columns(c) for c in shown[: at - start])
        return f"{head}{shown}{tail}\n{' ' * width}^"


def _printable(char: str) -> str:
    return char if char.isprintable() else " "


def _columns(char: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
