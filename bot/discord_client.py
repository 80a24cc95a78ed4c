"""The Discord client: commands, presses, the guilds it is in. Nothing that a restart needs is kept in it.

Privileged intents: none. Guild id and permissions come with each interaction.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import discord
import yarl
from discord import app_commands

from bot.commands.languages import CatalogueTranslator
from bot.commands.services import Caller, Services, caller_of
from bot.discord_ids import Press, parse
from bot.discord_layout import welcome
from bot.discord_reply import REFUSAL_COLOUR, SORRY, answer, refuse, say
from bot.discord_rights import COMMANDS, PRESSES, Right, may, refusal
from rules.ids import content_id
from state.model import Guild
from state.store import Tx

log = logging.getLogger(__name__)

SYNC_KEY = "discord.commands"
SYNC_PAUSES = (5.0, 30.0, 120.0, 600.0)
LONGEST_RATE_LIMIT = 30.0
"""Seconds the library may wait out a rate limit by itself; longer ones come back to us as `RateLimited`."""

Interaction = discord.Interaction[discord.Client]
PressHandler = Callable[[Interaction, Press], Awaitable[None]]


def use_bases(api: str, gateway: str) -> None:
    """Speak to another address than Discord's own (a REST proxy, a compatible server). "" leaves it as it is."""
    if api:
        discord.http.Route.BASE = api.rstrip("/")
    if gateway:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


