"""The number that grows with every change to a rule, theme or claim."""

from __future__ import annotations

from state.sqlite.columns import Connection


def bump(conn: Connection) -> None:
    conn.execute("UPDATE counter SET value = value + 1 WHERE name = 'rules'")


def current(conn: Connection) -> int:
    (value,) = conn.execute("SELECT value FROM counter WHERE name = 'rules'").fetchone()
    return int(value)
