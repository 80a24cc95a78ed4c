"""Slash commands, menus, buttons and forms: one group a file, each a thin mouth for `bot.desk`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import discord
    from discord import app_commands

    from bot.discord_ids import Press

__all__ = ["install", "presses"]


def install(tree: app_commands.CommandTree[discord.Client]) -> None:
    """Put every command into the tree. Groups belong to one tree, so each gets its own."""
    from bot.commands import guide, history, menus, setup, status, subscription, why
    from bot.commands.claim import ClaimCommands
    from bot.commands.guild_settings import SettingsCommands
    from bot.commands.source import SourceCommands
    from bot.commands.theme import ThemeCommands
    from bot.commands.watch import WatchCommands

    for group in (ThemeCommands(), SourceCommands(), WatchCommands(), ClaimCommands(), SettingsCommands()):
        tree.add_command(group)
    commands: tuple[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu, ...] = (
        subscription.subscribe,
        subscription.unsubscribe,
        subscription.subscriptions_,
        history.history_,
        why.why_,
        status.status_,
        guide.help_,
        setup.setup_,
        menus.track,
        menus.check,
    )
    for command in commands:
        tree.add_command(command)


def presses() -> Mapping[str, Callable[[discord.Interaction[discord.Client], Press], Awaitable[None]]]:
    """What answers each button, menu and form."""
    from bot.commands.routing import TABLE

    return TABLE
