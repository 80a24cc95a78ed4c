"""A database as SQL text, virtual tables included, and back. As a program: today's schema, filled, on stdout."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from state.sqlite import open_sqlite
from tests.fakes import years


def dump(path: Path) -> Iterator[str]:
    """Statements that build the file anew. FTS5 keeps its rows in shadow tables: these are copied as they are."""
    conn = sqlite3.connect(path)
    try:
        for pragma in ("application_id", "user_version"):
            yield f"PRAGMA {pragma} = {conn.execute(f'PRAGMA {pragma}').fetchone()[0]};"
        tables = conn.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        ).fetchall()
        virtual = [name for name, sql in tables if sql.startswith("CREATE VIRTUAL")]
        shadows = {name for name, _ in tables if any(name.startswith(f"{each}_") for each in virtual)}
        for name, sql in tables:
            if name not in shadows:
                yield f"{sql};"
        for name, _ in tables:
            if name not in virtual:
                yield from _rows(conn, name, shadow=name in shadows)
        for (sql,) in conn.execute(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        ):
            yield f"{sql};"
    finally:
        conn.close()


def _rows(conn: sqlite3.Connection, table: str, *, shadow: bool) -> Iterator[str]:
    columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    quoted = " || ', ' || ".join(f"quote({name})" for name in columns)
    if shadow:
        yield f"DELETE FROM {table};"
    for (values,) in conn.execute(f"SELECT {quoted} FROM {table}").fetchall():
        yield f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values});"


def load(fixture: Path, path: Path) -> None:
    conn = sqlite3.connect(path)
    try:
        conn.executescript(f"BEGIN;\n{fixture.read_text('utf-8')}\nCOMMIT;")
    finally:
        conn.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "walkback.db"
        store = open_sqlite(path)
        store._write(years.fill)
        store.close_now()
        print("\n".join(dump(path)))


if __name__ == "__main__":
    main()
