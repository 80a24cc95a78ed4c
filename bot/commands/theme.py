"""`/theme`."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.commands import complete, pages, phrases
from bot.commands.removal import ask_removal
from bot.commands.services import Caller, write
from bot.desk import sources, themes, watch
from bot.desk.answers import Refusal
from bot.discord_card import cut_plain
from bot.discord_reply import Reply, answer, refuse, say
from state.store import Tx

Interaction = discord.Interaction[discord.Client]


class ThemeCommands(app_commands.Group):
    def __init__(self) -> None:
        super().__init__(name="theme", description="The subjects that are followed here")

    @app_commands.command(name="add", description="Add a theme")
    @app_commands.describe(name="Its name, such as: jobs and automation")
    async def add(self, interaction: Interaction, name: app_commands.Range[str, 1, 60]) -> None:
        async def work() -> Reply:
            done = await write(
                interaction, lambda tx, me: themes.add(tx, me.guild_id, name, now=me.now, actor=me.user_id)
            )
            return refuse(done) if isinstance(done, Refusal) else say(phrases.theme_added(done))

        await answer(interaction, work())

    @app_commands.command(name="list", description="The themes that are followed here")
    async def list_(self, interaction: Interaction) -> None:
        await answer(interaction, pages.page(interaction, "themes", listing, ()))

    @app_commands.command(name="remove", description="Remove a theme with its rules and subscriptions")
    @app_commands.describe(theme="The theme")
    @app_commands.autocomplete(theme=complete.theme)
    async def remove(self, interaction: Interaction, theme: app_commands.Range[str, 1, 100]) -> None:
        await answer(interaction, ask_removal(interaction, "theme", theme))


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    rules = watch.listing(tx, me.guild_id)
    lines, picks = [], []
    for theme in themes.listing(tx, me.guild_id):
        rows = sources.listing(tx, me.guild_id, theme.id)
        count = 0 if isinstance(rows, Refusal) else len(rows)
        lines.append(phrases.theme_line(theme, count, sum(rule.theme_id == theme.id for rule in rules)))
        picks.append((theme.id, cut_plain(theme.name, 100)))
    return pages.Listing(title="Themes", lines=lines, empty=phrases.NO_THEMES)
