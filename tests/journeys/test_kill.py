"""Promise 1: nothing read is lost, nothing is said twice, whenever the process dies.

The real bot in a process of its own (`tests.fakes.chaos`), polling a feed on loopback and posting to a Discord on
loopback. It is killed with SIGKILL at named points and at random moments; between two lives the feed has one more
statement and the source is due. In the end every statement that walks a claim back stands in the channel exactly once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.chaos import Life, a_life

POINTS = (
    "poll:fetched",
    "poll:read",
    "absorb:entries_written",
    "absorb:deliveries_owed",
    "absorb:before_commit",
    "poll:absorbed",
    "transact:written",
    "transact:committed",
    "dispatch.leased",
    "dispatch.sent",
    "dispatch.settled",
)
ROUNDS = 2
RANDOM_KILLS = 30


@pytest.mark.slow
async def test_killed_at_any_point_nothing_is_lost_and_nothing_said_twice(tmp_path: Path) -> None:
    async with a_life(tmp_path) as life:
        await _kill_many(life)
        await life.finish()
        count = await life.count()
        print(f"\nkills {life.kills}, polls {life.paper.asked}, {count}")
        assert (count.lost, count.duplicated, count.nameless) == (frozenset(), frozenset(), 0)
        assert count.integrity == "ok"
        assert life.kills >= 50
        assert life.discord.problems == []


async def _kill_many(life: Life) -> None:
    plan: list[tuple[str, float]] = [(point, 12.0) for _ in range(ROUNDS) for point in POINTS]
    plan += [("-", life.chance.uniform(0.3, 1.8)) for _ in range(RANDOM_KILLS)]
    life.chance.shuffle(plan)
    for number, (point, seconds) in enumerate(plan, 1):
        life.paper.shown.append(number)
        await life.make_due()
        await life.live_until(await life.start(point), seconds)
