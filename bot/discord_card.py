"""What every message and answer in Discord is made of: a card, buttons in a row, labels."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.discord_ids import custom_id
from bot.discord_size import LABEL
from bot.discord_text import cut, tokens

Colour = discord.Colour | int


def card(colour: Colour, *children: ui.Item[Any]) -> ui.LayoutView:
    """A view of one coloured container. It dispatches nothing by itself: presses are routed by their ids."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*children, accent_colour=colour))
    view.stop()
    return view


def button(label: str, *id_parts: str, danger: bool = False, primary: bool = False) -> ui.Button[Any]:
    """A button whose id carries the action and its parts (`bot.discord_ids`); the label is cut."""
    style = discord.ButtonStyle.secondary
    if danger:
        style = discord.ButtonStyle.danger
    elif primary:
        style = discord.ButtonStyle.primary
    return ui.Button(label=label[:LABEL], style=style, custom_id=custom_id(*id_parts))


def row(*items: ui.Item[Any]) -> ui.ActionRow[Any]:
    return ui.ActionRow(*items)


def with_mention(view: ui.LayoutView, mention: str | None) -> ui.LayoutView:
    """A line of its own above the card for the one role that a manager chose; the send allows that role only."""
    if not mention or not mention.isascii() or not mention.isdigit():
        return view
    fresh = ui.LayoutView(timeout=None)
    fresh.add_item(ui.TextDisplay(f"<@&{mention}>"))
    for child in view.children:
        fresh.add_item(child)
    fresh.stop()
    return fresh


def cut_plain(text: str, limit: int) -> str:
    """For labels and options, which know no markdown: one line, no control characters, cut; never empty."""
    kept = "".join(" " if written == " " else text[at] for at, written in tokens(text)).strip()
    return cut(kept, limit) or "–"
