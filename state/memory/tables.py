"""Dictionaries that can be rolled back: each change is noted, and undone in reverse when a transaction fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Journal:
    """How to undo what the open transaction has done. `writable` is False during a read."""

    def __init__(self) -> None:
        self.writable = False
        self._undo: list[Callable[[], object]] = []

    def note(self, undo: Callable[[], object]) -> None:
        if not self.writable:
            raise RuntimeError("work given to read() may not write; give it to transact()")
        self._undo.append(undo)

    def forget(self) -> None:
        self._undo.clear()

    def roll_back(self) -> None:
        while self._undo:
            self._undo.pop()()


class Table(Generic[K, V]):
    """One dictionary under a journal. Iterates in order of first insertion."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._rows: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        return self._rows[key]

    def __contains__(self, key: K) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[V]:
        return iter(list(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: K) -> V | None:
        return self._rows.get(key)

    def items(self) -> list[tuple[K, V]]:
        return list(self._rows.items())

    def put(self, key: K, value: V) -> None:
        if key in self._rows:
            before = self._rows[key]
            self._journal.note(lambda: self._rows.__setitem__(key, before))
        else:
            self._journal.note(lambda: self._rows.pop(key))
        self._rows[key] = value

    def add(self, key: K, value: V) -> bool:
        """Insert or ignore; whether it inserted."""
        new = key not in self._rows
        if new:
            self.put(key, value)
        return new

    def pop(self, key: K) -> V | None:
        """Taken out; None if it was not there. Undone, the row comes back in its old place."""
        if key not in self._rows:
            return None
        before = dict(self._rows)
        self._journal.note(lambda: self._restore(before))
        return self._rows.pop(key)

    def _restore(self, rows: dict[K, V]) -> None:
        self._rows = rows
