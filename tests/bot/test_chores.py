from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import open_store, write_backup
from bot.chores import Chores, rotate
from bot.settings import Settings
from state.errors import DiskFull
from state.store import Store

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


def chores(store: Store, settings: Settings, clock: Clock, folder: Path) -> Chores:
    return Chores(
        store=store, clock=clock, backup=lambda to: write_backup(settings, to), folder=folder, name="w.db"
    )


async def test_once_a_day_a_checked_backup_is_written_and_not_more_often(tmp_path: Path) -> None:
    settings, clock = Settings(db=str(tmp_path / "w.db")), Clock()
    store = open_store(settings)
    daily = chores(store, settings, clock, tmp_path)
    assert not await daily.if_due()  # a new file: nothing to save yet
    clock.now = NOON + timedelta(days=1)
    assert await daily.if_due()
    assert not await daily.if_due()
    await store.close()
    assert [path.name for path in tmp_path.glob("*.backup")] == ["w.db.2026-03-04.backup"]


async def test_a_backup_that_cannot_be_written_does_not_stop_the_chores(tmp_path: Path) -> None:
    settings, clock = Settings(db=str(tmp_path / "w.db")), Clock()
    store = open_store(settings)

    def full(to: str) -> int:
        raise DiskFull(to, "no space")

    daily = Chores(store=store, clock=clock, backup=full, folder=tmp_path, name="w.db")
    await daily.if_due()
    clock.now = NOON + timedelta(days=2)
    assert await daily.if_due()
    await store.close()
    assert list(tmp_path.glob("*.backup")) == []


def test_only_the_newest_backups_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    for day in range(1, 11):
        (tmp_path / f"w.db.2026-03-{day:02}.backup").touch()
    for other in ("w.db", "w.db.schema-1.backup", "other.db.2026-03-01.backup"):
        (tmp_path / other).touch()
    gone = rotate(tmp_path, "w.db", keep=7)
    assert sorted(path.name for path in gone) == [f"w.db.2026-03-{day:02}.backup" for day in (1, 2, 3)]
    assert len(list(tmp_path.iterdir())) == 10
