"""`/help`: how do I …, in this order of need."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.commands.phrases_help import HELP, HELP_INTRO
from bot.discord_ids import Press
from bot.discord_reply import Reply, answer, refuse, say

Interaction = discord.Interaction[discord.Client]


async def _complete(interaction: Interaction, typed: str) -> list[Choice[str]]:
    wanted = typed.casefold()
    return [Choice(name=q, value=key) for key, (q, _) in HELP.items() if wanted in q.casefold()][:25]


@app_commands.command(name="help", description="How do I …?")
@app_commands.describe(topic="A question")
@app_commands.autocomplete(topic=_complete)
async def help_(interaction: Interaction, topic: app_commands.Range[str, 1, 100] | None = None) -> None:
    await answer(interaction, show(topic or ""))


async def pressed(interaction: Interaction, press: Press) -> None:
    await answer(interaction, show(press.part(0)))


async def show(topic: str) -> Reply:
    if not topic:
        lines = [f"**{question}**\n{text}" for question, text in HELP.values()]
        return say("\n".join([HELP_INTRO, *lines]))
    wanted = topic.strip().casefold()
    for key, (question, text) in HELP.items():
        if wanted in (key, question.casefold()):
            return say(f"### {question}\n{text}")
    found = [(q, t) for q, t in HELP.values() if all(w in f"{q} {t}".casefold() for w in wanted.split())]
    if not found:
        return refuse(f"Nothing about '{topic[:60]}'. Run /help without a topic to see every question.")
    return say("\n".join(f"**{question}**\n{text}" for question, text in found[:5]))
