"""Lists that page. Which page of which list is written into the buttons, so they work after a restart; filters too
long for a button are kept in the store under its guild, in a bounded number of places, and the button has their key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.commands.services import Caller, read, write
from bot.commands.shelf import Shelf
from bot.desk.answers import Refusal
from bot.discord_card import button, card, row
from bot.discord_ids import custom_id, fits
from bot.discord_reply import QUIET, Reply, refuse
from bot.discord_size import OPTION_TEXT
from bot.discord_text import units
from rules.ids import content_id
from state.store import Tx

LINES = 10
TEXT = 3_300
"""Units of lines on one page; title and foot fit beside."""
KEY = "~"
"""In front of a key where the arguments themselves do not fit."""
FILTERS = Shelf("filters", 256)

Interaction = discord.Interaction[discord.Client]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list in words. `picks`: for each line, what choosing it opens (value, label), or none at all."""

    title: str
    lines: Sequence[str]
    empty: str
    intro: str = ""
    foot: str = ""
    picks: Sequence[tuple[str, str]] = ()
    pick_action: str = "open"
    export: bool = False


Lister = Callable[[Tx, Caller, tuple[str, ...]], Listing | Refusal]


async def page(
    interaction: Interaction, kind: str, lister: Lister, args: tuple[str, ...], number: int = 0
) -> Reply:
    found = await read(interaction, lambda tx, caller: lister(tx, caller, args))
    if isinstance(found, Refusal):
        return refuse(found)
    return Reply(page_view(kind, await carried(interaction, kind, args), found, number))


def page_view(kind: str, args: tuple[str, ...], listing: Listing, number: int) -> ui.LayoutView:
    """`args` as `carried` gives them."""
    if not listing.lines:
        return card(QUIET, ui.TextDisplay(f"### {listing.title}\n{listing.empty}"))
    pages = paginate(listing.lines)
    number = max(0, min(number, len(pages) - 1))
    start, end = pages[number]
    head = [f"### {listing.title}", *([listing.intro] if listing.intro else [])]
    text = "\n".join([*head, *listing.lines[start:end]])
    where = f"page {number + 1} of {len(pages)} · {len(listing.lines):,} in all" if len(pages) > 1 else ""
    foot = " · ".join(part for part in (where, listing.foot) if part)
    items: list[ui.Item[Any]] = [ui.TextDisplay(f"{text}\n-# {foot}" if foot else text)]
    if listing.picks:
        items.append(row(pick_menu(listing.pick_action, listing.picks[start:end])))
    steps = _steps(kind, args, number, len(pages), export=listing.export)
    if steps:
        items.append(row(*steps))
    return card(QUIET, *items)


def paginate(lines: Sequence[str]) -> list[tuple[int, int]]:
    """(start, end) of each page: at most `LINES` lines and `TEXT` units."""
    pages: list[tuple[int, int]] = []
    start = used = 0
    for index, line in enumerate(lines):
        cost = units(line) + 1
        if index > start and (index - start >= LINES or used + cost > TEXT):
            pages.append((start, index))
            start, used = index, 0
        used += cost
    pages.append((start, len(lines)))
    return pages


def _steps(kind: str, args: tuple[str, ...], number: int, count: int, *, export: bool) -> list[ui.Item[Any]]:
    steps: list[ui.Item[Any]] = []
    if number > 0:
        steps.append(button("Previous", "page", kind, str(number - 1), *args))
    if number < count - 1:
        steps.append(button("Next", "page", kind, str(number + 1), *args))
    if export:
        steps.append(button("Export CSV", "export", "csv", *args))
        steps.append(button("Export JSON", "export", "json", *args))
        steps.append(button("Export Markdown", "export", "md", *args))
    return steps


async def carried(interaction: Interaction, kind: str, args: tuple[str, ...]) -> tuple[str, ...]:
    """What the buttons of a list carry: its arguments, or a key under which they are kept."""
    if fits("page", kind, "9999", *args):
        return args
    key = content_id("kept", *args)
    await write(interaction, lambda tx, me: FILTERS.keep(tx, me, key, {"args": args}))
    return (KEY + key,)


async def arguments(interaction: Interaction, parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """What a button stands for; None when it was kept and others have taken its place since."""
    if len(parts) != 1 or not parts[0].startswith(KEY):
        return parts
    key = parts[0][len(KEY) :]
    record = await read(interaction, lambda tx, me: FILTERS.get(tx, me, key))
    return tuple(record["args"]) if record is not None else None


def pick_menu(action: str, picks: Sequence[tuple[str, str]]) -> ui.Select[Any]:
    unique = dict(picks)
    options = [
        discord.SelectOption(label=label[:OPTION_TEXT] or "–", value=value) for value, label in unique.items()
    ]
    return ui.Select(custom_id=custom_id(action), placeholder="Open one", options=options[:25])
