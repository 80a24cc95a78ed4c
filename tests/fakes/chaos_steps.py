"""Releases that are still to come: more steps of the schema behind the real ones, for tests that kill an upgrade."""

from __future__ import annotations

from collections.abc import Iterator

from state.sqlite import schema


def with_more_steps(count: int) -> None:
    """From now on this process knows `count` steps more. Each makes a table, fills it, indexes it."""
    real = tuple(step for step in schema.steps() if not step.name.startswith("later_"))
    more = tuple(_later(real[-1].number + n) for n in range(1, count + 1))
    schema.steps = lambda: real + more  # type: ignore[assignment]


def _later(number: int) -> schema.Step:
    return schema.Step(number, f"later_{number}", tuple(_statements(f"later_{number}")))


def _statements(table: str) -> Iterator[str]:
    yield f"CREATE TABLE {table} (id TEXT NOT NULL PRIMARY KEY, note TEXT NOT NULL) STRICT"
    yield f"INSERT INTO {table} SELECT id, data FROM claim"
    yield f"CREATE INDEX {table}_note ON {table} (note)"
    yield f"ALTER TABLE {table} ADD COLUMN seen INTEGER NOT NULL DEFAULT 0"
    yield f"UPDATE {table} SET seen = 1"
