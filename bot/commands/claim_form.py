"""The form of `/claim add`, also behind the message menu **Track as claim**."""

from __future__ import annotations

import discord
from discord import ui

from bot.commands import phrases
from bot.commands.claim_adding import add_claim
from bot.commands.fields import Fields, choose, text_field
from bot.commands.services import read
from bot.desk import themes
from bot.discord_ids import custom_id
from bot.discord_reply import answer, show_form
from bot.discord_size import OPTIONS
from rules.model import Theme

Interaction = discord.Interaction[discord.Client]
NONE = "*"


async def open_form(
    interaction: Interaction, *, text: str = "", speaker: str = "", said_on: str = "", url: str = ""
) -> None:
    known = await read(interaction, lambda tx, me: list(themes.listing(tx, me.guild_id)))
    await show_form(interaction, form(known, text=text, speaker=speaker, said_on=said_on, url=url))


def form(known: list[Theme], *, text: str, speaker: str, said_on: str, url: str) -> ui.Modal:
    modal = ui.Modal(title=phrases.CLAIM_FORM, custom_id=custom_id("form", "claim"))
    modal.add_item(
        text_field("text", "The words", "As they were said: one statement", most=1000, value=text, long=True)
    )
    modal.add_item(
        text_field("speaker", "Who said it", "A person or an organisation", most=120, value=speaker)
    )
    modal.add_item(
        text_field("said_on", "When", "Such as 2026-05-28", most=20, value=said_on, required=False)
    )
    modal.add_item(text_field("url", "Where it stands", "https://…", most=1000, value=url, required=False))
    offered = [(NONE, phrases.NO_THEME), *((each.id, each.name) for each in known[: OPTIONS - 1])]
    modal.add_item(choose("theme", "Theme", "", offered, {NONE}))
    return modal


async def submitted(interaction: Interaction, fields: Fields) -> None:
    theme = fields.one("theme")
    await answer(
        interaction,
        add_claim(
            interaction,
            fields.one("text"),
            fields.one("speaker"),
            fields.one("said_on"),
            fields.one("url"),
            None if theme == NONE else theme,
        ),
    )
