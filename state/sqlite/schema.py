"""From any released schema to today's: numbered SQL files, each in one transaction.

A process killed in the middle leaves the schema before the step or after it. The schema's number is SQLite's
`user_version`, in the file's header, so it changes with the tables or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from state.crash import crash_point
from state.errors import NewerSchema
from state.sqlite.connection import APPLICATION_ID, in_our_words


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    name: str
    statements: tuple[str, ...]


@cache
def steps() -> tuple[Step, ...]:
    """Every step, in order."""
    found = sorted(f for f in files("state.sqlite.migrations").iterdir() if f.name.endswith(".sql"))  # type: ignore[type-var]
    return tuple(
        Step(int(f.name[:4]), f.name[5:-4], tuple(statements_of(f.read_text("utf-8")))) for f in found
    )


def newest() -> int:
    return steps()[-1].number


def statements_of(script: str) -> Iterator[str]:
    """The single statements of a script, as SQLite itself would cut them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if any(line.strip() and not line.strip().startswith("--") for line in statement.splitlines()):
        raise ValueError(f"the script ends in the middle of a statement: {statement.strip()[:60]}")


def schema_version(conn: sqlite3.Connection) -> int:
    (version,) = conn.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(
    conn: sqlite3.Connection,
    path: Path,
    *,
    before: Callable[[int], object] = lambda version: None,
    wanted: Sequence[Step] | None = None,
) -> int:
    """Take every step that is missing; the version then. `before(version)` is called once, ahead of the first step
    on a file that has data: the place for a backup."""
    wanted = steps() if wanted is None else wanted
    with in_our_words(path):
        found = schema_version(conn)
        if found > wanted[-1].number:
            raise NewerSchema(path, f"schema {found}, this walkback knows {wanted[-1].number}")
        if 0 < found < wanted[-1].number:
            before(found)
        for step in wanted:
            if step.number > found:
                _take(conn, step)
        return schema_version(conn)


def _take(conn: sqlite3.Connection, step: Step) -> None:
    conn.execute("BEGIN IMMEDIATE")
    try:
        if schema_version(conn) < step.number:  # another process may have been faster
            for number, statement in enumerate(step.statements):
                conn.execute(statement)
                crash_point(f"migrate:{step.number}:{number}")
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.execute(f"PRAGMA user_version = {step.number}")
        crash_point(f"migrate:{step.number}:written")
        conn.execute("COMMIT")
        crash_point(f"migrate:{step.number}:done")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