class Tree(app_commands.CommandTree[discord.Client]):
    """Every command passes the table of rights first."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        if interaction.type is discord.InteractionType.autocomplete:
            return True  # names of one's own guild; every command checks again
        name = interaction.command.qualified_name if interaction.command else ""
        return await permitted(interaction, COMMANDS.get(name))

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("Discord offers a command that we no longer have: %s", error)
            await answer(interaction, _ready(refuse("This command has changed. Reload Discord (Ctrl+R).")))
            return
        log.error("a command failed", exc_info=error)
        if not interaction.response.is_done():
            await answer(interaction, _ready(say(SORRY, colour=REFUSAL_COLOUR)))


async def _ready(reply: Any) -> Any:
    return reply


async def permitted(interaction: Interaction, right: Right | None) -> bool:
    """Whether the caller may, now; who may not is told why."""
    if right == "read":
        return True
    caller = caller_of(interaction)
    roles = frozenset(role.id for role in getattr(interaction.user, "roles", ()))
    manages = interaction.permissions.manage_guild
    role = None if manages or caller.private or not roles else await _manager_role(interaction, caller)
    if may(right, manage_guild=manages, roles=roles, manager_role=role, private=caller.private):
        return True
    await answer(interaction, _ready(say(refusal(right), colour=REFUSAL_COLOUR)))
    return False


async def _manager_role(interaction: Interaction, caller: Caller) -> int | None:
    client = interaction.client
    assert isinstance(client, Client)
    guild = await client.services.store.read(lambda tx: tx.guilds.get(caller.guild_id))
    return guild.manager_role if guild else None


class Client(discord.AutoShardedClient):
    """`install` puts the commands into the tree; `presses` answers components and forms by their action.

    As many gateway connections as Discord recommends: one up to 2,500 servers, where it is like a plain client."""

    def __init__(
        self,
        services: Services,
        install: Callable[[Tree], None],
        presses: Mapping[str, PressHandler],
        *,
        identify_pause: float = 5.0,
        translator: app_commands.Translator | None = None,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            chunk_guilds_at_startup=False,
        )
        self.services = services
        self.tree = Tree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._presses = presses
        self._identify_pause = identify_pause
        self._translator = translator or CatalogueTranslator()
        self._syncing: asyncio.Task[None] | None = None
        self.up = asyncio.Event()
        """Set while every gateway session stands."""
        self._standing: set[int] = set()
        install(self.tree)

    async def setup_hook(self) -> None:
        await self.tree.set_translator(self._translator)
        self._syncing = asyncio.create_task(self._sync(), name="sync-commands")

    async def launch_shards(self) -> None:
        """The number of shards is asked for here, since the library would then also take the gateway's address from the
        answer, and ours may be another (`use_bases`)."""
        if not self.shard_count:
            self.shard_count, _, _ = await self.http.get_bot_gateway()
        await super().launch_shards()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        if not initial:
            await asyncio.sleep(self._identify_pause)  # Discord allows one IDENTIFY in five seconds

    async def close(self) -> None:
        if self._syncing is not None:
            self._syncing.cancel()
        # The library lets its "ready" task run on after close, where it fails on the loop that is gone.
        getting_ready = getattr(self._connection, "_ready_task", None)
        if getting_ready is not None:
            getting_ready.cancel()
        await super().close()

    # --- commands ---------------------------------------------------------------------------------

    async def _sync(self) -> None:
        """Tell Discord our commands when they differ from what it was told last: it allows 200 new ones a day."""
        wanted = await self.command_hash()
        told = await self.services.store.read(lambda tx: tx.guilds.meta(SYNC_KEY))
        if told == wanted:
            return
        for pause in (*SYNC_PAUSES, None):
            try:
                await self.tree.sync()
            except (discord.DiscordException, OSError) as error:
                log.warning("commands could not be told to Discord (%s)", error)
                if pause is None:
                    return
                await asyncio.sleep(pause)
                continue
            await self.services.store.transact(lambda tx: tx.guilds.put_meta(SYNC_KEY, wanted))
            log.info("Discord knows our commands")
            return

    async def command_hash(self) -> str:
        """Of all that Discord is told: the commands and every translation of them."""
        translated = [
            await command.get_translated_payload(self.tree, self._translator)
            for command in self.tree.get_commands()
        ]
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()] + translated
        text = json.dumps([self.application_id, payload], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    # --- presses ----------------------------------------------------------------------------------

    async def on_interaction(self, interaction: Interaction) -> None:
        """Buttons, menus and forms. Found by the words in their id, so those of before a restart work as well."""
        if interaction.type not in (
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        ):
            return
        data: Any = interaction.data or {}
        press = parse(str(data.get("custom_id", "")))
        if press is None:
            return
        if not await permitted(interaction, PRESSES.get(press.action)):
            return
        handler = self._presses.get(press.action)
        if handler is None:
            await answer(
                interaction, _ready(refuse("This button is of an older version. Run the command again."))
            )
            return
        try:
            await handler(interaction, press)
        except Exception:
            log.exception("the press %s failed", press.action)
            if not interaction.response.is_done():
                await answer(interaction, _ready(say(SORRY, colour=REFUSAL_COLOUR)))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("the event %s failed", event_method)

    # --- guilds -----------------------------------------------------------------------------------

    async def on_shard_connect(self, shard_id: int) -> None:
        self._standing.add(shard_id)
        if len(self._standing) >= (self.shard_count or 1):
            self.up.set()

    async def on_shard_resumed(self, shard_id: int) -> None:
        await self.on_shard_connect(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        self._standing.discard(shard_id)
        self.up.clear()

    async def on_ready(self) -> None:
        """Which guilds we are in now; unavailable ones count, those that threw us out while we were away do not."""
        here = {guild.id: guild.name for guild in self.guilds}
        now = self.services.clock()

        def work(tx: Tx) -> None:
            known = {guild.id: guild for guild in tx.guilds.all()}
            for guild_id, name in here.items():
                _joined(tx, known.get(guild_id), guild_id, name, now)
            for guild in known.values():
                if guild.id > 0 and guild.id not in here and guild.left_at is None:
                    tx.guilds.put(replace(guild, left_at=now))

        await self.services.store.transact(work)
        log.info("in %d servers as %s", len(here), self.user)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        now = self.services.clock()
        await self.services.store.transact(
            lambda tx: _joined(tx, tx.guilds.get(guild.id), guild.id, guild.name, now)
        )
        self.services.wake()
        await self._greet(guild)

    async def _greet(self, guild: discord.Guild) -> None:
        """One message where the server wants its join messages, if it wants any."""
        channel = guild.system_channel
        if channel is None or not channel.permissions_for(guild.me).send_messages:
            return
        try:
            await channel.send(view=welcome(), nonce=content_id("welcome", guild.id))
        except (discord.DiscordException, OSError) as error:
            log.info("no greeting in %s (%s)", guild.id, error)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Thrown out: what the guild has set is kept, and nothing is sent there."""
        now = self.services.clock()

        def work(tx: Tx) -> None:
            known = tx.guilds.get(guild.id) or Guild(id=guild.id, name=guild.name)
            tx.guilds.put(replace(known, left_at=now))

        await self.services.store.transact(work)


def _joined(tx: Tx, known: Guild | None, guild_id: int, name: str, now: Any) -> None:
    """Record the guild; one that has us back is sent again what it is owed."""
    if known is not None and known.left_at is None and known.name == (name or known.name):
        return
    back = known is not None and known.left_at is not None
    guild = known or Guild(id=guild_id, joined_at=now)
    tx.guilds.put(replace(guild, name=name or guild.name, left_at=None, joined_at=guild.joined_at or now))
    if back:
        for subscription in tx.rules.subscriptions(guild_id):
            tx.outbox.unpark(subscription.address, now)
