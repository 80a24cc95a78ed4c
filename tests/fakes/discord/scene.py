"""The real client at the fake Discord: a store, the supervised client, people who use it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import discord
import yarl

from bot.commands import install, presses
from bot.commands.services import Services, SourceDraft
from bot.desk.answers import Refusal
from bot.destinations.discord import DiscordDestination
from bot.discord_client import Client, use_bases
from bot.discord_supervision import Supervisor
from bot.dispatch import Dispatcher
from rules.model import DocumentKind
from state.memory import open_memory
from state.store import Store
from tests.fakes.discord.model import Channel, Guild
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.user import Person


@dataclass(frozen=True)
class Draft:
    """A source that a preview finds."""

    url: str
    kind: str = "feed"
    name: str = "the Halden Dispatch"
    document_kind: DocumentKind = "article"
    found: str = "It lists 3 entries."


@dataclass
class Scene:
    fake: FakeDiscord
    store: Store
    supervisor: Supervisor
    dispatcher: Dispatcher
    guild: Guild
    channel: Channel
    clock: Callable[[], datetime]
    running: asyncio.Task[str | None]
    previews: list[str] = field(default_factory=list)

    def person(self, *, manager: bool = False, guild: Guild | None = None, **other: object) -> Person:
        guild = guild or self.guild
        channel = next(iter(guild.channels.values()))
        return Person(self.fake, guild, channel, id=self.fake.ids.next(), manager=manager, **other)  # type: ignore[arg-type]

    def in_private(self) -> Person:
        """Someone who installed the bot for themselves, in their own messages."""
        user_id = self.fake.ids.next()
        return Person(self.fake, None, self.fake.dm_of(user_id), id=user_id)

    @property
    def manager(self) -> Person:
        return self.person(manager=True)

    @property
    def reader(self) -> Person:
        return self.person()


def wall_clock() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def bases_of(fake: FakeDiscord) -> AsyncIterator[None]:
    """The library speaks to the fake, and to Discord again afterwards."""
    kept = (discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY)
    use_bases(fake.api, fake.gateway_url)
    try:
        yield
    finally:
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = kept
        assert isinstance(kept[1], yarl.URL)


def a_client(services: Services) -> Client:
    return Client(services, install, presses(), identify_pause=0.0)


@asynccontextmanager
async def scene(
    store: Store | None = None,
    *,
    clock: Callable[[], datetime] = wall_clock,
    fake: FakeDiscord | None = None,
    client: Callable[[Services], Client] = a_client,
) -> AsyncIterator[Scene]:
    fake = fake or FakeDiscord()
    guild = next(iter(fake.guilds.values()), None) or fake.add_guild("Halden watchers")
    store = store or open_memory()
    asked: list[str] = []

    async def preview(url: str) -> Sequence[SourceDraft] | Refusal:
        asked.append(url)
        if not url.startswith("http"):
            return Refusal(f"'{url}' is no address.")
        if url.endswith("/two-feeds"):
            return [Draft(url=f"{url}/{name}", name=name, found="") for name in ("news", "talks")]
        if url.endswith("/talks"):
            return [Draft(url=url, kind="podcast", document_kind="transcript", found="It lists 2 talks.")]
        return [Draft(url=url)]

    async with fake.serve(), bases_of(fake):
        box: list[Dispatcher] = []
        services = Services(store=store, clock=clock, preview=preview, wake=lambda: box[0].wake())
        supervisor = Supervisor(lambda: client(services), "token", lambda: 0.0, shortest_pause=0.01)
        destination = DiscordDestination(lambda: supervisor.client, clock)
        box.append(Dispatcher(store, {"discord": destination}, clock, lambda: 0.0))
        fake.gateway.identified.clear()
        running = asyncio.create_task(supervisor.run())
        try:
            async with asyncio.timeout(15):
                await fake.gateway.identified.wait()
                await fake.until(lambda: fake.commands)
            channel = next(iter(guild.channels.values()))
            yield Scene(fake, store, supervisor, box[0], guild, channel, clock, running, asked)
        finally:
            await supervisor.stop()
            await asyncio.wait([running], timeout=5)
            running.cancel()
