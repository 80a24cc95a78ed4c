"""A claim through time, as a list and as a picture (`bot.chart`)."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import ui

from bot import chart
from bot.commands import pages, phrases, phrases_said
from bot.commands.services import Caller, read
from bot.desk import claims
from bot.desk.answers import Refusal
from bot.discord_ids import Press
from bot.discord_reply import Reply, answer, refuse
from bot.discord_text import plain
from bot.words import speaker_name
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
PICTURE = "timeline.png"


async def show(interaction: Interaction, name: str) -> Reply:
    found = await read(interaction, lambda tx, me: claims.find(tx, me.guild_id, name))
    return refuse(found) if isinstance(found, Refusal) else await show_page(interaction, found.id, 0)


async def show_page(interaction: Interaction, claim_id: str, number: int) -> Reply:
    """The list; on its first page with the picture, where there is something to draw."""
    reply = await pages.page(interaction, "timeline", listing, (claim_id,), number)
    if number:
        return reply
    found = await read(interaction, lambda tx, me: claims.timeline(tx, me.guild_id, claim_id))
    drawn = None if isinstance(found, Refusal) else chart.series(found.versions)
    if drawn is None:
        return reply
    png = await asyncio.to_thread(chart.draw, drawn)
    return Reply(_with_picture(reply.view, chart.alt_text(drawn)), (discord.File(io.BytesIO(png), PICTURE),))


def _with_picture(view: ui.LayoutView, alt: str) -> ui.LayoutView:
    fresh = ui.LayoutView(timeout=None)
    media = discord.MediaGalleryItem(media=f"attachment://{PICTURE}", description=alt)
    fresh.add_item(ui.MediaGallery(media))
    for child in view.children:
        fresh.add_item(child)
    fresh.stop()
    return fresh


async def pressed(interaction: Interaction, press: Press) -> None:
    """Of an alert's claim (first part) or of a claim (second part)."""
    await answer(interaction, _pressed(interaction, press.part(0), press.part(1)))


async def _pressed(interaction: Interaction, alert_id: str, claim_id: str) -> Reply:
    def look(tx: Tx, me: Caller) -> str | Refusal:
        if not alert_id:
            return claim_id
        alert = tx.alerts.get(me.guild_id, alert_id)
        if alert is None:
            return Refusal(phrases.NOT_HERE)
        return alert.claim_id or Refusal(phrases.NO_TIMELINE)

    found = await read(interaction, look)
    return refuse(found) if isinstance(found, Refusal) else await show(interaction, found)


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    found = claims.timeline(tx, me.guild_id, args[0] if args else "")
    if isinstance(found, Refusal):
        return found
    claim = found.claim
    return pages.Listing(
        title=f"Timeline: {plain(speaker_name(claim.speaker), 80)}",
        lines=[phrases_said.version_line(version) for version in found.versions],
        empty=phrases.NOT_HERE,
        foot=f"{plain(claim.title, 100) + ' · ' if claim.title else ''}claim {claim.id}",
    )
