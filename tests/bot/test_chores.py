from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.app import open_store, write_daily
from bot.chores import Chores
from bot.settings import Settings
from state.errors import DiskFull
from state.store import Store

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


def chores(store: Store, settings: Settings, clock: Clock) -> Chores:
    return Chores(store=store, clock=clock, backup=lambda day: write_daily(settings, day))


async def test_once_a_day_a_checked_backup_is_written_and_not_more_often(tmp_path: Path) -> None:
    settings, clock = Settings(db=str(tmp_path / "w.db")), Clock()
    store = open_store(settings)
    daily = chores(store, settings, clock)
    assert not await daily.if_due()  # a new file: nothing to save yet
    clock.now = NOON + timedelta(days=1)
    assert await daily.if_due()
    assert not await daily.if_due()
    await store.close()
    assert [path.name for path in tmp_path.glob("*.backup")] == ["w-2026-03-04.backup"]


async def test_a_backup_that_cannot_be_written_does_not_stop_the_chores(tmp_path: Path) -> None:
    settings, clock = Settings(db=str(tmp_path / "w.db")), Clock()
    store = open_store(settings)

    def full(day: date) -> Path | None:
        raise DiskFull(settings.db, "no space")

    daily = Chores(store=store, clock=clock, backup=full)
    await daily.if_due()
    clock.now = NOON + timedelta(days=2)
    assert await daily.if_due()
    await store.close()
    assert list(tmp_path.glob("*.backup")) == []
