"""Phrases found in a text's tokens: a table from first words, so that looking costs one lookup a token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from rules.reading.tokens import Tokens

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases with a meaning each. `table` maps a meaning to its phrases, separated by "|"; longest wins."""

    __slots__ = ("_by_first",)

    def __init__(self, table: Mapping[T, str]) -> None:
        found: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for meaning, phrases in table.items():
            for phrase in phrases.split("|"):
                words = tuple(Tokens(phrase).low)
                if words:
                    found.setdefault(words[0], []).append((words, meaning))
        for entries in found.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._by_first = found

    def at(self, t: Tokens, i: int) -> tuple[T, int] | None:
        """The meaning of the longest phrase at token i, and the token after it."""
        entries = self._by_first.get(t.low[i])
        if entries:
            for words, meaning in entries:
                end = i + len(words)
                if len(words) == 1 or tuple(t.low[i:end]) == words:
                    return meaning, end
        return None

    def all(self, t: Tokens) -> Iterator[tuple[T, int, int]]:
        """Every phrase, left to right without overlap: meaning, first token, the token after it."""
        i, size, first_words = 0, len(t), self._by_first
        if t.vocabulary.isdisjoint(first_words):
            return
        while i < size:
            found = self.at(t, i) if t.low[i] in first_words else None
            if found:
                yield found[0], i, found[1]
                i = found[1]
            else:
                i += 1
