"""The whole bot at the fake Discord: the real client, the real poller, a SQLite file, a feed server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import built, open_store
from bot.discord_run import supervised
from bot.parts import App
from bot.settings import Secret, Settings
from bot.turn import turn
from tests.fakes.discord.scene import bases_of
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.user import Person
from tests.fakes.server import FeedServer, Reply

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
THEN = "Half of entry-level warehouse jobs will go by 2027."
NOW = "Mara Voss, chief executive of Halden Robotics, said a fifth of entry-level warehouse jobs will go by 2029."


def feed(*items: tuple[float, str], host: str = "dispatch.example") -> Reply:
    """Entries of a feed as (days after START, text)."""
    entries = "".join(
        f"<item><guid>{host}-{number}</guid><title>Halden briefing {number}</title>"
        f"<link>https://{host}/{number}</link>"
        f"<pubDate>{START + timedelta(days=number):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<description>{text}</description></item>"
        for number, text in items
    )
    return Reply(
        body=f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Halden Dispatch</title>{entries}'
        "</channel></rss>".encode()
    )


@dataclass
class World:
    fake: FakeDiscord
    app: App
    server: FeedServer
    now: datetime

    def person(self, *, manager: bool) -> Person:
        guild = next(iter(self.fake.guilds.values()))
        channel = next(iter(guild.channels.values()))
        return Person(self.fake, guild, channel, id=self.fake.ids.next(), manager=manager)

    async def pass_days(self, days: float) -> None:
        """Time goes on; what is due is polled and what is owed is sent."""
        self.now += timedelta(days=days)
        await turn(self.app)


@asynccontextmanager
async def world(folder: Path, fake: FakeDiscord | None = None, now: datetime = START) -> AsyncIterator[World]:
    fake = fake or FakeDiscord()
    if not fake.guilds:
        fake.add_guild("Halden watchers")
    async with fake.serve(), FeedServer() as server, bases_of(fake):
        settings = Settings(
            db=str(folder / "walkback.db"),
            discord_token=Secret("token"),
            discord_api=fake.api,
            discord_gateway=fake.gateway_url,
            allow_nets=("127.0.0.0/8",),
        )
        store = open_store(settings)
        here: list[World] = []
        async with built(settings, store, now=lambda: here[0].now, jitter=lambda: 0.5) as app:
            here.append(World(fake, app, server, now))
            supervisor = supervised(app)
            fake.gateway.identified.clear()
            running = asyncio.create_task(supervisor.run())
            async with asyncio.timeout(20):
                await fake.gateway.identified.wait()
                await fake.until(lambda: fake.commands)
            try:
                yield here[0]
            finally:
                await supervisor.stop()
                await running
        await store.close()
