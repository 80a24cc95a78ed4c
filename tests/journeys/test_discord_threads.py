"""Where a channel wants it, later changes of a claim gather in a thread below its first alert."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from rules.model import Address, Subscription
from state.store import Tx
from tests.fakes.discord.model import Channel
from tests.fakes.discord.owing import owe
from tests.fakes.discord.scene import Scene, scene


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened
        assert opened.fake.problems == []


async def say(here: Scene, number: int) -> None:
    def work(tx: Tx) -> None:
        address = Address(kind="discord", target=str(here.channel.id))
        tx.rules.put_subscription(
            Subscription(
                id="s1", guild_id=here.guild.id, address=address, created_at=here.clock(), options=(("threads", "yes"),)
            )
        )  # fmt: skip
        owe(tx, here.guild.id, here.channel, number, here.clock(), claim_id="c1", subscription_id="s1")

    await here.store.transact(work)
    assert (await here.dispatcher.once()).sent == 1


def thread_of(here: Scene) -> Channel:
    return here.fake.channels[int(here.channel.messages[0]["id"])]


async def test_the_first_alert_opens_a_thread_that_takes_the_later_ones(here: Scene) -> None:
    for number in (1, 2, 3):
        await say(here, number)
    assert len(here.channel.messages) == 1
    assert len(thread_of(here).messages) == 2
    assert thread_of(here).name == "Mara Voss"


async def test_a_thread_that_is_locked_or_cannot_be_opened_falls_back_to_the_channel(here: Scene) -> None:
    await say(here, 1)
    await say(here, 2)
    thread_of(here).refuses = (400, 160005)
    await say(here, 3)
    assert len(here.channel.messages) == 2
    first = here.channel.messages.pop(0)
    del here.fake.channels[int(first["id"])]
    await say(here, 4)
    assert len(here.channel.messages) == 2


async def test_a_subscription_is_asked_for_threads(here: Scene) -> None:
    done = await here.manager.slash("subscribe", theme="*", threads=True)
    assert "in threads" in done.text
