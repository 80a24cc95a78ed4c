"""`/setup`: theme, feed, rule and channel in one form, for a server that begins."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import app_commands, ui

from bot.commands import claim_form, drafts, phrases
from bot.commands.fields import Fields, text_field
from bot.commands.services import Caller, SourceDraft, caller_of, services_of, write
from bot.commands.subscription import elsewhere, missing
from bot.desk import sources, subscriptions, themes, watch
from bot.desk.answers import Refusal
from bot.discord_card import button, row
from bot.discord_ids import Press, custom_id
from bot.discord_reply import Reply, answer, say, show_form
from rules.model import Address, WatchRule
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
STARTER_THEME = "jobs and automation"
STARTER_SOURCE = "hn:jobs automation"
CHANNELS = [discord.ChannelType.text, discord.ChannelType.news]


@app_commands.command(name="setup", description="Begin: a theme, a feed and a channel in one step")
async def setup_(interaction: Interaction) -> None:
    await _open(interaction, STARTER_THEME, STARTER_SOURCE, "")


async def pressed_change(interaction: Interaction, press: Press) -> None:
    """Back to the form, as it was filled in."""
    fields = await drafts.typed(interaction, press.part(1))
    theme, url = fields.one("theme") or STARTER_THEME, fields.one("url") or STARTER_SOURCE
    await _open(interaction, theme, url, fields.one("query"), fields.one("channel"))


async def _open(interaction: Interaction, theme: str, url: str, query: str, channel: str = "") -> None:
    here = interaction.channel
    channel_id = here.id if here is not None and here.type in CHANNELS else None
    if channel.isdigit() and not elsewhere(interaction, int(channel)):
        channel_id = int(channel)
    fresh = form(theme, url, query, channel_id, in_guild=not caller_of(interaction).private)
    await show_form(interaction, fresh)


def form(theme: str, url: str, query: str, channel_id: int | None, *, in_guild: bool) -> ui.Modal:
    """`channel_id`: the channel that is chosen at first, of a type that the menu offers; None for none."""
    modal = ui.Modal(title=phrases.SETUP_FORM, custom_id=custom_id("form", "setup"))
    modal.add_item(text_field("theme", "What is it about?", "A theme", most=60, value=theme))
    hint = "A feed's address, a page, or hn:WORDS for Hacker News"
    modal.add_item(text_field("url", "What shall I watch?", hint, most=1000, value=url))
    hint = "Words, such as: jobs OR hiring. Empty: the words of the theme"
    modal.add_item(
        text_field("query", "Which statements matter?", hint, most=1000, value=query, required=False)
    )
    if in_guild:
        kind = discord.SelectDefaultValueType.channel
        here = [discord.SelectDefaultValue(id=channel_id, type=kind)] if channel_id else []
        select: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id="channel",
            channel_types=CHANNELS,
            default_values=here,
            required=False,
        )
        modal.add_item(
            ui.Label(text="Where shall alerts go?", description="Here, if not chosen", component=select)
        )
    return modal


async def submitted(interaction: Interaction, fields: Fields) -> None:
    await answer(interaction, _submitted(interaction, fields))


async def _submitted(interaction: Interaction, fields: Fields) -> Reply:
    done = await _set_up(interaction, fields)
    return await drafts.refused(interaction, "setup", done, fields) if isinstance(done, Refusal) else done


def words_query(theme: str) -> str:
    """The theme's words, any of them; short ones left out."""
    words = [word for word in re.findall(r"\w+", theme) if len(word) > 3]
    return " OR ".join(f'"{word}"' for word in words or [theme.replace('"', " ")])


async def _set_up(interaction: Interaction, fields: Fields) -> Reply | Refusal:
    theme = fields.one("theme")
    typed = fields.one("query")
    query = typed or words_query(theme)
    if typed and (refusal := watch.check_query(typed)):
        return refusal
    found = await services_of(interaction).preview(fields.one("url"))
    if isinstance(found, Refusal):
        return found
    if not found:
        return Refusal(phrases.NOTHING_FOUND)
    private = caller_of(interaction).private
    channel = fields.one("channel")
    channel_id = int(channel) if channel.isdigit() else interaction.channel_id or 0
    if not private and elsewhere(interaction, channel_id):
        return Refusal(phrases.NO_CHANNEL)
    lacking = [] if private else missing(interaction, channel_id)

    def work(tx: Tx, me: Caller) -> WatchRule | Refusal:
        return _all(tx, me, theme, found[0], query, channel_id)

    done = await write(interaction, work)
    if isinstance(done, Refusal):
        return done
    where = phrases.address(f"@{interaction.user.id}" if private else str(channel_id))
    kept = bool(typed) and done.query != typed
    words = [
        phrases.set_up(done.name, found[0].name, found[0].found, done.query, where, kept=kept),
        *phrases.lacking(lacking),
    ]
    return say("\n".join(words), row(button("Put a statement on record", "setup", "claim", primary=True)))


def _all(
    tx: Tx, me: Caller, theme: str, draft: SourceDraft, query: str, channel_id: int
) -> WatchRule | Refusal:
    """Everything or nothing. A rule of the theme's name that is there already stays as it is."""
    made = themes.ensure(tx, me.guild_id, theme, now=me.now, actor=me.user_id)
    if isinstance(made, Refusal):
        return made
    source = sources.add(
        tx,
        me.guild_id,
        kind=draft.kind,
        url=draft.url,
        name=draft.name,
        theme=made.id,
        now=me.now,
        document_kind=draft.document_kind,
        actor=me.user_id,
    )
    if isinstance(source, Refusal):
        return source
    rule = tx.rules.rule(me.guild_id, made.name) or watch.add(
        tx, me.guild_id, made.name, query, now=me.now, theme=made.id, actor=me.user_id
    )
    if isinstance(rule, Refusal):
        return rule
    target = f"@{me.user_id}" if me.private else str(channel_id)
    heard = subscriptions.add(
        tx,
        me.guild_id,
        Address(kind="discord", target=target),
        now=me.now,
        theme=made.id,
        actor=me.user_id,
    )
    return heard if isinstance(heard, Refusal) else rule


async def pressed(interaction: Interaction, press: Press) -> None:
    await claim_form.open_form(interaction)
