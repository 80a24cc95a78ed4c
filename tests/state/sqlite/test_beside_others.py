"""A second bot, commands beside a running bot, and other programs on the same file."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from state import errors
from state.sqlite import instance_lock, open_sqlite
from state.store import Tx
from tests.fakes import process


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "walkback.db"


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
    open_sqlite(path).close_now()
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
    open_sqlite(path).close_now()
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
    open_sqlite(path).close_now()
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
    open_sqlite(path).close_now()
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
