"""`/why`, and the button Why."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.commands import complete, phrases_said
from bot.commands.services import rated, read
from bot.desk import why
from bot.desk.answers import Refusal
from bot.discord_ids import Press
from bot.discord_layout import COLOURS
from bot.discord_reply import Reply, answer, refuse, say

Interaction = discord.Interaction[discord.Client]


@app_commands.command(name="why", description="Why an alert fired, or why a statement did not")
@app_commands.describe(alert="An alert, or the id of a statement")
@app_commands.autocomplete(alert=complete.alert)
async def why_(interaction: Interaction, alert: app_commands.Range[str, 1, 100]) -> None:
    await answer(interaction, explain(interaction, alert))


async def pressed(interaction: Interaction, press: Press) -> None:
    await answer(interaction, explain(interaction, press.part(0)))


async def explain(interaction: Interaction, name: str) -> Reply:
    ready = await rated(interaction, await read(interaction, lambda tx, me: why.texts_of(tx, name)))
    found = await read(interaction, lambda tx, me: why.of(tx, me.guild_id, name, ready))
    match found:
        case Refusal():
            return refuse(found)
        case why.WhyAlert():
            return say(phrases_said.why_alert(found), colour=COLOURS[found.alert.headline])
        case why.WhyStatement():
            return say(phrases_said.why_statement(found))
