"""`/subscribe`, `/unsubscribe`, `/subscriptions`."""

from __future__ import annotations

from typing import Any, Literal

import discord
from discord import app_commands

from bot.commands import complete, pages, phrases
from bot.commands.complete import ALL_THEMES
from bot.commands.removal import remove
from bot.commands.services import Caller, caller_of, write
from bot.commands.watch import split
from bot.desk import hours, subscriptions, themes
from bot.desk.answers import Refusal
from bot.discord_card import cut_plain
from bot.discord_reply import Reply, answer, refuse, say
from rules.model import Address, Subscription
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
Where = app_commands.AppCommandChannel | app_commands.AppCommandThread


class Postable(app_commands.Transformer):
    """A channel, thread or forum post that takes messages: Discord offers nothing else."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [
            discord.ChannelType.text,
            discord.ChannelType.news,
            discord.ChannelType.voice,
            discord.ChannelType.public_thread,
            discord.ChannelType.private_thread,
            discord.ChannelType.news_thread,
        ]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Where:
        assert isinstance(value, Where)
        return value


Pace = Literal["instant", "hourly", "daily", "weekly"]


@app_commands.command(name="subscribe", description="Post a theme's alerts to a channel")
@app_commands.describe(
    theme="The theme, or every theme",
    channel="Where; this channel if not given",
    changes="Only these kinds of change (with commas)",
    delivery="At once, or gathered",
    mention="A role to mention with each alert",
    digest_hour="At which hour a daily or weekly digest comes (0 to 23)",
    quiet="Hours in which nothing is posted, such as 22-7; it comes together afterwards",
    threads="Later changes of a claim go into a thread below its first alert",
    per_hour="So many messages an hour at most; what is more comes together afterwards",
    per_day="So many messages a day at most; what is more comes together afterwards",
    timezone="The time zone of these hours, such as Europe/Berlin",
)
@app_commands.autocomplete(theme=complete.theme_or_all, changes=complete.changes, timezone=complete.timezone)
async def subscribe(
    interaction: Interaction,
    theme: app_commands.Range[str, 1, 100],
    channel: app_commands.Transform[Where, Postable] | None = None,
    changes: str | None = None,
    delivery: Pace = "instant",
    mention: discord.Role | None = None,
    digest_hour: app_commands.Range[int, 0, 23] | None = None,
    quiet: app_commands.Range[str, 1, 20] | None = None,
    timezone: app_commands.Range[str, 1, 60] | None = None,
    threads: bool = False,
    per_hour: app_commands.Range[int, 1, hours.MOST_MESSAGES] | None = None,
    per_day: app_commands.Range[int, 1, hours.MOST_MESSAGES] | None = None,
) -> None:
    chosen = hours.options(
        timezone=timezone or "",
        digest_hour=digest_hour,
        quiet=quiet or "",
        threads=threads,
        per_hour=per_hour,
        per_day=per_day,
    )
    await answer(interaction, _subscribe(interaction, theme, channel, changes, delivery, mention, chosen))


@app_commands.command(name="unsubscribe", description="Stop posting alerts somewhere")
@app_commands.describe(subscription="Which one")
@app_commands.autocomplete(subscription=complete.subscription)
async def unsubscribe(interaction: Interaction, subscription: app_commands.Range[str, 1, 100]) -> None:
    await answer(interaction, remove(interaction, "subscription", subscription))


@app_commands.command(name="subscriptions", description="Who hears what here, and whether it arrives")
async def subscriptions_(interaction: Interaction) -> None:
    await answer(interaction, pages.page(interaction, "subscriptions", listing, ()))


async def _subscribe(
    interaction: Interaction,
    theme: str,
    channel: Where | None,
    changes: str | None,
    delivery: str,
    mention: discord.Role | None,
    chosen: hours.Options | Refusal,
) -> Reply:
    if isinstance(chosen, Refusal):
        return refuse(chosen)
    me = caller_of(interaction)
    address = target(interaction, channel)
    if isinstance(address, Refusal):
        return refuse(address)
    if mention is not None and mention.is_default():
        return refuse(phrases.NO_EVERYONE)
    lacking: list[str] = []
    notes: list[str] = []
    if not me.private:
        where = int(address.target)
        lacking = missing(interaction, where)
        notes = shortcomings(interaction, where, mention, threads=dict(chosen).get("threads") == "yes")

    def work(tx: Tx, me: Caller) -> tuple[Subscription, str] | Refusal:
        done = subscriptions.add(
            tx,
            me.guild_id,
            address,
            now=me.now,
            theme=None if theme in (ALL_THEMES, phrases.EVERY_THEME) else theme,
            changes=split(changes),
            pace=delivery,
            mention=str(mention.id) if mention else None,
            options=chosen,
            actor=me.user_id,
        )
        if isinstance(done, Refusal):
            return done
        return done, themes.name_of(tx, me.guild_id, done.theme_id)

    done = await write(interaction, work)
    if isinstance(done, Refusal):
        return refuse(done)
    return say("\n".join([phrases.subscribed(*done, lacking), *notes]))


def target(interaction: Interaction, channel: Where | None) -> Address | Refusal:
    """Where alerts go: the channel named, or the one of the command. A person's own space is their messages."""
    me = caller_of(interaction)
    if me.private:
        return Address(kind="discord", target=f"@{me.user_id}")
    if channel is None and not me.channel_id:
        return Refusal(phrases.NO_CHANNEL)
    if channel is None:
        return Address(kind="discord", target=str(me.channel_id))
    if elsewhere(interaction, channel.id) or not channel.permissions.view_channel:
        return Refusal(phrases.NO_CHANNEL)
    return Address(kind="discord", target=str(channel.id))


