"""The main journey, for real: from a feed's bytes to a diff in a Discord channel, and back through its buttons.

The real discord.py client, the real poller and a SQLite file; the feed and Discord are small servers on loopback.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.discord import schema
from tests.fakes.discord.journey import NOW, THEN, feed, world
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.user import text_of


@pytest.mark.slow
async def test_a_walked_back_promise_reaches_the_channel_once_and_explains_itself(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        manager, reader = here.person(manager=True), here.person(manager=False)
        channel = manager.channel
        url = here.server.url("/dispatch.rss")
        here.server.serve("/dispatch.rss", feed((0, "The harbour festival was well attended this year.")))

        answers = [
            await manager.slash("source add", url=url, theme="jobs"),
            await manager.slash("subscribe", theme="jobs"),
            await manager.slash("watch add", name="jobs forecasts", query="jobs"),
            await manager.slash(
                "claim add", text=THEN, speaker="Mara Voss", said_on="2026-02-20", theme="jobs"
            ),
        ]
        assert "is watched now" in answers[0].text
        assert "Subscribed" in answers[1].text
        assert "is live" in answers[2].text
        assert "On record" in answers[3].text

        await here.pass_days(0.01)
        assert channel.messages == []
        here.server.serve(
            "/dispatch.rss", feed((1, NOW), (0, "The harbour festival was well attended this year."))
        )
        await here.pass_days(2)
        await here.pass_days(1)

        (alert,) = channel.messages
        text = text_of(alert)
        assert "Mara Voss" in text
        assert "~~" in text
        assert "→" in text
        assert "a fifth" in text
        assert alert["pinged"] == []

        why = await reader.click(alert, "Why")
        assert why.ephemeral
        assert "jobs forecasts" in why.text
        timeline = await reader.click(alert, "Timeline")
        assert "Half" in timeline.text
        assert "a fifth" in timeline.text
        history = await reader.slash("history")
        assert "Mara Voss" in history.text
        assert f"/{channel.id}/{alert['id']}" in history.text

        everything = [*answers, why, timeline, history]
        assert max(answer.seconds for answer in everything) < 3
        assert here.fake.problems == []
    if not schema.present():
        pytest.skip(
            "the journey passed; Discord's own description is not here, so bodies were not held against it"
        )


@pytest.mark.slow
async def test_after_a_restart_the_old_buttons_answer_and_nothing_is_said_twice(tmp_path: Path) -> None:
    fake = FakeDiscord()
    async with world(tmp_path, fake) as here:
        manager = here.person(manager=True)
        here.server.serve("/dispatch.rss", feed((0, "Nothing yet.")))
        await manager.slash("source add", url=here.server.url("/dispatch.rss"), theme="jobs")
        await manager.slash("subscribe", theme="jobs")
        await manager.slash("watch add", name="jobs", query="jobs")
        await manager.slash("claim add", text=THEN, speaker="Mara Voss", said_on="2026-02-20", theme="jobs")
        await here.pass_days(0.01)
        here.server.serve("/dispatch.rss", feed((1, NOW), (0, "Nothing yet.")))
        await here.pass_days(2)
        (alert,) = manager.channel.messages
        later = here.now
    async with world(tmp_path, fake, later) as here:
        reader = here.person(manager=False)
        assert "jobs" in (await reader.click(alert, "Why")).text
        assert "Half" in (await reader.click(alert, "Timeline")).text
        await here.pass_days(0.1)
        assert reader.channel.messages == [alert]
        assert fake.syncs == 1
        assert fake.problems == []
