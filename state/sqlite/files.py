"""Whole files: online backup, check, restore."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import date
from glob import escape
from pathlib import Path

from state.crash import crash_point
from state.errors import Absent, Corrupt, Locked, MissingFolder, NewerSchema, NotOurs
from state.sqlite import schema
from state.sqlite.connection import in_our_words, refuse_what_cannot_work, refuse_what_is_not_ours
from state.sqlite.lock import instance_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was found in a file. `problems` is empty for a sound one."""

    path: Path
    bytes: int
    schema: int
    newest_schema: int
    rows: dict[str, int]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def schema_version(path: str | Path) -> int:
    """The schema's number in the file; 0 for a new file."""
    file = Path(path)
    with in_our_words(file):
        conn = open_to_read(file)
        try:
            return schema.schema_version(conn)
        finally:
            conn.close()


def backup(path: str | Path, to: str | Path) -> Check:
    """Copy the database at `path`, running or not, into one self-contained checked file at `to`.

    The copy is of one moment: SQLite's backup interface in a single step under a read snapshot, which in WAL mode
    holds no writer up. `to` is replaced only by a finished and checked copy.
    """
    source, target = Path(path), Path(to)
    refuse_absent(source)
    refuse_what_cannot_work(target)
    part = target.with_name(target.name + ".part")
    try:
        _copy(source, part)
        crash_point("backup:copied")
        found = check(part)
        if not found.ok:
            raise Corrupt(source, f"the copy is damaged: {found.problems[0]}")
        crash_point("backup:checked")
        _keep(part, target)
        crash_point("backup:kept")
    finally:
        _remove(part)
    return found


def daily_backup(path: str | Path, folder: str | Path, day: date, *, keep: int = 7) -> Path | None:
    """A backup named after the day, unless the day has one: `FOLDER/NAME-2026-03-02.backup`. Of these the newest `keep`
    stay. The new file, or None. The folder is made."""
    source, target = Path(path), Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    new = target / f"{source.stem}-{day.isoformat()}.backup"
    if new.exists():
        return None
    backup(source, new)
    ours = target.glob(f"{escape(source.stem)}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].backup")
    for old in sorted(ours, reverse=True)[keep:]:
        _remove(old)
    return new


def check(path: str | Path) -> Check:
    """Integrity, schema and row counts of the file. Raises `StoreError` if it cannot be opened at all."""
    file = Path(path)
    refuse_absent(file)
    with in_our_words(file):
        conn = open_to_read(file)
        try:
            return _look(conn, file)
        finally:
            conn.close()


def _look(conn: sqlite3.Connection, file: Path) -> Check:
    problems = [str(row[0]) for row in conn.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    problems += [
        f"{table}: a row refers to nothing" for table, *_ in conn.execute("PRAGMA foreign_key_check")
    ]
    version = schema.schema_version(conn)
    rows = {}
    if version:
        for table in ("source", "entry", "statement", "claim", "rule", "alert", "delivery"):
            (rows[table],) = conn.execute(f"SELECT count(*) FROM {table}").fetchone()
    return Check(
        path=file,
        bytes=file.stat().st_size,
        schema=version,
        newest_schema=schema.newest(),
        rows=rows,
        problems=tuple(problems),
    )


def restore(source: str | Path, to: str | Path) -> Path | None:
    """Put the backup at `source` in place as the database `to`; nobody may be running on it (`AlreadyRunning`).

    The backup is checked first: a damaged, foreign or newer one changes nothing. What stood at `to` is kept beside
    it as `TO.before-restore`; the path of that, or None if there was nothing.
    """
    backup_file, target = Path(source), Path(to)
    refuse_what_cannot_work(target)
    with instance_lock(target):
        found = check(backup_file)
        if not found.ok:
            raise Corrupt(backup_file, found.problems[0])
        if found.schema == 0:
            raise NotOurs(backup_file, "it holds no walkback schema")
        if found.schema > found.newest_schema:
            raise NewerSchema(
                backup_file, f"schema {found.schema}, this walkback knows {found.newest_schema}"
            )
        part = target.with_name(target.name + ".part")
        before = target.with_name(target.name + ".before-restore")
        try:
            _copy(backup_file, part)
            kept = _set_aside(target, before)
            _keep(part, target)
        finally:
            _remove(part)
        return before if kept else None


def _set_aside(target: Path, before: Path) -> bool:
    if not target.exists():
        return False
    try:
        backup(target, before)
        _fold(target)
    except (Corrupt, NotOurs):
        target.replace(before)  # as it is
        for suffix in ("-wal", "-shm"):
            _remove(target.with_name(target.name + suffix))
    return True


def _fold(target: Path) -> None:
    """What is only in its WAL goes into the file and the WAL away, so that no moment leaves one without the other.
    SQLite does that for the only connection: `Locked` if somebody else has the file open."""
    with in_our_words(target):
        conn = sqlite3.connect(target, isolation_level=None, timeout=0)
        try:
            (mode,) = conn.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            conn.close()
    if mode != "delete":
        raise Locked(target, "a command beside has it open")


def _copy(source: Path, part: Path) -> None:
    _remove(part)
    with in_our_words(part):
        reading, writing = open_to_read(source), sqlite3.connect(part, isolation_level=None)
        try:
            reading.backup(writing, pages=-1)
            writing.execute("PRAGMA journal_mode = DELETE")  # one file, no -wal beside it
        finally:
            writing.close()
            reading.close()


def _keep(part: Path, target: Path) -> None:
    """Rename into place, on disk before it counts."""
    with part.open("rb") as handle:
        os.fsync(handle.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_to_read(file: Path) -> sqlite3.Connection:
    """To read only, and without creating it."""
    conn = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=30)
    try:
        from sqlite_utils import Database

        refuse_what_is_not_ours(Database(conn, execute_plugins=False, recursive_triggers=False), file)
    except BaseException:
        conn.close()
        raise
    return conn


def refuse_absent(file: Path) -> None:
    if not file.parent.is_dir():
        raise MissingFolder(file)
    if not file.is_file():
        raise Absent(file)


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
