"""Every interaction is answered in under a second while 50 sources are polled and 100 alerts are sent."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import sources, watch
from bot.turn import turn
from state.store import Tx
from tests.fakes.discord.journey import START, feed, world
from tests.fakes.discord.owing import owe

PARAGRAPH = "Mara Voss said half of warehouse jobs will go by 2027. Tomas Reyl said the grid is ready. "


@pytest.mark.alone
@pytest.mark.slow
async def test_answers_stay_quick_under_load(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        person = here.person(manager=True)
        guild = person.guild
        assert guild is not None
        channels = [person.channel, *(here.fake.add_channel(guild, f"c{n}") for n in range(9))]

        def work(tx: Tx) -> None:
            for number in range(50):
                url = here.server.serve(
                    f"/{number}.rss", feed(*((n / 100, f"{number}. {PARAGRAPH * 5}") for n in range(20)))
                )
                sources.add(
                    tx, guild.id, kind="feed", url=url, name=f"source {number}", theme="jobs", now=START
                )
            watch.add(tx, guild.id, "jobs", "jobs", now=START)
            for number in range(100):
                owe(tx, guild.id, channels[number % 10], number, START)

        await here.app.store.transact(work)
        here.now += timedelta(hours=1)
        working = [asyncio.create_task(turn(here.app)), asyncio.create_task(here.app.dispatcher.once())]
        slowest, asked = 0.0, 0
        while not all(task.done() for task in working):
            for answer in (
                await person.slash("status"),
                await person.slash("history"),
                await person.slash("watch test", query="jobs AND figure>=10%"),
                await person.slash("claim list"),
            ):
                slowest = max(slowest, answer.seconds)
                asked += 1
        done = await working[0]
        print(f"{done.polled} polled, {done.entries} entries, {asked} interactions, slowest {slowest:.2f} s")
        assert (done.polled, done.entries) == (50, 1000)
        assert sum(len(channel.messages) for channel in channels) == 100
        # Discord waits three seconds, and the fake holds us to that. One second is the aim, on a machine of our own.
        idle = os.getloadavg()[0] < (os.cpu_count() or 1) * 1.5
        assert slowest < (1.0 if idle else 3.0)
        assert here.fake.problems == []
