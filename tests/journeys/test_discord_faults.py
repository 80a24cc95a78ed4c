"""Everything that may go wrong between the bot and Discord: nothing lost, nothing twice, buttons alive."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dispatch import Dispatcher
from rules.model import Address, Subscription
from state.store import Tx
from tests.fakes.discord.model import Channel, Fault
from tests.fakes.discord.owing import owe
from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.user import text_of

ROOT = Path(__file__).parents[2]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def here(clock: Clock) -> AsyncIterator[Scene]:
    async with scene(clock=clock) as opened:
        # The fake's ids are of this moment, so the search for our own messages must begin there too.
        clock.now = datetime.now(UTC)
        yield opened
        assert opened.fake.problems == []


async def deliver(here: Scene, clock: Clock, count: int = 3) -> list[int]:
    """Owe some alerts and go on until nothing is owed; the numbers that stand in the channel, in order."""
    await here.store.transact(
        lambda tx: [owe(tx, here.guild.id, here.channel, n, clock.now) for n in range(1, count + 1)]
    )
    for _ in range(8):
        await here.dispatcher.once()
        if not await here.store.read(lambda tx: tx.outbox.owed()):
            break
        clock.forward(301)
    return numbers(here.channel)


def numbers(channel: Channel) -> list[int]:
    return [int(text_of(m).split("number ")[1].split()[0].rstrip(".~*")) for m in channel.messages]


def is_send(method: str, path: str) -> bool:
    return method == "POST" and path.endswith("/messages")


def is_callback(method: str, path: str) -> bool:
    return path.endswith("/callback")


LIMITED = {"message": "You are being rate limited.", "retry_after": 0.01, "global": False}
SEND_FAULTS = {
    "429 of a user": Fault(status=429, body=LIMITED, headers={"Via": "1.1 google"}),
    "429 for all": Fault(status=429, body=LIMITED | {"global": True}, headers={"Via": "1.1 google"}),
    "429 without Via": Fault(status=429, body="<html>banned</html>", headers={"Retry-After": "3"}),
    "a rate limit too long to wait for": Fault(
        status=429, body=LIMITED | {"retry_after": 90.0}, headers={"Via": "1.1 google"}
    ),
    "500 before": Fault(status=500),
    "500 after": Fault(status=500, effect=True),
    "502 after": Fault(status=502, body="<html>bad gateway</html>", effect=True),
    "504 after": Fault(status=504, effect=True),
    "503 twice": Fault(status=503, times=2),
    "cut before": Fault(cut=True),
    "cut after": Fault(cut=True, effect=True),
    "cut after, twice": Fault(cut=True, effect=True, times=2),
    "cut after, for a while": Fault(cut=True, effect=True, times=5),
    "200 with a page": Fault(status=200, body="<html>maintenance</html>"),
    "200 with a page, after": Fault(status=200, body="<html>maintenance</html>", effect=True),
    "401": Fault(status=401, body={"message": "401: Unauthorized", "code": 0}),
}


@pytest.mark.parametrize("name", SEND_FAULTS)
async def test_a_fault_while_sending_loses_nothing_and_says_nothing_twice(
    here: Scene, clock: Clock, name: str
) -> None:
    fault = SEND_FAULTS[name]
    here.fake.fault(
        Fault(
            status=fault.status,
            body=fault.body,
            headers=fault.headers,
            effect=fault.effect,
            cut=fault.cut,
            times=fault.times,
            applies=is_send,
        )
    )
    assert await deliver(here, clock) == [1, 2, 3]


async def test_with_a_clock_that_is_ahead_of_discords_the_message_is_found_too(
    here: Scene, clock: Clock
) -> None:
    clock.forward(2 * 86_400)
    here.fake.fault(Fault(cut=True, effect=True, times=2, applies=is_send))
    await here.store.transact(lambda tx: owe(tx, here.guild.id, here.channel, 1, clock.now))
    await here.dispatcher.once()
    here.fake.forget_nonces()
    clock.forward(400)
    await here.dispatcher.once()
    assert numbers(here.channel) == [1]


async def test_when_discord_forgot_the_nonce_the_message_is_found_and_adopted(
    here: Scene, clock: Clock
) -> None:
    fault = here.fake.fault(Fault(cut=True, effect=True, times=2, applies=is_send))
    await here.store.transact(lambda tx: owe(tx, here.guild.id, here.channel, 1, clock.now))
    await here.dispatcher.once()
    assert fault.times == 0
    here.fake.forget_nonces()
    clock.forward(400)
    await here.dispatcher.once()
    assert numbers(here.channel) == [1]
    row = await here.store.read(lambda tx: tx.outbox.get(f"d{1:019d}"))
    assert row is not None
    assert (row.state, row.message_id) == ("sent", here.channel.messages[0]["id"])


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (403, 50013), (404, 10003), (400, 50083)])
async def test_a_channel_that_refuses_is_asked_once_and_another_is_told(
    here: Scene, clock: Clock, status: int, code: int
) -> None:
    second = here.fake.add_channel(here.guild, "second")

    def work(tx: Tx) -> None:
        for channel in (here.channel, second):
            tx.rules.put_subscription(
                Subscription(
                    id=f"s{channel.id}",
                    guild_id=here.guild.id,
                    address=Address(kind="discord", target=str(channel.id)),
                    created_at=clock.now,
                )
            )

    await here.store.transact(work)
    here.channel.refuses = (status, code)
    assert await deliver(here, clock) == []
    assert len([r for r in here.fake.sends() if str(here.channel.id) in r.path]) == 1
    (told,) = second.messages
    assert "Alerts cannot be delivered" in text_of(told)
    assert f"<#{here.channel.id}>" in text_of(told)
    assert "Status" in str(told["components"])
    here.channel.refuses = None
    assert "Subscribed" in (await here.manager.slash("subscribe", theme="*", channel=here.channel.id)).text
    await here.dispatcher.once()
    assert numbers(here.channel) == [1, 2, 3]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=502, effect=True, applies=is_callback),
        Fault(status=502, applies=is_callback),
        Fault(status=503, applies=is_callback),
        Fault(cut=True, effect=True, applies=is_callback),
        Fault(cut=True, applies=is_callback),
    ],
    ids=["502 after", "502 before", "503", "cut after", "cut before"],
)
async def test_an_answer_that_goes_astray_still_reaches_who_asked(here: Scene, fault: Fault) -> None:
    here.fake.fault(fault)
    fault.times = 1
    answer = await here.manager.slash("theme add", name="jobs")
    assert "exists now" in answer.text
    assert "jobs" in (await here.reader.slash("theme list")).text


async def a_command_answers(here: Scene) -> None:
    answer = await here.reader.slash("theme list")
    assert "No themes yet" in answer.text


async def test_the_gateway_cut_and_asked_to_reconnect_is_resumed_and_events_are_not_lost(here: Scene) -> None:
    gateway = here.fake.gateway
    await a_command_answers(here)
    gateway.cut()
    # Pushed while nobody listens: it comes with the resume.
    await a_command_answers(here)
    assert gateway.resumes == 1
    await gateway.ask_to_reconnect()
    await a_command_answers(here)
    assert gateway.resumes == 2
    await gateway.close(4000)
    await a_command_answers(here)
    assert (gateway.resumes, gateway.identifies) == (3, 1)


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_is_begun_anew_or_resumed(here: Scene, resumable: bool) -> None:
    await a_command_answers(here)
    await here.fake.gateway.invalidate(resumable=resumable)
    async with asyncio.timeout(15):
        await here.fake.gateway.identified.wait()
    await a_command_answers(here)
    assert here.fake.gateway.resumes == int(resumable)


async def test_a_malformed_event_costs_one_client_and_not_the_bot(here: Scene) -> None:
    await a_command_answers(here)
    await here.fake.gateway.send_malformed("CHANNEL_UPDATE")
    await here.fake.gateway.send_malformed("GUILD_CREATE")
    async with asyncio.timeout(15):
        await here.fake.gateway.identified.wait()
    await a_command_answers(here)
    assert not here.running.done()
    assert here.supervisor.attempts == 2
    assert here.fake.syncs == 1


async def test_login_sync_and_handshake_that_get_503_are_tried_again() -> None:
    fake = FakeDiscord()
    fake.fault(Fault(status=503, times=2, applies=lambda method, path: path == "/users/@me"))
    fake.gateway.refuse_handshakes = 1
    async with scene(fake=fake) as here:
        await a_command_answers(here)
        # The library tries a handshake again by itself; what fails before that ends the client, and we begin anew.
        assert here.supervisor.attempts == 3


@pytest.mark.parametrize("code", [4004, 4014])
async def test_a_code_that_no_retry_can_mend_ends_with_what_to_do(here: Scene, code: int) -> None:
    await a_command_answers(here)
    here.fake.gateway.refuse_with = code
    await here.fake.gateway.invalidate(resumable=False)
    async with asyncio.timeout(15):
        reason = await here.running
    assert reason is not None
    assert "walkback" in reason.lower()


async def test_while_no_client_is_logged_in_what_is_owed_waits(here: Scene, clock: Clock) -> None:
    await here.supervisor.stop()
    await here.running
    await here.store.transact(lambda tx: owe(tx, here.guild.id, here.channel, 1, clock.now))
    done = await here.dispatcher.once()
    assert (done.later, here.channel.messages) == (1, [])


RUN = """
import asyncio, sys
from bot.app import run_bot
from bot.settings import Secret, Settings
settings = Settings(db=sys.argv[1], discord_token=Secret("token"), discord_api=sys.argv[2], discord_gateway=sys.argv[3])
sys.exit(1 if asyncio.run(run_bot(settings, say=lambda text: print(text, flush=True))) else 0)
"""


@pytest.mark.slow
async def test_sigterm_ends_the_bot_within_ten_seconds_with_exit_0(tmp_path: Path) -> None:
    fake = FakeDiscord()
    fake.add_guild("Halden watchers")
    async with fake.serve():
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", RUN, str(tmp_path / "w.db"), fake.api, fake.gateway_url,
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(60):
            await fake.gateway.identified.wait()
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(12):
            assert await process.wait() == 0


@pytest.mark.alone
async def test_a_hundred_alerts_go_out_while_every_interaction_is_answered_within_a_second(
    here: Scene, clock: Clock
) -> None:
    channels = [here.channel, *(here.fake.add_channel(here.guild, f"c{n}") for n in range(9))]
    await here.store.transact(
        lambda tx: [owe(tx, here.guild.id, channels[n % 10], n, clock.now) for n in range(100)]
    )
    sending = asyncio.create_task(here.dispatcher.once())
    slowest = 0.0
    while not sending.done():
        answers = [await here.reader.slash("status"), await here.reader.slash("history")]
        slowest = max([slowest, *(answer.seconds for answer in answers)])
    assert (await sending).sent == 100
    assert slowest < 1.0
    assert sum(len(channel.messages) for channel in channels) == 100
    assert isinstance(here.dispatcher, Dispatcher)
