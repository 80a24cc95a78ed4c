"""Hundreds of SIGKILLs on the real bot: is anything lost, is anything said twice?

    python -m tests.bench.chaos [--kills 240] [--seed N]

The process of `tests.fakes.chaos` dies at every named point (also inside an upgrade, a backup, forgetting, dispatch)
and at random moments: after a random time, a moment after the feed was asked, a moment after Discord was sent to.
Meanwhile Discord answers half of the lives with a fault: 5xx, 429, cuts, before or after the message stands. Some
lives begin after Discord has forgotten its nonces.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from state.sqlite.schema import newest
from tests.fakes.chaos import MOST, Life, a_life
from tests.fakes.chaos_steps import with_more_steps
from tests.fakes.discord.model import Fault

POLLING = (
    "poll:fetched",
    "poll:read",
    "absorb:entries_written",
    "absorb:deliveries_owed",
    "absorb:before_commit",
    "poll:absorbed",
    "transact:begun",
    "transact:written",
    "transact:committed",
    "dispatch.leased",
    "dispatch.sent",
    "dispatch.settled",
)
CHORES = ("backup:copied", "backup:checked", "backup:kept", "forget:stepped")
MIGRATING = (
    *(f"migrate:N:{n}" for n in range(5)),
    "migrate:N:written",
    "migrate:N:done",
)
RELEASED = newest()
MOMENTS = ("by the clock", "after the feed was asked", "after Discord was sent to")
PATIENCE = 12.0
FAULTS = (
    Fault(status=500),
    Fault(status=500, effect=True),
    Fault(status=502, body="<html>bad gateway</html>", effect=True),
    Fault(status=503, times=2),
    Fault(status=504, effect=True),
    Fault(cut=True),
    Fault(cut=True, effect=True),
    Fault(cut=True, effect=True, times=3),
    Fault(status=200, body="<html>maintenance</html>", effect=True),
    Fault(status=429, body="<html>banned</html>", headers={"Retry-After": "1"}),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=240)
    parser.add_argument("--seed", type=int, default=20261125)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), min(asked.kills, MOST), asked.seed))


async def run(folder: Path, kills: int, seed: int) -> None:
    began, ways = time.monotonic(), Counter[str]()
    async with a_life(folder, kills) as life:
        life.chance = random.Random(seed)
        for number, way in enumerate(_plan(life.chance, kills), 1):
            life.paper.shown.append(number)
            ways[await _one(life, way)] += 1
            if number % 20 == 0:
                print(f"{time.monotonic() - began:6.0f} s  {life.kills} kills", flush=True)
        life.discord.faults.clear()
        await life.finish()
        count = await life.count()
        print(*(f"  {often:4}  {way}" for way, often in sorted(ways.items())), sep="\n")
        print(f"kills {life.kills}, polls {life.paper.asked}, upgrades {life.steps}")
        print(f"alerts expected {count.expected}, posted {count.posted} in {count.messages} messages")
        print(f"lost {len(count.lost)} {sorted(count.lost)}")
        print(f"duplicated {len(count.duplicated)} {sorted(count.duplicated)}, unknown {count.nameless}")
        print(f"integrity {count.integrity}, deliveries {count.states}, problems {life.discord.problems}")


def _plan(chance: random.Random, kills: int) -> list[str]:
    """A fifth in chores and upgrades, two fifths at the points of polling and sending, two fifths at random moments."""
    each = kills // 5
    plan = [(CHORES + MIGRATING)[n % len(CHORES + MIGRATING)] for n in range(each)]
    plan += [POLLING[n % len(POLLING)] for n in range(2 * each)]
    plan += [MOMENTS[n % len(MOMENTS)] for n in range(kills - 3 * each)]
    chance.shuffle(plan)
    return plan


async def _one(life: Life, way: str) -> str:
    """One life and its end; how it came about."""
    chance, point = life.chance, way
    life.discord.faults.clear()
    if chance.random() < 0.5:
        life.discord.fault(replace(chance.choice(FAULTS), applies=_is_send))
    await life.make_due(chores=way in CHORES, past_nonce=chance.random() < 0.15)
    if way in MIGRATING:
        life.steps += 1
        point = way.replace("N", str(RELEASED + life.steps))
    if way in MOMENTS:
        await _at_a_moment(life, way)
        return way
    after = 1 if way in CHORES + MIGRATING else chance.choice((1, 1, 1, 2))
    hit = await life.live_until(await life.start(point, after), PATIENCE)
    with_more_steps(life.steps)
    return way if hit else f"{way} (not reached in {PATIENCE:.0f} s)"


async def _at_a_moment(life: Life, way: str) -> None:
    chance = life.chance
    if way == "by the clock":
        await life.live_until(await life.start(), chance.uniform(0.2, 3.0))
        return
    feed, sends = life.paper.asked, len(life.discord.sends())
    process = await life.start()
    happened: Callable[[], bool] = lambda: life.paper.asked > feed  # noqa: E731
    if way == "after Discord was sent to":
        happened = lambda: len(life.discord.sends()) > sends  # noqa: E731
    for _ in range(1_000):
        if happened():
            break
        await asyncio.sleep(0.01)
    await life.live_until(process, chance.uniform(0.0, 0.15))


def _is_send(method: str, path: str) -> bool:
    return method == "POST" and path.endswith("/messages")


if __name__ == "__main__":
    main()
