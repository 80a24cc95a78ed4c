"""The Store in memory."""

from __future__ import annotations

from state.memory.store import MemoryStore

__all__ = ["MemoryStore", "open_memory"]


def open_memory() -> MemoryStore:
    """An empty store."""
    return MemoryStore()
