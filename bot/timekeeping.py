"""Notices that the system's clock was set, or that the machine slept, while the bot runs.

Intervals of a process are monotonic; what is stored is moments. When the clock is set back, moments that were written
before lie too far ahead: sources would be silent, retries would wait, for as long as the clock was ahead. What was
written ahead is moved back by the same step, so that every wait takes the real time that was meant. A step forward (or
a sleep) needs nothing: what is due is due, once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from state.clock import bring_forward, set_back
from state.store import Store

log = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
LATE_SECONDS = 200.0
"""A poll or a send that began before the step has ended by then (its lease is shorter)."""
STEP = timedelta(seconds=30)
"""Smaller steps are left alone: nothing here depends on seconds."""


@dataclass(slots=True, kw_only=True)
class Timekeeper:
    """`steady`: seconds that never go back. `tell`: who keeps moments in memory, told when the clock went back."""

    store: Store
    clock: Callable[[], datetime]
    steady: Callable[[], float]
    tell: Sequence[Callable[[], None]] = ()
    _seen: tuple[datetime, float] | None = None
    _late: tuple[timedelta, float] | None = None
    """The last step back, and until when somebody may still write what began before it."""

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("what was written under another clock could not be moved; it is tried again")
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> timedelta:
        """How far the clock has gone beside the real time since the last look that went well."""
        now, seconds = self.clock(), self.steady()
        if self._seen is None:
            self._seen = now, seconds
        before, then = self._seen
        step = now - before - timedelta(seconds=seconds - then)
        if step <= -STEP:
            moved = await set_back(self.store, now, -step) + await bring_forward(self.store, now)
            self._late = -step, seconds + LATE_SECONDS
            for told in self.tell:
                told()
            log.warning("the clock went back by %s: %d waits were moved with it", _words(-step), moved)
        elif step >= STEP:
            log.warning("the clock went forward by %s, or the machine slept", _words(step))
        elif self._late is not None:
            by, until = self._late
            await set_back(self.store, now, by)
            self._late = self._late if seconds < until else None
        self._seen = now, seconds
        return step


def _words(step: timedelta) -> str:
    return str(timedelta(seconds=round(step.total_seconds())))