def elsewhere(interaction: Interaction, channel_id: int) -> bool:
    """Whether the channel is known to be another server's: Discord offers none such, and ids are only numbers."""
    known = interaction.client.get_channel(channel_id)
    guild = getattr(known, "guild", None)
    return known is not None and (guild is None or guild.id != interaction.guild_id)


def missing(interaction: Interaction, channel_id: int) -> list[str]:
    """Permissions that the bot needs there and lacks, by their names in Discord."""
    has = _permissions(interaction, channel_id)
    if has is None:
        return []
    thread = _is_thread(interaction, channel_id)
    needed = {
        "View Channel": has.view_channel,
        "Send Messages in Threads" if thread else "Send Messages": (
            has.send_messages_in_threads if thread else has.send_messages
        ),
        "Read Message History": has.read_message_history,
    }
    return [name for name, granted in needed.items() if not granted]


def shortcomings(
    interaction: Interaction, channel_id: int, mention: discord.Role | None, *, threads: bool
) -> list[str]:
    """What of the subscription will not work there though alerts arrive, with the way out."""
    has = _permissions(interaction, channel_id)
    if has is None:
        return []
    found = []
    if mention is not None and not mention.mentionable and not has.mention_everyone:
        found.append(phrases.role_unheard(mention.id))
    if threads and not _is_thread(interaction, channel_id):
        needed = {
            "Create Public Threads": has.create_public_threads,
            "Send Messages in Threads": has.send_messages_in_threads,
        }
        found += phrases.no_threads([name for name, granted in needed.items() if not granted])
    return found


def _permissions(interaction: Interaction, channel_id: int) -> discord.Permissions | None:
    """The bot's, there; None where they are not known."""
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    if channel_id == interaction.channel_id:
        return interaction.app_permissions
    if channel is not None and interaction.guild is not None and interaction.guild.me is not None:
        return channel.permissions_for(interaction.guild.me)
    return None


def _is_thread(interaction: Interaction, channel_id: int) -> bool:
    here = interaction.channel if channel_id == interaction.channel_id else None
    known = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    return isinstance(here or known, discord.Thread)


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    parked = tx.outbox.parked()
    lines, picks = [], []
    for each in subscriptions.listing(tx, me.guild_id):
        theme = themes.name_of(tx, me.guild_id, each.theme_id)
        lines.append(phrases.subscription_line(each, theme, parked.get(str(each.address), "")))
        picks.append((each.id, cut_plain(theme or phrases.EVERY_THEME, 100)))
    return pages.Listing(title="Subscriptions", lines=lines, empty=phrases.NO_SUBSCRIPTIONS)
