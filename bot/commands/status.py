"""`/status`, and the button Status of a notice."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.commands import phrases
from bot.commands.services import read
from bot.desk import mutes, status
from bot.discord_ids import Press
from bot.discord_reply import Reply, answer, say

Interaction = discord.Interaction[discord.Client]


@app_commands.command(name="status", description="Sources and their health, what is owed, limits")
async def status_(interaction: Interaction) -> None:
    await answer(interaction, show(interaction))


async def pressed(interaction: Interaction, press: Press) -> None:
    await answer(interaction, show(interaction))


async def show(interaction: Interaction) -> Reply:
    found, muted = await read(
        interaction,
        lambda tx, me: (status.of(tx, me.guild_id, me.now), mutes.listing(tx, me.guild_id, me.now)),
    )
    return say("\n".join([phrases.status(found), *phrases.muted(muted)]))
