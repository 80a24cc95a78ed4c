"""Menus on messages. The target message comes with its content, so no privileged intent is needed."""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands

from bot.commands import claim_form, phrases, phrases_said
from bot.commands.services import caller_of, rated, read
from bot.desk import checking
from bot.desk.answers import Refusal
from bot.discord_reply import Reply, answer, refuse, say

Interaction = discord.Interaction[discord.Client]


@app_commands.context_menu(name="Track as claim")
async def track(interaction: Interaction, message: discord.Message) -> None:
    text = words_of(message)
    if not text:
        await answer(interaction, _refused(phrases.NO_WORDS))
        return
    await claim_form.open_form(
        interaction,
        text=" ".join(text.split())[:1000],
        speaker=message.author.display_name[:120],
        said_on=message.created_at.date().isoformat(),
        url=message.jump_url,
    )


@app_commands.context_menu(name="Check against claims")
async def check(interaction: Interaction, message: discord.Message) -> None:
    await answer(interaction, _check(interaction, words_of(message)))


def words_of(message: discord.Message) -> str:
    """What the message says: its content, or else what its embeds say."""
    if message.content.strip():
        return message.content
    return "\n".join(embed.description or embed.title or "" for embed in message.embeds).strip()


async def _refused(text: str) -> Reply:
    return refuse(text)


async def _check(interaction: Interaction, text: str) -> Reply:
    if not text:
        return refuse(phrases.NO_WORDS)
    statements = await asyncio.to_thread(checking.statements_in, text, caller_of(interaction).now)
    ready = await rated(interaction, [each.text for each in statements])
    found = await read(interaction, lambda tx, me: checking.check(tx, me.guild_id, statements, ready))
    return refuse(found) if isinstance(found, Refusal) else say(phrases_said.checked(found))
