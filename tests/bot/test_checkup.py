"""The doctor asks Discord: the token, the time, and the permissions of every channel that is subscribed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.checkup import HISTORY, SEND, VIEW, Check, examine_discord, permissions
from bot.desk import subscriptions
from bot.doctor import examine
from bot.settings import Secret, Settings
from rules.model import Address
from state.memory import open_memory
from state.model import Guild
from state.store import Tx
from tests.fakes.discord.model import Channel
from tests.fakes.discord.model import Guild as There
from tests.fakes.discord.server import FakeDiscord

TOKEN = "abc.def.canarytoken"


def overwrite(guild: There, *, deny: int = 0, allow: int = 0) -> dict[str, Any]:
    return {"id": str(guild.id), "type": 0, "allow": str(allow), "deny": str(deny)}


async def asked(fake: FakeDiscord, channels: list[tuple[int, Channel]], **more: Any) -> dict[str, Check]:
    now = datetime.now(UTC) + more.get("off", timedelta(0))
    found = await examine_discord(
        TOKEN, more.get("base", fake.api), [(guild, str(channel.id)) for guild, channel in channels], now
    )
    return {check.name: check for check in found}


async def test_where_everything_is_granted_nothing_is_to_mend() -> None:
    fake = FakeDiscord()
    guild = fake.add_guild("Newsroom")
    (channel,) = guild.channels.values()
    thread = fake.add_channel(guild, "thread", kind=11, parent=channel.id)
    async with fake.serve():
        found = await asked(fake, [(guild.id, channel), (guild.id, thread)])
    assert {check.state for check in found.values()} == {"ok"}
    assert found["permissions"].text == "2 channels, nothing is missing"
    assert "No privileged intent" in found["discord"].text


@pytest.mark.parametrize(
    ("deny", "says"),
    [
        (SEND, "Send Messages is missing"),
        (VIEW, "View Channel is missing"),
        (SEND | HISTORY, "Send Messages, Read Message History are missing"),
    ],
)
async def test_a_permission_that_is_missing_is_named_with_its_channel(deny: int, says: str) -> None:
    fake = FakeDiscord()
    guild = fake.add_guild("Newsroom")
    good = fake.add_channel(guild, "good")
    bad = fake.add_channel(guild, "bad")
    bad.overwrites.append(overwrite(guild, deny=deny))
    async with fake.serve():
        found = await asked(fake, [(guild.id, good), (guild.id, bad)])
    assert found["permissions"] == Check("permissions", "bad", f"channel {bad.id}: {says}")


async def test_a_channel_that_is_gone_and_a_server_that_threw_the_bot_out_are_told() -> None:
    fake = FakeDiscord()
    guild = fake.add_guild("Newsroom")
    (channel,) = guild.channels.values()
    async with fake.serve():
        gone = await asked(fake, [(guild.id, Channel(id=4, guild_id=guild.id))])
        out = await asked(fake, [(77, channel)])
    assert "it is gone" in gone["permissions"].text
    assert "not in its server" in out["permissions"].text


async def test_a_clock_that_differs_from_discords_is_told() -> None:
    fake = FakeDiscord()
    async with fake.serve():
        ahead = await asked(fake, [], off=timedelta(minutes=10))
        behind = await asked(fake, [], off=-timedelta(days=1))
    assert ahead["time"].state == "bad"
    assert "ahead of Discord's" in ahead["time"].text
    assert "behind Discord's" in behind["time"].text


async def test_discord_that_cannot_be_asked_is_said_and_no_more() -> None:
    found = await asked(FakeDiscord(), [], base="http://127.0.0.1:9")
    assert [(check.name, check.state) for check in found.values()] == [("discord", "warn")]


def test_permissions_are_added_up_as_discord_says() -> None:
    guild = {"id": "1", "owner_id": "9", "roles": [{"id": "1", "permissions": str(VIEW)}]}
    guild["roles"] += [{"id": "2", "permissions": str(SEND)}, {"id": "3", "permissions": str(HISTORY)}]  # type: ignore[operator]
    member = {"user": {"id": "5"}, "roles": ["2"]}
    everyone = {"id": "1", "allow": "0", "deny": str(VIEW | SEND)}
    role = {"id": "2", "allow": str(SEND), "deny": "0"}
    mine = {"id": "5", "allow": "0", "deny": str(SEND)}
    assert permissions(guild, member, []) == VIEW | SEND
    assert permissions(guild, member, [everyone]) == 0
    assert permissions(guild, member, [everyone, role]) == SEND
    assert permissions(guild, member, [everyone, role, mine]) == 0
    assert permissions({**guild, "owner_id": "5"}, member, [everyone]) & HISTORY


async def test_the_doctor_asks_about_the_channels_of_subscriptions_and_shows_no_token(tmp_path: Path) -> None:
    fake = FakeDiscord()
    guild = fake.add_guild("Newsroom")
    (channel,) = guild.channels.values()
    channel.overwrites.append(overwrite(guild, deny=SEND))
    store = open_memory()

    def work(tx: Tx) -> None:
        now = datetime.now(UTC)
        tx.guilds.put(Guild(id=guild.id, name="Newsroom", joined_at=now))
        for target in (str(channel.id), "@5"):
            subscriptions.add(tx, guild.id, Address(kind="discord", target=target), now=now)

    async def resolver(host: str, port: int) -> list[str]:
        return []

    await store.transact(work)
    (tmp_path / "w.db").touch()
    async with fake.serve():
        settings = Settings(
            db=str(tmp_path / "w.db"),
            discord_token=Secret(TOKEN),
            discord_api=fake.api,
            contact="a@b.example",
        )
        checks = await examine(settings, lambda _: store, datetime.now(UTC), resolver, examine_discord)
    (found,) = [check for check in checks if check.name == "permissions"]
    assert found.text == f"channel {channel.id}: Send Messages is missing"
    assert "canary" not in "".join(check.text for check in checks)
