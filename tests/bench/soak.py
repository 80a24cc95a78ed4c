"""Days of 300 sources and 20 guilds, compressed: what does the process hold after each quarter, and what grew?

    python -m tests.bench.soak [--days 2] [--trace]

`--trace` lists where Python's memory grew between the end of the first day's half and the end (tracemalloc; slow).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import time
import tracemalloc
from pathlib import Path

from tests.journeys.test_soak import Day, a_day, held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=2)
    parser.add_argument("--trace", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), asked.days, asked.trace))


async def run(folder: Path, days: int, trace: bool) -> None:
    if trace:
        tracemalloc.start(1)
    busy, before = time.process_time(), None
    async with a_day(folder, days) as day:

        def after(quarter: int) -> None:
            nonlocal before
            now = day.quarters[-1]
            print(
                f"quarter {quarter:2}: {now.resident / 2**20:7.2f} MiB, {now.tasks} tasks, "
                f"{now.descriptors} descriptors, {now.threads} threads, {sum(day.polls.values()):,} polls, "
                f"{day.alerts} alerts, {time.process_time() - busy:.0f} s of CPU",
                flush=True,
            )
            if trace and quarter == 2:
                gc.collect()
                before = tracemalloc.take_snapshot()

        day.on_quarter = after
        await day.run()
        second, last = day.quarters[1], day.quarters[-1]
        print(f"growth since the second quarter {100 * (last.resident / second.resident - 1):+.1f} %")
        print(f"{dict(day.polls)}, {day.channels.drawn}")
        await _leases(day)
        if before is not None:
            _grew(before)


async def _leases(day: Day) -> None:
    held_sources = await day.store.read(lambda tx: sum(s.lease_until is not None for s in tx.sources.all()))
    held_rows = await day.store.read(lambda tx: sum(d.lease_until is not None for d in tx.outbox.owed()))
    print(f"leases held: {held_sources} sources, {held_rows} deliveries; {held().tasks} tasks")


def _grew(before: tracemalloc.Snapshot) -> None:
    gc.collect()
    for line in tracemalloc.take_snapshot().compare_to(before, "lineno")[:25]:
        print(line)
    for grown in tracemalloc.take_snapshot().compare_to(before, "traceback")[:4]:
        print(grown.size_diff, *grown.traceback.format(), sep="\n")


if __name__ == "__main__":
    main()
