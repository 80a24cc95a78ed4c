"""Phrases found in a text's tokens: a table from first words, so that looking costs one lookup a token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from rules.reading.tokens import Tokens

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases with a meaning each. `table` maps a meaning to its phrases, separated by "|"; longest wins."""

    __slots__ = ("_first", "_longer", "_single")

    def __init__(self, table: Mapping[T, str]) -> None:
        self._single: dict[str, T] = {}
        self._longer: dict[tuple[str, str], list[tuple[list[str], T]]] = {}
        for meaning, phrases in table.items():
            for phrase in phrases.split("|"):
                match Tokens(phrase).low:
                    case [word]:
                        self._single.setdefault(word, meaning)
                    case [word, second, *rest]:
                        self._longer.setdefault((word, second), []).append((rest, meaning))
        for entries in self._longer.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._first = frozenset((*self._single, *(word for word, _ in self._longer)))

    def at(self, t: Tokens, i: int) -> tuple[T, int] | None:
        """The meaning of the longest phrase at token i, and the token after it."""
        low = t.low
        word = low[i]
        if word not in self._first:
            return None
        second = low[i + 1] if i + 1 < len(low) else ""
        for rest, meaning in self._longer.get((word, second), ()):
            end = i + 2 + len(rest)
            if not rest or low[i + 2 : end] == rest:
                return meaning, end
        return (self._single[word], i + 1) if word in self._single else None

    def all(self, t: Tokens) -> Iterator[tuple[T, int, int]]:
        """Every phrase, left to right without overlap: meaning, first token, the token after it."""
        first = self._first
        if first.isdisjoint(t.vocabulary):
            return
        end = 0
        for i in [i for i, word in enumerate(t.low) if word in first]:
            found = self.at(t, i) if i >= end else None
            if found:
                end = found[1]
                yield found[0], i, end
