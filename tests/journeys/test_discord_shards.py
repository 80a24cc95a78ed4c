"""Where Discord recommends several gateway connections there are several, and each server is served by its own."""

from __future__ import annotations

import asyncio

from tests.fakes.discord.model import Guild
from tests.fakes.discord.owing import owe
from tests.fakes.discord.scene import scene
from tests.fakes.discord.server import FakeDiscord


def of_shard(fake: FakeDiscord, shard: int) -> Guild:
    """A server whose events come to that shard of two."""
    while True:
        guild = fake.add_guild(f"Shard {shard}")
        if (guild.id >> 22) % 2 == shard:
            return guild
        del fake.guilds[guild.id]
        fake.ids.skip()


async def test_two_shards_serve_their_servers_and_one_is_cut_without_harm_to_the_other() -> None:
    fake = FakeDiscord()
    fake.shards = 2
    first, second = of_shard(fake, 0), of_shard(fake, 1)
    async with scene(fake=fake) as here:
        client = here.supervisor.client
        assert client is not None
        async with asyncio.timeout(10):
            await client.wait_until_ready()
        assert [session.shard for session in fake.gateway.sessions] == [(0, 2), (1, 2)]
        for guild in (first, second):
            answer = await here.person(manager=True, guild=guild).slash("theme add", name="jobs")
            assert "exists now" in answer.text
        stored = await here.store.read(
            lambda tx: {each.id for each in tx.guilds.all() if each.left_at is None}
        )
        assert stored == {first.id, second.id}

        fake.gateway.cut()  # the newest session: the second shard's
        answer = await here.person(guild=first).slash("theme list")
        assert "jobs" in answer.text
        async with asyncio.timeout(10):
            await fake.gateway.identified.wait()
        assert fake.gateway.resumes == 1
        answer = await here.person(guild=second).slash("theme list")
        assert "jobs" in answer.text

        channel = next(iter(second.channels.values()))
        await here.store.transact(lambda tx: owe(tx, second.id, channel, 1, here.clock()))
        assert (await here.dispatcher.once()).sent == 1
        assert here.supervisor.attempts == 1
        assert fake.problems == []
