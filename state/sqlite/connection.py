"""One connection to the file: pragmas, and SQLite's error codes in our words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from state.errors import (
    Corrupt,
    DiskFailure,
    DiskFull,
    Locked,
    MissingFolder,
    NotAFile,
    NotOurs,
    ReadOnly,
    StoreError,
    TooOldSqlite,
)

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables (Ubuntu 22.04 and Debian 12 have them)."""

APPLICATION_ID = 0x574C4B42
"""`WLKB` in the file's header: how our files are told from other programs' databases."""

BY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_PERM: ReadOnly,
    sqlite3.SQLITE_CANTOPEN: ReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFailure,
    sqlite3.SQLITE_CORRUPT: Corrupt,
    sqlite3.SQLITE_NOTADB: Corrupt,
}
NO_ROOM = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_SHMSIZE}
"""What a quota or a full file system may look like instead of SQLITE_FULL."""


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """SQLite's operational errors as `StoreError`; a broken constraint is a caller's mistake: ValueError."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ValueError(f"another row has this key already ({error})") from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            raise
        kind = DiskFull if code in NO_ROOM else BY_CODE.get(code & 0xFF)
        if kind is None:
            raise
        raise kind(path, str(error)) from error


def connect(path: Path, *, busy_timeout: float, reader: bool = False) -> Database:
    """A connection in autocommit (BEGIN is ours to say), usable from one thread at a time."""
    with in_our_words(path):
        conn = sqlite3.connect(path, timeout=busy_timeout, isolation_level=None, check_same_thread=False)
        # Plugins of sqlite-utils may run any code on a connection; the record is no place for that.
        db = Database(conn, execute_plugins=False, recursive_triggers=False)
        if not conn.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone():
            raise TooOldSqlite(path, f"{sqlite3.sqlite_version} without FTS5")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA temp_store = MEMORY")
        # KiB of pages kept; the system keeps the rest. More costs memory and saves no CPU time (docs/design/state.md).
        conn.execute(f"PRAGMA cache_size = {-2_000 if reader else -8_000}")
        if reader:
            conn.execute("PRAGMA query_only = ON")
        else:
            # FULL: a commit has reached the disk when it returns. NORMAL keeps a process crash out too, but after a
            # power cut the last commits may be gone, and with them the outbox's "sent": alerts would be said twice.
            conn.execute("PRAGMA synchronous = FULL")
            conn.execute(
                f"PRAGMA journal_size_limit = {64 * 1024 * 1024}"
            )  # a WAL that a long read let grow shrinks
        return db


def refuse_what_cannot_work(path: Path) -> None:
    """Reasons to refuse before SQLite would create or half-open anything."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise TooOldSqlite(path, sqlite3.sqlite_version)
    if not path.parent.is_dir():
        raise MissingFolder(path)
    if path.is_dir():
        raise NotAFile(path, "it is a folder")
    if path.exists() and not path.is_file():
        raise NotAFile(path, "it is a device, a pipe or a socket")
    for needed in (path.parent, path):
        if needed.exists() and not os.access(needed, os.W_OK):
            raise ReadOnly(path, f"no write permission on {needed}")


def refuse_what_is_not_ours(db: Database, path: Path) -> None:
    (application,) = db.conn.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID and db.schema:
        raise NotOurs(path, f"it holds {', '.join(db.table_names()[:3]) or 'other things'}")
