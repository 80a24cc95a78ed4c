"""A process that is killed leaves what was committed, and nothing else."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest

from state.sqlite import check, open_sqlite, schema_version
from state.sqlite.schema import Step, migrate, steps
from state.store import Tx
from tests.fakes import nouns, process

WRITE_TWICE = """
    async def main():
        store = open_sqlite(path)
        def work(tx, n):
            tx.sources.put(nouns.source(f"s{n}"))
            for k in range(200):
                entry = nouns.entry(f"e{n}-{k}", content="word " * 500)
                tx.entries.put(entry, nouns.revision(entry))
            tx.outbox.add(nouns.delivery(f"d{n}"))
        await store.transact(lambda tx: work(tx, 1))
        arm(sys.argv[2])
        await store.transact(lambda tx: work(tx, 2))
    asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("point", "committed"),
    [("transact:begun", 1), ("transact:written", 1), ("transact:committed", 2)],
)
async def test_kill_9_in_a_transaction_leaves_no_trace_of_it(
    tmp_path: Path, point: str, committed: int
) -> None:
    path = tmp_path / "walkback.db"
    code, _, err = process.run(WRITE_TWICE, path, point)
    assert code == -signal.SIGKILL, err
    store = open_sqlite(path)
    assert len(await store.read(lambda tx: tx.sources.all())) == committed
    assert (await store.read(lambda tx: tx.entries.count()))[0] == 200 * committed
    assert len(await store.read(lambda tx: tx.outbox.owed())) == committed
    await store.close()
    assert check(path).ok


THIRD_TIME = """
    async def main():
        store = open_sqlite(path)
        arm("transact:committed", after=3)
        arm("never reached")
        for n in range(9):
            await store.transact(lambda tx, n=n: tx.guilds.put_meta("n", str(n)))
    asyncio.run(main())
"""


async def test_a_crash_point_can_be_armed_for_a_later_time(tmp_path: Path) -> None:
    code, _, err = process.run(THIRD_TIME, tmp_path / "walkback.db")
    assert code == -signal.SIGKILL, err
    store = open_sqlite(tmp_path / "walkback.db")
    assert await store.read(lambda tx: tx.guilds.meta("n")) == "2"
    await store.close()
    await store.close()  # closing again does no harm


ON_ITS_WAY = """
    async def main():
        store = open_sqlite(path)
        await store.transact(lambda tx: tx.guilds.put_meta("first", "1"))
        arm("transact:committed")
        await store.transact(lambda tx: tx.guilds.put_meta("second", "2"), durable=False)
    asyncio.run(main())
"""


async def test_kill_9_takes_nothing_that_was_committed_without_waiting_for_the_disk(tmp_path: Path) -> None:
    code, _, err = process.run(ON_ITS_WAY, tmp_path / "walkback.db")
    assert code == -signal.SIGKILL, err
    store = open_sqlite(tmp_path / "walkback.db")
    assert await store.read(lambda tx: (tx.guilds.meta("first"), tx.guilds.meta("second"))) == ("1", "2")
    await store.close()


async def test_each_commit_reaches_the_disk_unless_it_need_not(tmp_path: Path) -> None:
    store, full, normal = open_sqlite(tmp_path / "walkback.db"), 2, 1

    def level(tx: Tx) -> int:
        return int(store._writer.conn.execute("PRAGMA synchronous").fetchone()[0])

    assert await store.transact(level) == full
    assert await store.transact(level, durable=False) == normal
    assert await store.transact(level) == full
    await store.close()


MIGRATE = """
    arm(sys.argv[2])
    open_sqlite(path)
"""
NEWEST = steps()[-1].number
POINTS = [f"migrate:1:{n}" for n in range(len(steps()[0].statements))] + [
    "migrate:1:written",
    "migrate:1:done",
]


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS[::6] + POINTS[-2:])
def test_a_first_start_that_is_killed_leaves_an_empty_file_or_a_whole_one(tmp_path: Path, point: str) -> None:
    path = tmp_path / "walkback.db"
    code, _, err = process.run(MIGRATE, path, point)
    assert code == -signal.SIGKILL, err
    assert schema_version(path) == (1 if point == "migrate:1:done" else 0)
    open_sqlite(path).close_now()
    assert check(path).ok


FURTHER = Step(
    NEWEST + 1,
    "trial",
    (
        "ALTER TABLE theme ADD COLUMN colour TEXT",
        "CREATE TABLE shade (theme_id TEXT) STRICT",
        "INSERT INTO shade SELECT id FROM theme",
        "DROP TABLE notice",
    ),
)


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("stop", range(len(FURTHER.statements) + 1))
async def test_an_upgrade_that_fails_at_any_statement_leaves_the_old_schema_whole(
    tmp_path: Path, stop: int
) -> None:
    path = tmp_path / "walkback.db"
    store = open_sqlite(path)
    await store.transact(lambda tx: (tx.rules.put_theme(nouns.theme()), tx.alerts.put_notice(nouns.notice())))
    await store.close()
    before = dump(path)
    broken = Step(NEWEST + 1, "trial", (*FURTHER.statements[:stop], "SELECT no_such_column FROM nothing"))
    conn = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(conn, path, wanted=(*steps(), broken))
    conn.close()
    assert schema_version(path) == NEWEST
    assert dump(path) == before
    conn = sqlite3.connect(path, isolation_level=None)
    assert migrate(conn, path, wanted=(*steps(), FURTHER)) == NEWEST + 1
    assert conn.execute("SELECT * FROM shade").fetchall() == [("theme",)]
    conn.close()


KILLED_UPGRADE = """
    import sqlite3
    from state.sqlite.schema import Step, migrate, steps
    arm(sys.argv[2])
    conn = sqlite3.connect(path, isolation_level=None)
    migrate(conn, path, wanted=(*steps(), Step(steps()[-1].number + 1, "trial", tuple(sys.argv[3:]))))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "point", [f"migrate:{FURTHER.number}:{n}" for n in [*range(len(FURTHER.statements)), "written"]]
)
async def test_an_upgrade_that_is_killed_leaves_the_old_schema_whole(tmp_path: Path, point: str) -> None:
    path = tmp_path / "walkback.db"
    store = open_sqlite(path)
    await store.transact(lambda tx: tx.rules.put_theme(nouns.theme()))
    await store.close()
    before = dump(path)
    code, _, err = process.run(KILLED_UPGRADE, path, point, *FURTHER.statements)
    assert code == -signal.SIGKILL, err
    assert (schema_version(path), dump(path)) == (NEWEST, before)
    assert check(path).ok


def dump(path: Path) -> list[str]:
    conn = sqlite3.connect(path)
    try:
        return list(conn.iterdump())
    finally:
        conn.close()
