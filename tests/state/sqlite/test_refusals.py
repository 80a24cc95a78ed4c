"""What the store refuses, and that it says why and what to do."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from state import errors
from state.sqlite import check, open_sqlite, schema_version
from state.sqlite.schema import newest
from state.sqlite.store import SqliteStore
from state.store import Tx
from tests.fakes import nouns, process


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "walkback.db"


def made(path: Path) -> Path:
    open_sqlite(path).close_now()
    return path


def complaint(kind: type[errors.StoreError], path: Path) -> str:
    with pytest.raises(kind) as caught:
        open_sqlite(path)
    assert str(path) in str(caught.value)
    assert "{" not in str(caught.value)
    return str(caught.value)


def test_a_newer_schema_is_refused(path: Path) -> None:
    conn = sqlite3.connect(made(path))
    conn.execute("PRAGMA user_version = 99")
    conn.close()
    assert "Upgrade walkback" in complaint(errors.NewerSchema, path)
    assert schema_version(path) == 99


def test_a_missing_folder_is_refused_and_not_created(tmp_path: Path) -> None:
    assert "Create it" in complaint(errors.MissingFolder, tmp_path / "no" / "walkback.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert "it is a folder" in complaint(errors.NotAFile, tmp_path)


def test_a_device_or_a_pipe_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "file name" in complaint(errors.NotAFile, tmp_path / "pipe")
    assert "device" in complaint(errors.NotAFile, Path("/dev/null"))


@pytest.mark.parametrize(
    "content", [b"not a database at all " * 100, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_corrupt_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "walkback restore" in complaint(errors.Corrupt, path)
    assert path.read_bytes() == content


def test_a_torn_copy_is_told_by_check(path: Path) -> None:
    fill(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3 // 4096 * 4096])
    try:
        problems = check(path).problems
    except errors.Corrupt:
        problems = ("malformed",)
    assert problems


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE recipes (name)")
    conn.close()
    before = path.read_bytes()
    assert "it holds recipes" in complaint(errors.NotOurs, path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["walkback.db"]


def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.touch()
    assert schema_version(made(path)) == newest()


def test_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert "3.37 or newer" in complaint(errors.TooOldSqlite, path)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach (the test's own cannot be)."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


OPEN_AND_TELL = """
    import os
    from state.sqlite.schema import steps
    steps()
    os.setuid(65534)
    try:
        open_sqlite(path)
    except StoreError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to run something as another user")
@pytest.mark.parametrize("file_mode", [0o644, 0o666])
def test_a_file_or_folder_without_write_permission_is_refused(open_folder: Path, file_mode: int) -> None:
    path = made(open_folder / "walkback.db")
    path.chmod(file_mode)
    code, out, err = process.run(OPEN_AND_TELL, path)
    assert (code, out.split()[0]) == (0, "ReadOnly"), err
    assert "write access" in out


# --- no room ----------------------------------------------------------------------------------------------------


async def test_a_full_disk_is_told_writes_nothing_and_work_goes_on_when_there_is_room(path: Path) -> None:
    store = open_sqlite(path)
    conn = store._writer.conn
    (pages,) = conn.execute("PRAGMA page_count").fetchone()

    def write(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        for number in range(400):
            tx.guilds.audit(nouns.audit(f"long action {number} " * 20))

    conn.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(errors.DiskFull, match="Free some disk space"):
        await store.transact(write)
    assert await store.read(lambda tx: tx.sources.all()) == []
    conn.execute("PRAGMA max_page_count = 1000000")
    await store.transact(write)
    assert len(await store.read(lambda tx: tx.guilds.audit_log(nouns.GUILD, 999))) == 400
    await store.close()
    assert check(path).ok


LIMITED = """
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    async def main():
        store = open_sqlite(path)
        await store.transact(lambda tx: tx.sources.put(nouns.source()))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
        def write(tx):
            for number in range(3000):
                tx.guilds.audit(nouns.audit(f"long action {number} " * 100))
        try:
            await store.transact(write)
        except StoreError as error:
            print(type(error).__name__)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        await store.transact(lambda tx: tx.sources.put(nouns.source("after")))
        print(len(await store.read(lambda tx: tx.sources.all())))
        await store.close()
    asyncio.run(main())
"""


def test_a_write_that_the_system_refuses_loses_that_transaction_only(path: Path) -> None:
    code, out, err = process.run(LIMITED, path)
    assert (code, out.split()) == (0, ["DiskFull", "2"]), err
    assert check(path).ok


def test_every_store_error_says_what_to_do() -> None:
    for kind in errors.StoreError.__subclasses__():
        text = str(kind("walkback.db", "the detail"))
        assert "walkback.db" in text
        assert text.count(".") >= 2, text
        assert "\n" not in text


def fill(path: Path) -> SqliteStore:
    store = open_sqlite(path)

    def write(tx: Tx) -> None:
        for number in range(300):
            entry = nouns.entry(f"e{number}")
            tx.entries.put(entry, nouns.revision(entry))
            tx.guilds.audit(nouns.audit(f"action {number} " * 20))

    store._write(write)
    store.close_now()
    return store
