"""Word lists as literals that can be read."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a space-separated list."""
    return frozenset(text.split())
