"""What the store refuses, and that it says why and what to do."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from state import errors
from state.sqlite import check, instance_lock, open_sqlite, schema_version
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
    assert "it is a folder" in complaint(errors.NotOurs, tmp_path)


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
    assert schema_version(made(path)) == 1


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


# --- beside others ----------------------------------------------------------------------------------------------

HOLD_THE_INSTANCE = """
    with instance_lock(path):
        print("held", flush=True)
        sys.stdin.read()
"""
WRITE = """
    async def main():
        store = open_sqlite(path)
        await store.transact(lambda tx: tx.guilds.put_meta("beside", "yes"))
        await store.close()
    asyncio.run(main())
"""


def test_a_second_bot_on_the_same_file_is_refused_until_the_first_ends(path: Path) -> None:
    with process.start(HOLD_THE_INSTANCE, path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(errors.AlreadyRunning, match=f"process {first.pid}"), instance_lock(path):
            pass
        assert process.run(WRITE, path) == (0, "", "")  # a command beside the running bot
        first.kill()
        first.communicate()
    with instance_lock(path):
        pass


def test_a_second_bot_in_the_same_process_is_refused(path: Path) -> None:
    with (
        instance_lock(path),
        pytest.raises(errors.AlreadyRunning, match="Stop it first"),
        instance_lock(path),
    ):
        pass
    with instance_lock(path):
        pass


def test_a_link_to_the_file_is_the_same_file(path: Path) -> None:
    made(path)
    link = path.with_name("link.db")
    link.symlink_to(path)
    with instance_lock(path), pytest.raises(errors.AlreadyRunning), instance_lock(link):
        pass
    open_sqlite(link).close_now()
    assert not list(path.parent.glob("link.db.*"))


def test_the_instance_lock_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingFolder), instance_lock(tmp_path / "no" / "walkback.db"):
        pass


HOLD_THE_WRITE_LOCK = """
    import sqlite3
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    sys.stdin.readline()
    conn.execute("COMMIT")
    print("released", flush=True)
"""


async def test_a_lock_held_too_long_is_told_and_nothing_is_lost(path: Path) -> None:
    made(path)
    store = open_sqlite(path, busy_timeout=0.1)
    with process.start(HOLD_THE_WRITE_LOCK, path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(errors.Locked, match="Nothing was written"):
            await store.transact(lambda tx: tx.guilds.put_meta("n", "1"))
        assert await store.read(lambda tx: tx.guilds.meta("n")) is None  # reading goes on
        other.communicate("\n")
    await store.transact(lambda tx: tx.guilds.put_meta("n", "1"))
    assert await store.read(lambda tx: tx.guilds.meta("n")) == "1"
    await store.close()


async def test_a_transaction_waits_for_a_lock_that_is_given_back(path: Path) -> None:
    store = open_sqlite(path, busy_timeout=30)
    with process.start(HOLD_THE_WRITE_LOCK, path) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        other.stdin.write("\n")
        other.stdin.flush()
        await store.transact(lambda tx: tx.guilds.put_meta("n", "1"))
        assert other.stdout.readline() == "released\n"
        other.communicate()
    await store.close()


def test_opening_beside_a_locked_database_does_not_wait(path: Path) -> None:
    made(path)
    with process.start(HOLD_THE_WRITE_LOCK, path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        open_sqlite(path, busy_timeout=0).close_now()
        other.communicate("\n")


ADD_BESIDE = """
    async def main():
        store = open_sqlite(path)
        def add_one(tx):
            tx.guilds.put_meta("n", str(int(tx.guilds.meta("n") or 0) + 1))
        for _ in range(40):
            await store.transact(add_one)
    asyncio.run(main())
"""


async def test_processes_that_read_and_then_write_take_turns(path: Path) -> None:
    made(path)
    await take_turns(path)


async def test_processes_that_create_the_same_database_take_turns(path: Path) -> None:
    await take_turns(path)


async def take_turns(path: Path) -> None:
    others = [process.start(ADD_BESIDE, path) for _ in range(3)]
    for other in others:
        assert other.communicate(timeout=60)[1] == ""
        assert other.returncode == 0
    store = open_sqlite(path)
    assert await store.read(lambda tx: tx.guilds.meta("n")) == "120"
    await store.close()


HOLD_THE_TURN = """
    from state.sqlite.turn import Turn
    with Turn(path, timeout=1).taken():
        print("held", flush=True)
        sys.stdin.readline()
"""


async def test_while_another_process_writes_nobody_else_writes_or_checkpoints(path: Path) -> None:
    store = open_sqlite(path, busy_timeout=0.1)
    with process.start(HOLD_THE_TURN, path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(errors.Locked, match=r"for 0\.1 seconds"):
            await store.transact(lambda tx: tx.guilds.put_meta("n", "1"))
        other.kill()
        other.communicate()
    await store.transact(lambda tx: tx.guilds.put_meta("n", "1"))  # a killed process holds nothing up
    await store.close()


async def test_a_caller_that_is_cancelled_does_not_tear_its_transaction(path: Path) -> None:
    store = open_sqlite(path)
    begun, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        tx.guilds.put_meta("left", "1")
        begun.set()
        go_on.wait(30)
        tx.guilds.put_meta("right", "1")

    task = asyncio.create_task(store.transact(slow))
    await asyncio.to_thread(begun.wait, 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    await store.transact(lambda tx: None)
    assert await store.read(lambda tx: (tx.guilds.meta("left"), tx.guilds.meta("right"))) == ("1", "1")
    await store.close()


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
