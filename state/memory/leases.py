"""What comes due and is leased to one process at a time: sources, and articles' own pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from state.memory.tables import Table
from state.model import Article, Source

Leased = TypeVar("Leased", Source, Article)


def take(table: Table[str, Leased], keys: Iterable[str], until: datetime, owner: str) -> list[Leased]:
    found = []
    for key in keys:
        row = table[key]
        row = replace(row, lease_until=until, owner=owner, fence=row.fence + 1)
        table.put(key, row)
        found.append(row)
    return found


def bring_forward(table: Table[str, Leased], latest: datetime, now: datetime) -> int:
    changed = 0
    for key, row in table.items():
        ahead = row.due_at is not None and row.due_at > latest
        held = row.lease_until is not None and row.lease_until > latest
        if ahead or held:
            changed += 1
            row = replace(row, due_at=now) if ahead else row
            row = replace(row, lease_until=None, owner="") if held else row
            table.put(key, row)
    return changed
