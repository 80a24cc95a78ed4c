"""What a running bot does once a day beside its work: a checked backup with rotation, and forgetting old texts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.desk.heard import forget_surplus
from state.clock import bring_forward
from state.errors import StoreError
from state.retention import forget
from state.store import Store

log = logging.getLogger(__name__)
EVERY = timedelta(days=1)
KEEP_TEXTS = timedelta(days=365)
"""Texts that no alert and no claim refers to are forgotten after a year; what they refer to stays."""
DONE_KEY = "chores.done"
LOOK_SECONDS = 600.0


@dataclass(slots=True, kw_only=True)
class Chores:
    """`backup(day)` writes that day's checked copy, if there is none yet, and lets old ones go. Raises StoreError."""

    store: Store
    clock: Callable[[], datetime]
    backup: Callable[[date], Path | None]

    async def run(self) -> None:
        """For ever: looks now and then whether a day has passed."""
        while True:
            try:
                await self.if_due()
            except Exception:
                log.exception("the daily chores failed; they are tried again tomorrow")
            await asyncio.sleep(LOOK_SECONDS)

    async def if_due(self) -> bool:
        """Does the chores if the last time is a day ago. A new file is left alone on its first look."""
        now = self.clock()
        last = await self.store.read(lambda tx: tx.guilds.meta(DONE_KEY))
        if last is not None and timedelta(0) <= now - datetime.fromisoformat(last) < EVERY:
            return False  # a last time that lies ahead was written under another clock
        await self.store.transact(lambda tx: tx.guilds.put_meta(DONE_KEY, now.isoformat()))
        if last is None:
            return False
        await bring_forward(self.store, now)
        await self._back_up(now)
        went = await forget(self.store, now - KEEP_TEXTS)
        surplus = await forget_surplus(self.store)
        log.info("forgot %d claims that were only heard, above what a server may have", surplus)
        log.info("forgot %d old entries and %d statements", went.entries, went.statements)
        return True

    async def _back_up(self, now: datetime) -> None:
        try:
            made = await asyncio.to_thread(self.backup, now.date())
        except StoreError as error:
            log.error("no backup today: %s", error)
            return
        if made is not None:
            log.info("backed up to %s", made.name)
