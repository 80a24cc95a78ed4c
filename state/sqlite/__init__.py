"""The Store on one SQLite file.

`open_sqlite(path)` opens and upgrades; `instance_lock(path)` is for the one running bot; `backup`, `restore`, `check`
and `schema_version` are for whoever operates it. What can go wrong: `state.errors`.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from state.sqlite import schema
from state.sqlite.connection import (
    connect,
    in_our_words,
    refuse_what_cannot_work,
    refuse_what_is_not_ours,
)
from state.sqlite.files import Check, backup, check, daily_backup, restore, schema_version
from state.sqlite.lock import instance_lock
from state.sqlite.readable import readable
from state.sqlite.store import SqliteStore
from state.sqlite.turn import Turn

__all__ = [
    "Check",
    "SqliteStore",
    "backup",
    "check",
    "daily_backup",
    "instance_lock",
    "open_sqlite",
    "readable",
    "restore",
    "schema_version",
]


def open_sqlite(path: str | Path, *, busy_timeout: float = 30.0) -> SqliteStore:
    """The store, created or upgraded as needed (`busy_timeout` seconds). An older schema is first backed up beside
    the file, as `PATH.schema-N.backup`. Raises `StoreError` with the reason and the way out."""
    file = Path(path).resolve()  # one turn and one lock for a file, by whatever link it is reached
    refuse_what_cannot_work(file)
    with ExitStack() as undo:
        db = connect(file, busy_timeout=busy_timeout)
        undo.callback(db.close)
        with in_our_words(file):
            refuse_what_is_not_ours(db, file)
        turn = Turn(file, timeout=busy_timeout)
        undo.callback(turn.close)
        with in_our_words(file):
            if db.journal_mode != "wal" or schema.schema_version(db.conn) != schema.newest():
                with turn.taken():
                    db.enable_wal()
                    schema.migrate(db.conn, file, before=lambda version: backup(file, _before(file, version)))
        undo.pop_all()
        return SqliteStore(file, db, turn, busy_timeout=busy_timeout)


def _before(file: Path, version: int) -> Path:
    return file.with_name(f"{file.name}.schema-{version}.backup")
