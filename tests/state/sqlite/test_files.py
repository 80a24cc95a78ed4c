"""Backup, check and restore of whole files."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from state import errors
from state.sqlite import backup, check, daily_backup, instance_lock, open_sqlite, restore, schema_version
from state.sqlite.schema import newest
from state.store import Tx
from tests.fakes import nouns


async def fill(path: Path, value: str = "first") -> None:
    store = open_sqlite(path)

    def write(tx: Tx) -> None:
        tx.guilds.put_meta("value", value)
        tx.sources.put(nouns.source())
        entry, claim = nouns.entry(), nouns.claim()
        tx.entries.put(entry, nouns.revision(entry))
        tx.claims.put(claim, nouns.version(claim))
        tx.alerts.add(nouns.alert())

    await store.transact(write)
    await store.close()


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def value_in(path: Path) -> str | None:
    store = open_sqlite(path)
    try:
        return await store.read(lambda tx: tx.guilds.meta("value"))
    finally:
        await store.close()


async def test_a_backup_is_one_checked_file_with_everything_in_it(tmp_path: Path) -> None:
    path, copy = tmp_path / "walkback.db", tmp_path / "copy.db"
    await fill(path)
    found = backup(path, copy)
    assert found.ok
    assert found.rows == {
        "source": 1,
        "entry": 1,
        "statement": 0,
        "claim": 1,
        "rule": 0,
        "alert": 1,
        "delivery": 0,
    }
    assert [name for name in names_in(tmp_path) if name.startswith("copy")] == ["copy.db"]
    assert await value_in(copy) == "first"


async def test_a_backup_is_of_one_moment_while_the_bot_writes(tmp_path: Path) -> None:
    path = tmp_path / "walkback.db"
    store = open_sqlite(path)
    stop = asyncio.Event()

    async def keep_writing() -> int:
        written = 0
        while not stop.is_set():
            written += 1

            def both(tx: Tx, n: int = written) -> None:
                tx.guilds.put_meta("left", str(n))
                tx.guilds.audit(nouns.audit("x" * 2000))
                tx.guilds.put_meta("right", str(n))

            await store.transact(both)
        return written

    writing = asyncio.create_task(keep_writing())
    for number in range(5):
        copy = tmp_path / f"copy-{number}.db"
        assert (await asyncio.to_thread(backup, path, copy)).ok
        conn = sqlite3.connect(copy)
        (left,), (right,) = conn.execute(
            "SELECT value FROM meta WHERE key IN ('left', 'right')"
        ).fetchall() or (
            (0,),
            (0,),
        )
        conn.close()
        assert left == right
    stop.set()
    assert await writing > 5
    await store.close()


async def test_a_backup_a_day_is_kept_for_a_week(tmp_path: Path) -> None:
    path, folder = tmp_path / "walkback.db", tmp_path / "backups"
    await fill(path)
    folder.mkdir()
    (folder / "walkback-by-hand.backup").touch()
    (folder / "other-2026-03-01.backup").touch()
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(9)]
    made = [daily_backup(path, folder, day) for day in days]
    assert made[0] == folder / "walkback-2026-03-01.backup"
    assert names_in(folder) == [
        "other-2026-03-01.backup",
        *(f"walkback-2026-03-0{n}.backup" for n in range(3, 10)),
        "walkback-by-hand.backup",
    ]
    assert daily_backup(path, folder, days[-1]) is None
    assert await value_in(folder / "walkback-2026-03-09.backup") == "first"


async def test_a_failed_backup_leaves_the_last_good_one(tmp_path: Path) -> None:
    path, copy = tmp_path / "walkback.db", tmp_path / "copy.db"
    await fill(path)
    backup(path, copy)
    path.write_bytes(b"garbage" * 1000)
    with pytest.raises(errors.Corrupt):
        backup(path, copy)
    assert await value_in(copy) == "first"
    with pytest.raises(errors.Absent, match="no such file"):
        backup(tmp_path / "nothing.db", copy)
    with pytest.raises(errors.MissingFolder):
        backup(copy, tmp_path / "no" / "copy.db")


async def test_a_restore_puts_the_backup_in_place_and_keeps_what_stood_there(tmp_path: Path) -> None:
    path, copy = tmp_path / "walkback.db", tmp_path / "copy.db"
    await fill(path)
    backup(path, copy)
    await fill(path, "second")
    kept = restore(copy, path)
    assert await value_in(path) == "first"
    assert kept is not None
    assert await value_in(kept) == "second"
    assert await value_in(copy) == "first"


async def test_a_restore_over_a_damaged_file_works(tmp_path: Path) -> None:
    path, copy = tmp_path / "walkback.db", tmp_path / "copy.db"
    await fill(path)
    backup(path, copy)
    path.write_bytes(b"garbage" * 1000)
    kept = restore(copy, path)
    assert kept is not None
    assert kept.read_bytes().startswith(b"garbage")
    assert await value_in(path) == "first"


async def test_a_restore_to_a_new_place_works(tmp_path: Path) -> None:
    await fill(tmp_path / "a.db")
    assert restore(tmp_path / "a.db", tmp_path / "b.db") is None
    assert await value_in(tmp_path / "b.db") == "first"


async def test_a_restore_does_not_happen_under_a_running_bot(tmp_path: Path) -> None:
    path, copy = tmp_path / "walkback.db", tmp_path / "copy.db"
    await fill(path)
    backup(path, copy)
    with instance_lock(path), pytest.raises(errors.AlreadyRunning):
        restore(copy, path)


async def test_a_restore_does_not_happen_under_an_open_command(tmp_path: Path) -> None:
    path, copy = tmp_path / "walkback.db", tmp_path / "copy.db"
    await fill(path)
    backup(path, copy)
    beside = open_sqlite(path)
    await beside.transact(lambda tx: tx.guilds.put_meta("value", "in the WAL"))
    with pytest.raises(errors.Locked):
        restore(copy, path)
    assert await beside.read(lambda tx: tx.guilds.meta("value")) == "in the WAL"
    await beside.close()
    kept = restore(copy, path)
    assert kept is not None
    assert await value_in(kept) == "in the WAL"


async def test_a_bad_backup_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "walkback.db"
    await fill(path)
    damaged, foreign, newer, empty = (tmp_path / name for name in ("damaged", "foreign", "newer", "empty"))
    damaged.write_bytes(path.read_bytes()[:8192] + b"\xff" * 4096 + path.read_bytes()[12288:])
    conn = sqlite3.connect(foreign)
    conn.execute("CREATE TABLE recipes (name)")
    conn.close()
    backup(path, newer)
    conn = sqlite3.connect(newer)
    conn.execute("PRAGMA user_version = 99")
    conn.close()
    empty.touch()
    for bad, kind in (
        (damaged, errors.Corrupt),
        (foreign, errors.NotOurs),
        (newer, errors.NewerSchema),
        (empty, errors.NotOurs),
        (tmp_path / "nothing", errors.NotOurs),
    ):
        with pytest.raises(kind):
            restore(bad, path)
    assert await value_in(path) == "first"
    assert not [name for name in names_in(tmp_path) if name.endswith(".part")]


async def test_check_tells_schema_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "walkback.db"
    await fill(path)
    found = check(path)
    assert (found.ok, found.schema, found.newest_schema, found.rows["alert"]) == (True, newest(), newest(), 1)
    assert found.bytes == path.stat().st_size
    assert schema_version(path) == newest()
