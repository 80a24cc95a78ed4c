"""The form of `/claim add`, also behind the message menu **Track as claim**."""

from __future__ import annotations

import discord
from discord import ui

from bot.commands import drafts, phrases
from bot.commands.claim_adding import add_claim
from bot.commands.fields import Fields, choose, text_field
from bot.commands.services import read
from bot.desk import themes
from bot.desk.answers import Refusal
from bot.discord_ids import Press, custom_id
from bot.discord_reply import Reply, answer, show_form
from bot.discord_size import OPTIONS
from rules.model import Theme

Interaction = discord.Interaction[discord.Client]
NONE = "*"


async def open_form(
    interaction: Interaction,
    *,
    text: str = "",
    speaker: str = "",
    said_on: str = "",
    url: str = "",
    theme: str = NONE,
) -> None:
    known = await read(interaction, lambda tx, me: list(themes.listing(tx, me.guild_id)))
    fresh = form(known, text=text, speaker=speaker, said_on=said_on, url=url, theme=theme)
    await show_form(interaction, fresh)


def form(known: list[Theme], *, text: str, speaker: str, said_on: str, url: str, theme: str) -> ui.Modal:
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
    modal.add_item(choose("theme", "Theme", "", offered, {theme}))
    return modal


async def submitted(interaction: Interaction, fields: Fields) -> None:
    await answer(interaction, _submitted(interaction, fields))


async def _submitted(interaction: Interaction, fields: Fields) -> Reply:
    theme = fields.one("theme")
    text, speaker, said_on, url = (fields.one(name) for name in ("text", "speaker", "said_on", "url"))
    done = await add_claim(interaction, text, speaker, said_on, url, None if theme == NONE else theme)
    return await drafts.refused(interaction, "claim", done, fields) if isinstance(done, Refusal) else done


async def pressed_change(interaction: Interaction, press: Press) -> None:
    """Back to the form, as it was filled in."""
    fields = await drafts.typed(interaction, press.part(1))
    text, speaker, said_on, url = (fields.one(name) for name in ("text", "speaker", "said_on", "url"))
    theme = fields.one("theme") or NONE
    await open_form(interaction, text=text, speaker=speaker, said_on=said_on, url=url, theme=theme)
