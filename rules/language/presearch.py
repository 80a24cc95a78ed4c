"""Which rules may match a subject, without asking each of them."""

from __future__ import annotations

from rules.language.query import Query
from rules.language.subject import Subject


class Presearch:
    """First version: every rule may match."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, number: int, query: Query) -> None:
        """Numbers count up from 0."""
        self._count += 1

    def candidates(self, subject: Subject) -> list[int]:
        """Numbers of rules, ascending."""
        return list(range(self._count))
