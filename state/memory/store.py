"""The Store in memory: for tests, and for runs that leave nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from rules.change import Alert
from rules.model import WatchRule
from state.memory.alerts import MemoryAlerts
from state.memory.articles import MemoryArticles
from state.memory.claims import MemoryClaims
from state.memory.entries import MemoryEntries
from state.memory.guilds import MemoryGuilds
from state.memory.outbox import MemoryOutbox
from state.memory.retention import MemoryRetention
from state.memory.rules import MemoryRules
from state.memory.sources import MemorySources
from state.memory.tables import Journal, Table
from state.memory.vectors import MemoryVectors
from state.store import Tx
from state.vectors import VectorRow

T = TypeVar("T")


class MemoryTx:
    def __init__(self, journal: Journal) -> None:
        counter: Table[str, int] = Table(journal)
        rules: Table[tuple[int, str], WatchRule] = Table(journal)
        alerts: Table[tuple[int, str], Alert] = Table(journal)
        vectors: Table[tuple[int, str], VectorRow] = Table(journal)
        self.sources = MemorySources(journal)
        self.entries = MemoryEntries(journal, self.sources)
        self.articles = MemoryArticles(journal, self.sources)
        self.claims = MemoryClaims(journal, counter, rules, alerts, vectors)
        self.vectors = MemoryVectors(counter, vectors, self.claims)
        self.rules = MemoryRules(journal, counter, rules, self.sources, self.claims)
        self.alerts = MemoryAlerts(journal, alerts)
        self.outbox = MemoryOutbox(journal)
        self.guilds = MemoryGuilds(journal)
        self.retention = MemoryRetention(self.sources, self.entries, self.claims, self.alerts, self.outbox)
        self.sources.on_remove.append(self.articles.source_removed)


class MemoryStore:
    """Made by `state.memory.open_memory`. Work runs at once, on the caller's thread, one at a time."""

    def __init__(self) -> None:
        self._journal = Journal()
        self._tx = MemoryTx(self._journal)
        self._turn = threading.Lock()

    async def transact(self, work: Callable[[Tx], T], *, durable: bool = True) -> T:
        return self._write(work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        with self._turn:
            return work(self._tx)

    def _write(self, work: Callable[[Tx], T]) -> T:
        with self._turn:
            self._journal.writable = True
            try:
                return work(self._tx)
            except BaseException:
                self._journal.roll_back()
                self._tx.claims.rebuild()
                raise
            finally:
                self._journal.writable = False
                self._journal.forget()

    async def close(self) -> None:
        """Nothing to let go of."""
