"""The same change in six outlets is one message in the channel, which names them, and survives being killed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.turn import turn
from tests.fakes.discord import limits
from tests.fakes.discord.journey import NOW, THEN, World, feed, world
from tests.fakes.discord.model import Fault
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.user import Person, text_of

OUTLETS = ("dispatch", "courier", "post", "herald", "echo", "gazette")
QUIET = (0.0, "The harbour festival was well attended this year.")


async def set_up(here: World, *, pace: str = "instant") -> Person:
    manager = here.person(manager=True)
    for name in OUTLETS:
        here.server.serve(f"/{name}.rss", feed(QUIET, host=f"{name}.example"))
        await manager.slash("source add", url=here.server.url(f"/{name}.rss"), theme="jobs")
    await manager.slash("subscribe", theme="jobs", delivery=pace)
    await manager.slash("watch add", name="jobs forecasts", query="jobs")
    await manager.slash("claim add", text=THEN, speaker="Mara Voss", said_on="2026-02-20", theme="jobs")
    await here.pass_days(0.01)
    return manager


def publish(here: World, *names: str) -> None:
    for name in names:
        here.server.serve(f"/{name}.rss", feed((1, NOW), QUIET, host=f"{name}.example"))


async def settle(here: World, rounds: int = 3) -> None:
    for _ in range(rounds):
        here.now += timedelta(minutes=2)
        await turn(here.app)


async def alerted(here: World) -> Person:
    """One outlet has said it, and the channel has its message."""
    manager = await set_up(here)
    publish(here, "dispatch")
    await here.pass_days(2)
    return manager


def an_edit(verb: str, path: str) -> bool:
    return verb == "PATCH" and "/channels/" in path


@pytest.mark.slow
async def test_six_outlets_are_one_message_that_is_edited(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        manager = await alerted(here)
        (alert,) = manager.channel.messages
        first = alert["id"]
        assert "Also reported by" not in text_of(alert)
        publish(here, *OUTLETS[1:])
        await here.pass_days(1)
        await settle(here)
        (alert,) = manager.channel.messages
        assert alert["id"] == first and alert["pinged"] == [] and alert["edited_timestamp"]
        told = text_of(alert)
        assert "(5)" in told
        for name in OUTLETS[1:]:
            assert f"[{name}.example](<https://{name}.example/1>)" in told
        reader = here.person(manager=False)
        assert "5 other outlets" in (await reader.click(alert, "Why")).text
        assert "courier.example" in (await reader.click(alert, "Why")).text
        assert "also in 5 other outlets" in (await reader.slash("history")).text
        assert here.fake.problems == []


@pytest.mark.slow
async def test_a_daily_digest_counts_the_outlets_and_opens_with_all_that_came_since(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        manager = await set_up(here, pace="daily")
        publish(here, "dispatch")
        await here.pass_days(1.1)
        publish(here, "courier", "post")
        await here.pass_days(0.3)
        await here.pass_days(1)
        (digest,) = manager.channel.messages
        assert "also in 2 other outlets" in text_of(digest)
        publish(here, "herald")
        await here.pass_days(1)
        await settle(here)
        assert len(manager.channel.messages) == 1 and digest["edited_timestamp"] is None
        (menu,) = [each for each in limits.walk(digest["components"]) if each["type"] in limits.SELECTS]
        told = await manager.press(digest, menu["custom_id"], menu["type"], [menu["options"][0]["value"]])
        assert "(3)" in told.text and "herald.example" in told.text
        assert here.fake.problems == []


@pytest.mark.slow
async def test_an_edit_whose_answer_is_lost_survives_a_restart_and_is_made_once_more_without_harm(
    tmp_path: Path,
) -> None:
    fake = FakeDiscord()
    async with world(tmp_path, fake) as here:
        manager = await alerted(here)
        publish(here, "courier")
        lost = Fault(
            cut=True,
            effect=True,
            times=99,
            applies=an_edit,
        )
        fake.fault(lost)
        await here.pass_days(1)
        await settle(here, 1)
        lost.times = 0
        later = here.now + timedelta(minutes=5)
    async with world(tmp_path, fake, later) as here:
        await settle(here)
        (alert,) = manager.channel.messages
        assert text_of(alert).count("courier.example") == 2  # its link: the words and the address
        owed = await here.app.store.read(lambda tx: tx.outbox.owed())
        assert [row for row in owed if row.subject == "edit"] == []
        assert fake.problems == []


@pytest.mark.slow
async def test_a_message_that_people_deleted_is_not_said_again(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        manager = await alerted(here)
        manager.channel.messages.clear()
        publish(here, "courier", "post")
        await here.pass_days(1)
        await settle(here)
        assert manager.channel.messages == []
        assert "parked" not in (await manager.slash("status")).text
        assert here.fake.problems == []


@pytest.mark.slow
async def test_an_edit_that_was_refused_is_made_when_the_permission_is_back(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        manager = await alerted(here)
        refused = here.fake.fault(
            Fault(
                status=403,
                body={"message": "Missing Access", "code": 50001},
                times=99,
                applies=an_edit,
            )
        )
        publish(here, "courier")
        await here.pass_days(1)
        await settle(here, 10)
        assert refused.times == 98  # asked once, and not again within the hour
        assert "**Deliveries** nothing owed" in (await manager.slash("status")).text
        assert await here.app.store.read(lambda tx: tx.outbox.parked()) == {}
        await here.pass_days(0.1)
        assert refused.times == 97
        refused.times = 0
        await here.pass_days(0.1)
        (alert,) = manager.channel.messages
        assert "courier.example" in text_of(alert)
        assert here.fake.problems == []
