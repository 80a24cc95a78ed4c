"""From the invite to the first alert: a new server, a new manager, at most six interactions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.discord.journey import NOW, THEN, feed, world
from tests.fakes.discord.user import text_of


@pytest.mark.slow
async def test_a_new_server_comes_to_its_first_alert_in_four_interactions(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        guild = here.fake.add_guild("Brightwater readers")
        await here.fake.gateway.push("GUILD_CREATE", guild.payload(here.fake.bot_id))
        channel = next(iter(guild.channels.values()))
        manager = here.person(manager=True)
        manager.guild, manager.channel = guild, channel
        here.server.serve("/dispatch.rss", feed((0, "The harbour festival was well attended.")))

        form = await manager.slash("setup")
        ready = await form.submit(theme="jobs and automation", url=here.server.url("/dispatch.rss"))
        assert "### Ready" in ready.text
        claim_form = await ready.click("Put a statement on record")
        recorded = await claim_form.submit(text=THEN, speaker="Mara Voss", said_on="2026-02-20")
        assert "On record" in recorded.text
        interactions = len(here.fake.interactions)

        await here.pass_days(0.01)
        here.server.serve("/dispatch.rss", feed((1, NOW), (0, "The harbour festival was well attended.")))
        await here.pass_days(2)
        (alert,) = channel.messages
        assert "a fifth" in text_of(alert)
        assert interactions == 4
        assert here.fake.problems == []
