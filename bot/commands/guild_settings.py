"""`/settings`: who may manage, what is set, who changed what."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands

from bot.commands import pages, phrases, phrases_settings
from bot.commands.services import Caller, read, write
from bot.desk import limits, mutes
from bot.desk.answers import Refusal
from bot.discord_reply import Reply, answer, refuse, say
from state.model import AuditRow, Guild
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
MOST_ROWS = 200


class SettingsCommands(app_commands.Group):
    def __init__(self) -> None:
        super().__init__(name="settings", description="What is set for this server")

    @app_commands.command(name="show", description="Who may manage, the limits, what is muted")
    async def show(self, interaction: Interaction) -> None:
        await answer(interaction, _show(interaction))

    @app_commands.command(name="manager_role", description="A role that may manage beside Manage Server")
    @app_commands.describe(role="The role; none takes it away again")
    async def manager_role(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        await answer(interaction, _manager_role(interaction, role))

    @app_commands.command(name="limits", description="How many messages with alerts a day may come here")
    @app_commands.describe(alerts_a_day="So many at most; what is more comes together the next day")
    async def limits(
        self, interaction: Interaction, alerts_a_day: app_commands.Range[int, 1, limits.HIGHEST]
    ) -> None:
        await answer(interaction, _limits(interaction, alerts_a_day))

    @app_commands.command(name="log", description="Who changed what, newest first")
    async def log(self, interaction: Interaction) -> None:
        await answer(interaction, pages.page(interaction, "log", listing, ()))


async def _show(interaction: Interaction) -> Reply:
    guild, most, muted = await read(
        interaction,
        lambda tx, me: (
            tx.guilds.get(me.guild_id),
            limits.of(tx, me.guild_id),
            mutes.listing(tx, me.guild_id, me.now),
        ),
    )
    return say("\n".join([phrases_settings.settings(guild, most), *phrases.muted(muted)]))


async def _limits(interaction: Interaction, alerts_a_day: int) -> Reply:
    done = await write(
        interaction,
        lambda tx, me: limits.put(
            tx, me.guild_id, {"alerts_a_day": alerts_a_day}, now=me.now, actor=me.user_id, at_most=True
        ),
    )
    return refuse(done) if isinstance(done, Refusal) else say(phrases_settings.limits(done))


async def _manager_role(interaction: Interaction, role: discord.Role | None) -> Reply:
    if role is not None and role.is_default():
        return refuse(phrases.NO_EVERYONE_MANAGES)

    def work(tx: Tx, me: Caller) -> None:
        guild = tx.guilds.get(me.guild_id) or Guild(id=me.guild_id)
        tx.guilds.put(replace(guild, manager_role=role.id if role else None))
        detail = str(role.id) if role else "none"
        tx.guilds.audit(
            AuditRow(
                guild_id=me.guild_id,
                at=me.now,
                actor=me.user_id,
                action="manager role",
                subject=detail,
                detail=detail,
            )
        )

    await write(interaction, work)
    return say(phrases_settings.manager_role(role.id if role else None))


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    rows = tx.guilds.audit_log(me.guild_id, MOST_ROWS)
    return pages.Listing(
        title="Who changed what",
        lines=[phrases_settings.audit_line(row) for row in rows],
        empty=phrases.NOTHING_CHANGED,
    )
